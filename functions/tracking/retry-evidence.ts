import { mmsSeconds } from '../mms/mms-time.ts';
import { meaningOf, type Task } from '../mms/task.ts';
import type { FailedAttempt } from './task-state.ts';

/** The attempt at hand as it is listed now. */
export const listedAttempt = ({ startTime, endTime, retriedTimes }: Task): FailedAttempt => ({
  startTime,
  endTime,
  retriedTimes,
});

/** The listing shows that the attempt that failed is over: another start, end or retry count. */
export function showsRetry(task: Task, attempt: FailedAttempt): boolean {
  const { start, end, count } = changesSince(attempt, task);
  return count || start || (end && meaningOf(task.status) === 'failed');
}

/**
 * A retry leaves the failed status in place until a worker takes the task up. The status is the
 * retry's own when its start or its end is another than that of the known failure.
 */
export function isAnotherAttempt(task: Task, attempt: FailedAttempt): boolean {
  const { start, end } = changesSince(attempt, task);
  return !task.running && ((start && task.startTime !== '') || end);
}

type Changes = Readonly<{ start: boolean; end: boolean; count: boolean }>;
const unchanged: Changes = { start: false, end: false, count: false };

/** What is listed otherwise than for the attempt that failed. */
function changesSince(attempt: FailedAttempt, task: Task): Changes {
  const start = mmsSeconds(task.startTime);
  // Rows showed it first, and were not written before it began: the listing catches up with them.
  if (start !== undefined && attempt.rowSecond !== undefined && start <= attempt.rowSecond) {
    return unchanged;
  }
  const isEndKnown = task.endTime !== '' && attempt.endTime !== '';
  const count = task.retriedTimes !== attempt.retriedTimes;
  const moved = secondsFrom(attempt.startTime, task.startTime);
  const isMoved = !isEndKnown || secondsFrom(attempt.endTime, task.endTime) === moved;
  if (!count && isMoved && isSameTime(attempt.startTime, task.startTime)) return unchanged;
  return {
    start: task.startTime !== attempt.startTime,
    end: isEndKnown && task.endTime !== attempt.endTime,
    count,
  };
}

/** The same, be it as another time zone has it: MMS names none, and answers in another at times. */
export const isSameTime = (one: string, other: string): boolean =>
  one === other || (secondsFrom(one, other) ?? 1) % 3600 === 0;

/** What is listed has begun after that second of MMS's clock. */
export function startedAfter({ startTime }: Task, second: number | undefined): boolean {
  const start = mmsSeconds(startTime);
  return start !== undefined && second !== undefined && start > second;
}

/** Seconds by MMS's clock, as far as it gives both times. */
export function secondsFrom(earlier: string, later: string): number | undefined {
  const [from, to] = [mmsSeconds(earlier), mmsSeconds(later)];
  return from === undefined || to === undefined ? undefined : to - from;
}
