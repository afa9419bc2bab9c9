import type { ChatMessage } from '../../notification/chat.ts';
import { oneLine, plainLine, type Block, type Line } from '../../notification/document.ts';
import { sentenceWithin } from '../../notification/names.ts';
import { atLineStart, markdownLine, toneSigns, withoutQuotes } from '../webhook/line.ts';
import type { ChatForm } from '../webhook/webhook-channel.ts';

/** `@` in a text pings nobody. */
const nobody = { isAtAll: false };

/**
 * Documented are 20,000 bytes; not of what, so it is kept for the whole request. The number of a
 * page comes on top.
 */
const mostBytes = 19_500;
const titleLimit = 120;

const payload = (headline: Line, blocks: readonly Block[]) => ({
  msgtype: 'markdown',
  markdown: {
    title: sentenceWithin(oneLine(plainLine(headline)), titleLimit),
    text: markdown(blocks),
  },
  at: nobody,
});

export const dingTalkForm = {
  fits: (headline, blocks) =>
    Buffer.byteLength(JSON.stringify(payload(headline, blocks))) <= mostBytes,
  payload,
  // DingTalk refuses messages for their words too, so it holds none of MMS's.
  shortPayload: ({ short }: ChatMessage) => ({
    msgtype: 'text',
    text: { content: withoutQuotes(short) },
    at: nobody,
  }),
} satisfies ChatForm;

/**
 * DingTalk promises headings, quotes, bold, links and lists; two blanks at the end of a line break
 * it. https://open.dingtalk.com/document/orgapp/custom-bot-send-message-type
 */
const markdown = (blocks: readonly Block[]): string =>
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
      return broken(block.lines.map((line) => begun(lineOf(line))));
    case 'log':
      return quoted(block.text);
    case 'ids':
      return `${begun(lineOf(block.label))}\n\n${quoted(block.ids.join(' '))}`;
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
  broken(text.split('\n').map((line) => `> ${begun(escaped(line.trimEnd()))}`));

const begun = (line: string): string => atLineStart(line, (mark) => `\\${mark}`);

const lineOf = (line: Line): string => markdownLine(line, escaped);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * DingTalk does not promise code, and shows HTML in it as HTML. A client that shows the backslash
 * finds no markup either. A character without width keeps an address from being a link.
 */
const escaped = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\\`*_[\]~|]/g, '\\$&')
    .replace(/[&<>]/g, (mark) => entities[mark] ?? '')
    .replace(/:(?=\/\/)/g, ':\u200b');
