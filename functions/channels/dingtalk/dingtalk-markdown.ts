import { wholeText } from '../../untrusted-text/excerpt.ts';
import { shorten, showExcerpt } from '../../untrusted-text/excerpt.ts';
import { nameWithin, sentenceWithin } from '../../notification/counting.ts';
import { itemsOf, oneLine } from '../../notification/plain-text.ts';
import type { IdRun, Block, Tone, Inline, Line } from '../../notification/document.ts';

/** What foreign texts may take, in code points: one log, one name. */
export type MarkdownRoom = Readonly<{ log: number; names: number }>;

/**
 * DingTalk's markdown: of all that Markdown has, it promises headings, quotes, bold, links and
 * lists, and a line breaks where two blanks stand before its end.
 * https://open.dingtalk.com/document/orgapp/custom-bot-send-message-type
 */
export const dingTalkMarkdown = (passages: readonly Block[], room: MarkdownRoom): string =>
  passages.map((passage) => markdownOf(passage, room)).join('\n\n');

const signs: Readonly<Record<Tone, string>> = {
  failed: '🔴',
  attention: '🟡',
  good: '🟢',
  plain: '🔵',
};

function markdownOf(passage: Block, { log, names }: MarkdownRoom): string {
  switch (passage.kind) {
    case 'title':
      return `### ${signs[passage.tone]} ${inline(passage.text, names)}`;
    case 'lines':
    case 'note':
      return broken(passage.lines.map((line) => atLineStart(inline(line, names))));
    case 'log':
      return quoted(showExcerpt(shorten(wholeText(passage.text), log)));
    case 'ids':
      return passage.runs.map((run) => idRun(run, names)).join('\n\n');
    case 'rule':
      return '———';
    // Whom Slack calls is nobody here.
    case 'mention':
      return '';
    default:
      return passage satisfies never;
  }
}

const broken = (lines: readonly string[]): string => lines.join('  \n');

const idRun = (run: IdRun, names: number): string =>
  `${atLineStart(inline(run.label, names))}\n\n${quoted(itemsOf(run))}`;

const inline = (words: Line, names: number): string =>
  words.map((word) => wordOf(word, names)).join('');

function wordOf(word: Inline, names: number): string {
  if (typeof word === 'string') return escaped(word);
  if ('strong' in word) return `**${escaped(word.strong)}**`;
  if ('code' in word) return escaped(nameWithin(oneLine(word.code), names));
  if ('quote' in word) return escaped(sentenceWithin(oneLine(word.quote), 2 * names));
  return `[${escaped(word.label)}](${word.link})`;
}

const quoted = (text: string): string =>
  broken(text.split('\n').map((line) => `> ${atLineStart(escaped(line.trimEnd()))}`));

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Text that is no markup. Code would not do: DingTalk does not promise it, and shows HTML inside it
 * as HTML. A client that shows the backslash instead of heeding it finds no markup either, since
 * the backslash parts what would be one; and an address is no link when a character without width
 * stands in it.
 */
export const escaped = (text: string): string =>
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
