import { compareIds, type LogId } from '../mms/id.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import type { ListedTask } from '../mms/snapshot.ts';
import { beginsAttempt, meaningOf, statusKey, type Task } from '../mms/task.ts';
import type { LogRead, LogReading, TaskLog } from '../mms/task-log.ts';
import {
  caughtUp,
  endedAfter,
  isAnotherAttempt,
  isFailureAsBefore,
  listedAttempt,
  lastSecond,
  showsRetry,
  startedAfter,
  wasWrittenAfter,
  wasWrittenBy,
} from './retry-evidence.ts';
import {
  failuresOf,
  newTask,
  type FailedAttempt,
  type Failures,
  type LogCursor,
  type TaskPhase,
  type TaskState,
} from './task-state.ts';

/** What one snapshot brings about one task, for one channel. */
export type TaskEvent =
  | Readonly<{ kind: 'failed'; failure: FailedAttempts }>
  /** The log can be read now: why a failure happened that was notified without a reason. */
  | Readonly<{ kind: 'reason found'; rows: readonly TaskLog[] }>
  | Readonly<{ kind: 'completed' }>
  | Readonly<{ kind: 'unknown status'; status: string }>;

/** The failed attempts since the last snapshot. */
export type FailedAttempts = Readonly<{
  status: string;
  attempts: number;
  /** Which failure since the task was last done the last of them is: 1 for the first. */
  ordinal: number;
  /** Rows of the last one, oldest first; none where only the status shows it. */
  rows: readonly TaskLog[];
  /** Why the log could not be read, where that is so. */
  logUnread: string | undefined;
}>;

type TaskUpdate = Readonly<{ state: TaskState; events: readonly TaskEvent[] }>;

/** Whether the log has to be read to know what happened to a task since `state`. */
export function needsLog(state: TaskState | undefined, { task, revision }: ListedTask): boolean {
  if (task.running) return true;
  // A task that waits for its first start has no rows; they are read once it moves.
  if (!state) return !(meaningOf(task.status) === 'waiting' && task.startTime === '');
  return state.revision !== revision || state.unread || state.phase.name === 'suspected';
}

/** A listing brings nothing: the task is as it was and rests, and nothing of it is awaited. */
export const isUnmoved = (state: TaskState | undefined, listed: ListedTask): boolean =>
  state !== undefined && state.missingSince === undefined && !needsLog(state, listed);

/**
 * One snapshot of a task that the channel follows; `undefined` when nothing moved. The transitions:
 *
 * | phase | what is seen | next | event |
 * | --- | --- | --- | --- |
 * | clear, retrying | a `*_FAILED` row | failed | failed |
 * | failed | a further `*_FAILED` row of the attempt | failed | |
 * | failed | a `*_DOING` row, another start or retry count | retrying | |
 * | retrying, by its listing | the failed attempt as it was | failed | |
 * | clear, retrying | a failed status without a row | suspected | |
 * | suspected | its row | failed | failed |
 * | suspected | no row in the next snapshot | failed, its row owed | failed |
 * | failed, its row owed | that row | failed | reason found |
 * | any but done | the status is `DONE` | done | completed |
 * | done | any other status | clear | |
 *
 * The listing is taken before the log, so either may know of something that the other does not.
 * Where two readings are possible, the one that notifies wins.
 */
export function trackTask(
  before: TaskState | undefined,
  listed: ListedTask,
  reading: LogReading,
  now: number,
): TaskUpdate | undefined {
  const { task, revision } = listed;
  if (reading.kind === 'out-of-time') return undefined;
  const state = before ?? newTask(task.jobId);
  const unchanged = state.revision === revision;
  if (before && reading.kind === 'not-needed' && unchanged && before.missingSince === undefined) {
    return undefined;
  }
  if (reading.kind === 'unreadable' && !state.unread) {
    const unread = { ...state, jobId: task.jobId, unread: true, missingSince: undefined };
    return { state: unread, events: [] };
  }
  const rows = newRows(state, task, reading);
  const seen = followRows(afterListing(state.phase, task), rows, { state, task, unchanged });
  const suspicion = judgeStatus(state.phase, seen, { task, rows: rows.fresh, reading });
  const failure = failedAttempts(seen, suspicion, { task, reading });
  const phase = nextPhase({ state, task, seen, suspicion, failure, now });
  const events: TaskEvent[] = [];
  if (failure !== undefined) events.push({ kind: 'failed', failure });
  else if (seen.owedRows.length > 0 && failuresOf(state.phase)?.reasonOwed === true) {
    events.push({ kind: 'reason found', rows: seen.owedRows });
  }
  if (isCompletion(state.phase, phase, { seen, revision })) events.push({ kind: 'completed' });
  for (const status of unknownStatuses(task, unchanged, rows.fresh)) {
    events.push({ kind: 'unknown status', status });
  }
  return {
    state: {
      ...state,
      jobId: task.jobId,
      revision,
      log: nextCursor(state.log, reading),
      phase,
      unread: reading.kind === 'unreadable',
      missingSince: undefined,
    },
    events,
  };
}

type NewRows = Readonly<{
  /** Oldest first. */
  fresh: readonly TaskLog[];
  /** Failed rows from before them that became visible late. */
  late: readonly TaskLog[];
  /** Rows that a baseline had no time to read, of the failure that it counted. */
  history: readonly TaskLog[];
}>;

function newRows({ log, phase }: TaskState, task: Task, reading: LogReading): NewRows {
  const none: NewRows = { fresh: [], late: [], history: [] };
  if (reading.kind !== 'read') return none;
  const { rows, newest } = reading.log;
  switch (log.kind) {
    case 'start':
      return { ...none, fresh: phase.name === 'done' ? afterFormerDone(rows, task) : rows };
    case 'history': {
      const isFresh = ({ time }: TaskLog): boolean => (mmsSeconds(time) ?? Infinity) > log.until;
      const history = rows.filter((row) => !isFresh(row));
      return { ...none, fresh: rows.filter(isFresh), history: lastFailedRows(history) };
    }
    case 'position': {
      const { after, recent } = log;
      if (newest !== undefined && compareIds(newest, after) < 0) {
        return { ...none, fresh: afterRestart(phase, task, rows) };
      }
      const [oldest] = recent;
      const isLate = ({ id, status }: TaskLog): boolean =>
        meaningOf(status) === 'failed' &&
        oldest !== undefined &&
        compareIds(id, oldest) > 0 &&
        compareIds(id, after) < 0 &&
        !recent.includes(id);
      const fresh = rows.filter(({ id }) => compareIds(id, after) > 0);
      return { ...none, fresh, late: rows.filter(isLate) };
    }
    default:
      return log satisfies never;
  }
}

/** The failed rows of the last attempt that failed, oldest first. */
export function lastFailedRows(rows: readonly TaskLog[]): readonly TaskLog[] {
  const last = rows.findLastIndex(({ status }) => meaningOf(status) === 'failed');
  const attempt = rows.slice(0, last + 1);
  const begins = attempt.findLastIndex(({ status }) => beginsAttempt(status));
  return attempt.slice(begins + 1).filter(({ status }) => meaningOf(status) === 'failed');
}

/** After the last row that tells of an attempt, that attempt has failed. */
export function hasFailedLast(rows: readonly TaskLog[]): boolean {
  const tells = ({ status }: TaskLog): boolean =>
    beginsAttempt(status) || ['failed', 'done'].includes(meaningOf(status));
  const last = rows.findLast(tells);
  return last !== undefined && meaningOf(last.status) === 'failed';
}

/** The ids began anew: of the whole log, only its last attempt can be news. */
function afterRestart(phase: TaskPhase, task: Task, rows: readonly TaskLog[]): readonly TaskLog[] {
  if (phase.name === 'done') return [];
  if (phase.name === 'failed' && isFailureAsBefore(task, phase.attempt)) return [];
  const last = rows.findLastIndex(({ status }) => meaningOf(status) === 'failed');
  const begins = rows.slice(0, last + 1).findLastIndex(({ status }) => beginsAttempt(status));
  return rows.slice(Math.max(0, begins));
}

/** A task that was done at the baseline, without a time to tell its history by. */
function afterFormerDone(rows: readonly TaskLog[], task: Task): readonly TaskLog[] {
  const isDone = meaningOf(task.status) === 'done';
  const ends = rows.flatMap((row, index) => (meaningOf(row.status) === 'done' ? [index] : []));
  return rows.slice((ends.at(isDone ? -2 : -1) ?? -1) + 1);
}

function nextCursor(before: LogCursor, reading: LogReading): LogCursor {
  if (reading.kind !== 'read') return before;
  const { newest, ids } = reading.log;
  if (newest === undefined) return before;
  if (before.kind === 'position' && !isNewer(newest, before.after, reading.log)) {
    return { ...before, recent: ids };
  }
  return { kind: 'position', after: newest, recent: ids };
}

/** A log whose ids began anew is followed from its own newest row. */
const isNewer = (newest: LogId, after: LogId, log: LogRead): boolean =>
  compareIds(newest, after) > 0 || (log.rows.length > 0 && compareIds(newest, after) < 0);

/** What the listing says of an attempt that had failed, before any row is looked at. */
function afterListing(phase: TaskPhase, task: Task): TaskPhase {
  if (phase.name === 'failed' && showsRetry(task, phase.attempt)) {
    return { ...phase, name: 'retrying', knownFrom: 'listing' };
  }
  const isStale =
    phase.name === 'retrying' &&
    phase.knownFrom === 'listing' &&
    meaningOf(task.status) === 'failed' &&
    isFailureAsBefore(task, phase.attempt);
  return isStale ? { name: 'failed', attempt: phase.attempt, failures: phase.failures } : phase;
}

/** What the rows say of attempts. */
type SeenInRows = Readonly<{
  /** The phase as the listing left it. */
  phase: TaskPhase;
  /** The rows of each newly failed attempt, oldest attempt first. */
  failed: readonly (readonly TaskLog[])[];
  /** Rows of a failure that was notified before. */
  owedRows: readonly TaskLog[];
  /** Work began in these rows. */
  began: boolean;
  /** After the last row, the attempt at hand has failed. */
  open: boolean;
}>;

type Circumstances = Readonly<{ state: TaskState; task: Task; unchanged: boolean }>;

/** Rows of one attempt are one failure: MMS writes one or two `*_FAILED` rows for it. */
function followRows(phase: TaskPhase, rows: NewRows, about: Circumstances): SeenInRows {
  const { fresh, late, history } = rows;
  const failed: TaskLog[][] = [];
  const continued: TaskLog[] = [...history];
  let current: TaskLog[] | undefined;
  let began = false;
  let open = phase.name === 'failed';
  if (late.length > 0) {
    // It stands before all that was read, so its attempt is over unless it is still listed as
    // failed.
    if (open) continued.push(...late);
    else failed.push([...late]);
    open ||= meaningOf(about.task.status) === 'failed';
  }
  for (const row of fresh) {
    const meaning = meaningOf(row.status);
    if (meaning === 'failed') {
      if (open && isOfNextAttempt(row, phase, about.task)) open = false;
      if (!open) failed.push((current = [row]));
      else (current ?? continued).push(row);
      open = true;
    } else if (beginsAttempt(row.status) || meaning === 'done') {
      began ||= beginsAttempt(row.status);
      open = false;
      current = undefined;
    }
  }
  const isOwed = ownsFirst(failed, fresh, about);
  return {
    phase,
    failed: isOwed ? failed.slice(1) : failed,
    owedRows: isOwed ? [...continued, ...(failed[0] ?? [])] : continued,
    began,
    open,
  };
}

/** A retry that left no other mark: it runs, and the row was written after the failure's end. */
const isOfNextAttempt = (row: TaskLog, phase: TaskPhase, task: Task): boolean =>
  phase.name === 'failed' && task.running && wasWrittenAfter(row, phase.attempt);

/**
 * Whether the first failed attempt in the rows is the one that was notified from its status alone.
 * Where the log was read as far as that attempt, its row comes before the next attempt's first.
 */
function ownsFirst(
  failed: readonly (readonly TaskLog[])[],
  rows: readonly TaskLog[],
  { state, unchanged }: Circumstances,
): boolean {
  const { phase, unread, log } = state;
  const first = failed[0]?.[0];
  if (phase.name === 'suspected' || phase.name === 'clear' || phase.name === 'done') return false;
  const { attempt } = phase;
  if (!attempt.rowOwed || first === undefined) return false;
  // What could not be read until now may be the whole attempt, from its own first row on.
  if (unread && wasWrittenBy(first, attempt)) return true;
  const began = rows.find(({ status }) => beginsAttempt(status));
  const beginsBefore = began !== undefined && compareIds(began.id, first.id) < 0;
  if (beginsBefore && log.kind === 'position' && !(unread && !wasWrittenAfter(began, attempt))) {
    return false;
  }
  const precedesNext = began !== undefined && !beginsBefore && !wasWrittenAfter(first, attempt);
  return failed.length > 1 || unchanged || precedesNext;
}

/** What the listed status adds to the rows. */
type Suspicion =
  | 'none'
  /** It is failed and no row says so: the row may come with the next snapshot. */
  | 'raise'
  /** No row has come, or the log cannot be read. */
  | 'notify';

function judgeStatus(
  before: TaskPhase,
  { phase, failed, began, open }: SeenInRows,
  { task, rows, reading }: Readonly<{ task: Task; rows: readonly TaskLog[]; reading: LogReading }>,
): Suspicion {
  const attempt = 'attempt' in phase ? phase.attempt : undefined;
  const isFailed = meaningOf(task.status) === 'failed';
  const isNew = attempt === undefined || isAnotherAttempt(task, attempt);
  if (failed.length > 0) {
    return isFailed && isNew && began && !open && endedAfter(task, rows) ? 'raise' : 'none';
  }
  if (before.name === 'suspected') {
    // The retry of a known failure had begun, and had not ended: its status was the old one, left
    // in place.
    const wasLeftInPlace =
      before.attempt !== undefined && !hasEndedSince(before) && !isFailed && began;
    return wasLeftInPlace ? 'none' : 'notify';
  }
  if (!isFailed || open || !isNew) return 'none';
  return reading.kind === 'unreadable' ? 'notify' : 'raise';
}

const hasEndedSince = ({ suspect, attempt }: Extract<TaskPhase, { name: 'suspected' }>): boolean =>
  suspect.endTime !== '' && suspect.endTime !== attempt?.endTime;

function failedAttempts(
  { phase, failed }: SeenInRows,
  suspicion: Suspicion,
  { task, reading }: Readonly<{ task: Task; reading: LogReading }>,
): FailedAttempts | undefined {
  const byStatus = suspicion === 'notify';
  const attempts = byStatus ? 1 : failed.length;
  if (attempts === 0) return undefined;
  const rows = byStatus ? [] : (failed.at(-1) ?? []);
  const suspected = phase.name === 'suspected' ? phase.status : task.status;
  return {
    status: rows.at(-1)?.status ?? suspected,
    attempts,
    ordinal: (failuresOf(phase)?.count ?? 0) + attempts,
    rows,
    logUnread: reading.kind === 'unreadable' ? reading.reason : undefined,
  };
}

type Judged = Readonly<{
  state: TaskState;
  task: Task;
  seen: SeenInRows;
  suspicion: Suspicion;
  failure: FailedAttempts | undefined;
  now: number;
}>;

function nextPhase({ state, task, seen, suspicion, failure, now }: Judged): TaskPhase {
  const { phase, failed, began, open, owedRows } = seen;
  const meaning = meaningOf(task.status);
  const before = failuresOf(phase);
  const failures = failure === undefined ? before : failAgain(before, failure, now);
  const known = 'attempt' in phase ? phase.attempt : undefined;
  const attempt =
    failure === undefined
      ? known && adopt(known, task, { seen, isOpen: open })
      : newAttempt(state.phase, task, { failed, open, byStatus: suspicion === 'notify' });
  if (meaning === 'done') return { name: 'done', attempt };
  if (suspicion === 'raise') {
    const suspect = listedAttempt(task);
    return { name: 'suspected', status: task.status, suspect, attempt, failures };
  }
  if (failures === undefined || attempt === undefined) return clearAfter(state, began);
  const settled = owedRows.length > 0 ? { ...failures, reasonOwed: false } : failures;
  const hasFailed = suspicion === 'notify' ? meaning === 'failed' : open;
  if (hasFailed) return { name: 'failed', attempt, failures: settled };
  const byListing = phase.name === 'retrying' && phase.knownFrom === 'listing' && !began;
  const knownFrom = byListing && failure === undefined ? 'listing' : 'row';
  return { name: 'retrying', knownFrom, attempt, failures: settled };
}

/** A task that is `DONE` no more may only be listed as it was before. */
function clearAfter({ phase, revision }: TaskState, began: boolean): TaskPhase {
  const attempt = phase.name === 'clear' || phase.name === 'done' ? phase.attempt : undefined;
  const before = phase.name === 'clear' ? phase.doneAs : undefined;
  const doneAs = phase.name === 'done' ? revision : before;
  return { name: 'clear', attempt, doneAs: began ? undefined : doneAs };
}

const failAgain = (
  before: Failures | undefined,
  { ordinal, rows }: FailedAttempts,
  now: number,
): Failures => ({
  count: ordinal,
  notified: before?.notified ?? false,
  firstAt: before !== undefined && before.count > 0 ? before.firstAt : now,
  lastAt: now,
  cause: before?.cause,
  reasonOwed: rows.length === 0,
});

function newAttempt(
  before: TaskPhase,
  task: Task,
  {
    failed,
    open,
    byStatus,
  }: Readonly<{ failed: SeenInRows['failed']; open: boolean; byStatus: boolean }>,
): FailedAttempt {
  if (byStatus) {
    const suspect = before.name === 'suspected' ? before.suspect : listedAttempt(task);
    return { ...suspect, rowOwed: true };
  }
  const listed = open && meaningOf(task.status) === 'failed';
  const rowSecond = lastSecond(failed.at(-1) ?? []);
  const attempt = { ...listedAttempt(task), listed, rowSecond };
  // What is listed is the retry already: the times of the attempt that failed are not known.
  const isOver = !open && startedAfter(task, rowSecond);
  return isOver ? { ...attempt, startTime: '', endTime: '' } : attempt;
}

/** What the listing adds to what is known of an attempt that failed before. */
function adopt(
  known: FailedAttempt,
  task: Task,
  { seen, isOpen }: Readonly<{ seen: SeenInRows; isOpen: boolean }>,
): FailedAttempt {
  const moved = seen.phase.name === 'retrying';
  const rowOwed = known.rowOwed && seen.owedRows.length === 0 && !moved && !seen.began;
  const attempt = { ...known, rowOwed, rowSecond: undefined };
  if (!isOpen || meaningOf(task.status) !== 'failed') return attempt;
  const isIt = !known.listed || caughtUp(task, known);
  return isIt ? { ...listedAttempt(task), rowOwed } : attempt;
}

function isCompletion(
  before: TaskPhase,
  after: TaskPhase,
  { seen, revision }: Readonly<{ seen: SeenInRows; revision: string }>,
): boolean {
  if (after.name !== 'done') return false;
  const moved = seen.began || seen.failed.length > 0;
  if (before.name === 'done') return moved;
  // A listing that was stale in between shows the very completion that was notified.
  return moved || before.name !== 'clear' || before.doneAs !== revision;
}

function unknownStatuses(
  task: Task,
  unchanged: boolean,
  rows: readonly TaskLog[],
): readonly string[] {
  const named = rows.map(({ status }) => status);
  if (!unchanged) named.push(task.status);
  const unknown = named.filter((status) => status !== '' && meaningOf(status) === 'unknown');
  return [...new Map(unknown.map((status) => [statusKey(status), status])).values()];
}
