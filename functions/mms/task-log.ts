import type { LogId } from './id.ts';
import type { Excerpt } from '../untrusted-text/excerpt.ts';

/**
 * A row of `ListMmsTaskLogs`, masked and bounded: the status is the task's when it was written, the
 * time is MMS's own, `''` where it gives none.
 */
export type TaskLog = Readonly<{
  id: LogId;
  status: string;
  time: string;
  action: Excerpt;
  message: Excerpt;
}>;

export type LogRead = Readonly<{
  /**
   * Rows newer than the position, and older ones that came late, oldest first, each id once; all
   * rows where there is no position or the ids began anew. Of very many, the newest.
   */
  rows: readonly TaskLog[];
  /** How many such rows, the oldest, are not among them. */
  leftOut: number;
  newest: LogId | undefined;
  /** The last rows of the log, oldest first: `recent` of the next position. */
  ids: readonly LogId[];
}>;

/** What came of a task's log in one tick. */
export type LogReading =
  | Readonly<{ kind: 'read'; log: LogRead }>
  | Readonly<{ kind: 'not-needed' }>
  | Readonly<{ kind: 'unreadable'; reason: string }>
  /** No time was left to ask: the task is looked at as if this tick had not been. */
  | Readonly<{ kind: 'out-of-time' }>;
