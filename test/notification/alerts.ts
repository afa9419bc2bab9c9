import { channelTitle } from '../../functions/channels/channels.ts';
import type { AlertedTask, AlertOf, FailedRow } from '../../functions/kinds/alert.ts';
import { wholeText } from '../../functions/untrusted-text/excerpt.ts';
import {
  parseId,
  type JobId,
  type LogId,
  type SourceId,
  type TaskId,
} from '../../functions/mms/id.ts';
import type { Notification } from '../../functions/notification/notification.ts';
import type { Alert } from '../../functions/kinds/alert.ts';
import type { Cause, CauseMemory } from '../../functions/causes/cause.ts';
import type { JobStanding } from '../../functions/tracking/job-standing.ts';
import { causeOf } from '../../functions/causes/cause-of.ts';
import { showExcerpt } from '../../functions/untrusted-text/excerpt.ts';
import type { MessageContext } from '../../functions/notification/digest.ts';

/** 22 November 2026, 06:05 UTC. */
export const now = Date.UTC(2026, 10, 22, 6, 5);
export const context: MessageContext = {
  now,
  region: 'cn-shanghai',
  mailAlso: true,
  language: 'en',
  timeZone: 'UTC',
  channelTitle: (name) => channelTitle(name, 'en'),
};
export const zhContext: MessageContext = {
  ...context,
  language: 'zh',
  timeZone: 'Asia/Shanghai',
  channelTitle: (name) => channelTitle(name, 'zh'),
};

export function id<Name extends SourceId | JobId | TaskId | LogId>(value: number): Name {
  const parsed = parseId<Name>(value);
  if (parsed === undefined) throw new Error(`${value} is no id`);
  return parsed;
}

export function aTask(
  taskId: number,
  table = `table_${taskId}`,
  changes: Partial<AlertedTask> = {},
): AlertedTask {
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

export function aRow(
  logId: number,
  message = noPrivilege,
  changes: Partial<FailedRow> = {},
): FailedRow {
  return {
    logId: id<LogId>(logId),
    status: 'DATA_FAILED',
    time: '2026-11-22 14:03:07',
    action: wholeText(
      'insert overwrite table mms_prod.default.orders_2024 partition (dt)\nselect * from finance_dw.orders_2024',
    ),
    message: wholeText(message),
    ...changes,
  };
}

export function aFailure(
  task: AlertedTask,
  rows: readonly FailedRow[],
  changes: Partial<AlertOf<'failed'>> = {},
): AlertOf<'failed'> {
  return {
    kind: 'failed',
    task,
    status: rows[0]?.status ?? task.status,
    attempts: 1,
    ordinal: 1,
    rows,
    logUnread: undefined,
    recoveredSince: false,
    at: now,
    due: false,
    sameCause: undefined,
    countedRows: undefined,
    watchedById: false,
    cause: causeOf(rows[0] === undefined ? '' : showExcerpt(rows[0].message)),
    ...changes,
  };
}

/**
 * What one channel is told in a tick: `causes` by reason as the channel knows them, none known
 * without.
 */
export function aBriefing(
  alerts: readonly Alert[],
  rest: Partial<Omit<Notification, 'alerts'>> = {},
): Notification {
  return {
    alerts,
    causes: rest.causes ?? new Map<string, CauseMemory>(),
    standings: rest.standings ?? [],
  };
}

export const aCauseMemory = (
  { reason, category }: Cause,
  changes: Partial<CauseMemory> = {},
): CauseMemory => ({
  reason,
  category,
  firstAt: now - 175 * 60_000,
  lastAt: now,
  seen: 424,
  toldAt: now - 15 * 60_000,
  ...changes,
});

export const aStanding = (changes: Partial<JobStanding> = {}): JobStanding => ({
  id: id<JobId>(87),
  sourceId: id<SourceId>(2000015),
  name: 'nightly_full',
  sourceName: 'demo',
  done: 3412,
  failed: 17,
  running: 40,
  waiting: 1528,
  stopped: 3,
  total: 5000,
  perHour: 212,
  leftMs: 27_000_000,
  ...changes,
});

export const aRecovery = (task: AlertedTask, failures = 1, minutes = 42): AlertOf<'recovered'> => ({
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

export const anUnknown = (status: string, task: AlertedTask, others = 0): AlertOf<'unknown'> => ({
  kind: 'unknown',
  task: { ...task, status },
  status,
  others,
  at: now,
  due: false,
});

export const aBaseline = (changes: Partial<AlertOf<'baseline'>> = {}): AlertOf<'baseline'> => ({
  kind: 'baseline',
  target: '2000015',
  name: 'finance_dw',
  total: 5000,
  statuses: { DONE: 4100, INIT: 848, DATA_DOING: 40, DATA_FAILED: 9, VERIFICATION_FAILED: 3 },
  running: 40,
  stopped: 2,
  failed: Array.from({ length: 10 }, (_, i) => aTask(4000 + i, `ledger_${i}`)),
  at: now,
  due: false,
  ...changes,
});

export const aFinishedJob = (
  changes: Partial<AlertOf<'job-finished'>> = {},
): AlertOf<'job-finished'> => ({
  kind: 'job-finished',
  at: now,
  due: false,
  tookMs: 83_400_000,
  unlisted: 0,
  job: aStanding({
    done: 4983,
    failed: 14,
    running: 0,
    waiting: 0,
    stopped: 3,
    perHour: 212,
    leftMs: undefined,
  }),
  slowest: [
    { task: aTask(4032, 'orders_2024'), tookMs: 10_920_000 },
    { task: aTask(4010, 'payments'), tookMs: 7_500_000 },
  ],
  failed: Array.from({ length: 14 }, (_, i) => ({
    ...aTask(4060 + i, `dim_${i}`),
    cause:
      i < 9
        ? causeOf(noPrivilege)
        : i < 12
          ? causeOf('java.net.SocketTimeoutException: connect timed out')
          : undefined,
  })),
  ...changes,
});

export const anEscalation = (
  changes: Partial<AlertOf<'escalation'>> = {},
): AlertOf<'escalation'> => ({
  kind: 'escalation',
  job: aStanding(),
  why: 'share failed',
  failed: 12,
  ended: 40,
  since: now - 31 * 60_000,
  at: now,
  due: false,
  ...changes,
});

export const aStalledTask = (
  task: AlertedTask,
  changes: Partial<Extract<AlertOf<'stalled'>, { what: 'task' }>> = {},
): AlertOf<'stalled'> => ({
  kind: 'stalled',
  what: 'task',
  task: { ...task, status: 'DATA_DOING' },
  since: now - 190 * 60_000,
  usualMs: 20 * 60_000,
  at: now,
  due: false,
  ...changes,
});

export const aStalledJob = (
  changes: Partial<Extract<AlertOf<'stalled'>, { what: 'job' }>> = {},
): AlertOf<'stalled'> => ({
  kind: 'stalled',
  what: 'job',
  job: aStanding(),
  waiting: 37,
  since: now - 120 * 60_000,
  at: now,
  due: false,
  ...changes,
});

export const aReminder = (
  task: AlertedTask,
  message = noPrivilege,
  changes: Partial<AlertOf<'reminder'>> = {},
): AlertOf<'reminder'> => ({
  kind: 'reminder',
  task,
  cause: message === '' ? undefined : causeOf(message),
  failedAt: now - 24.5 * 3_600_000,
  at: now,
  due: false,
  ...changes,
});

export const aBlindSource = (
  changes: Partial<Extract<AlertOf<'blind'>, { what: 'source' }>> = {},
): AlertOf<'blind'> => ({
  kind: 'blind',
  what: 'source',
  sourceId: id<SourceId>(2000015),
  sourceName: 'finance_dw',
  since: now - 3 * 60_000,
  until: undefined,
  at: now,
  due: false,
  reason:
    "2000015: the tasks could not be listed: ListMmsTasks 403 Forbidden.RAM (request 6740A1B7); allow the function's role odps:ListMmsTasks on acs:odps:*:*:mmsdatasource/2000015",
  ...changes,
});

export const aLostChannel = (
  changes: Partial<Extract<AlertOf<'blind'>, { what: 'channel' }>> = {},
): AlertOf<'blind'> => ({
  kind: 'blind',
  what: 'channel',
  channel: 'slack',
  reason:
    'Slack was not told: 410 channel_is_archived; unarchive the channel or set another SLACK_WEBHOOK_URL',
  since: now - 20 * 60_000,
  at: now,
  due: false,
  ...changes,
});
