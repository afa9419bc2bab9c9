import type { KnownBlock } from '@slack/types';
import { itemsOf } from './plain-text.ts';
import { codeBlock, headerWithin, mrkdwnWithin } from './slack-markup.ts';
import type { Passage, Tone } from './words.ts';

/** https://docs.slack.dev/reference/block-kit/blocks; the sum is what Slack was seen to accept. */
export const slackLimits = { blocks: 50, header: 150, section: 3000, allText: 12_000 } as const;

/** What one passage takes at most, so that the sum of a message can be foretold. */
const linesLimit = 1200;
const noteLimit = 800;
export const labelLimit = 600;

const signs: Readonly<Record<Tone, string>> = { failed: '🔴', attention: '🟡', good: '🟢', plain: '🔵' };

export function blockOf(passage: Passage): KnownBlock {
  switch (passage.kind) {
    case 'title': {
      const text = headerWithin([`${signs[passage.tone]} `, ...passage.text], slackLimits.header);
      return { type: 'header', text: { type: 'plain_text', text, emoji: false } };
    }
    case 'lines': return section(mrkdwnWithin(passage.lines, linesLimit));
    case 'note': return {
      type: 'context',
      elements: [{ type: 'mrkdwn', text: mrkdwnWithin(passage.lines, noteLimit), verbatim: true }],
    };
    case 'log': return section(codeBlock(passage.text));
    case 'ids': return section(passage.runs.map((run) => `${mrkdwnWithin([run.label], labelLimit)}\n${codeBlock(itemsOf(run))}`).join('\n'));
    case 'rule': return { type: 'divider' };
    default: return passage satisfies never;
  }
}

export const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

/** Characters of text in a block, as Slack counts them. */
export function textLength(block: KnownBlock): number {
  if (block.type === 'header') return block.text.text.length;
  if (block.type === 'section') return block.text?.text.length ?? 0;
  if (block.type !== 'context') return 0;
  return block.elements.reduce((sum, element) => sum + ('text' in element ? element.text.length : 0), 0);
}
