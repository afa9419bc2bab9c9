import { createHash } from 'node:crypto';
import type { Alert } from '../../notification/alert.ts';
import { csvColumns } from '../../notification/csv.ts';
import {
  alertsIn,
  oneLine,
  plainLine,
  plainText,
  type Block,
  type Line,
} from '../../notification/document.ts';
import {
  keysOf,
  kindOf,
  type Audience,
  type CsvRow,
  type Notification,
} from '../../notification/kind.ts';
import { firstThatFits, mailLimits, type Rest } from '../../notification/limits.ts';

import { idBlocks, messageOf, titleOf, type Message } from '../../notification/message.ts';
import { sentenceWithin } from '../../notification/names.ts';
import { htmlOf } from './markup.ts';

export type Mail = Readonly<{
  subject: string;
  text: string;
  html: string;
  attachments: readonly Readonly<{ filename: string; contentType: string; content: string }>[];
  /** Before the `@`. */
  messageId: string;
  /** The id of the root of its thread, before the `@`. */
  references: string;
  urgent: boolean;
  keys: readonly string[];
}>;

/** Above this a table is attached. */
const mostInBody = 50;
const tableFile = 'mms-alerts.csv';

/** Mail readers clip longer ones. */
const mostHtmlBytes = 95_000;

/** The first failures in full, and every id in the body or, where there are many, in a table. */
export function mailOf(notification: Notification, audience: Audience): Mail {
  const { kinds, alerts } = notification;
  const all = csvOf(rowsOf(notification));
  const write = (rest: Rest): Body =>
    firstThatFits(
      mailLimits(rest),
      (limits) =>
        bodyOf(messageOf(notification, { ...audience, mailAlso: false }, limits), all.rows),
      isSmall,
    );
  const whole = all.rows > mostInBody ? undefined : write('ids');
  const isWhole = whole !== undefined && isSmall(whole);
  const body = isWhole ? whole : write('table');
  const own = alerts
    .flatMap((alert) => kindOf(kinds, alert).table(alert) ?? [])
    .map(({ file, rows }) => attached(file, csvOf(rows).text));
  return {
    ...body,
    attachments: isWhole ? own : [attached(tableFile, all.text), ...own],
    messageId: messageIdOf(notification),
    references: threadOf(notification),
  };
}

/** One at a time: of tens of thousands only the lines are kept. */
function* rowsOf({ kinds, alerts }: Notification): Generator<CsvRow> {
  for (const alert of alerts)
    for (const row of kindOf(kinds, alert).csvRows(alert)) yield { kind: alert.kind, ...row };
}

const attached = (filename: string, content: string) => ({
  filename,
  contentType: 'text/csv; charset=utf-8',
  content,
});

type Body = Pick<Mail, 'subject' | 'text' | 'html' | 'urgent' | 'keys'>;

const isSmall = ({ html }: Body): boolean => Buffer.byteLength(html) <= mostHtmlBytes;

const longestSubject = 200;
const longestPreview = 140;

function bodyOf(message: Message, rows: number): Body {
  const { headline, content, footer, calls, preview, scene } = message;
  const listed = scene.limits.rest === 'table' ? tableNote(message, rows) : idBlocks(message);
  const blocks = [titleOf(headline), ...content, ...listed, footer];
  const subject = inOneLine(headline.line, longestSubject);
  const look = { preview: inOneLine(preview, longestPreview), tag: scene.messages.tag };
  return {
    subject,
    text: `${plainText(blocks)}\n`,
    html: htmlOf(subject, blocks, look),
    urgent: calls,
    keys: keysOf([...alertsIn(blocks)], scene),
  };
}

const inOneLine = (line: Line, limit: number): string =>
  line.length === 0 ? '' : sentenceWithin(oneLine(plainLine(line)), limit);

/** What no section has room for stands in the table. */
function tableNote(message: Message, rows: number): readonly Block[] {
  const { allInTable } = message.scene.messages.frame;
  const tells = [...alertsIn(idBlocks(message))];
  return [{ kind: 'note', lines: [[allInTable(rows, tableFile)]], tells }];
}

/** The same for the same alerts in any order; another one once a mail was accepted. */
function messageIdOf({ kinds, alerts, messagesBefore }: Notification): string {
  const events = alerts
    .map((alert) => ({ alert, kind: kindOf(kinds, alert) }))
    .map(({ alert, kind }) => `${kind.key(alert)} ${kind.eventId(alert)}`)
    .sort();
  const text = [messagesBefore, ...events].join('\n');
  return `mms-${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
}

/**
 * By job, else by data source. No mail has the id of the thread; mail readers group by it all the
 * same.
 */
function threadOf({ kinds, alerts }: Notification): string {
  const subjects = alerts
    .map((alert: Alert) => kindOf(kinds, alert).subject(alert))
    // An alert about a channel has no source.
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

/** RFC 4180, with the mark by which spreadsheets recognise UTF-8. */
function csvOf(rows: Iterable<CsvRow>): Readonly<{ text: string; rows: number }> {
  const lines = [csvColumns.join(',')];
  for (const row of rows) lines.push(csvColumns.map((column) => cell(row[column] ?? '')).join(','));
  return { text: `\ufeff${lines.join('\r\n')}\r\n`, rows: lines.length - 1 };
}

/**
 * An apostrophe keeps spreadsheets from running a cell as a formula:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(value: string): string {
  const text = value.replace(/\p{Surrogate}/gu, '\ufffd');
  const isFormula = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text);
  const harmless = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) || harmless !== harmless.trim()
    ? `"${harmless.replace(/"/g, '""')}"`
    : harmless;
}
