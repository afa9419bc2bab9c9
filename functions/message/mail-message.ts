import { alertKey, type Alert } from '../core/alert.ts';
import { showExcerpt, shorten } from '../foreign-text/show-excerpt.ts';
import { nameWithin, number } from './counting.ts';
import { digestOf, type Digest, type MessageContext } from './digest.ts';
import { failureInFull } from './failure-in-full.ts';
import { footer } from './footer.ts';
import { donePassages, recoveredPassages } from './good-news.ts';
import { headlineOf, lineOf, type Headline } from './headline.ts';
import { csvOf } from './mail-csv.ts';
import { htmlOf } from './mail-html.ts';
import { messageIdOf } from './message-id.ts';
import { baselinePassages, unknownPassages } from './orientation.ts';
import { oneLine, plainText, plainWords } from './plain-text.ts';
import { restById, type Measures } from './rest-by-id.ts';
import { code, strong, type Passage, type Words } from './words.ts';

export type Mail = Readonly<{
  /** One line. */
  subject: string;
  text: string;
  html: string;
  attachments: readonly Readonly<{ filename: string; contentType: string; content: string }>[];
  /** The part before the `@`. */
  messageId: string;
  /** Something has failed and stands. */
  urgent: boolean;
  covers: readonly string[];
}>;

const listedInBody = 50;
const mostInFull = 10;
const htmlLimit = 95_000;
const logLimits = [4000, 2000, 1000, 500, 250];
const csvName = 'mms-alerts.csv';

/** The mail of one tick: the first failures in full, every id in it or, when there are many, in a table beside it. */
export function mailOf(alerts: readonly Alert[], context: MessageContext): Mail {
  const digest = digestOf(alerts);
  const headline = headlineOf(digest);
  const subject = subjectOf(headline);
  const bodies = logLimits.map((limit) => () => {
    const passages = passagesOf(alerts, digest, headline, context, limit);
    return { text: plainText(passages), html: htmlOf(subject, passages) };
  });
  return {
    subject,
    ...smallEnough(bodies),
    attachments: alerts.length > listedInBody
      ? [{ filename: csvName, contentType: 'text/csv; charset=utf-8', content: csvOf(alerts) }]
      : [],
    messageId: messageIdOf(alerts),
    urgent: digest.failed.some((alert) => !alert.recoveredSince),
    covers: alerts.map(alertKey),
  };
}

type Body = Readonly<{ text: string; html: string }>;

function smallEnough(bodies: readonly (() => Body)[]): Body {
  let body: Body = { text: '', html: '' };
  for (const write of bodies) {
    body = write();
    if (body.html.length <= htmlLimit) break;
  }
  return body;
}

function subjectOf(headline: Headline): string {
  const words = lineOf(headline).map((word) => (typeof word === 'object' && 'code' in word ? code(nameWithin(oneLine(word.code), 80)) : word));
  return oneLine(plainWords(words));
}

function passagesOf(alerts: readonly Alert[], digest: Digest, headline: Headline, context: MessageContext, logLimit: number): readonly Passage[] {
  const all = alerts.length <= listedInBody;
  const room = all ? { recovered: listedInBody, ids: 0, done: listedInBody } : { recovered: 10, ids: 0, done: 10 };
  const full = digest.failed.slice(0, mostInFull).flatMap((alert, index): Passage[] => [
    ...(index === 0 ? [] : [{ kind: 'rule' as const }]),
    ...failureInFull(alert, (excerpt, rows) => showExcerpt(shorten(excerpt, Math.floor(logLimit / rows)))),
  ]);
  const rest = digest.failed.slice(mostInFull);
  const listed = all ? rest : rest.slice(0, listedInBody - mostInFull);
  const news = [
    ...recoveredPassages(digest, room),
    ...unknownPassages(digest, listedInBody),
    ...baselinePassages(digest, listedInBody),
    ...donePassages(digest, room),
  ];
  return [
    { kind: 'title', tone: headline.tone, text: titleOf(headline) },
    ...full,
    ...(rest.length > 0 ? [{ kind: 'rule' as const }, restHeading(rest.length)] : []),
    ...restById(listed, true, unbounded).map(({ runs }): Passage => ({ kind: 'ids', runs })),
    ...(rest.length > listed.length ? [more(rest.length - listed.length)] : []),
    ...(digest.failed.length > 0 && news.length > 0 ? [{ kind: 'rule' as const }] : []),
    ...news,
    ...(all ? [] : [attached(alerts.length)]),
    footer(context),
  ];
}

const unbounded: Measures = { label: () => 0, item: () => 0, section: Infinity };

const titleOf = ({ counts, place }: Headline): Words => [...counts, ...(place.length === 0 ? [] : [' · ', ...place])];

const restHeading = (rest: number): Passage => ({ kind: 'lines', tone: 'failed', lines: [[strong(`${number(rest)} more failed`)]] });

const more = (rest: number): Passage => ({ kind: 'note', lines: [[`and ${number(rest)} more failed tasks in the attached ${csvName}`]] });

const attached = (alerts: number): Passage =>
  ({ kind: 'note', lines: [[`all ${number(alerts)} changes, with every id, are in the attached ${csvName}`]] });
