import { causeOf } from '../../functions/causes/cause-of.ts';
import type { AlertedTask, AlertOf, FailedRow } from '../../functions/kinds/alert.ts';
import type { Cause, CauseMemory } from '../../functions/causes/cause.ts';
import {
  parseId,
  type JobId,
  type LogId,
  type SourceId,
  type TaskId,
} from '../../functions/mms/id.ts';
import type { JobStanding } from '../../functions/tracking/job-standing.ts';
import { untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import { showExcerpt } from '../../functions/untrusted-text/excerpt.ts';

/** 22 November 2026, 06:05 UTC: five past two in the afternoon in Shanghai. */
export const now = Date.UTC(2026, 10, 22, 6, 5);

export function id<Name extends SourceId | JobId | TaskId | LogId>(value: number): Name {
  const parsed = parseId<Name>(value);
  if (parsed === undefined) throw new Error(`${value} is no id`);
  return parsed;
}

export const aTask = (
  taskId: number,
  table: string,
  changes: Partial<AlertedTask> = {},
): AlertedTask => ({
  id: id<TaskId>(taskId),
  sourceId: id<SourceId>(2000015),
  sourceName: 'bigquery_prod',
  jobId: id<JobId>(87),
  jobName: 'nightly_full',
  sourceTable: `finance_dw.${table}`,
  destinationTable: `mms_prod.default.${table}`,
  status: 'DATA_FAILED',
  ...changes,
});

/** Texts pass through what every text of MMS passes through: cleaned, masked, cut. */
export const aRow = (
  logId: number,
  table: string,
  message: string,
  status = 'DATA_FAILED',
  doing = copying(table),
): FailedRow => ({
  logId: id<LogId>(logId),
  status,
  time: '2026-11-22 14:03:07',
  action: untrustedText(doing, 2000),
  message: untrustedText(message, 4000),
});

const copying = (table: string): string =>
  `\ninsert overwrite table mms_prod.default.${table} select * from finance_dw.${table};`;

export const aFailure = (
  task: AlertedTask,
  rows: readonly FailedRow[],
  changes: Partial<AlertOf<'failed'>> = {},
): AlertOf<'failed'> => ({
  kind: 'failed',
  task,
  status: rows[0]?.status ?? task.status,
  attempts: 1,
  ordinal: 1,
  rows,
  logUnread: undefined,
  recoveredSince: false,
  sameCause: undefined,
  countedRows: undefined,
  watchedById: false,
  at: now,
  due: false,
  cause: causeOf(rows.map(({ message }) => showExcerpt(message)).join('\n')),
  ...changes,
});

/** A cause that the channel was told of a quarter of an hour ago. */
export const known = ({ reason, category: family }: Cause, seen: number): CauseMemory => ({
  reason,
  category: family,
  firstAt: now - 175 * minute,
  lastAt: now,
  seen,
  toldAt: now - 15 * minute,
});

export const aStanding = (changes: Partial<JobStanding> = {}): JobStanding => ({
  id: id<JobId>(87),
  sourceId: id<SourceId>(2000015),
  name: 'nightly_full',
  sourceName: 'bigquery_prod',
  done: 3412,
  failed: 17,
  running: 40,
  waiting: 1528,
  stopped: 3,
  total: 5000,
  perHour: 212,
  leftMs: 450 * minute,
  ...changes,
});

const minute = 60_000;

export const aRecovery = (
  task: AlertedTask,
  failures: number,
  minutes: number,
): AlertOf<'recovered'> => ({
  kind: 'recovered',
  task: { ...task, status: 'DONE' },
  failures,
  failedAt: now - minutes * 60_000,
  at: now,
  due: false,
});

export const aCompletion = (task: AlertedTask, watchedById = false): AlertOf<'done'> => ({
  kind: 'done',
  task: { ...task, status: 'DONE' },
  watchedById,
  at: now,
  due: false,
});

export const completions = (
  firstId: number,
  tables: readonly string[],
): readonly AlertOf<'done'>[] =>
  tables.map((table, index) => aCompletion(aTask(firstId + index, table)));

export const anUnknown = (status: string, task: AlertedTask, others = 0): AlertOf<'unknown'> => ({
  kind: 'unknown',
  task: { ...task, status },
  status,
  others,
  at: now,
  due: false,
});

export const aFirstLook = (changes: Partial<AlertOf<'baseline'>> = {}): AlertOf<'baseline'> => ({
  kind: 'baseline',
  target: '2000015',
  name: 'bigquery_prod',
  total: 5000,
  statuses: { DONE: 4100, INIT: 848, DATA_DOING: 40, DATA_FAILED: 9, VERIFICATION_FAILED: 3 },
  running: 40,
  stopped: 2,
  failed: ['audit_log', 'ledgers', 'payouts', 'quotes', 'revenue', 'visits'].map((table, index) =>
    aTask(4003 + index, table),
  ),
  at: now,
  due: false,
  ...changes,
});
