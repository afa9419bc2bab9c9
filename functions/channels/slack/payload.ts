import type { KnownBlock } from '@slack/types';
import type { ChatMessage } from '../../notification/chat.ts';
import {
  itemsOf,
  type Block,
  type IdRun,
  type Line,
  type Tone,
} from '../../notification/document.ts';
import type { ChatForm } from '../webhook/webhook-channel.ts';
import { codeBlock, headerWithin, mrkdwnWithin, notificationWithin } from './markup.ts';

/**
 * https://docs.slack.dev/reference/block-kit/blocks; the sum is what Slack was seen to accept
 * (slackapi/bolt-js#2509).
 */
const limits = {
  blocks: 50,
  header: 150,
  section: 3_000,
  context: 2_000,
  allText: 12_000,
  notification: 600,
  short: 3_000,
} as const;

type SlackPayload = Readonly<{
  text: string;
  blocks?: readonly KnownBlock[];
  unfurl_links: false;
  unfurl_media: false;
}>;

const quiet = { unfurl_links: false, unfurl_media: false } as const;

export const slackForm = {
  fits: (_, blocks) => {
    const written = blocks.map(blockOf);
    const text = written.reduce((sum, block) => sum + textLength(block), 0);
    return written.length <= limits.blocks && text <= limits.allText;
  },
  payload: (headline: Line, blocks: readonly Block[]): SlackPayload => ({
    text: notificationWithin(headline, limits.notification),
    blocks: blocks.map(blockOf),
    ...quiet,
  }),
  shortPayload: ({ short, blocks }: ChatMessage): SlackPayload => {
    const calls = blocks.flatMap((block) => (block.kind === 'mention' ? [`${block.token}\n`] : []));
    const lines = short.flatMap((line, index) => (index === 0 ? line : ['\n', ...line]));
    const text = notificationWithin(lines, limits.short - calls.join('').length);
    return { text: calls.join('') + text, ...quiet };
  },
} satisfies ChatForm;

const signs: Readonly<Record<Tone, string>> = {
  failed: '🔴',
  attention: '🟡',
  good: '🟢',
  plain: '🔵',
};

function blockOf(block: Block): KnownBlock {
  switch (block.kind) {
    case 'title': {
      const text = headerWithin([`${signs[block.tone]} `, ...block.text], limits.header);
      return { type: 'header', text: { type: 'plain_text', text, emoji: false } };
    }
    case 'mention':
      return section(block.token);
    case 'lines':
      return section(mrkdwnWithin(block.lines, limits.section));
    case 'note': {
      const text = mrkdwnWithin(block.lines, limits.context);
      return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
    }
    case 'log':
      return section(codeBlock(block.text));
    case 'ids':
      return section(block.runs.map(idRun).join('\n'));
    case 'rule':
      return { type: 'divider' };
    default:
      return block satisfies never;
  }
}

/** For the name of a status and of a data source. */
const labelLimit = 600;

const idRun = (run: IdRun): string =>
  `${mrkdwnWithin([run.label], labelLimit)}\n${codeBlock(itemsOf(run))}`;

/** `verbatim`: Slack makes no links and no mentions of its own. */
const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});

/** As Slack counts it. */
function textLength(block: KnownBlock): number {
  if (block.type === 'header') return block.text.text.length;
  if (block.type === 'section') return block.text?.text.length ?? 0;
  if (block.type !== 'context') return 0;
  return block.elements.reduce(
    (sum, element) => sum + ('text' in element ? element.text.length : 0),
    0,
  );
}
