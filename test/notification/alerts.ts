import { causeOf } from '../../functions/causes/cause-of.ts';
import {
  causeKey,
  type Cause,
  type CauseRecord,
  type CauseHistory,
} from '../../functions/causes/cause.ts';
import type { JobId, SourceId } from '../../functions/mms/id.ts';
import { type AlertKind, kinds } from '../../functions/kinds/kinds.ts';
import type {
  Alert,
  CauseGroup,
  JobProgress,
  JobRef,
  TaskRef,
} from '../../functions/notification/alert.ts';
import type { Notification } from '../../functions/notification/kind.ts';
import type { Trouble } from '../../functions/trouble.ts';
import { wholeText, showExcerpt } from '../../functions/untrusted-text/excerpt.ts';
import { id } from '../support/builders.ts';
import type { AlertOf } from '../support/fake-channel.ts';

/** 22 November 2026, 06:05 UTC. */
export const now = Date.UTC(2026, 10, 22, 6, 5);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** What one channel is told in a tick. */
export const aNotification = (
  alerts: readonly Alert[],
  rest: Partial<Notification> = {},
): Notification => ({
  now,
  kinds,
  alerts,
  causes: new Map(),
  progress: [],
  outage: undefined,
  messagesBefore: 0,
  sourceNames: new Map(),
  ...rest,
});

export function aTask(
  taskId: number | string,
  table = `table_${taskId}`,
  changes: Partial<TaskRef> = {},
): TaskRef {
  return {
    id: id(taskId),
    sourceId: id('2000015'),
    sourceName: 'bigquery_prod',
    jobId: id<JobId>('87'),
    jobName: 'nightly_full',
    sourceTable: `finance_dw.${table}`,
    destinationTable: `mms_prod.default.${table}`,
    status: 'DATA_FAILED',
    ...changes,
  };
}

export const tasks = (count: number, first = 1000, name = 'table'): readonly TaskRef[] =>
  Array.from({ length: count }, (_, index) => aTask(first + index, `${name}_${first + index}`));

/** What MMS writes, and what is known of it. */
export const noPrivilege =
  "ODPS-0130013:Authorization exception - no privilege 'odps:Select' on 'acs:odps:*:projects/finance_dw'";
export const outOfPlutonium = 'the flux capacitor is out of plutonium';

const fingerprinted = (reason: string, changes: Partial<Cause> = {}): Cause => ({
  fingerprint: `fingerprint of ${reason}`,
  reason,
  ...changes,
});

/** Causes of one category each, so that a message has few words for them. */
export const causes = {
  privilege: fingerprinted(noPrivilege, { category: 'no-privilege', detail: 'odps:Select' }),
  quota: fingerprinted('Quota exceeded: free query bytes', { category: 'quota' }),
  memory: fingerprinted('ExecutorLostFailure: exit code 137', { category: 'out-of-memory' }),
  disk: fingerprinted('No space left on device', { category: 'disk' }),
  /** Nobody knows what mends it. */
  plutonium: fingerprinted(outOfPlutonium),
  /** Its log says nothing. */
  silent: fingerprinted(''),
} as const satisfies Record<string, Cause>;

type FailedRow = AlertOf<'failed'>['rows'][number];

export const aRow = (
  logId: number | string,
  message = noPrivilege,
  changes: Partial<FailedRow> = {},
): FailedRow => ({
  logId: id(logId),
  status: 'DATA_FAILED',
  time: '2026-11-22 14:03:07',
  action: wholeText('insert overwrite table mms_prod.orders\nselect * from finance_dw.orders'),
  message: wholeText(message),
  ...changes,
});

/** A failure with one row, whose cause is read from its message. */
export function aFailure(
  task: TaskRef,
  rows: readonly FailedRow[] = [aRow(`5${task.id}`)],
  changes: Partial<AlertOf<'failed'>> = {},
): AlertOf<'failed'> {
  const [row] = rows;
  return {
    kind: 'failed',
    what: 'failure',
    task,
    status: row?.status ?? task.status,
    attempts: 1,
    ordinal: 1,
    rows,
    recoveredSince: false,
    cause: changes.cause ?? causeOf(row === undefined ? '' : showExcerpt(row.message)),
    watchedById: false,
    at: now,
    ...changes,
  };
}

/** A failure of this cause. */
export const failureOf = (
  task: TaskRef,
  cause: Cause = causes.privilege,
  changes: Partial<AlertOf<'failed'>> = {},
): AlertOf<'failed'> =>
  aFailure(task, cause.reason === '' ? [] : [aRow(`5${task.id}`, cause.reason)], {
    cause,
    ...changes,
  });

export const failuresOf = (
  count: number,
  cause: Cause = causes.privilege,
  first = 1000,
): readonly AlertOf<'failed'>[] => tasks(count, first).map((task) => failureOf(task, cause));

/** A verification that counted the rows of both sides. */
export const aMismatch = (
  task: TaskRef,
  source: number | string,
  destination: number | string,
  changes: Partial<AlertOf<'failed'>> = {},
): AlertOf<'failed'> =>
  aFailure(
    { ...task, status: 'VERIFICATION_FAILED' },
    [aRow(`5${task.id}`, 'verification failed: counts differ', { status: 'VERIFICATION_FAILED' })],
    {
      cause: { fingerprint: 'rows', reason: 'verification failed: counts differ' },
      countedRows: { source: String(source), destination: String(destination) },
      ...changes,
    },
  );

/** The reason of a failure that was told without one. */
export const aReasonFound = (task: TaskRef, cause: Cause = causes.privilege): AlertOf<'failed'> =>
  failureOf(task, cause, { what: 'reason' });

/** What the channel knows of a cause in job 87, told a quarter of an hour ago as a rule. */
export function known(cause: Cause, changes: Partial<CauseRecord> = {}): CauseHistory {
  const record: CauseRecord = {
    ...cause,
    firstAt: now - 175 * minute,
    lastAt: now,
    count: 424,
    notifiedAt: now - 15 * minute,
    ...changes,
  };
  return new Map([[causeKey(aTask(1), cause.fingerprint), record]]);
}

export const aGroup = (
  cause: Cause | undefined,
  listed: readonly TaskRef[],
  count = listed.length,
): CauseGroup => ({ cause, count, tasks: listed });

export const aJob = (changes: Partial<JobRef> = {}): JobRef => ({
  id: id('87'),
  sourceId: id('2000015'),
  name: 'nightly_full',
  sourceName: 'bigquery_prod',
  ...changes,
});

export const aProgress = (changes: Partial<JobProgress> = {}): JobProgress => ({
  ...aJob(),
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

/** Nothing of it is left to run. */
export const endedProgress = (done: number, failed: number): JobProgress => {
  const rest = { running: 0, waiting: 0, stopped: 0, perHour: undefined, leftMs: undefined };
  return aProgress({ done, failed, total: done + failed, ...rest });
};

export const aRecovery = (
  task: TaskRef,
  failures = 1,
  after = 42 * minute,
): AlertOf<'recovered'> => ({
  kind: 'recovered',
  task: { ...task, status: 'DONE' },
  failures,
  failedAt: now - after,
  watchedById: false,
  at: now,
});

export const aCompletion = (task: TaskRef, watchedById = false): AlertOf<'done'> => ({
  kind: 'done',
  task: { ...task, status: 'DONE' },
  watchedById,
  at: now,
});

export const anUnknown = (status: string, task: TaskRef, others = 0): AlertOf<'unknown'> => ({
  kind: 'unknown',
  task: { ...task, status },
  status,
  others,
  at: now,
});

export const aBaseline = (changes: Partial<AlertOf<'baseline'>> = {}): AlertOf<'baseline'> => ({
  kind: 'baseline',
  target: '2000015',
  name: 'bigquery_prod',
  total: 5000,
  statuses: { DONE: 4100, INIT: 848, DATA_DOING: 40, DATA_FAILED: 9, VERIFICATION_FAILED: 3 },
  running: 40,
  stopped: 2,
  failed: [
    aGroup(causes.privilege, tasks(9, 4000, 'ledger')),
    aGroup(causes.plutonium, tasks(3, 4100, 'audit')),
  ],
  unread: 0,
  at: now,
  ...changes,
});

/** A target that has no task yet. */
export const anEmptyBaseline = (target: string): AlertOf<'baseline'> =>
  aBaseline({ target, name: '', total: 0, statuses: {}, running: 0, stopped: 0, failed: [] });

export const aReport = (
  changes: Partial<AlertOf<'job-finished'>> = {},
): AlertOf<'job-finished'> => ({
  kind: 'job-finished',
  job: endedProgress(4983, 17),
  tookMs: 11 * hour + 20 * minute,
  slowest: [
    { task: aTask(4032, 'orders_2024'), tookMs: 182 * minute },
    { task: aTask(4010, 'payments'), tookMs: 125 * minute },
  ],
  onRetry: 0,
  failed: [
    aGroup(causes.quota, tasks(9, 4060, 'dim')),
    aGroup(causes.privilege, tasks(6, 4070, 'agg')),
    aGroup(undefined, tasks(2, 4080, 'map')),
  ],
  at: now,
  ...changes,
});

export const aStop = (changes: Partial<AlertOf<'job-stopped'>> = {}): AlertOf<'job-stopped'> => ({
  kind: 'job-stopped',
  job: aProgress({ done: 41, failed: 0, running: 0, waiting: 55, stopped: 4, total: 100 }),
  failed: [],
  at: now,
  ...changes,
});

export const anEscalation = (
  changes: Partial<AlertOf<'escalation'>> = {},
): AlertOf<'escalation'> => ({
  kind: 'escalation',
  job: aJob(),
  why: 'share failed',
  failed: 12,
  ended: 40,
  since: now - 31 * minute,
  waiting: 0,
  causes: [],
  at: now,
  ...changes,
});

type Stalled<What extends 'task' | 'job'> = Extract<AlertOf<'stalled'>, { what: What }>;

export const aStalledTask = (
  task: TaskRef,
  changes: Partial<Stalled<'task'>> = {},
): Stalled<'task'> => ({
  kind: 'stalled',
  what: 'task',
  task: { ...task, status: 'DATA_DOING' },
  since: now - 190 * minute,
  usualMs: 20 * minute,
  at: now,
  ...changes,
});

export const aStalledJob = (changes: Partial<Stalled<'job'>> = {}): Stalled<'job'> => ({
  kind: 'stalled',
  what: 'job',
  job: aJob(),
  waiting: 37,
  since: now - 120 * minute,
  at: now,
  ...changes,
});

export const aReminder = (
  task: TaskRef,
  cause: Cause | undefined = causes.privilege,
  after = 24.5 * hour,
): AlertOf<'reminder'> => ({ kind: 'reminder', task, cause, failedAt: now - after, at: now });

export const forbidden: Trouble = {
  said: 'ListMmsTasks: 403 NoPermission',
  short: { en: '403, permission', zh: '403，无权限' },
  fix: {
    en: "Give the function's role odps:ListMmsTasks on acs:odps:*:*:mmsdatasource/2000015.",
    zh: '请为函数角色授予 odps:ListMmsTasks（资源 acs:odps:*:*:mmsdatasource/2000015）。',
  },
};

export const revoked: Trouble = {
  said: 'HTTP 404: no_service',
  short: { en: 'webhook revoked', zh: 'Webhook 已被撤销' },
  fix: {
    en: 'Create a new incoming webhook and put it into SLACK_WEBHOOK_URL.',
    zh: '请新建 Incoming Webhook，并更新 SLACK_WEBHOOK_URL。',
  },
};

type Blind<What extends 'source' | 'channel'> = Extract<AlertOf<'blind'>, { what: What }>;

export const aLostSource = (changes: Partial<Blind<'source'>> = {}): Blind<'source'> => ({
  kind: 'blind',
  what: 'source',
  sourceId: id('2000015'),
  sourceName: 'bigquery_prod',
  isEmpty: false,
  trouble: forbidden,
  since: now - 3 * minute,
  nth: 1,
  at: now,
  ...changes,
});

/** It can be read again after 70 minutes. */
export const aRestoredSource = (changes: Partial<Blind<'source'>> = {}): Blind<'source'> =>
  aLostSource({ since: now - 70 * minute, until: now, ...changes });

export const aLostChannel = (changes: Partial<Blind<'channel'>> = {}): Blind<'channel'> => ({
  kind: 'blind',
  what: 'channel',
  channel: 'slack',
  trouble: revoked,
  since: now - 20 * minute,
  nth: 1,
  at: now,
  ...changes,
});

type Feed<What extends AlertOf<'source'>['what']> = Extract<AlertOf<'source'>, { what: What }>;

const ofSource = {
  kind: 'source',
  sourceId: id<SourceId>('2000015'),
  sourceName: 'bigquery_prod',
  since: now - 20 * minute,
  at: now,
} as const;
const timer = { id: '501', name: 'every_night' };

export const anOfflineAgent = (
  changes: Partial<Feed<'agent offline'>> = {},
): Feed<'agent offline'> => ({ ...ofSource, what: 'agent offline', ...changes });

export const aSourceError = (
  said = 'Kerberos ticket has expired',
  changes: Partial<Feed<'error'>> = {},
): Feed<'error'> => ({
  ...ofSource,
  what: 'error',
  said,
  ...changes,
});

export const aBadStatus = (changes: Partial<Feed<'status'>> = {}): Feed<'status'> => ({
  ...ofSource,
  what: 'status',
  status: 'DISCONNECTED',
  before: 'OK',
  ...changes,
});

export const aSilentTimer = (blockedBy?: JobRef): Feed<'timer silent'> => ({
  ...ofSource,
  what: 'timer silent',
  timer,
  silentMs: 50 * hour,
  blockedBy,
});

export const aFailedTimer = (
  changes: Partial<Feed<'timer failed'>> = {},
): Feed<'timer failed'> => ({
  ...ofSource,
  what: 'timer failed',
  timer,
  status: 'START_FAILED',
  said: 'Table finance_dw.orders does not exist',
  ...changes,
});

/** One alert of each kind and variety, by what it is about. */
export const oneOfEach: Readonly<Record<string, AlertOf<AlertKind>>> = {
  'an escalation': anEscalation({ waiting: 700, causes: [aGroup(causes.quota, tasks(12))] }),
  'a failure': failureOf(aTask(1, 'orders')),
  'a reason found later': aReasonFound(aTask(2, 'invoices')),
  'rows that are missing': aMismatch(aTask(3, 'payments'), 530, 0),
  'a closing report': aReport({ job: { ...endedProgress(4983, 17), id: id('88'), name: 'crm' } }),
  'a stopped job': aStop({ job: aProgress({ id: id('89'), name: 'erp' }) }),
  'a lost source': aLostSource(),
  'a source that can be read again': aRestoredSource({ sourceId: id('9'), sourceName: 'hive' }),
  'a source that lists nothing': aLostSource({ sourceId: id('8'), sourceName: '', isEmpty: true }),
  'a channel that refuses': aLostChannel(),
  'a channel that is back': aLostChannel({ channel: 'dingtalk', until: now }),
  'a silent task': aStalledTask(aTask(4, 'customers')),
  'a job whose tasks wait': aStalledJob({ job: aJob({ id: id('90'), name: 'archive' }) }),
  'a reminder': aReminder(aTask(5, 'ledger'), causes.memory),
  'an unknown status': anUnknown('DATA_PAUSED', aTask(6, 'audit'), 4),
  'a recovery': aRecovery(aTask(7, 'refunds')),
  'a first look': aBaseline({ unread: 3, statuses: { DONE: 4100, INIT: 885, DATA_FAILED: 15 } }),
  'a completion': aCompletion(aTask(10, 'accounts')),
  'an agent that is offline': anOfflineAgent(),
  'an agent that is back': anOfflineAgent({ sourceId: id('7'), sourceName: 'dw', until: now }),
  'a source with an error': aSourceError(),
  'a source in a bad status': aBadStatus(),
  'a source in a good status again': aBadStatus({ sourceId: id('7'), status: 'OK', until: now }),
  'a timer that is silent': aSilentTimer(aJob({ name: 'every_night_1129' })),
  'a timer that fails': aFailedTimer(),
  'a timer that starts jobs again': aFailedTimer({ timer: { id: '502', name: '' }, until: now }),
};
