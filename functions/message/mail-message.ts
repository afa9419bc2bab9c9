import { alertKey, type Alert } from '../core/alert.ts';
import { nameWithin, sentenceWithin } from './counting.ts';
import { digestOf, type MessageContext } from './digest.ts';
import { headlineOf, lineOf, type Headline } from './headline.ts';
import { csvName, csvOf } from './mail-csv.ts';
import { htmlOf } from './mail-html.ts';
import { mailPassages, type MailRoom } from './mail-passages.ts';
import { messageIdOf } from './message-id.ts';
import { oneLine, plainText, plainWords } from './plain-text.ts';
import { code } from './words.ts';

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
  /** The keys of the alerts that it tells: all of them. */
  covers: readonly string[];
}>;

/** More alerts than this are a table beside the mail. */
const mostInBody = 50;

/** Mail readers clip what is much longer, so foreign texts give way. */
const htmlLimit = 95_000;
const rooms: readonly MailRoom[] = [
  { log: 4000, action: 400, names: 200 },
  { log: 2000, action: 240, names: 200 },
  { log: 800, action: 120, names: 80 },
  { log: 300, action: 60, names: 24 },
];

/** The mail of one tick: the first failures in full, and every id in it or, when there are many, in a table beside it. */
export function mailOf(alerts: readonly Alert[], context: MessageContext): Mail {
  const digest = digestOf(alerts);
  const headline = headlineOf(digest);
  const subject = subjectOf(headline);
  const attached = alerts.length > mostInBody;
  const written = rooms.map((room) => () => {
    const passages = mailPassages(digest, headline, { context, room, attached, alerts: alerts.length });
    return { text: `${plainText(passages)}\n`, html: htmlOf(subject, passages, room.names) };
  });
  return {
    subject,
    ...smallEnough(written),
    attachments: attached ? [{ filename: csvName, contentType: 'text/csv; charset=utf-8', content: csvOf(alerts) }] : [],
    messageId: messageIdOf(alerts),
    urgent: digest.failed.some((alert) => !alert.recoveredSince),
    covers: alerts.map(alertKey),
  };
}

type Body = Readonly<{ text: string; html: string }>;

function smallEnough(written: readonly (() => Body)[]): Body {
  let body: Body = { text: '', html: '' };
  for (const write of written) {
    body = write();
    if (new TextEncoder().encode(body.html).length <= htmlLimit) break;
  }
  return body;
}

function subjectOf(headline: Headline): string {
  const words = lineOf(headline).map((word) => (typeof word === 'object' && 'code' in word ? code(nameWithin(oneLine(word.code), 120)) : word));
  return sentenceWithin(oneLine(plainWords(words)), 200);
}
