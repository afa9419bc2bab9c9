import type { Cause } from '../causes/cause.ts';
import type { Excerpt } from '../untrusted-text/excerpt.ts';
import type { JobId, LogId, SourceId, TaskId } from '../mms/id.ts';
import type { AlertedJob, JobStanding } from '../tracking/job-standing.ts';

export const alertKinds = [
  'failed',
  'recovered',
  'done',
  'unknown',
  'baseline',
  'job-finished',
  'job-stopped',
  'escalation',
  'stalled',
  'reminder',
  'blind',
  'source',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** The task that an alert speaks of, as it was when the alert was made. */
export type AlertedTask = Readonly<{
  id: TaskId;
  sourceId: SourceId;
  sourceName: string;
  jobId: JobId | undefined;
  jobName: string;
  sourceTable: string;
  destinationTable: string;
  status: string;
}>;

/** How many rows each side has, in digits, where a verification gives both. */
export type CountedRows = Readonly<{ source: string; destination: string }>;

/** A task that stands failed, for a list. */
export type FailedTask = AlertedTask &
  Readonly<{
    /** `undefined` where it failed before the channel looked, so that its log was not read. */
    cause: Cause | undefined;
  }>;

/** One `*_FAILED` row of the attempt that is told. */
export type FailedRow = Readonly<{
  logId: LogId;
  status: string;
  time: string;
  action: Excerpt;
  message: Excerpt;
}>;

/**
 * Something that one channel is owed. Times of ours are milliseconds since the epoch.
 * `due` says that it was already counted in a summary; a completion is not due while it is
 * gathered.
 */
export type Alert = (
  | Readonly<{
      kind: 'failed';
      task: AlertedTask;
      /** The failed status: that of the rows, or the task's own where no row said so. */
      status: string;
      /** Failed attempts that this alert tells, one at least. */
      attempts: number;
      /**
       * Which failure since the task was last done (or first seen) the last of them is: 1 for the
       * first.
       */
      ordinal: number;
      /**
       * The rows of the last failed attempt, oldest first; none where only the status shows the
       * failure.
       */
      rows: readonly FailedRow[];
      /** Why the log could not be read, where that is so. */
      logUnread: string | undefined;
      /** It was `DONE` before this channel could be told. */
      recoveredSince: boolean;
      cause: Cause;
      /** Whether the failure before this one had the same cause; `undefined` for the first. */
      sameCause: boolean | undefined;
      countedRows: CountedRows | undefined;
      /** Watched by its own id, so told at once. */
      watchedById: boolean;
    }>
  | Readonly<{ kind: 'recovered'; task: AlertedTask; failures: number; failedAt: number }>
  | Readonly<{
      kind: 'done';
      task: AlertedTask;
      /** Watched by its own id, so told at once. */
      watchedById: boolean;
    }>
  | Readonly<{ kind: 'unknown'; task: AlertedTask; status: string; others: number }>
  | Readonly<{
      kind: 'baseline';
      target: string;
      /**
       * `finance_dw`, `nightly_full`, a table: what people call the target; `''` where it has no
       * task yet.
       */
      name: string;
      total: number;
      /** Tasks by status, as MMS spells it. */
      statuses: Readonly<Record<string, number>>;
      running: number;
      stopped: number;
      /**
       * The first tasks that had failed already, for orientation; the count stands in `statuses`.
       */
      failed: readonly AlertedTask[];
    }>
  | Readonly<{
      /** Nothing of the job is left to run. */
      kind: 'job-finished';
      job: JobStanding;
      /** From its first task's start to its last task's end by MMS's clock, in milliseconds. */
      tookMs: number | undefined;
      slowest: readonly Readonly<{ task: AlertedTask; tookMs: number }>[];
      /** Every task that stands failed. */
      failed: readonly FailedTask[];
      /** Failed tasks that are no longer in `failed`, since the state has its bounds. */
      unlisted: number;
    }>
  | Readonly<{
      /** The job is in a state for which MMS's guide says to call a person. */
      kind: 'escalation';
      job: AlertedJob;
      /**
       * `failed` of the `ended` tasks failed; no success since `since` while `failed` tasks did;
       * `failed` failures within ten minutes.
       */
      why: 'share failed' | 'no success' | 'burst';
      failed: number;
      ended: number;
      since: number;
    }>
  | Readonly<{
      /** A running task that has written no log row since `since`. */
      kind: 'stalled';
      what: 'task';
      task: AlertedTask;
      since: number;
      /**
       * The median duration of the job's finished tasks by MMS's clock, in milliseconds, where five
       * have ended.
       */
      usualMs: number | undefined;
    }>
  | Readonly<{
      /** A job of which `waiting` tasks wait and none has run since `since`. */
      kind: 'stalled';
      what: 'job';
      job: AlertedJob;
      waiting: number;
      since: number;
    }>
  | Readonly<{
      /** A task that has stayed failed since `failedAt`. */
      kind: 'reminder';
      task: AlertedTask;
      cause: Cause | undefined;
      failedAt: number;
    }>
  | Readonly<{
      /** A source that could not be read since `since`; with `until`, sight has returned. */
      kind: 'blind';
      what: 'source';
      sourceId: SourceId;
      /** As tasks of the source were last seen to call it. */
      sourceName: string | undefined;
      reason: string;
      since: number;
      until: number | undefined;
    }>
  | Readonly<{
      /** Another channel that refuses whatever it is told. */
      kind: 'blind';
      what: 'channel';
      channel: string;
      reason: string;
      since: number;
    }>
) &
  Readonly<{ at: number; due: boolean }>;

export type AlertOf<Kind extends AlertKind> = Extract<Alert, { kind: Kind }>;

/** The same for the same thing told, so that a message can say which alerts it covers. */
export function alertKey(alert: Alert): string {
  switch (alert.kind) {
    case 'failed':
    case 'recovered':
    case 'reminder':
    case 'done':
      return `${alert.kind} ${alert.task.sourceId}/${alert.task.id}`;
    case 'unknown':
      return `unknown ${alert.status}`;
    case 'baseline':
      return `baseline ${alert.target}`;
    case 'job-finished':
    case 'escalation':
      return `${alert.kind} ${alert.job.sourceId}/${alert.job.id}`;
    case 'stalled':
      return alert.what === 'task'
        ? `stalled ${alert.task.sourceId}/${alert.task.id}`
        : `stalled ${alert.job.sourceId}/jobs/${alert.job.id}`;
    case 'blind':
      return alert.what === 'source' ? `blind ${alert.sourceId}` : `blind ${alert.channel}`;
    default:
      return alert satisfies never;
  }
}
