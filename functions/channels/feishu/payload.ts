import { sentenceWithin } from '../../notification/names.ts';
import { itemsOf, oneLine, type Block, type Line, type Tone } from '../../notification/document.ts';
import { withoutQuotes } from '../webhook/line.ts';
import type { ChatForm } from '../webhook/webhook-channel.ts';
import { cardMarkdown, cardText } from './markup.ts';

type Element =
  | Readonly<{ tag: 'markdown'; content: string; text_size?: 'notation' }>
  /** Shown as it is. */
  | Readonly<{ tag: 'div'; text: Readonly<{ tag: 'plain_text'; content: string }> }>
  | Readonly<{ tag: 'hr' }>;

/**
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure. Only
 * an `<at>` in markup pings.
 */
type FeishuCard = Readonly<{
  msg_type: 'interactive';
  card: Readonly<{
    schema: '2.0';
    /** Shown in the list of chats and on a lock screen. */
    config: Readonly<{ summary: Readonly<{ content: string }> }>;
    header: Readonly<{
      title: Readonly<{ tag: 'plain_text'; content: string }>;
      template: 'red' | 'orange' | 'green' | 'blue';
    }>;
    body: Readonly<{ elements: readonly Element[] }>;
  }>;
}>;

type FeishuText = Readonly<{ msg_type: 'text'; content: Readonly<{ text: string }> }>;

const templates: Readonly<Record<Tone, FeishuCard['card']['header']['template']>> = {
  failed: 'red',
  attention: 'orange',
  good: 'green',
  plain: 'blue',
};

/** Of 20 KB for the whole request, its signature included. */
const mostBytes = 19_500;
/** Of 200 in a card, which may hold others. */
const mostElements = 180;
const headlineLimit = 200;
/** Bytes for the number of a page in the headline. */
const spare = 120;

const payload = (headline: Line, blocks: readonly Block[]): FeishuCard => {
  const title = blocks.find((block) => block.kind === 'title');
  const inOneLine = (line: Line): string => sentenceWithin(oneLine(cardText(line)), headlineLimit);
  return {
    msg_type: 'interactive',
    card: {
      schema: '2.0',
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
  fits: (headline: Line, blocks: readonly Block[]): boolean => {
    const card = payload(headline, blocks);
    return (
      Buffer.byteLength(JSON.stringify(card)) + spare <= mostBytes &&
      card.card.body.elements.length <= mostElements
    );
  },
  payload,
  // Feishu refuses messages for their words too, so it holds none of MMS's.
  shortPayload: ({ short }): FeishuText => ({
    msg_type: 'text',
    content: { text: withoutQuotes(short).join('\n').replace(/</g, '＜') },
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
      return block.runs.flatMap((run) => [
        { tag: 'markdown', content: cardMarkdown([run.label]) },
        plainText(itemsOf(run)),
      ]);
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
