import type { KnownBlock } from '@slack/types';
import { alertKey, type Alert, type AlertOf } from '../core/alert.ts';
import type { Excerpt } from '../core/excerpt.ts';
import { shorten, showExcerpt } from '../foreign-text/show-excerpt.ts';
import { count, number } from './counting.ts';
import { digestOf, type Digest, type MessageContext } from './digest.ts';
import { failureInFull } from './failure-in-full.ts';
import { footer } from './footer.ts';
import { donePassages, recoveredPassages } from './good-news.ts';
import { headlineOf, lineOf, type Headline } from './headline.ts';
import { baselinePassages, unknownPassages } from './orientation.ts';
import { plainText } from './plain-text.ts';
import { restById, type IdSection, type Measures } from './rest-by-id.ts';
import { blockOf, labelLimit, slackLimits, textLength } from './slack-blocks.ts';
import { codeBlockLength, mrkdwnWithin, notificationWithin } from './slack-markup.ts';
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
}>;

const mostMessages = 5;
const mostInFull = 5;
const atLeastInFull = 3;
const roomForAll = slackLimits.allText - 200;
const roomInFull = 7000;
const textLimit = 400;

/** The messages of one tick: one, unless Slack's limits do not let a storm into it; five at most. */
export function slackMessages(alerts: readonly Alert[], context: MessageContext): readonly SlackMessage[] {
  if (alerts.length === 0) return [];
  const digest = digestOf(alerts);
  const headline = headlineOf(digest);
  const opening = openingOf(digest, headline);
  const closing = closingOf(digest, context);
  const rest = digest.failed.slice(opening.inFull);
  const pages = pagesOf(rest, [...opening.passages, ...closing]);
  const listed = new Set(pages.flatMap((page) => page.flatMap(({ keys }) => keys)));
  const counted = rest.filter((alert) => !listed.has(alertKey(alert)));
  const byKey = new Map(alerts.map((alert) => [alertKey(alert), alert]));
  return pages.map((page, index) => {
    const last = index === pages.length - 1;
    const list = [
      ...(index === 0 && rest.length > 0 ? [restHeading(rest.length, pages.length)] : []),
      ...page.map(({ runs }): Passage => ({ kind: 'ids', runs })),
      ...(last && counted.length > 0 ? [countedLine(counted.length, context.mailAlso)] : []),
    ];
    const passages = index === 0
      ? [...opening.passages, ...list, ...closing]
      : [continuedTitle(digest, headline, index + 1, pages.length), ...list];
    const inPage = page.flatMap(({ keys }) => keys);
    const covers = [
      ...(index === 0 ? alerts.map(alertKey).filter((key) => !listed.has(key)) : []),
      ...inPage,
    ].filter((key) => index !== 0 || last || !counted.some((alert) => alertKey(alert) === key));
    const all = last && index > 0 ? [...covers, ...counted.map(alertKey)] : covers;
    const line = index === 0 ? lineOf(headline) : continuedLine(digest, headline, index + 1, pages.length);
    return {
      text: notificationWithin(line, textLimit * 2),
      blocks: passages.map(blockOf),
      covers: all,
      plainText: plainText(passages),
      shortText: shortTextOf(line, all.flatMap((key) => byKey.get(key) ?? [])),
    };
  });
}

type Opening = Readonly<{ passages: readonly Passage[]; inFull: number }>;

/** The title and the first failures: three, or up to five where all of them fit. */
function openingOf(digest: Digest, headline: Headline): Opening {
  const { failed } = digest;
  const title: Passage = { kind: 'title', tone: headline.tone, text: [...headline.counts, ...(headline.place.length === 0 ? [] : [' · ', ...headline.place])] };
  const wanted = failed.length <= mostInFull ? failed.length : atLeastInFull;
  const passages: Passage[] = [];
  let inFull = 0;
  for (const alert of failed.slice(0, wanted)) {
    const told = failureInFull(alert, (excerpt, rows) => logWithin(excerpt, Math.floor(logRoom(wanted) / rows)));
    const length = [...passages, ...told].reduce((sum, passage) => sum + textLength(blockOf(passage)), 0);
    if (inFull >= atLeastInFull && length > roomInFull) break;
    passages.push(...(inFull === 0 ? [] : [{ kind: 'rule' as const }]), ...told);
    inFull += 1;
  }
  return { passages: [title, ...passages], inFull };
}

const logRoom = (failures: number): number => (failures === 1 ? 2400 : failures <= 3 ? 900 : 600);

function closingOf(digest: Digest, context: MessageContext): readonly Passage[] {
  const room = { recovered: 5, ids: 40, done: 5 };
  const news = [
    ...recoveredPassages(digest, room),
    ...unknownPassages(digest, 5),
    ...baselinePassages(digest, 5),
    ...donePassages(digest, room),
  ];
  return [...(digest.failed.length > 0 && news.length > 0 ? [{ kind: 'rule' as const }] : []), ...news, footer(context)];
}

/** The excerpt as text whose block of code takes `limit` characters at most. */
function logWithin(excerpt: Excerpt, limit: number): string {
  const written = (points: number): string => showExcerpt(shorten(excerpt, points));
  if (codeBlockLength(written(limit)) <= limit) return written(limit);
  let [fits, tooMuch] = [0, limit];
  while (tooMuch - fits > 1) {
    const middle = Math.floor((fits + tooMuch) / 2);
    if (codeBlockLength(written(middle)) <= limit) fits = middle;
    else tooMuch = middle;
  }
  return written(fits);
}

const measures: Measures = {
  label: (label) => mrkdwnWithin([label], labelLimit).length + 10,
  item: (item) => codeBlockLength(item) - 8,
  section: 1500,
};

/** The sections of each message; the first has what the rest of its passages leave. */
function pagesOf(rest: readonly AlertOf<'failed'>[], others: readonly Passage[]): readonly (readonly IdSection[])[] {
  const blocks = others.map(blockOf);
  let room = roomForAll - 400 - blocks.reduce((sum, block) => sum + textLength(block), 0);
  let blocksLeft = slackLimits.blocks - 2 - blocks.length;
  const pages: IdSection[][] = [[]];
  for (const section of sectionsOf(rest)) {
    if (section.length > room || blocksLeft < 1) {
      if (pages.length === mostMessages) break;
      pages.push([]);
      room = roomForAll - 600;
      blocksLeft = slackLimits.blocks - 3;
    }
    pages.at(-1)?.push(section);
    room -= section.length;
    blocksLeft -= 1;
  }
  return pages;
}

function sectionsOf(rest: readonly AlertOf<'failed'>[]): readonly IdSection[] {
  const named = rest.length <= 40 ? restById(rest, true, measures) : [];
  return named.length > 0 && named.reduce((sum, { length }) => sum + length, 0) <= 3000 ? named : restById(rest, false, measures);
}

function restHeading(rest: number, pages: number): Passage {
  const where = pages === 1 ? '' : pages === 2 ? ', listed here and in the next message' : `, listed here and in the next ${pages - 1} messages`;
  return { kind: 'lines', tone: 'failed', lines: [[strong(`${number(rest)} more failed`), `${where}:`]] };
}

function countedLine(counted: number, mailAlso: boolean): Passage {
  return { kind: 'note', lines: [[`and ${number(counted)} more failed tasks${mailAlso ? '; all ids are in the mail' : ', not listed here'}`]] };
}

function continuedLine(digest: Digest, { place }: Headline, page: number, pages: number): Words {
  return [`${count(digest.failed.length, 'task')} failed, continued (${page} of ${pages})`, ...(place.length === 0 ? [] : [' in ', ...place])];
}

const continuedTitle = (digest: Digest, headline: Headline, page: number, pages: number): Passage =>
  ({ kind: 'title', tone: headline.tone, text: continuedLine(digest, headline, page, pages) });
