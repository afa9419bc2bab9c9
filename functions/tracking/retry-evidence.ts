import { mmsSeconds } from '../mms/mms-time.ts';
import { meaningOf, type Task } from '../mms/task.ts';
import type { TaskLog } from '../mms/task-log.ts';
import type { FailedAttempt } from './task-state.ts';

/** The attempt at hand as it is listed now. */
export const listedAttempt = ({ startTime, endTime, retriedTimes }: Task): FailedAttempt => ({
  listed: true,
  startTime,
  endTime,
  retriedTimes,
  rowOwed: false,
});

/** The listing shows that the attempt that failed is over: another start, end or retry count. */
export function showsRetry(task: Task, attempt: FailedAttempt): boolean {
  if (caughtUp(task, attempt)) return false;
  if (task.retriedTimes !== attempt.retriedTimes) return true;
  if (movedByHours(task, attempt)) return false;
  if (task.startTime !== attempt.startTime) return true;
  const isFailed = meaningOf(task.status) === 'failed';
  return isFailed && attempt.listed && task.endTime !== '' && task.endTime !== attempt.endTime;
}

/** The listing shows the failed attempt as it was before, perhaps in another time zone. */
export const isFailureAsBefore = (task: Task, attempt: FailedAttempt): boolean =>
  task.retriedTimes === attempt.retriedTimes &&
  ((task.startTime === attempt.startTime && task.endTime === attempt.endTime) ||
    movedByHours(task, attempt));

/**
 * A retry leaves the failed status in place until a worker takes the task up. The status is the
 * retry's own when its start or its end is another than that of the known failure.
 */
export function isAnotherAttempt(task: Task, attempt: FailedAttempt): boolean {
  if (task.running || caughtUp(task, attempt) || movedByHours(task, attempt)) return false;
  const startsAnew = task.startTime !== '' && task.startTime !== attempt.startTime;
  // The rows told of the failure before the listing did: the end listed now may be its own.
  if (!attempt.listed) return startsAnew;
  return startsAnew || (task.endTime !== '' && task.endTime !== attempt.endTime);
}

/** MMS gives no zone, and both times in another one at times: they are the same times then. */
function movedByHours(task: Task, attempt: FailedAttempt): boolean {
  const [start, startWas] = [mmsSeconds(task.startTime), mmsSeconds(attempt.startTime)];
  const [end, endWas] = [mmsSeconds(task.endTime), mmsSeconds(attempt.endTime)];
  if (start === undefined || startWas === undefined) return false;
  if (end === undefined || endWas === undefined) return false;
  const moved = start - startWas;
  return moved !== 0 && moved % 3600 === 0 && end - endWas === moved;
}

/**
 * The rows may have shown a failure whose start is listed only now. MMS's own times decide:
 * the row was not written before the attempt began.
 */
export function caughtUp(task: Task, { rowSecond }: FailedAttempt): boolean {
  const start = mmsSeconds(task.startTime);
  return start !== undefined && rowSecond !== undefined && start <= rowSecond;
}

/** What is listed has begun after that second of MMS's clock. */
export function startedAfter({ startTime }: Task, second: number | undefined): boolean {
  const start = mmsSeconds(startTime);
  return start !== undefined && second !== undefined && start > second;
}

/** What is listed has ended after the last of these rows, which saw it begin, was written. */
export function endedAfter(task: Task, rows: readonly TaskLog[]): boolean {
  const end = mmsSeconds(task.endTime);
  const last = mmsSeconds(rows.at(-1)?.time ?? '');
  return end !== undefined && last !== undefined && end > last;
}

/** The row was written after the failed attempt had ended, as far as MMS gives both times. */
export const wasWrittenAfter = (row: TaskLog, attempt: FailedAttempt): boolean =>
  (secondsSinceEnd(row, attempt) ?? 0) > 0;

/** The row was written by the end of the failed attempt, as far as MMS gives both times. */
export const wasWrittenBy = (row: TaskLog, attempt: FailedAttempt): boolean =>
  (secondsSinceEnd(row, attempt) ?? 1) <= 0;

function secondsSinceEnd({ time }: TaskLog, { endTime }: FailedAttempt): number | undefined {
  const [written, ended] = [mmsSeconds(time), mmsSeconds(endTime)];
  return written === undefined || ended === undefined ? undefined : written - ended;
}

/** The second of MMS's clock at which the last of these rows was written. */
export function lastSecond(rows: readonly TaskLog[]): number | undefined {
  const row = rows.at(-1);
  return row && mmsSeconds(row.time);
}
