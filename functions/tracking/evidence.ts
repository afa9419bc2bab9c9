import { compareIds } from '../mms/id.ts';
import { judgeFrom } from '../mms/log-position.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import { beginsAttempt, meaningOf, type Task } from '../mms/task.ts';
import type { LogReading, TaskLog } from '../mms/task-log.ts';
import type { FailedAttempt, LogCursor, TaskState } from './task-state.ts';

export type NewRows = Readonly<{
  /** Oldest first. */
  fresh: readonly TaskLog[];
  /** Failed rows from before them that became visible late. */
  late: readonly TaskLog[];
  /** Rows that a baseline had no time to read, of the failure that it counted. */
  history: readonly TaskLog[];
}>;

export function newRows(state: TaskState, task: Task, reading: LogReading): NewRows {
  const none: NewRows = { fresh: [], late: [], history: [] };
  if (reading.kind !== 'read') return none;
  const { rows, newest } = reading.log;
  const { log } = state;
  if (log.kind !== 'position') {
    const until = log.kind === 'history' ? log.until : -Infinity;
    const lastDone = formerDone(state, task, rows);
    const isHistory = ({ time }: TaskLog, index: number): boolean =>
      index <= lastDone || (mmsSeconds(time) ?? Infinity) <= until;
    const fresh = rows.filter((row, index) => !isHistory(row, index));
    return { ...none, fresh, history: lastFailedRows(rows.filter(isHistory)) };
  }
  const { after } = log;
  if (newest !== undefined && compareIds(newest, after) < 0) {
    return { ...none, fresh: afterRestart(state, task, rows) };
  }
  const { isNews } = judgeFrom(log);
  return {
    ...none,
    fresh: rows.filter(({ id }) => compareIds(id, after) > 0),
    late: rows.filter((row) => hasFailed(row) && compareIds(row.id, after) < 0 && isNews(row.id)),
  };
}

/** How far the log is dealt with after that; one whose ids began anew, up to its own newest row. */
export function cursorAfter(before: LogCursor, reading: LogReading): LogCursor {
  if (reading.kind !== 'read' || reading.log.newest === undefined) return before;
  const { rows, newest, ids } = reading.log;
  const after = before.kind === 'position' && rows.length === 0 ? before.after : newest;
  return { kind: 'position', after, recent: ids };
}

/** The failed rows of the last attempt that failed, oldest first. */
export const lastFailedRows = (rows: readonly TaskLog[]): readonly TaskLog[] =>
  fromLastFailure(rows).filter(hasFailed);

/** After the last row that tells of an attempt, that attempt has failed. */
export function hasFailedLast(rows: readonly TaskLog[]): boolean {
  const last = rows.findLast((row) => hasFailed(row) || isBoundary(row));
  return last !== undefined && hasFailed(last);
}

export const hasFailed = ({ status }: TaskLog): boolean => meaningOf(status) === 'failed';

/** It begins an attempt, or ends one well. */
export const isBoundary = ({ status }: TaskLog): boolean =>
  beginsAttempt(status) || meaningOf(status) === 'done';

/** From the row on that begins the last attempt that failed. */
function fromLastFailure(rows: readonly TaskLog[]): readonly TaskLog[] {
  const last = rows.findLastIndex(hasFailed);
  const begins = rows.findLastIndex(({ status }, index) => index < last && beginsAttempt(status));
  return rows.slice(Math.max(0, begins));
}

const doneRows = (rows: readonly TaskLog[]): readonly number[] =>
  rows.flatMap(({ status }, index) => (meaningOf(status) === 'done' ? [index] : []));

/**
 * The row that ended what was history at the baseline, where the task was done by then; -1 where
 * none did. Times alone do not tell: rows and listing may be in two zones.
 */
function formerDone(
  { phase, unexplained, log }: TaskState,
  { status, endTime }: Task,
  rows: readonly TaskLog[],
): number {
  if (phase.name !== 'done' || unexplained.length > 0) return -1;
  const isAsBefore = log.kind === 'history' && mmsSeconds(endTime) === log.until;
  const isDoneAgain = meaningOf(status) === 'done' && !isAsBefore;
  return doneRows(rows).at(isDoneAgain ? -2 : -1) ?? -1;
}

/** The ids began anew: of the whole log, only its last attempt can be news. */
function afterRestart(
  { phase, unexplained }: TaskState,
  task: Task,
  rows: readonly TaskLog[],
): readonly TaskLog[] {
  const isDone = meaningOf(task.status) === 'done';
  const isAsItFailed =
    phase.name === 'failed' &&
    meaningOf(task.status) === 'failed' &&
    shownBy(task, phase.attempt) === 'the failed attempt';
  const isKnown = phase.name === 'done' ? isDone : isAsItFailed && unexplained.length === 0;
  if (isKnown) return [];
  const last = fromLastFailure(isDone ? rows : rows.slice((doneRows(rows).at(-1) ?? -1) + 1));
  const wasNotified = unexplained.length === 0 && areOf(phase.attempt, last.filter(hasFailed));
  return wasNotified ? last.slice(last.findLastIndex(hasFailed) + 1) : last;
}

export const listedAttempt = ({ startTime, endTime, retriedTimes }: Task): FailedAttempt => ({
  startTime,
  endTime,
  retriedTimes,
});

/**
 * What a listing shows once an attempt has failed. A retry leaves the failed status in place until
 * a worker takes the task up: the status is the retry's own once its start or its end is.
 */
type Shown = 'the failed attempt' | 'a retry' | 'a retry that failed';

export function shownBy(task: Task, attempt: FailedAttempt): Shown {
  const { startTime, endTime, retriedTimes, rowSecond } = attempt;
  const start = mmsSeconds(task.startTime);
  // Rows showed it first, and were not written before it began: the listing catches up with them.
  if (start !== undefined && rowSecond !== undefined && start <= rowSecond) {
    return 'the failed attempt';
  }
  const isCounted = task.retriedTimes !== retriedTimes;
  const isEndKnown = task.endTime !== '' && endTime !== '';
  const moved = secondsFrom(startTime, task.startTime);
  const isMoved = !isEndKnown || secondsFrom(endTime, task.endTime) === moved;
  if (!isCounted && isMoved && isSameTime(startTime, task.startTime)) return 'the failed attempt';
  const hasStarted = task.startTime !== '' && task.startTime !== startTime;
  const hasEnded = isEndKnown && task.endTime !== endTime;
  const isFailed = meaningOf(task.status) === 'failed' && !task.running;
  return isFailed && (hasStarted || hasEnded) ? 'a retry that failed' : 'a retry';
}

/** They were written while that attempt was under way. */
export const areOf = (
  attempt: FailedAttempt | undefined,
  rows: readonly Pick<TaskLog, 'time'>[],
): boolean =>
  attempt !== undefined &&
  rows.every(
    ({ time }) =>
      (secondsFrom(attempt.startTime, time) ?? -1) >= 0 &&
      (secondsFrom(time, attempt.endTime) ?? -1) >= 0,
  );

/** The same, be it as another time zone has it: MMS names none, and answers in another at times. */
export const isSameTime = (one: string, other: string): boolean =>
  one === other || (secondsFrom(one, other) ?? 1) % 3600 === 0;

/** Seconds by MMS's clock, as far as it gives both times. */
export function secondsFrom(earlier: string, later: string): number | undefined {
  const [from, to] = [mmsSeconds(earlier), mmsSeconds(later)];
  return from === undefined || to === undefined ? undefined : to - from;
}
