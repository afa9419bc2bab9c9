import type { KnownBlock } from '@slack/types';
import { itemsOf } from '../../notification/plain-text.ts';
import { codeBlock, headerWithin, mrkdwnWithin } from './slack-markup.ts';
import type { IdRun, Block, Tone } from '../../notification/document.ts';

/** https://docs.slack.dev/reference/block-kit/blocks; the sum is what Slack was seen to accept. */
export const slackLimits = {
  blocks: 50,
  header: 150,
  section: 3000,
  context: 2000,
  allText: 12_000,
} as const;

const signs: Readonly<Record<Tone, string>> = {
  failed: '🔴',
  attention: '🟡',
  good: '🟢',
  plain: '🔵',
};

/** The passage with foreign names of `names` code points at most. */
export function blockOf(passage: Block, names?: number): KnownBlock {
  switch (passage.kind) {
    case 'title': {
      const text = headerWithin([`${signs[passage.tone]} `, ...passage.text], slackLimits.header);
      return { type: 'header', text: { type: 'plain_text', text, emoji: false } };
    }
    case 'mention':
      return section(passage.token);
    case 'lines':
      return section(mrkdwnWithin(passage.lines, slackLimits.section, names));
    case 'note':
      return {
        type: 'context',
        elements: [
          {
            type: 'mrkdwn',
            text: mrkdwnWithin(passage.lines, slackLimits.context, names),
            verbatim: true,
          },
        ],
      };
    case 'log':
      return section(codeBlock(passage.text));
    case 'ids':
      return section(passage.runs.map(idRun).join('\n'));
    case 'rule':
      return { type: 'divider' };
    default:
      return passage satisfies never;
  }
}

/** For the name of a status and of a data source. */
export const labelLimit = 600;

const idRun = (run: IdRun): string =>
  `${mrkdwnWithin([run.label], labelLimit)}\n${codeBlock(itemsOf(run))}`;

const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});

/** Characters of text in a block, as Slack counts them. */
export function textLength(block: KnownBlock): number {
  if (block.type === 'header') return block.text.text.length;
  if (block.type === 'section') return block.text?.text.length ?? 0;
  if (block.type !== 'context') return 0;
  return block.elements.reduce(
    (sum, element) => sum + ('text' in element ? element.text.length : 0),
    0,
  );
}
