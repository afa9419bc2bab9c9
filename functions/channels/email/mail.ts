import { createHash } from 'node:crypto';
import type { Alert } from '../../notification/alert.ts';
import {
  keysIn,
  oneLine,
  plainLine,
  plainText,
  type Block,
  type Line,
} from '../../notification/document.ts';
import { idBlocks } from '../../notification/id-blocks.ts';
import { kindOf, type Table } from '../../notification/kind.ts';
import { mailLimits, type Limits, type Rest } from '../../notification/limits.ts';
import type { LocaleSettings } from '../../notification/locale.ts';
import { messageOf, type Message } from '../../notification/message.ts';
import { sentenceWithin } from '../../notification/names.ts';
import type { Audience, Notification } from '../../notification/notification.ts';
import { csvOf } from './csv.ts';
import { htmlOf } from './markup.ts';

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
  /** Somebody has to look now. */
  urgent: boolean;
  /** The keys of the alerts that it tells. */
  keys: readonly string[];
}>;

/** More than these are a table beside the mail. */
const mostInBody = 50;
const tableFile = 'mms-alerts.csv';

/** Mail readers clip what is much longer, so log texts and names give way. */
const mostHtmlBytes = 95_000;

/**
 * The mail of one tick: the first failures in full, and every id in it or, when there are many, in a
 * table beside it.
 */
export function mailOf(
  notification: Notification,
  audience: Audience,
  locale: LocaleSettings,
): Mail {
  const { kinds, alerts } = notification;
  const rows = alerts.flatMap((alert) => kindOf(kinds, alert).csvRows(alert));
  const table: Table = { file: tableFile, rows };
  const own = alerts.flatMap((alert) => kindOf(kinds, alert).table(alert) ?? []);
  const write = (rest: Rest): Body =>
    smallEnough(
      mailLimits(rest).map((limits, index) => () => {
        const message = messageOf(notification, { ...audience, mailAlso: false }, locale, limits);
        return bodyOf(message, limits, index < framedTries);
      }),
    );
  const whole = rows.length > mostInBody ? undefined : write({ in: 'ids' });
  const isWhole = whole !== undefined && isSmall(whole);
  const body = isWhole ? whole : write({ in: 'table', file: tableFile });
  const tables = isWhole ? own : [table, ...own];
  return {
    ...body,
    attachments: tables.map(({ file, rows }) => ({
      filename: file,
      contentType: 'text/csv; charset=utf-8',
      content: csvOf(rows),
    })),
    messageId: messageIdOf(notification),
    references: threadOf(notification),
  };
}

type Body = Pick<Mail, 'subject' | 'text' | 'html' | 'urgent' | 'keys'>;

function smallEnough(written: readonly (() => Body)[]): Body {
  let body: Body = { subject: '', text: '', html: '', urgent: false, keys: [] };
  for (const write of written) {
    body = write();
    if (isSmall(body)) break;
  }
  return body;
}

const isSmall = ({ html }: Body): boolean => Buffer.byteLength(html) <= mostHtmlBytes;

/** Of the tries, in which ever less is shown, those that frame names. */
const framedTries = 2;

const longestSubject = 200;
const longestPreview = 140;

function bodyOf(message: Message, limits: Limits, framed: boolean): Body {
  const { headline, summary, evidence, footer, calls, preview, scene } = message;
  const listed = limits.rest.in === 'table' ? tableNote(message) : idBlocks(message);
  const blocks: readonly Block[] = [
    { kind: 'title', tone: headline.tone, text: headline.line },
    ...summary,
    ...(evidence.length === 0 ? [] : [{ kind: 'rule' } as const, ...evidence]),
    ...listed,
    footer,
  ];
  const subject = inOneLine(headline.line, longestSubject);
  const look = {
    preview: inOneLine(preview, longestPreview),
    names: limits.name,
    framed,
    tag: scene.locale.messages.tag,
  };
  return {
    subject,
    text: `${plainText(blocks)}\n`,
    html: htmlOf(subject, blocks, look),
    urgent: calls,
    keys: keysIn(blocks),
  };
}

const inOneLine = (line: Line, limit: number): string =>
  line.length === 0 ? '' : sentenceWithin(oneLine(plainLine(line)), limit);

/** What no section has room for stands in the table. */
function tableNote({ undrawn, scene }: Message): readonly Block[] {
  const { kinds, alerts } = scene.notification;
  const { allInTable } = scene.locale.messages.frame;
  const rows = alerts.reduce((sum, alert) => sum + kindOf(kinds, alert).csvRows(alert).length, 0);
  const listed = undrawn.filter(
    (alert) => kindOf(kinds, alert).idHeading(alert, scene) !== undefined,
  );
  const tells = listed.map((alert) => kindOf(kinds, alert).key(alert));
  return [{ kind: 'note', lines: [[allInTable(rows, tableFile)]], tells }];
}

/**
 * The same for the same alerts, in whatever order and whenever they are sent, so that a mailbox can
 * tell a mail that comes again; another one once a mail was accepted.
 */
function messageIdOf({ kinds, alerts, messagesBefore }: Notification): string {
  const events = alerts
    .map((alert) => ({ alert, kind: kindOf(kinds, alert) }))
    .map(({ alert, kind }) => `${kind.key(alert)} ${kind.eventId(alert)}`)
    .sort();
  const text = [messagesBefore, ...events].join('\n');
  return `mms-${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
}

/**
 * Mails about one job stand together, and any other mail with those of its data source. There is no
 * mail with the id of the thread; mail readers go by it all the same.
 */
function threadOf({ kinds, alerts }: Notification): string {
  const subjects = alerts
    .map((alert: Alert) => kindOf(kinds, alert).subject(alert))
    // No job and no source is to blame for a channel.
    .filter(({ sourceId }) => sourceId !== undefined);
  const [first] = subjects;
  if (first === undefined || subjects.some(({ sourceId }) => sourceId !== first.sourceId)) {
    return 'mms-task-alerts';
  }
  const { sourceId = '', jobId } = first;
  return jobId !== undefined && subjects.every((subject) => subject.jobId === jobId)
    ? `mms-job-${sourceId}-${jobId}`
    : `mms-source-${sourceId}`;
}
