import type { KnownBlock } from '@slack/types';
import { alertKey } from '../../kinds/alert.ts';
import type { Notification } from '../../notification/notification.ts';
import { digestOf, type Digest, type MessageContext } from '../../notification/digest.ts';
import { headlineOf, lineOf, type Headline } from '../../notification/headline.ts';
import { plainText } from '../../notification/plain-text.ts';
import { unitOf } from '../../notification/place.ts';
import { readerOf } from '../../notification/reader.ts';
import { blockOf } from './slack-blocks.ts';
import { blocksOf, firstPageOf, mentionIn } from './slack-first-page.ts';
import { notificationWithin } from './slack-markup.ts';
import { pagesOf } from './slack-pages.ts';
import { shortTextOf } from './slack-short-text.ts';
import { strong, type Block, type Line } from '../../notification/document.ts';
import type { Wording } from '../../notification/wording/wording.ts';

/** One message of Slack, and what stands in for it where blocks are of no use. */
export type SlackMessage = Readonly<{
  /** What a phone shows before it is unlocked. */
  text: string;
  blocks: readonly KnownBlock[];
  /** The keys of the alerts that it tells: in full, by name, by id or in a count. */
  covers: readonly string[];
  /** What the reader sees, without markup. */
  plainText: string;
  /** What is sent as plain text if Slack refuses the blocks. */
  shortText: string;
  /** The notification and the message before they were Slack's, for other chat rooms. */
  line: Line;
  passages: readonly Block[];
}>;

const notificationLimit = 600;

/**
 * The messages of one tick: one, unless Slack's limits do not let a storm into it; five at most.
 */
export function slackMessages(
  briefing: Notification,
  context: MessageContext,
): readonly SlackMessage[] {
  const { alerts } = briefing;
  if (alerts.length === 0) return [];
  const reader = readerOf(context);
  const { say } = reader;
  const digest = digestOf(briefing);
  const headline = headlineOf(digest, reader);
  const firstPage = firstPageOf(digest, headline, context, reader);
  const { rest } = firstPage.causes;
  const listed = new Set(rest.flatMap(({ failures }) => failures));
  const { pages, unlisted } = pagesOf(
    rest,
    digest.clusters.length > 1 ? firstPage.summed : 0,
    blocksOf(firstPage),
    say,
  );
  return pages.map((sections, index) => {
    const first = index === 0;
    const last = index === pages.length - 1;
    const line = first
      ? lineOf(headline, reader)
      : continued(digest, headline, { page: index + 1, pages: pages.length }, say);
    const told = [
      ...(first ? alerts.filter((alert) => alert.kind !== 'failed' || !listed.has(alert)) : []),
      ...sections.flatMap((section) => section.alerts),
      ...(last ? unlisted : []),
    ];
    const passages: readonly Block[] = [
      ...(first ? firstPage.story : [{ kind: 'title' as const, tone: headline.tone, text: line }]),
      ...(first && listed.size > 0
        ? [{ kind: 'rule' as const }, restHeading(listed.size, pages.length - 1, say)]
        : []),
      ...sections.map(({ runs }): Block => ({ kind: 'ids', runs })),
      ...(last && unlisted.length > 0
        ? [
            {
              kind: 'note' as const,
              lines: [[say.frame.notListed(unlisted.length, context.mailAlso)]],
            },
          ]
        : []),
      ...(first ? firstPage.end : []),
    ];
    return {
      text: notificationWithin(line, notificationLimit),
      blocks: passages.map((passage) => blockOf(passage, firstPage.room.names)),
      covers: told.map(alertKey),
      plainText: plainText(passages),
      shortText: shortTextOf(line, told, first ? mentionIn(digest, context) : [], reader),
      line,
      passages,
    };
  });
}

const restHeading = (rest: number, further: number, { cause }: Wording): Block => ({
  kind: 'lines',
  tone: 'failed',
  lines: [[strong(cause.moreFailed(rest)), cause.listedHere(further)]],
});

function continued(
  { failed }: Digest,
  { place }: Headline,
  at: Readonly<{ page: number; pages: number }>,
  say: Wording,
): Line {
  const failures = say.headline.failed(failed.length, unitOf(failed.map(({ task }) => task)));
  return [say.frame.continued(failures, at.page, at.pages), ...place];
}
