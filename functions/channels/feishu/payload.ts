import type { ChatMessage } from '../../notification/chat.ts';
import {
  oneLine,
  shownText,
  type Block,
  type Line,
  type Tone,
} from '../../notification/document.ts';
import { sentenceWithin } from '../../notification/names.ts';
import { atLineStart, markdownLine, withoutQuotes } from '../webhook/line.ts';
import type { ChatForm } from '../webhook/webhook-channel.ts';

type Element =
  | Readonly<{ tag: 'markdown'; content: string; text_size?: 'notation' }>
  | Readonly<{ tag: 'div'; text: Readonly<{ tag: 'plain_text'; content: string }> }>
  | Readonly<{ tag: 'hr' }>;

const templates: Readonly<Record<Tone, string>> = {
  failed: 'red',
  attention: 'orange',
  good: 'green',
  plain: 'blue',
};

/** Of 20 KB for the whole request; its signature and the number of a page come on top. */
const mostBytes = 19_500;
/** Of 200 in a card, which may hold others. */
const mostElements = 180;
const headlineLimit = 200;

/**
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure. Only
 * an `<at>` in markup pings.
 */
const payload = (headline: Line, blocks: readonly Block[]) => {
  const title = blocks.find((block) => block.kind === 'title');
  const inOneLine = (line: Line): string =>
    sentenceWithin(oneLine(line.map(shownText).join('')), headlineLimit);
  return {
    msg_type: 'interactive',
    card: {
      schema: '2.0',
      // Shown in the list of chats and on a lock screen.
      config: { summary: { content: inOneLine(headline) } },
      header: {
        title: { tag: 'plain_text', content: inOneLine(title?.text ?? headline) },
        template: templates[title?.tone ?? 'plain'],
      },
      body: { elements: blocks.flatMap(elementsOf) },
    },
  };
};

export const feishuForm = {
  fits: (headline, blocks) => {
    const card = payload(headline, blocks);
    return (
      Buffer.byteLength(JSON.stringify(card)) <= mostBytes &&
      card.card.body.elements.length <= mostElements
    );
  },
  payload,
  // Feishu refuses messages for their words too, so it holds none of MMS's.
  shortPayload: ({ short }: ChatMessage) => ({
    msg_type: 'text',
    content: { text: withoutQuotes(short).replace(/</g, '＜') },
  }),
} satisfies ChatForm;

function elementsOf(block: Block): readonly Element[] {
  switch (block.kind) {
    case 'lines':
      return [{ tag: 'markdown', content: cardMarkdown(block.lines) }];
    case 'note':
      return [{ tag: 'markdown', content: cardMarkdown(block.lines), text_size: 'notation' }];
    case 'log':
      return [plainText(block.text)];
    case 'ids':
      return [
        { tag: 'markdown', content: cardMarkdown([block.label]) },
        plainText(block.ids.join(' ')),
      ];
    case 'rule':
      return [{ tag: 'hr' }];
    // The title is the card's header; a mention is for Slack.
    case 'title':
    case 'mention':
      return [];
    default:
      return block satisfies never;
  }
}

const plainText = (content: string): Element => ({
  tag: 'div',
  text: { tag: 'plain_text', content: content.replace(/\p{Surrogate}/gu, '\ufffd') },
});

/**
 * Markdown of cards; other text is escaped as entities:
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/content-components/rich-text
 */
const cardMarkdown = (lines: readonly Line[]): string =>
  lines.map((line) => atLineStart(markdownLine(line, escaped), entity)).join('\n');

const entity = (character: string): string => `&#${character.codePointAt(0) ?? 0};`;

/**
 * Keeps mentions, emphasis, links, code, tables, emoji names (`:DONE:`) and variables (`$x`) from
 * forming. An underscore within a word forms none of them and stays.
 */
const escaped = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>*~`[\]\\|$]|!(?=\[)|:(?=[A-Za-z]\w*:|\/\/)/g, entity)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, entity);
