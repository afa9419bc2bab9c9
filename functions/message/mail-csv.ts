import type { Alert } from '../core/alert.ts';
import { reasonOf } from './reason.ts';

export const csvName = 'mms-alerts.csv';

const columns = [
  'kind', 'task_id', 'status', 'source_table', 'destination_table', 'job_name', 'job_id', 'source_name', 'source_id',
  'log_ids', 'mms_time', 'failed_attempts', 'failure', 'reason',
] as const;
type Row = Readonly<Partial<Record<(typeof columns)[number], string>>>;

/** Every alert as a line of CSV (RFC 4180), with the mark by which spreadsheets know UTF-8. */
export function csvOf(alerts: readonly Alert[]): string {
  const lines = alerts.map(rowOf).map((row) => columns.map((column) => cell(row[column] ?? '')).join(','));
  return `\ufeff${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

function rowOf(alert: Alert): Row {
  if (alert.kind === 'baseline') return { kind: alert.kind, source_name: alert.name, source_id: alert.target };
  const { task } = alert;
  const about: Row = {
    kind: alert.kind,
    task_id: task.id,
    status: task.status,
    source_table: task.sourceTable,
    destination_table: task.destinationTable,
    job_name: task.jobName,
    job_id: task.jobId ?? '',
    source_name: task.sourceName,
    source_id: task.sourceId,
  };
  switch (alert.kind) {
    case 'failed': return {
      ...about,
      status: alert.status,
      log_ids: alert.rows.map(({ logId }) => logId).join(' '),
      mms_time: alert.rows[0]?.time ?? '',
      failed_attempts: String(alert.attempts),
      failure: String(alert.ordinal),
      reason: alert.rows.length === 0 ? (alert.logUnread ?? '') : reasonOf(alert, 300),
    };
    case 'recovered': return { ...about, failed_attempts: String(alert.failures) };
    case 'unknown': return { ...about, status: alert.status };
    case 'done': return about;
    default: return alert satisfies never;
  }
}

/** A cell that a spreadsheet would run as a formula gets an apostrophe before it: https://owasp.org/www-community/attacks/CSV_Injection */
function cell(value: string): string {
  const text = value.replace(/\p{Surrogate}/gu, '\ufffd');
  const harmless = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}
