import type { LogId } from './id.ts';
import type { Excerpt } from '../untrusted-text/excerpt.ts';

/** A row of `ListMmsTaskLogs`, masked and bounded; the time is `''` where MMS gives none. */
export type TaskLog = Readonly<{
  id: LogId;
  status: string;
  time: string;
  action: Excerpt;
  message: Excerpt;
}>;

export type LogRead = Readonly<{
  /**
   * Rows newer than the position, and older ones that came late, oldest first; all rows where there
   * is no position or the ids began anew. Of very many, the newest.
   */
  rows: readonly TaskLog[];
  /** How many such rows, the oldest, are not among them. */
  leftOut: number;
  newest: LogId | undefined;
  /** The last of the log, oldest first: `recent` of the next position. */
  ids: readonly LogId[];
}>;

export type LogReading =
  | Readonly<{ kind: 'read'; log: LogRead }>
  | Readonly<{ kind: 'not-needed' }>
  | Readonly<{ kind: 'unreadable'; reason: string }>
  /** Not asked for want of time: the task stays as it was. */
  | Readonly<{ kind: 'out-of-time' }>;
