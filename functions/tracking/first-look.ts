import { attemptsIn } from './attempts.ts';
import type { TaskMemory } from './memory.ts';
import { neverSeen } from './memory.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import { listedWith } from './retry-evidence.ts';
import type { Task } from '../mms/task.ts';
import { meaningOf } from '../mms/task.ts';
import type { Reading } from './task-life.ts';

/**
 * What is remembered of a task that was there when the channel first saw its target: its history is
 * not told.
 */
export function startFrom(task: Task, seen: string, reading: Reading, now: number): TaskMemory {
  const meaning = meaningOf(task.status);
  const rows = reading.kind === 'rows' ? reading.rows : [];
  const attempts = attemptsIn(rows, false);
  // The listing was taken before the log: a failure that only the rows know of is news, not
  // history.
  const unlistedFailure = attempts.open && meaning !== 'failed' && meaning !== 'done';
  const firstNewRow = unlistedFailure ? attempts.failed.at(-1)?.[0] : undefined;
  const lastLog = (firstNewRow ? rows[rows.indexOf(firstNewRow) - 1] : rows.at(-1))?.id;
  return {
    ...neverSeen,
    jobId: task.jobId,
    seen: unlistedFailure ? '' : seen,
    lastLog,
    historyUntil: reading.kind === 'rows' ? undefined : historyEnd(task),
    settled: meaning === 'done',
    failure:
      meaning !== 'failed'
        ? undefined
        : {
            open: reading.kind === 'rows' ? attempts.open : true,
            told: false,
            count: 0,
            at: now,
            lastAt: now,
            cause: undefined,
            remindedAt: undefined,
            listed: 'failed',
            ...listedWith(task),
            rowOwed: reading.kind === 'rows' && !attempts.open,
            rowJustTold: undefined,
          },
    unread: reading.kind === 'unreadable' || reading.kind === 'not-reached',
  };
}

/**
 * A baseline reads the logs of tasks that run or have stopped halfway; not of those that are done
 * or still wait.
 */
export function startNeedsLog(task: Task): boolean {
  if (task.running) return true;
  const meaning = meaningOf(task.status);
  return meaning !== 'done' && meaning !== 'waiting';
}

/**
 * Of a task that ended everything up to its end, of any other everything before its present start.
 */
function historyEnd(task: Task): number | undefined {
  const meaning = meaningOf(task.status);
  const end = mmsSeconds(task.endTime);
  if ((meaning === 'done' || meaning === 'failed') && end !== undefined) return end;
  const start = mmsSeconds(task.startTime);
  return start === undefined ? undefined : start - 1;
}
