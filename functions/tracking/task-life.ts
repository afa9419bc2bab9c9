import type { LogId } from '../mms/id.ts';
import { compareIds } from '../mms/id.ts';
import type { TaskMemory } from './memory.ts';
import { neverSeen } from './memory.ts';
import {
  alreadyTold,
  endedAfter,
  isOfNewAttempt,
  lastRowSecond,
  listedSince,
  listedWith,
  showsRetry,
  wasWrittenAfter,
  wasWrittenBy,
} from './retry-evidence.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import type { Task, TaskLog } from '../mms/task.ts';
import { beginsWork, meaningOf } from '../mms/task.ts';
import { attemptsIn } from './attempts.ts';

/** What came of a task's log in this tick. */
export type Reading =
  | Readonly<{ kind: 'rows'; rows: readonly TaskLog[] }>
  | Readonly<{ kind: 'not-needed' }>
  | Readonly<{ kind: 'unreadable'; reason: string }>
  /** No time was left to ask: the task is looked at as if this tick had not been. */
  | Readonly<{ kind: 'not-reached' }>;

export type FailureNews = Readonly<{
  status: string;
  attempts: number;
  ordinal: number;
  rows: readonly TaskLog[];
  logUnread: string | undefined;
}>;

/** What one look at one task brings, for one channel. */
export type TaskNews = Readonly<{
  memory: TaskMemory;
  failure: FailureNews | undefined;
  completed: boolean;
  /** Undocumented statuses that the task entered or its new rows name. */
  unknownStatuses: readonly string[];
}>;

/** Whether the log has to be read to know what happened to a task since `memory`. */
export function needsLog(memory: TaskMemory | undefined, task: Task, seen: string): boolean {
  if (task.running) return true;
  // A task that waits for its first start has nothing to tell; its rows are read from the first one
  // once it moves.
  if (!memory) return !(meaningOf(task.status) === 'waiting' && task.startTime === '');
  return memory.seen !== seen || memory.unread || memory.statusFailure !== undefined;
}

/**
 * One look at a task that the channel follows: `undefined` when nothing moved. The rules are those
 * of the contract: rows of one attempt are one failure; after a failure the next attempt begins
 * with a `*_DOING` row or a change of the listed start or retry count, whichever comes first; a
 * failure that only the status shows waits one look for its row; the task's own status decides
 * completion.
 */
export function follow(
  memory: TaskMemory | undefined,
  task: Task,
  seen: string,
  reading: Reading,
  now: number,
): TaskNews | undefined {
  if (reading.kind === 'not-reached') return undefined;
  if (
    memory &&
    memory.missingSince === undefined &&
    reading.kind === 'not-needed' &&
    memory.seen === seen
  )
    return undefined;
  const before = memory ?? neverSeen;
  if (reading.kind === 'unreadable' && !before.unread) {
    return {
      memory: { ...before, jobId: task.jobId, unread: true, missingSince: undefined },
      failure: undefined,
      completed: false,
      unknownStatuses: [],
    };
  }

  const statusFailed = meaningOf(task.status) === 'failed';
  const done = meaningOf(task.status) === 'done';
  const rows = reading.kind === 'rows' ? newRows(before, reading.rows, done) : [];
  const known = before.failure;
  const listingMoved = known?.open === true && showsRetry(task, known);
  const attempts = attemptsIn(rows, known?.open === true && !listingMoved);
  const failed = withoutOwedRow(attempts.failed, before, before.seen === seen, rows);

  const caughtUp = listingMoved && alreadyTold(task, known);
  const oldStatus =
    known !== undefined && failed.length === 0 && (caughtUp || !isOfNewAttempt(task, known));
  // A start that is listed before the status gives way is a retry that has begun, not one that has
  // failed.
  const wasOldStatus =
    known !== undefined && known.listed !== 'moved on' && !statusFailed && attempts.began;
  const failedSinceRows =
    statusFailed && !oldStatus && attempts.began && !attempts.open && endedAfter(task, rows);
  let statusFailure: string | undefined;
  let toldByStatus: string | undefined;
  if (failed.length === 0) {
    if (before.statusFailure !== undefined)
      toldByStatus = wasOldStatus ? undefined : before.statusFailure;
    else if (statusFailed && !attempts.open && !oldStatus) {
      if (reading.kind === 'unreadable') toldByStatus = task.status;
      else statusFailure = task.status;
    }
  } else if (failedSinceRows) {
    statusFailure = task.status;
  }
  const open = toldByStatus === undefined ? attempts.open : statusFailed;

  const newFailures = toldByStatus === undefined ? failed.length : 1;
  const ordinal = (known?.count ?? 0) + newFailures;
  const rowCame = attempts.continued || failed.length < attempts.failed.length;
  return {
    memory: {
      jobId: task.jobId,
      seen,
      lastLog: newestLog(before.lastLog, reading),
      historyUntil: before.historyUntil,
      settled: done,
      failure:
        done || (newFailures === 0 && !known)
          ? undefined
          : {
              open,
              listed:
                failedSinceRows && toldByStatus === undefined
                  ? 'moved on'
                  : listedSince(newFailures === 0 ? known : undefined, open, statusFailed),
              told: known?.told ?? false,
              count: ordinal,
              at: known && known.count > 0 ? known.at : now,
              lastAt: newFailures > 0 || !known ? now : known.lastAt,
              cause: known?.cause,
              remindedAt: newFailures > 0 ? undefined : known?.remindedAt,
              ...listedWith(
                oldStatus && statusFailed && !attempts.open && !caughtUp ? known : task,
              ),
              rowOwed:
                toldByStatus !== undefined ||
                (known?.rowOwed === true &&
                  newFailures === 0 &&
                  !listingMoved &&
                  !rowCame &&
                  !attempts.began),
              rowJustTold: lastRowSecond(failed),
            },
      statusFailure,
      unread: reading.kind === 'unreadable',
      missingSince: undefined,
      running: before.running,
    },
    failure:
      newFailures === 0
        ? undefined
        : {
            status: toldByStatus ?? failed.at(-1)?.at(-1)?.status ?? task.status,
            attempts: newFailures,
            ordinal,
            rows: failed.at(-1) ?? [],
            logUnread: reading.kind === 'unreadable' ? reading.reason : undefined,
          },
    completed: done && (!before.settled || attempts.began),
    unknownStatuses: unknownStatuses(task, before.seen === seen, rows),
  };
}

function newRows(before: TaskMemory, rows: readonly TaskLog[], done: boolean): readonly TaskLog[] {
  const { lastLog, historyUntil, settled } = before;
  if (lastLog !== undefined) return rows.filter((row) => compareIds(row.id, lastLog) > 0);
  if (historyUntil !== undefined)
    return rows.filter((row) => (mmsSeconds(row.time) ?? Infinity) > historyUntil);
  return settled ? afterFormerDone(rows, done) : rows;
}

/**
 * A task that was done at the baseline, without a time to tell its history by: what led to that is
 * history.
 */
function afterFormerDone(rows: readonly TaskLog[], doneAgain: boolean): readonly TaskLog[] {
  const ends = rows.flatMap((row, index) => (meaningOf(row.status) === 'done' ? [index] : []));
  return rows.slice((ends.at(doneAgain ? -2 : -1) ?? -1) + 1);
}

function newestLog(before: LogId | undefined, reading: Reading): LogId | undefined {
  const last = reading.kind === 'rows' ? reading.rows.at(-1)?.id : undefined;
  if (last === undefined || before === undefined) return last ?? before;
  return compareIds(last, before) > 0 ? last : before;
}

/**
 * A failure told from the status takes the late row that belongs to it along; a newer failure is
 * told. Where the log was read as far as that failure's attempt, its row comes before the next
 * attempt's first.
 */
function withoutOwedRow(
  failed: readonly (readonly TaskLog[])[],
  { failure: known, lastLog, unread }: TaskMemory,
  unchanged: boolean,
  rows: readonly TaskLog[],
): readonly (readonly TaskLog[])[] {
  const first = failed[0]?.[0];
  if (!known?.rowOwed || first === undefined) return failed;
  // What could not be read until now may be the whole attempt, from its own first row on.
  if (unread && wasWrittenBy(first, known)) return failed.slice(1);
  const began = rows.find(({ status }) => beginsWork(status));
  const beginsBefore = began !== undefined && compareIds(began.id, first.id) < 0;
  if (beginsBefore && lastLog !== undefined && !(unread && !wasWrittenAfter(began, known)))
    return failed;
  return failed.length > 1 || unchanged ? failed.slice(1) : failed;
}

function unknownStatuses(
  task: Task,
  unchanged: boolean,
  rows: readonly TaskLog[],
): readonly string[] {
  const named = rows.map((row) => row.status).filter((status) => status !== '');
  if (!unchanged) named.push(task.status);
  return [...new Set(named.filter((status) => meaningOf(status) === 'unknown'))];
}
