import type { AlertedTask, AlertOf, FailedRow } from '../../functions/core/alert.ts';
import { wholeText } from '../../functions/core/excerpt.ts';
import { parseId, type JobId, type LogId, type SourceId, type TaskId } from '../../functions/core/id.ts';
import type { MessageContext } from '../../functions/message/digest.ts';

/** 22 November 2026, 06:05 UTC. */
export const now = Date.UTC(2026, 10, 22, 6, 5);
export const context: MessageContext = { now, region: 'cn-shanghai', mailAlso: true };

export function id<Name extends SourceId | JobId | TaskId | LogId>(value: number): Name {
  const parsed = parseId<Name>(value);
  if (parsed === undefined) throw new Error(`${value} is no id`);
  return parsed;
}

export function aTask(taskId: number, table = `table_${taskId}`, changes: Partial<AlertedTask> = {}): AlertedTask {
  return {
    id: id<TaskId>(taskId),
    sourceId: id<SourceId>(2000015),
    sourceName: 'demo',
    jobId: id<JobId>(87),
    jobName: 'nightly_full',
    sourceTable: `finance_dw.${table}`,
    destinationTable: `mms_prod.default.${table}`,
    status: 'DATA_FAILED',
    ...changes,
  };
}

export const noPrivilege =
  "ODPS-0130013: Authorization exception - no privilege 'odps:Select' on 'acs:odps:*:projects/finance_dw/schemas/default/tables/*'";

export function aRow(logId: number, message = noPrivilege, changes: Partial<FailedRow> = {}): FailedRow {
  return {
    logId: id<LogId>(logId),
    status: 'DATA_FAILED',
    time: '2026-11-22 14:03:07',
    action: wholeText('insert overwrite table mms_prod.default.orders_2024 partition (dt)\nselect * from finance_dw.orders_2024'),
    message: wholeText(message),
    ...changes,
  };
}

export function aFailure(task: AlertedTask, rows: readonly FailedRow[], changes: Partial<AlertOf<'failed'>> = {}): AlertOf<'failed'> {
  return {
    kind: 'failed', task, status: rows[0]?.status ?? task.status, attempts: 1, ordinal: 1, rows, logUnread: undefined,
    recoveredSince: false, at: now, due: false, ...changes,
  };
}

export const aRecovery = (task: AlertedTask, failures = 1, minutes = 42): AlertOf<'recovered'> =>
  ({ kind: 'recovered', task: { ...task, status: 'DONE' }, failures, failedAt: now - minutes * 60_000, at: now, due: false });

export const aCompletion = (task: AlertedTask, watchedById = false): AlertOf<'done'> =>
  ({ kind: 'done', task: { ...task, status: 'DONE' }, watchedById, at: now, due: false });

export const anUnknown = (status: string, task: AlertedTask, others = 0): AlertOf<'unknown'> =>
  ({ kind: 'unknown', task: { ...task, status }, status, others, at: now, due: false });

export const aBaseline = (changes: Partial<AlertOf<'baseline'>> = {}): AlertOf<'baseline'> => ({
  kind: 'baseline', target: '2000015', name: 'finance_dw', total: 5000,
  statuses: { DONE: 4100, INIT: 848, DATA_DOING: 40, DATA_FAILED: 9, VERIFICATION_FAILED: 3 },
  running: 40, stopped: 2,
  failed: Array.from({ length: 10 }, (_, i) => aTask(4000 + i, `ledger_${i}`)), at: now, due: false, ...changes,
});
