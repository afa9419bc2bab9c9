import type { JobId, LogId, SourceId, TaskId } from './id.ts';
import type { Excerpt } from '../untrusted-text/excerpt.ts';

/**
 * A task as `ListMmsTasks` and `GetMmsTask` describe it. Every text in it is masked and of bounded
 * length; an absent field is `''`. Times are MMS's own, `YYYY-MM-DD HH:mm:ss` without a zone.
 */
export type Task = Readonly<{
  id: TaskId;
  sourceId: SourceId;
  sourceName: string;
  jobId: JobId | undefined;
  jobName: string;
  /**
   * `database.schema.table` of the source and of MaxCompute; parts that MMS leaves out are left
   * out.
   */
  sourceTable: string;
  destinationTable: string;
  status: string;
  startTime: string;
  endTime: string;
  retriedTimes: number;
  running: boolean;
  /** Somebody stopped it. A flag beside the status: neither a failure nor a completion. */
  stopped: boolean;
}>;

/**
 * A row of `ListMmsTaskLogs`: the status is the task's when the row was written. Masked and bounded
 * like the task.
 */
export type TaskLog = Readonly<{
  id: LogId;
  status: string;
  /** `''` where MMS gives none. */
  time: string;
  action: Excerpt;
  message: Excerpt;
}>;

/**
 * What a status says. `SCHEMA`, `DATA` and `VERIFICATION` are the documented phases; any status
 * ending in `_FAILED` is a failure whoever documents it. `DATA_DONG` is spelt so on
 * https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-listmmstasklogs
 */
export type StatusMeaning = 'waiting' | 'doing' | 'phase-done' | 'failed' | 'done' | 'unknown';

const documented: Readonly<Record<string, StatusMeaning>> = {
  INIT: 'waiting',
  SCHEMA_DOING: 'doing',
  SCHEMA_DONE: 'phase-done',
  DATA_DOING: 'doing',
  DATA_DONE: 'phase-done',
  DATA_DONG: 'phase-done',
  VERIFICATION_DOING: 'doing',
  VERIFICATION_DONE: 'phase-done',
  DONE: 'done',
};

export function meaningOf(status: string): StatusMeaning {
  if (status.endsWith('_FAILED')) return 'failed';
  return Object.hasOwn(documented, status) ? (documented[status] ?? 'unknown') : 'unknown';
}

/** The start of an attempt; an undocumented `*_DOING` counts, though it is told as unknown too. */
export const beginsWork = (status: string): boolean => status.endsWith('_DOING');
