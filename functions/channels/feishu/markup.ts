import { oneLine, type Inline, type Line } from '../../notification/document.ts';
import { spaced, type Piece } from '../webhook/line.ts';

/**
 * Markdown of cards; other text is escaped as entities:
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/content-components/rich-text
 */
export const cardMarkdown = (lines: readonly Line[]): string =>
  lines.map((line) => atLineStart(spaced(line.map(pieceOf)))).join('\n');

/** The line as plain text. */
export const cardText = (line: Line): string =>
  line.map((inline) => pieceOf(inline).shown).join('');

function pieceOf(inline: Inline): Piece {
  const piece = (shown: string, text = escaped(shown), marked = false): Piece => ({
    text,
    shown,
    marked,
  });
  if (typeof inline === 'string') return piece(inline);
  if ('strong' in inline) return piece(inline.strong, `**${escaped(inline.strong)}**`, true);
  if ('link' in inline) return piece(inline.label, `[${escaped(inline.label)}](${inline.link})`);
  if ('time' in inline) return piece(inline.text);
  return piece(oneLine('code' in inline ? inline.code : inline.quote));
}

const entity = (character: string): string => `&#${character.codePointAt(0) ?? 0};`;

/**
 * Keeps mentions, emphasis, links, code, tables, emoji names (`:DONE:`) and variables (`$x`) from
 * forming. An underscore within a word forms none of them and stays.
 */
export const escaped = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>*~`[\]\\|$]|!(?=\[)|:(?=[A-Za-z]\w*:|\/\/)/g, entity)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, entity);

/** Headings, quotes and lists begin at the start of a line. */
const atLineStart = (line: string): string =>
  line
    .replace(/^[\t ]+/, (blanks) => '\u00a0'.repeat(blanks.length))
    .replace(/^(\u00a0*)([#+=-])/, (_, blanks: string, mark: string) => blanks + entity(mark))
    .replace(/^(\u00a0*\d{1,9})([.)])/, (_, number: string, mark: string) => number + entity(mark));
