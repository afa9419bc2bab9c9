import { mmsSeconds } from '../mms/mms-time.ts';
import { meaningOf, type Task } from '../mms/task.ts';
import type { TaskLog } from '../mms/task-log.ts';
import type { FailedAttempt } from './task-state.ts';

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
