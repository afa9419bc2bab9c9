import { recentRows } from '../mms/log-position.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import type { ListedTask } from '../mms/snapshot.ts';
import { beginsAttempt, meaningOf, type Task } from '../mms/task.ts';
import type { LogReading, TaskLog } from '../mms/task-log.ts';
import { listedAttempt, secondsFrom } from './retry-evidence.ts';
import {
  newTask,
  plainlyDone,
  type LogCursor,
  type TaskPhase,
  type TaskState,
} from './task-state.ts';
import { hasFailedLast } from './new-rows.ts';

/** What is known of a task that was there when the channel first saw its target. */
export function startFrom(
  { task, revision }: ListedTask,
  reading: LogReading,
  now: number,
): TaskState {
  const meaning = meaningOf(task.status);
  const rows = reading.kind === 'read' ? reading.log.rows : [];
  // The listing was taken before the log: a failure that only the rows know of is news.
  const isNews = hasFailedLast(rows) && meaning !== 'failed' && meaning !== 'done';
  return {
    ...newTask(task.jobId),
    revision: isNews ? '' : revision,
    log: reading.kind === 'read' ? cursorAt(isNews ? beforeFailure(rows) : rows) : history(task),
    ...lifeOf(task, reading, now),
    unread: reading.kind === 'unreadable' || reading.kind === 'out-of-time',
  };
}

/** A baseline reads the logs of tasks that run or stopped halfway, not of done or waiting ones. */
export function startNeedsLog(task: Task): boolean {
  const meaning = meaningOf(task.status);
  return task.running || (meaning !== 'done' && meaning !== 'waiting');
}

function lifeOf(
  task: Task,
  reading: LogReading,
  now: number,
): Pick<TaskState, 'phase' | 'unexplained'> {
  const { phase, unexplained } = newTask(task.jobId);
  const meaning = meaningOf(task.status);
  if (meaning === 'done') return { phase: plainlyDone, unexplained };
  if (meaning !== 'failed') return { phase, unexplained };
  const failures = { count: 0, notified: false, firstAt: now, lastAt: now };
  const attempt = listedAttempt(task);
  const failed: TaskPhase = { name: 'failed', attempt, failures };
  const rows = reading.kind === 'read' ? reading.log.rows : [];
  if (hasFailedLast(rows)) return { phase: failed, unexplained };
  const begins = rows.findLast(({ status }) => beginsAttempt(status));
  if ((secondsFrom(attempt.endTime, begins?.time ?? '') ?? 0) > 0) {
    return { phase: { ...failed, name: 'retrying', knownFrom: 'row' }, unexplained };
  }
  const { startTime, endTime } = attempt;
  const logRead = reading.kind === 'read';
  return { phase: failed, unexplained: [{ ordinal: 0, startTime, endTime, logRead }] };
}

function cursorAt(rows: readonly TaskLog[]): LogCursor {
  const newest = rows.at(-1);
  if (newest === undefined) return { kind: 'start' };
  return {
    kind: 'position',
    after: newest.id,
    recent: rows.slice(-recentRows).map(({ id }) => id),
  };
}

function beforeFailure(rows: readonly TaskLog[]): readonly TaskLog[] {
  const last = rows.findLastIndex(({ status }) => meaningOf(status) !== 'failed');
  return rows.slice(0, last + 1);
}

/** Of a task that ended all up to its end, of any other all before its present start. */
function history(task: Task): LogCursor {
  const meaning = meaningOf(task.status);
  const end = mmsSeconds(task.endTime);
  if ((meaning === 'done' || meaning === 'failed') && end !== undefined) {
    return { kind: 'history', until: end };
  }
  const start = mmsSeconds(task.startTime);
  return start === undefined ? { kind: 'start' } : { kind: 'history', until: start - 1 };
}
