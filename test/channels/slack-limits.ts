import { expect } from 'vitest';
import type { KnownBlock } from '@slack/types';
import { remedies } from '../../functions/causes/remedies/remedies.ts';
import { wordingOf } from '../../functions/notification/wording/wording-of.ts';
import type { SlackMessage } from './chats.ts';

/** Every text object of a block, as Slack would read it. */
export function textsOf(
  block: KnownBlock,
): readonly Readonly<{ type: string; text: string; verbatim?: boolean }>[] {
  if (block.type === 'header') return [block.text];
  if (block.type === 'section') return block.text === undefined ? [] : [block.text];
  if (block.type === 'context')
    return block.elements.flatMap((element) => ('text' in element ? [element] : []));
  if (block.type === 'divider') return [];
  throw new Error(`${block.type} is no block that this project sends`);
}

/** Links of our own: to the console, and to what Alibaba Cloud says of a cause. */
const links = Object.values(remedies).flatMap(({ link }) => (link === undefined ? [] : [link]));
const labels = (['en', 'zh'] as const)
  .map(wordingOf)
  .flatMap(({ frame, cause }) => [frame.console, cause.readMore]);
const ours = /<(https:\/\/[^<>|]+)\|([^<>|]+)>/g;
const isOurs = (link: string, label: string): boolean =>
  labels.includes(label) &&
  (links.includes(link) ||
    /^https:\/\/maxcompute\.console\.aliyun\.com\/[\w%.-]+\/mma\/datasource$/.test(link));

/**
 * Slack's limits (https://docs.slack.dev/reference/block-kit/blocks) and rules of escaping, as
 * numbers and not as code.
 */
export function expectWithinSlackLimits(message: SlackMessage, mention?: string): void {
  expect(message.blocks.length).toBeGreaterThan(0);
  expect(message.blocks.length).toBeLessThanOrEqual(50);
  let sum = 0;
  for (const block of message.blocks) {
    for (const { type, text, verbatim } of textsOf(block)) {
      sum += text.length;
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThanOrEqual(
        block.type === 'header' ? 150 : block.type === 'context' ? 2000 : 3000,
      );
      if (text !== mention) expectEscaped(text);
      if (type === 'mrkdwn') expect(verbatim).toBe(true);
      else expect(text).not.toContain('\n');
    }
  }
  expect(sum).toBeLessThanOrEqual(12_000);
  expect(message.text.length).toBeGreaterThan(0);
  expect(message.text.length).toBeLessThanOrEqual(1000);
  expect(message.text).not.toMatch(/[\n\r]/);
  expect(message.shortText.length).toBeLessThanOrEqual(3000);
  for (const text of [message.text, message.shortText.replace(`${mention ?? ''}\n`, '')]) {
    expectEscaped(text);
    expect(text).not.toContain('`');
    expect(text).not.toMatch(/(?<![\p{L}\p{N}\u200b])[*_~][^\s\u200b]/u);
  }
}

/** No `<…>` but our own links, and no `&` but Slack's three entities. */
function expectEscaped(text: string): void {
  const foreign = text.replace(ours, (all: string, link: string, label: string) =>
    isOurs(link, label) ? '' : all,
  );
  expect(foreign).not.toMatch(/[<>]/);
  expect(foreign).not.toMatch(/&(?!(?:amp|lt|gt);)/);
  expect(text).not.toMatch(/\p{Surrogate}/u);
}

/** A mrkdwn text without what stands in code, and with nothing of it left open. */
export function outsideCode(mrkdwn: string): string {
  const rest = mrkdwn.replace(/```\n[^`]*\n```/g, '').replace(/`[^`\n]+`/g, '');
  expect(rest).not.toContain('`');
  return rest;
}
