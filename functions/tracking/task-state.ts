import type { JobId } from '../mms/id.ts';
import type { LogPosition } from '../mms/log-position.ts';

/** What a channel knows of one task. Times are ours, in milliseconds, unless MMS's are named. */
export type TaskState = Readonly<{
  jobId: JobId | undefined;
  /** Revision of the listing that was last dealt with. */
  revision: string;
  log: LogCursor;
  phase: TaskPhase;
  /** The log could not be read at the last snapshot. */
  unread: boolean;
  running: Running | undefined;
  /** Oldest first; each may still find its rows, wherever the task is by then. */
  unexplained: readonly Unexplained[];
  /** Since when complete listings lack the task. */
  missingSince: number | undefined;
}>;

export type LogCursor =
  /** Never read, or empty. */
  | Readonly<{ kind: 'start' }>
  /** Never read: rows up to this second of MMS's clock were there before the baseline. */
  | Readonly<{ kind: 'history'; until: number }>
  | (Readonly<{ kind: 'position' }> & LogPosition);

/** Where a task is in its life; `track-task.ts` holds the transitions. */
export type TaskPhase =
  /** Nothing has failed since it was last done, or first seen. */
  | Readonly<{
      name: 'clear';
      /** The failed attempt before that, in case a stale listing shows it again. */
      attempt?: FailedAttempt | undefined;
      /** Revision of its completion, likewise. */
      doneAs?: string | undefined;
    }>
  /** Listed as failed, and no row says so: it is notified with the next snapshot. */
  | Readonly<{
      name: 'suspected';
      status: string;
      /** As it is listed; the attempt that becomes the failed one. */
      suspect: FailedAttempt;
      attempt?: FailedAttempt | undefined;
      failures?: Failures | undefined;
    }>
  /** The attempt at hand has failed. */
  | Readonly<{ name: 'failed'; attempt: FailedAttempt; failures: Failures }>
  /** An attempt has failed, and another one has begun. */
  | Readonly<{
      name: 'retrying';
      /** A listing may have been stale; a row is not. */
      knownFrom: 'row' | 'listing';
      attempt: FailedAttempt;
      failures: Failures;
    }>
  /** It is `DONE`. */
  | Readonly<{ name: 'done'; attempt?: FailedAttempt | undefined }>;

/** An attempt that failed, as MMS lists it: how the next one is told from it. */
export type FailedAttempt = Readonly<{
  startTime: string;
  /** `''` until a listing shows how it ended. */
  endTime: string;
  retriedTimes: number;
  /**
   * Second of MMS's clock at which its last row was written, while the listing may still be that of
   * an earlier moment.
   */
  rowSecond?: number | undefined;
}>;

/** A failure that was notified from the status alone: the rows that say why may still come. */
export type Unexplained = Readonly<{
  /** Which failure since the task was last done; 0 for one that a baseline counted. */
  ordinal: number;
  startTime: string;
  endTime: string;
  /** The log was read since, and its rows were not there. */
  logRead: boolean;
}>;

/** The failures of a task since it was last done, or first seen. */
export type Failures = Readonly<{
  /** Failed attempts; one that a baseline counted is not among them. */
  count: number;
  /** The channel was told, or its outbox holds it. */
  notified: boolean;
  firstAt: number;
  lastAt: number;
  /** Fingerprint of the last one's cause, where the log was read. */
  cause?: string | undefined;
}>;

/** Since when a running task has written no row, or been seen to run, and whether that was told. */
export type Running = Readonly<{ since: number; notified: boolean }>;

/** Most tasks have one of these: it is kept once for all of them. */
export const unreadLog: LogCursor = { kind: 'start' };
export const nothingUnexplained: TaskState['unexplained'] = [];
const clear: TaskPhase = { name: 'clear' };
export const plainlyDone: TaskPhase = { name: 'done' };

export const newTask = (jobId: JobId | undefined): TaskState => ({
  jobId,
  revision: '',
  log: unreadLog,
  phase: clear,
  unread: false,
  running: undefined,
  unexplained: nothingUnexplained,
  missingSince: undefined,
});

/** The failures that stand, in whichever phase. */
export function failuresOf(phase: TaskPhase): Failures | undefined {
  switch (phase.name) {
    case 'clear':
    case 'done':
      return undefined;
    case 'suspected':
    case 'failed':
    case 'retrying':
      return phase.failures;
    default:
      return phase satisfies never;
  }
}

/** The same task with other facts about its failures, where it has any. */
export function withFailures(state: TaskState, changes: Partial<Failures>): TaskState {
  const { phase } = state;
  if (phase.name === 'clear' || phase.name === 'done' || phase.failures === undefined) return state;
  return { ...state, phase: { ...phase, failures: { ...phase.failures, ...changes } } };
}

/** Nothing is known yet of what the last snapshot showed of it. */
export const isUnsettled = (state: TaskState | undefined): boolean =>
  state === undefined || state.unread || state.phase.name === 'suspected';
