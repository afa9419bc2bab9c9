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
 * DingTalk promises headings, quotes, bold, links and lists; two blanks at the end of a line break
 * it. https://open.dingtalk.com/document/orgapp/custom-bot-send-message-type
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
    // A mention is for Slack.
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
 * DingTalk does not promise code, and shows HTML inside it as HTML. A client that shows the
 * backslash finds no markup either. A character without width keeps an address from being a link.
 */
const escaped = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\\`*_[\]~|]/g, '\\$&')
    .replace(/[&<>]/g, (mark) => entities[mark] ?? '')
    .replace(/:(?=\/\/)/g, ':\u200b');

/** Headings, lists and underlines begin at the start of a line; blanks there would be dropped. */
const atLineStart = (line: string): string =>
  line
    .replace(/^[\t ]+/, (blanks) => '\u00a0'.repeat(blanks.length))
    .replace(/^(\u00a0*)([#+=-])/, '$1\\$2')
    .replace(/^(\u00a0*\d{1,9})([.)])/, '$1\\$2');
