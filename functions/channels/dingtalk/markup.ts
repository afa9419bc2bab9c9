import { itemsOf, type Block, type Line } from '../../notification/document.ts';
import { markdownPiece, spaced, toneSigns } from '../webhook/line.ts';

/**
 * DingTalk promises headings, quotes, bold, links and lists; two blanks at the end of a line break
 * it. https://open.dingtalk.com/document/orgapp/custom-bot-send-message-type
 */
export const dingTalkMarkdown = (blocks: readonly Block[]): string =>
  blocks
    .map(markdownOf)
    .filter((text) => text !== '')
    .join('\n\n');

function markdownOf(block: Block): string {
  switch (block.kind) {
    case 'title':
      return `### ${toneSigns[block.tone]} ${lineOf(block.text)}`;
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

const lineOf = (line: Line): string => spaced(line.map((inline) => markdownPiece(inline, escaped)));

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
