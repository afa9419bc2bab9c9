import { compareIds, type LogId } from '../mms/id.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import type { ListedTask } from '../mms/snapshot.ts';
import { beginsAttempt, meaningOf, statusKey, type Task } from '../mms/task.ts';
import type { LogRead, LogReading, TaskLog } from '../mms/task-log.ts';
import {
  isAnotherAttempt,
  isSameTime,
  listedAttempt,
  secondsFrom,
  showsRetry,
  startedAfter,
} from './retry-evidence.ts';
import {
  failuresOf,
  newTask,
  type FailedAttempt,
  type Failures,
  type LogCursor,
  type TaskPhase,
  type TaskState,
  type Unexplained,
} from './task-state.ts';

/** What one snapshot brings about one task, for one channel. */
export type TaskEvent =
  | Readonly<{ kind: 'failed'; failure: FailedAttempts }>
  /** Why a failure happened that was notified without a reason. */
  | Readonly<{ kind: 'reason found'; ordinal: number; rows: readonly TaskLog[] }>
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
  return state.revision !== revision || state.unread || awaitsRow(state.phase, task);
}

/** A row may come though nothing listed changes: that of a failure, or of a retry that is over. */
const awaitsRow = (phase: TaskPhase, { startTime, endTime }: Task): boolean =>
  phase.name === 'suspected' ||
  (phase.name === 'retrying' &&
    phase.knownFrom === 'listing' &&
    startTime !== '' &&
    endTime !== '');

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
 * | suspected | no row in the next snapshot | failed, unexplained | failed |
 * | any, a failure unexplained | its rows | the same | reason found |
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
  const seen = followRows(state, task, rows);
  const suspicion = judgeStatus(state.phase, seen, { task, rows: rows.fresh, reading });
  const failure = failedAttempts(seen, suspicion, { task, reading });
  const attempt = attemptAfter(state.phase, task, { seen, suspicion, failure });
  const phase = nextPhase({ state, task, seen, suspicion, failure, attempt, now });
  const events: TaskEvent[] = [...seen.explained];
  if (failure !== undefined) events.push({ kind: 'failed', failure });
  if (isCompletion(state, phase, { seen, revision })) events.push({ kind: 'completed' });
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
      unexplained: stillUnexplained(seen, reading, failure && { failure, attempt }),
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

function newRows(state: TaskState, task: Task, reading: LogReading): NewRows {
  const { log, phase } = state;
  const none: NewRows = { fresh: [], late: [], history: [] };
  if (reading.kind !== 'read') return none;
  const { rows, newest } = reading.log;
  switch (log.kind) {
    case 'start':
      if (phase.name !== 'done' || state.unexplained.length > 0) return { ...none, fresh: rows };
      return { ...none, fresh: afterFormerDone(rows, task) };
    case 'history': {
      const isFresh = ({ time }: TaskLog): boolean => (mmsSeconds(time) ?? Infinity) > log.until;
      const history = rows.filter((row) => !isFresh(row));
      return { ...none, fresh: rows.filter(isFresh), history: lastFailedRows(history) };
    }
    case 'position': {
      const { after, recent } = log;
      if (newest !== undefined && compareIds(newest, after) < 0) {
        return { ...none, fresh: afterRestart(state, task, rows) };
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
function afterRestart(
  { phase, unexplained }: TaskState,
  task: Task,
  rows: readonly TaskLog[],
): readonly TaskLog[] {
  const isDone = meaningOf(task.status) === 'done';
  if (phase.name === 'done' && isDone) return [];
  const isKnown =
    phase.name === 'failed' &&
    meaningOf(task.status) === 'failed' &&
    !showsRetry(task, phase.attempt);
  if (isKnown && unexplained.length === 0) return [];
  const done = rows.findLastIndex(({ status }) => meaningOf(status) === 'done');
  const after = isDone ? rows : rows.slice(done + 1);
  const last = after.findLastIndex(({ status }) => meaningOf(status) === 'failed');
  const begins = after.slice(0, last + 1).findLastIndex(({ status }) => beginsAttempt(status));
  return after.slice(Math.max(0, begins));
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
    !showsRetry(task, phase.attempt);
  return isStale ? { name: 'failed', attempt: phase.attempt, failures: phase.failures } : phase;
}

/** What the rows say of attempts. */
type SeenInRows = Readonly<{
  /** The phase as the listing left it. */
  phase: TaskPhase;
  /** The rows of each newly failed attempt, oldest attempt first. */
  failed: readonly (readonly TaskLog[])[];
  /** Failures that were notified before, and whose rows have come now. */
  explained: readonly Extract<TaskEvent, { kind: 'reason found' }>[];
  /** Those whose rows have not. */
  unexplained: readonly Unexplained[];
  /** Work began in these rows. */
  began: boolean;
  /** After the last row, the attempt at hand has failed. */
  open: boolean;
}>;

/** The failed rows of one attempt. */
type FailedRows = {
  readonly rows: TaskLog[];
  /** The row that begins the attempt, or ends the one before it, where that is new as well. */
  readonly begins: TaskLog | undefined;
  /** A row of a later attempt comes after them. */
  isOver: boolean;
  /** They stand before what was read until now. */
  readonly isLate?: boolean;
};

/**
 * Rows of one attempt are one failure: MMS writes one or two `*_FAILED` rows for it. Those of a
 * failure that was notified without them are no news, wherever the task is by then.
 */
function followRows(state: TaskState, task: Task, rows: NewRows): SeenInRows {
  const phase = afterListing(state.phase, task);
  const atHand = unexplainedAtHand(phase, state.unexplained);
  const unexplained = [...state.unexplained];
  const failed: (readonly TaskLog[])[] = [];
  const explained: SeenInRows['explained'][number][] = [];
  const explain = (
    found: readonly TaskLog[],
    isReasonOf: (failure: Unexplained) => boolean,
  ): boolean => {
    const index = unexplained.findIndex(isReasonOf);
    const [failure] = index < 0 ? [] : unexplained.splice(index, 1);
    if (failure === undefined) return false;
    explained.push({ kind: 'reason found', ordinal: failure.ordinal, rows: found });
    return true;
  };

  if (rows.history.length > 0) explain(rows.history, ({ ordinal }) => ordinal === 0);
  let open = phase.name === 'failed';
  const belongs = (group: FailedRows) => (failure: Unexplained) =>
    isReasonOf(group, failure, { state, task, isAtHand: failure === atHand });
  if (rows.late.length > 0) {
    // It stands before all that was read, so its attempt is over unless it is still listed as
    // failed.
    const late = { rows: [...rows.late], begins: undefined, isOver: true, isLate: true };
    if (!explain(late.rows, belongs(late)) && !open) {
      failed.push(late.rows);
      open = meaningOf(task.status) === 'failed';
    }
  }

  const groups: FailedRows[] = [];
  let current: FailedRows | undefined;
  let begins: TaskLog | undefined;
  for (const row of rows.fresh) {
    const meaning = meaningOf(row.status);
    if (meaning === 'failed') {
      const isKnown = open && atHand === undefined && !isOfNextAttempt(row, phase, task);
      if (current !== undefined) current.rows.push(row);
      else if (!isKnown) groups.push((current = { rows: [row], begins, isOver: false }));
      open = true;
    } else if (beginsAttempt(row.status) || meaning === 'done') {
      if (current !== undefined) current.isOver = true;
      current = undefined;
      begins = row;
      // What was not readable until now may lead up to the very failure that was notified.
      open = atHand?.logRead === false && (secondsFrom(row.time, atHand.endTime) ?? -1) >= 0;
    }
  }
  for (const group of groups) {
    const isExplained = explain(group.rows, belongs(group));
    if (!isExplained) failed.push(group.rows);
    else if (group === current) open = phase.name === 'failed';
  }
  const began = rows.fresh.some(({ status }) => beginsAttempt(status));
  return { phase, failed, explained, unexplained, began, open };
}

/** The attempt at hand has failed, and nothing but its status said so. */
const unexplainedAtHand = (
  phase: TaskPhase,
  unexplained: readonly Unexplained[],
): Unexplained | undefined =>
  phase.name === 'failed'
    ? unexplained.findLast(
        ({ ordinal, startTime }) =>
          ordinal === phase.failures.count && isSameTime(startTime, phase.attempt.startTime),
      )
    : undefined;

/** A retry that left no other mark: it runs, and the row was written after the failure's end. */
const isOfNextAttempt = (row: TaskLog, phase: TaskPhase, task: Task): boolean =>
  phase.name === 'failed' && task.running && wasWrittenAfter(row, phase.attempt);

/**
 * Whether rows are those of a failure that was notified without them. An attempt begins by the time
 * at which it ends; where MMS gives no times, the order decides.
 */
function isReasonOf(
  { rows: [first], begins, isOver, isLate = false }: FailedRows,
  failure: Unexplained,
  { state, task, isAtHand }: Readonly<{ state: TaskState; task: Task; isAtHand: boolean }>,
): boolean {
  if (first === undefined) return false;
  const isEarlier = (secondsFrom(failure.startTime, first.time) ?? 0) < 0;
  if (isAtHand && begins === undefined && !(isOver && isEarlier)) {
    return !(task.running && wasWrittenAfter(first, failure));
  }
  if (isEarlier) return false;
  if (isLate) return true;
  const sinceEnd = secondsFrom(failure.endTime, (begins ?? first).time);
  if (sinceEnd !== undefined) return sinceEnd <= 0;
  if (!failure.logRead) return true;
  const isWhole = begins === undefined || state.log.kind !== 'position';
  return isOver && isWhole && state.phase.name === 'failed';
}

const wasWrittenAfter = ({ time }: TaskLog, { endTime }: Pick<FailedAttempt, 'endTime'>): boolean =>
  (secondsFrom(endTime, time) ?? 0) > 0;

/** So many failures may still find their rows; older ones are given up. */
const mostUnexplained = 8;

function stillUnexplained(
  { unexplained }: SeenInRows,
  reading: LogReading,
  news: Readonly<{ failure: FailedAttempts; attempt: FailedAttempt | undefined }> | undefined,
): TaskState['unexplained'] {
  const logRead = reading.kind === 'read';
  const kept = logRead ? unexplained.map((failure) => ({ ...failure, logRead })) : unexplained;
  if (news?.attempt === undefined || news.failure.rows.length > 0) return kept;
  const { startTime, endTime } = news.attempt;
  const { ordinal } = news.failure;
  return [...kept, { ordinal, startTime, endTime, logRead }].slice(-mostUnexplained);
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
    const hasEndedSince = (secondsFrom(rows.at(-1)?.time ?? '', task.endTime) ?? 0) > 0;
    return isFailed && isNew && began && !open && hasEndedSince ? 'raise' : 'none';
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
  /** The last one that failed. */
  attempt: FailedAttempt | undefined;
  now: number;
}>;

function nextPhase({ state, task, seen, suspicion, failure, attempt, now }: Judged): TaskPhase {
  const { phase, began, open } = seen;
  const meaning = meaningOf(task.status);
  const before = failuresOf(phase);
  const failures = failure === undefined ? before : failAgain(before, failure, now);
  if (meaning === 'done') return { name: 'done', attempt };
  if (suspicion === 'raise') {
    const suspect = listedAttempt(task);
    return { name: 'suspected', status: task.status, suspect, attempt, failures };
  }
  if (failures === undefined || attempt === undefined) return clearAfter(state, began);
  const hasFailed = suspicion === 'notify' ? meaning === 'failed' : open;
  if (hasFailed) return { name: 'failed', attempt, failures };
  const byListing = phase.name === 'retrying' && phase.knownFrom === 'listing' && !began;
  const knownFrom = byListing && failure === undefined ? 'listing' : 'row';
  return { name: 'retrying', knownFrom, attempt, failures };
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
  { ordinal }: FailedAttempts,
  now: number,
): Failures => ({
  count: ordinal,
  notified: before?.notified ?? false,
  firstAt: before !== undefined && before.count > 0 ? before.firstAt : now,
  lastAt: now,
  cause: before?.cause,
});

function attemptAfter(
  before: TaskPhase,
  task: Task,
  { seen, suspicion, failure }: Pick<Judged, 'seen' | 'suspicion' | 'failure'>,
): FailedAttempt | undefined {
  const known = 'attempt' in seen.phase ? seen.phase.attempt : undefined;
  if (suspicion === 'notify') {
    return before.name === 'suspected' ? before.suspect : listedAttempt(task);
  }
  if (failure !== undefined) return newAttempt(known, task, seen);
  return known && isShown(known, task, seen.open) ? listedAttempt(task) : known;
}

/** An attempt that rows showed: the listing may be of an earlier moment, or of the next attempt. */
function newAttempt(
  known: FailedAttempt | undefined,
  task: Task,
  { failed, explained, began, open }: SeenInRows,
): FailedAttempt {
  const { time = '' } = failed.at(-1)?.at(-1) ?? {};
  const listed = listedAttempt(task);
  const rowSecond = mmsSeconds(time);
  if (meaningOf(task.status) === 'failed' && open) {
    const isKnown = known?.startTime === task.startTime && known.retriedTimes === task.retriedTimes;
    const mayBeEarlier = isKnown || task.startTime === '' || failed.length + explained.length > 1;
    const isEarlier = mayBeEarlier && (secondsFrom(time, task.endTime) ?? -1) < 0;
    return isEarlier ? { ...listed, endTime: '', rowSecond } : listed;
  }
  // The times of the attempt that failed are not known.
  if (!open && startedAfter(task, rowSecond)) {
    return { ...listed, startTime: '', endTime: '', rowSecond };
  }
  // It was under way before, and is listed so still.
  if (task.running && !began) return { ...listed, endTime: '' };
  return { ...listed, endTime: '', rowSecond };
}

/** The listing shows for the first time how an attempt ended of which the rows told. */
function isShown(attempt: FailedAttempt, task: Task, open: boolean): boolean {
  const { startTime, endTime, retriedTimes, rowSecond } = attempt;
  if (!open || meaningOf(task.status) !== 'failed' || endTime !== '') return false;
  if (showsRetry(task, attempt)) return false;
  const isAsBefore = task.startTime === startTime && task.retriedTimes === retriedTimes;
  return !isAsBefore || (mmsSeconds(task.endTime) ?? -1) >= (rowSecond ?? -1);
}

function isCompletion(
  { phase: before, revision: known }: TaskState,
  after: TaskPhase,
  { seen, revision }: Readonly<{ seen: SeenInRows; revision: string }>,
): boolean {
  if (after.name !== 'done') return false;
  if (seen.failed.length > 0) return true;
  // What could not be read until now led up to the completion that was notified.
  if (before.name === 'done') return seen.began && revision !== known;
  // A listing that was stale in between shows the very completion that was notified.
  return seen.began || before.name !== 'clear' || before.doneAs !== revision;
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
