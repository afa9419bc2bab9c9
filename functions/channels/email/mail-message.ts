import { alertKey } from '../../kinds/alert.ts';
import type { Notification } from '../../notification/notification.ts';
import { nameWithin, sentenceWithin } from '../../notification/names.ts';
import { digestOf, type MessageContext } from '../../notification/digest.ts';
import { failedCsv, failedCsvName } from './failed-csv.ts';
import { headlineOf, isBlindNow, lineOf, type Headline } from '../../notification/headline.ts';
import { csvName, csvOf } from './mail-csv.ts';
import { htmlOf } from './markup.ts';
import { mailPassages, type MailRoom } from './mail-passages.ts';
import { messageIdOf } from './message-id.ts';
import { oneLine, plainText, plainLine } from '../../notification/document.ts';
import { readerOf, type Reader } from '../../notification/reader.ts';
import { threadRootOf } from './thread-root.ts';
import { code } from '../../notification/document.ts';

export type Mail = Readonly<{
  /** One line. */
  subject: string;
  text: string;
  html: string;
  attachments: readonly Readonly<{ filename: string; contentType: string; content: string }>[];
  /** The part before the `@`. */
  messageId: string;
  /** The thread in which the mail stands: the part before the `@` of the id of its root. */
  references: string;
  /** Something calls for a person now: a failure that stands, an escalation, blindness. */
  urgent: boolean;
  /** The keys of the alerts that it tells: all of them. */
  covers: readonly string[];
}>;

/** More alerts than this are a table beside the mail. */
const mostInBody = 50;

/** Mail readers clip what is much longer, so foreign texts give way. */
const htmlLimit = 95_000;
const leastRoom: MailRoom = { log: 300, action: 60, names: 24, reason: 30, reasons: 2, lines: 5 };
const rooms: readonly MailRoom[] = [
  { log: 4000, action: 400, names: 200, reason: 200, reasons: 10, lines: 10 },
  { log: 2000, action: 240, names: 200, reason: 200, reasons: 10, lines: 10 },
  { log: 800, action: 120, names: 80, reason: 80, reasons: 5, lines: 10 },
  leastRoom,
];

/**
 * The mail of one tick: the first failures in full, and every id in it or, when there are many, in
 * a table beside it.
 */
export function mailOf(briefing: Notification, context: MessageContext): Mail {
  const { alerts } = briefing;
  const reader = readerOf(context);
  const digest = digestOf(briefing);
  const headline = headlineOf(digest, reader);
  const subject = subjectOf(headline, reader);
  const attached = alerts.length > mostInBody;
  const reports = digest.finished.filter(({ failed }) => failed.length > 0);
  const tables = new Map(reports.map((alert) => [alert, failedCsvName(alert, reports)]));
  const written = rooms.map((room) => () => {
    const passages = mailPassages(digest, headline, {
      context,
      reader,
      room,
      attached,
      alerts: alerts.length,
      tableOf: (alert) => tables.get(alert),
    });
    return {
      text: `${plainText(passages)}\n`,
      html: htmlOf(subject, passages, {
        names: room.names,
        tag: reader.say.tag,
        plainCode: room === leastRoom,
      }),
    };
  });
  return {
    subject,
    ...smallEnough(written),
    attachments: [
      ...(attached ? [table(csvName, csvOf(alerts))] : []),
      ...[...tables].map(([alert, filename]) => table(filename, failedCsv(alert))),
    ],
    messageId: messageIdOf(alerts),
    references: threadRootOf(alerts),
    urgent:
      digest.escalations.length > 0 ||
      digest.blind.some(isBlindNow) ||
      digest.failed.some((alert) => !alert.recoveredSince),
    covers: alerts.map(alertKey),
  };
}

const table = (filename: string, content: string): Mail['attachments'][number] => ({
  filename,
  contentType: 'text/csv; charset=utf-8',
  content,
});

type Body = Readonly<{ text: string; html: string }>;

function smallEnough(written: readonly (() => Body)[]): Body {
  let body: Body = { text: '', html: '' };
  for (const write of written) {
    body = write();
    if (new TextEncoder().encode(body.html).length <= htmlLimit) break;
  }
  return body;
}

function subjectOf(headline: Headline, reader: Reader): string {
  const words = lineOf(headline, reader).map((word) =>
    typeof word === 'object' && 'code' in word ? code(nameWithin(oneLine(word.code), 120)) : word,
  );
  return sentenceWithin(oneLine(plainLine(words)), 200);
}
