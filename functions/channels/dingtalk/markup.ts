import {
  itemsOf,
  oneLine,
  type Block,
  type Inline,
  type Line,
  type Tone,
} from '../../notification/document.ts';
import { spaced, type Piece } from '../webhook/line.ts';

/**
 * DingTalk's markdown: of all that Markdown has, it promises headings, quotes, bold, links and
 * lists, and a line breaks where two blanks stand before its end.
 * https://open.dingtalk.com/document/orgapp/custom-bot-send-message-type
 */
export const dingTalkMarkdown = (blocks: readonly Block[]): string =>
  blocks
    .map(markdownOf)
    .filter((text) => text !== '')
    .join('\n\n');

const signs: Readonly<Record<Tone, string>> = {
  failed: '🔴',
  attention: '🟡',
  good: '🟢',
  plain: '🔵',
};

function markdownOf(block: Block): string {
  switch (block.kind) {
    case 'title':
      return `### ${signs[block.tone]} ${lineOf(block.text)}`;
    case 'lines':
    case 'note':
      return broken(block.lines.map((line) => atLineStart(lineOf(line))));
    case 'log':
      return quoted(block.text);
    case 'ids':
      return block.runs
        .map((run) => `${atLineStart(lineOf(run.label))}\n\n${quoted(itemsOf(run))}`)
        .join('\n\n');
    case 'rule':
      return '———';
    // Whom Slack calls is nobody here.
    case 'mention':
      return '';
    default:
      return block satisfies never;
  }
}

const broken = (lines: readonly string[]): string => lines.join('  \n');

const quoted = (text: string): string =>
  broken(text.split('\n').map((line) => `> ${atLineStart(escaped(line.trimEnd()))}`));

const lineOf = (line: Line): string => spaced(line.map(pieceOf));

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

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Text that is no markup. Code would not do: DingTalk does not promise it, and shows HTML inside it
 * as HTML. A client that shows the backslash instead of heeding it finds no markup either, since
 * the backslash parts what would be one; and an address is no link when a character without width
 * stands in it.
 */
const escaped = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\\`*_[\]~|]/g, '\\$&')
    .replace(/[&<>]/g, (mark) => entities[mark] ?? '')
    .replace(/:(?=\/\/)/g, ':\u200b');

/**
 * Headings, lists, underlines and blocks of code begin with what stands first in a line; blanks
 * there would be dropped.
 */
const atLineStart = (line: string): string =>
  line
    .replace(/^[\t ]+/, (blanks) => '\u00a0'.repeat(blanks.length))
    .replace(/^(\u00a0*)([#+=-])/, '$1\\$2')
    .replace(/^(\u00a0*\d{1,9})([.)])/, '$1\\$2');
