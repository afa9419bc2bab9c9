import type { Failure } from './memory.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import type { Task, TaskLog } from '../mms/task.ts';
import { meaningOf } from '../mms/task.ts';

/** What is kept of the listing beside a failure, to tell a retry from what it left in place. */
type Listed = Readonly<{ startTime: string; endTime: string; retriedTimes: number }>;

export const listedWith = ({ startTime, endTime, retriedTimes }: Listed): Listed => ({
  startTime,
  endTime,
  retriedTimes,
});

/**
 * The listing shows that the attempt that failed is over: another start or count, or a status that
 * has left it.
 */
export function showsRetry(task: Task, failure: Failure): boolean {
  if (failure.startTime !== task.startTime || failure.retriedTimes !== task.retriedTimes)
    return true;
  const meaning = meaningOf(task.status);
  return failure.listed === 'failed' && meaning !== 'failed' && meaning !== 'done';
}

/**
 * A retry leaves the failed status in place until a worker takes the task up. The status is the
 * retry's own when another one was listed in between, or when the start or the end is another than
 * that of the failure.
 */
export function isOfNewAttempt(task: Task, failure: Failure): boolean {
  if (failure.listed === 'moved on') return true;
  if (task.running) return false;
  // The rows told of the failure before the listing did: the end that is listed now may be its own.
  if (failure.open && failure.listed === 'not yet')
    return task.startTime !== '' && task.startTime !== failure.startTime;
  return (
    (task.startTime !== '' && task.startTime !== failure.startTime) ||
    (task.endTime !== '' && task.endTime !== failure.endTime)
  );
}

/** `before` is absent when the failure is told at this look. */
export function listedSince(
  before: Failure | undefined,
  open: boolean,
  statusFailed: boolean,
): Failure['listed'] {
  if (!before) return statusFailed ? 'failed' : open ? 'not yet' : 'moved on';
  if (before.listed === 'moved on' && !open) return 'moved on';
  if (statusFailed) return 'failed';
  return before.listed === 'not yet' ? 'not yet' : 'moved on';
}

/**
 * The listing is taken before the log, so the rows may have told of a failure whose start is listed
 * only now. MMS's own times settle it: the row was not written before the attempt began.
 */
export function alreadyTold(task: Task, { rowJustTold }: Failure): boolean {
  const start = mmsSeconds(task.startTime);
  return start !== undefined && rowJustTold !== undefined && start <= rowJustTold;
}

/**
 * What the listing shows has ended since the last of these rows was written: the attempt that they
 * saw begin.
 */
export function endedAfter(task: Task, rows: readonly TaskLog[]): boolean {
  const end = mmsSeconds(task.endTime);
  const last = mmsSeconds(rows.at(-1)?.time ?? '');
  return end !== undefined && last !== undefined && end > last;
}

/** The row was written after the attempt that failed had ended, as far as MMS gives both times. */
export const wasWrittenAfter = (row: TaskLog, failure: Failure): boolean =>
  (secondsSinceEnd(row, failure) ?? 0) > 0;

/** The row was written by the end of the attempt that failed, as far as MMS gives both times. */
export const wasWrittenBy = (row: TaskLog, failure: Failure): boolean =>
  (secondsSinceEnd(row, failure) ?? 1) <= 0;

function secondsSinceEnd({ time }: TaskLog, { endTime }: Failure): number | undefined {
  const [written, ended] = [mmsSeconds(time), mmsSeconds(endTime)];
  return written === undefined || ended === undefined ? undefined : written - ended;
}

/** The second of MMS's clock at which the last of these rows was written. */
export function lastRowSecond(failed: readonly (readonly TaskLog[])[]): number | undefined {
  const row = failed.at(-1)?.at(-1);
  return row && mmsSeconds(row.time);
}
