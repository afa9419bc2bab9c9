import type { LogId } from './id.ts';
import { compareIds } from './id.ts';
import type { Failure, TaskMemory } from './memory.ts';
import { mmsSeconds } from './mms-time.ts';
import type { Task, TaskLog } from './task.ts';
import { meaningOf } from './task.ts';
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

const neverSeen: TaskMemory = {
  jobId: undefined,
  seen: '',
  lastLog: undefined,
  historyUntil: undefined,
  settled: false,
  failure: undefined,
  statusFailure: undefined,
  unread: false,
  missingSince: undefined,
};

/** Whether the log has to be read to know what happened to a task since `memory`. */
export function needsLog(memory: TaskMemory | undefined, task: Task, seen: string): boolean {
  if (task.running) return true;
  // A task that waits for its first start has nothing to tell; its rows are read from the first one once it moves.
  if (!memory) return !(meaningOf(task.status) === 'waiting' && task.startTime === '');
  return memory.seen !== seen || memory.unread || memory.statusFailure !== undefined;
}

/**
 * One look at a task that the channel follows: `undefined` when nothing moved.
 * The rules are those of the contract: rows of one attempt are one failure; after a failure the next attempt begins
 * with a `*_DOING` row or a change of the listed start or retry count, whichever comes first; a failure that only the
 * status shows waits one look for its row; the task's own status decides completion.
 */
export function follow(memory: TaskMemory | undefined, task: Task, seen: string, reading: Reading, now: number): TaskNews | undefined {
  if (reading.kind === 'not-reached') return undefined;
  if (memory && memory.missingSince === undefined && reading.kind === 'not-needed' && memory.seen === seen) return undefined;
  const before = memory ?? neverSeen;
  if (reading.kind === 'unreadable' && !before.unread) {
    return { memory: { ...before, jobId: task.jobId, unread: true, missingSince: undefined }, failure: undefined, completed: false, unknownStatuses: [] };
  }

  const rows = reading.kind === 'rows' ? newRows(before, reading.rows) : [];
  const known = before.failure;
  const listingMoved =
    known?.open === true && (known.startTime !== task.startTime || known.retriedTimes !== task.retriedTimes);
  const attempts = attemptsIn(rows, known?.open === true && !listingMoved);
  const failed = withoutOwedRow(attempts.failed, known, before.seen === seen);
  const statusFailed = meaningOf(task.status) === 'failed';
  let open = attempts.open || (statusFailed && listingMoved && alreadyTold(task, known));
  const oldStatus = known !== undefined && statusFailed && !open && failed.length === 0 && !isOfNewAttempt(task, known);
  let statusFailure: string | undefined;
  let toldByStatus: string | undefined;
  if (failed.length === 0) {
    if (before.statusFailure !== undefined) toldByStatus = before.statusFailure;
    else if (statusFailed && !open && !oldStatus) {
      if (reading.kind === 'unreadable') toldByStatus = task.status;
      else statusFailure = task.status;
    }
    if (toldByStatus !== undefined) open = statusFailed;
  }

  const newFailures = toldByStatus === undefined ? failed.length : 1;
  const ordinal = (known?.count ?? 0) + newFailures;
  const done = meaningOf(task.status) === 'done';
  const rowOwed = toldByStatus !== undefined || (known?.rowOwed === true && newFailures === 0 && !attempts.continued && failed.length === attempts.failed.length);
  return {
    memory: {
      jobId: task.jobId,
      seen,
      lastLog: newestLog(before.lastLog, reading),
      historyUntil: before.historyUntil,
      settled: done,
      failure: done || (newFailures === 0 && !known) ? undefined : {
        open,
        statusMoved: newFailures === 0 && !(open && statusFailed) && (known?.statusMoved === true || !statusFailed),
        told: known?.told ?? false,
        count: ordinal,
        at: known && known.count > 0 ? known.at : now,
        ...listedWith(oldStatus ? known : task),
        rowOwed,
        rowJustTold: lastRowSecond(failed),
      },
      statusFailure,
      unread: reading.kind === 'unreadable',
      missingSince: undefined,
    },
    failure: newFailures === 0 ? undefined : {
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

/** What is remembered of a task that was there when the channel first saw its target: its history is not told. */
export function startFrom(task: Task, seen: string, reading: Reading, now: number): TaskMemory {
  const meaning = meaningOf(task.status);
  const rows = reading.kind === 'rows' ? reading.rows : [];
  const attempts = attemptsIn(rows, false);
  // The listing was taken before the log: a failure that only the rows know of is news, not history.
  const unlistedFailure = attempts.open && meaning !== 'failed' && meaning !== 'done';
  const firstNewRow = unlistedFailure ? attempts.failed.at(-1)?.[0] : undefined;
  const lastLog = (firstNewRow ? rows[rows.indexOf(firstNewRow) - 1] : rows.at(-1))?.id;
  return {
    ...neverSeen,
    jobId: task.jobId,
    seen: unlistedFailure ? '' : seen,
    lastLog,
    historyUntil: lastLog === undefined && !firstNewRow ? historyEnd(task) : undefined,
    settled: meaning === 'done',
    failure: meaning !== 'failed' ? undefined : {
      open: reading.kind === 'rows' ? attempts.open : true,
      told: false,
      count: 0,
      at: now,
      statusMoved: false,
      ...listedWith(task),
      rowOwed: reading.kind === 'rows' && !attempts.open,
      rowJustTold: undefined,
    },
    unread: reading.kind === 'unreadable' || reading.kind === 'not-reached',
  };
}

/** A baseline reads the logs of tasks that run or have stopped halfway; not of those that are done or still wait. */
export function startNeedsLog(task: Task): boolean {
  if (task.running) return true;
  const meaning = meaningOf(task.status);
  return meaning !== 'done' && meaning !== 'waiting';
}

function newRows(before: TaskMemory, rows: readonly TaskLog[]): readonly TaskLog[] {
  const { lastLog, historyUntil } = before;
  if (lastLog !== undefined) return rows.filter((row) => compareIds(row.id, lastLog) > 0);
  if (historyUntil === undefined) return rows;
  return rows.filter((row) => (mmsSeconds(row.time) ?? Infinity) > historyUntil);
}

function newestLog(before: LogId | undefined, reading: Reading): LogId | undefined {
  const last = reading.kind === 'rows' ? reading.rows.at(-1)?.id : undefined;
  if (last === undefined || before === undefined) return last ?? before;
  return compareIds(last, before) > 0 ? last : before;
}

/** A failure told from the status takes the late row that belongs to it along; a newer failure is told. */
function withoutOwedRow(failed: readonly (readonly TaskLog[])[], known: Failure | undefined, unchanged: boolean): readonly (readonly TaskLog[])[] {
  if (!known?.rowOwed) return failed;
  return failed.length > 1 || (failed.length === 1 && unchanged) ? failed.slice(1) : failed;
}

type Listed = Readonly<{ startTime: string; endTime: string; retriedTimes: number }>;

const listedWith = ({ startTime, endTime, retriedTimes }: Listed): Listed => ({ startTime, endTime, retriedTimes });

/**
 * A retry leaves the failed status in place until a worker takes the task up. The status is the retry's own when
 * another one was listed in between, or when the start or the end is another than that of the failure.
 */
function isOfNewAttempt(task: Task, failure: Failure): boolean {
  if (failure.statusMoved) return true;
  if (task.running) return false;
  return (task.startTime !== '' && task.startTime !== failure.startTime) || (task.endTime !== '' && task.endTime !== failure.endTime);
}

/**
 * The listing is taken before the log, so the rows may have told of a failure whose start is listed only now. MMS's
 * own times settle it: the row was not written before the attempt began.
 */
function alreadyTold(task: Task, { rowJustTold }: Failure): boolean {
  const start = mmsSeconds(task.startTime);
  return start !== undefined && rowJustTold !== undefined && start <= rowJustTold;
}

function lastRowSecond(failed: readonly (readonly TaskLog[])[]): number | undefined {
  const row = failed.at(-1)?.at(-1);
  return row && mmsSeconds(row.time);
}

/** Of a task that ended everything up to its end, of any other everything before its present start. */
function historyEnd(task: Task): number | undefined {
  const meaning = meaningOf(task.status);
  const end = mmsSeconds(task.endTime);
  if ((meaning === 'done' || meaning === 'failed') && end !== undefined) return end;
  const start = mmsSeconds(task.startTime);
  return start === undefined ? undefined : start - 1;
}

function unknownStatuses(task: Task, unchanged: boolean, rows: readonly TaskLog[]): readonly string[] {
  const named = rows.map((row) => row.status).filter((status) => status !== '');
  if (!unchanged) named.push(task.status);
  return [...new Set(named.filter((status) => meaningOf(status) === 'unknown'))];
}
