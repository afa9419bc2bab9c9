import type { Excerpt } from './excerpt.ts';
import type { JobId, LogId, SourceId, TaskId } from './id.ts';

export const alertKinds = ['failed', 'recovered', 'done', 'unknown', 'baseline'] as const;
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

/** One `*_FAILED` row of the attempt that is told. */
export type FailedRow = Readonly<{ logId: LogId; status: string; time: string; action: Excerpt; message: Excerpt }>;

/**
 * Something that one channel is owed. Times of ours are milliseconds since the epoch.
 * `due` says that it was already counted in a summary; a completion is not due while it is gathered.
 */
export type Alert = (
  | Readonly<{
      kind: 'failed';
      task: AlertedTask;
      /** The failed status: that of the rows, or the task's own where no row said so. */
      status: string;
      /** Failed attempts that this alert tells, one at least. */
      attempts: number;
      /** Which failure since the task was last done (or first seen) the last of them is: 1 for the first. */
      ordinal: number;
      /** The rows of the last failed attempt, oldest first; none where only the status shows the failure. */
      rows: readonly FailedRow[];
      /** Why the log could not be read, where that is so. */
      logUnread: string | undefined;
      /** It was `DONE` before this channel could be told. */
      recoveredSince: boolean;
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
      /** `finance_dw`, `nightly_full`, a table: what people call the target; `''` where it has no task yet. */
      name: string;
      total: number;
      /** Tasks by status, as MMS spells it. */
      statuses: Readonly<Record<string, number>>;
      running: number;
      stopped: number;
      /** The first tasks that had failed already, for orientation; the count stands in `statuses`. */
      failed: readonly AlertedTask[];
    }>
) &
  Readonly<{ at: number; due: boolean }>;

export type AlertOf<Kind extends AlertKind> = Extract<Alert, { kind: Kind }>;

/** The same for the same thing told, so that a message can say which alerts it covers. */
export function alertKey(alert: Alert): string {
  switch (alert.kind) {
    case 'failed':
    case 'recovered':
    case 'done': return `${alert.kind} ${alert.task.sourceId}/${alert.task.id}`;
    case 'unknown': return `unknown ${alert.status}`;
    case 'baseline': return `baseline ${alert.target}`;
    default: return alert satisfies never;
  }
}
