import type { KnownBlock } from '@slack/types';
import { alertKey, type Alert } from '../core/alert.ts';
import { count, number } from './counting.ts';
import { digestOf, type MessageContext } from './digest.ts';
import { headlineOf, lineOf, type Headline } from './headline.ts';
import { plainText } from './plain-text.ts';
import { blockOf } from './slack-blocks.ts';
import { blocksOf, firstPageOf } from './slack-first-page.ts';
import { notificationWithin } from './slack-markup.ts';
import { pagesOf } from './slack-pages.ts';
import { shortTextOf } from './slack-short-text.ts';
import { strong, type Passage, type Words } from './words.ts';

/** One message of Slack, and what stands in for it where blocks are of no use. */
export type SlackMessage = Readonly<{
  /** What a phone shows before it is unlocked. */
  text: string;
  blocks: readonly KnownBlock[];
  /** The keys of the alerts that it tells: in full, by id or in a count. */
  covers: readonly string[];
  /** What the reader sees, without markup. */
  plainText: string;
  /** What is sent as plain text if Slack refuses the blocks. */
  shortText: string;
  /** The notification and the message before they were Slack's, for other chat rooms. */
  line: Words;
  passages: readonly Passage[];
}>;

const notificationLimit = 600;

/** The messages of one tick: one, unless Slack's limits do not let a storm into it; five at most. */
export function slackMessages(alerts: readonly Alert[], context: MessageContext): readonly SlackMessage[] {
  if (alerts.length === 0) return [];
  const digest = digestOf(alerts);
  const headline = headlineOf(digest);
  const firstPage = firstPageOf(digest, headline, context);
  const rest = digest.failed.slice(firstPage.inFull);
  const { pages, unlisted } = pagesOf(rest, blocksOf(firstPage));
  const { recovered, unknown, baselines, done } = digest;
  return pages.map((sections, index) => {
    const first = index === 0;
    const last = index === pages.length - 1;
    const line = first ? lineOf(headline) : continued(digest.failed.length, headline, `${index + 1} of ${pages.length}`);
    const told = [
      ...(first ? [...digest.failed.slice(0, firstPage.inFull), ...recovered, ...unknown, ...baselines, ...done] : []),
      ...sections.flatMap((section) => section.alerts),
      ...(last ? unlisted : []),
    ];
    const passages: readonly Passage[] = [
      ...(first ? firstPage.opening : [{ kind: 'title' as const, tone: headline.tone, text: line }]),
      ...(first && rest.length > 0 ? [restHeading(rest.length, pages.length)] : []),
      ...sections.map(({ runs }): Passage => ({ kind: 'ids', runs })),
      ...(last && unlisted.length > 0 ? [notListed(unlisted.length, context.mailAlso)] : []),
      ...(first ? firstPage.closing : []),
    ];
    return {
      text: notificationWithin(line, notificationLimit),
      blocks: passages.map((passage) => blockOf(passage, firstPage.names)),
      covers: told.map(alertKey),
      plainText: plainText(passages),
      shortText: shortTextOf(line, told),
      line,
      passages,
    };
  });
}

function restHeading(rest: number, pages: number): Passage {
  const where = pages === 1 ? '' : `, listed here and in ${pages === 2 ? 'the next message' : `the next ${pages - 1} messages`}`;
  return { kind: 'lines', tone: 'failed', lines: [[strong(`${number(rest)} more failed`), `${where}:`]] };
}

function notListed(unlisted: number, mailAlso: boolean): Passage {
  const where = mailAlso ? 'all ids are in the mail' : 'there was no room for their ids';
  return { kind: 'note', lines: [[`and ${count(unlisted, 'more failed task')}; ${where}`]] };
}

const continued = (failed: number, { place }: Headline, page: string): Words =>
  [`${count(failed, 'task')} failed, continued (${page})`, ...(place.length === 0 ? [] : [' in ', ...place])];
