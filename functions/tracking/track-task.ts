import { compareIds } from '../mms/id.ts';
import { judgeFrom, recentRows } from '../mms/log-position.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import type { ListedTask } from '../mms/snapshot.ts';
import { beginsAttempt, meaningOf, statusKey, type Task } from '../mms/task.ts';
import type { LogReading, TaskLog } from '../mms/task-log.ts';
import {
  failuresOf,
  newTask,
  plainlyDone,
  type FailedAttempt,
  type Failures,
  type TaskPhase,
  type TaskState,
  type Unexplained,
} from './task-state.ts';

export type TaskEvent =
  | Readonly<{ kind: 'failed'; failure: FailedAttempts }>
  | ReasonFound
  | Readonly<{ kind: 'completed' }>
  | Readonly<{ kind: 'unknown status'; status: string }>;

/** Why a failure happened that was told without a reason. */
export type ReasonFound = Readonly<{
  kind: 'reason found';
  ordinal: number;
  rows: readonly TaskLog[];
}>;

/** Since the last snapshot. */
export type FailedAttempts = Readonly<{
  status: string;
  attempts: number;
  /** Which failure since the task was last done the last of them is, from 1. */
  ordinal: number;
  /** The last of them. */
  attempt: FailedAttempt;
  /** Its rows, oldest first; none where only the status shows it. */
  rows: readonly TaskLog[];
  logUnread: string | undefined;
}>;

type TaskUpdate = Readonly<{ state: TaskState; events: readonly TaskEvent[] }>;

/** Whether the log has to be read to know what happened since `state`. */
export function needsLog(state: TaskState | undefined, { task, revision }: ListedTask): boolean {
  if (task.running) return true;
  // A task that waits for its first start has no rows.
  if (!state) return !(meaningOf(task.status) === 'waiting' && task.startTime === '');
  return state.revision !== revision || state.unread || awaitsRow(state.phase, task);
}

/** A row may come though nothing listed changes: of a failure, or of a retry that is over. */
const awaitsRow = (phase: TaskPhase, { endTime }: Task): boolean =>
  phase.name === 'suspected' ||
  (phase.name === 'retrying' && phase.knownFrom === 'listing' && endTime !== '');

/** As it was, at rest, and nothing of it is awaited. */
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
 * The listing is taken before the log, so either may know what the other does not. Where two
 * readings are possible, the one that notifies wins. See docs/decisions/0002-attempts.md.
 */
export function trackTask(
  before: TaskState | undefined,
  listed: ListedTask,
  reading: LogReading,
  now: number,
): TaskUpdate | undefined {
  if (reading.kind === 'out-of-time' || isUnmoved(before, listed)) return undefined;
  const { task, revision } = listed;
  const known = before ?? newTask(task.jobId);
  const state = { ...known, jobId: task.jobId, missingSince: undefined };
  if (reading.kind === 'unreadable' && !known.unread) {
    return { state: { ...state, unread: true }, events: [] };
  }
  const look = lookAt(known, task, reading);
  const suspicion = judgeStatus(look);
  const failure = newFailure(look, suspicion);
  const attempt = failure?.attempt ?? knownAttempt(look);
  const phase = nextPhase(look, suspicion, failuresAfter(look, failure, now), attempt);

  const events: TaskEvent[] = [...look.explained];
  if (failure !== undefined) events.push({ kind: 'failed', failure });
  if (phase.name === 'done' && isCompletion(look, revision)) events.push({ kind: 'completed' });
  for (const status of unknownStatuses(task, known.revision === revision, look.rows.fresh)) {
    events.push({ kind: 'unknown status', status });
  }
  return {
    state: {
      ...state,
      revision,
      ...readUpTo(known, reading),
      phase,
      unread: reading.kind === 'unreadable',
      unexplained: stillUnexplained(look, failure),
    },
    events,
  };
}

type Look = ReturnType<typeof lookAt>;

/** What listing and rows show. */
function lookAt(state: TaskState, task: Task, reading: LogReading) {
  const { attempt } = state.phase;
  const isFailed = meaningOf(task.status) === 'failed';
  const shown = attempt === undefined ? 'a retry that failed' : shownBy(task, attempt);
  const rows = newRows(state, task, reading);
  /** After the listing, before any row. */
  const phase = afterListing(state.phase, shown !== 'the failed attempt', isFailed);
  return {
    state,
    task,
    reading,
    rows,
    phase,
    isFailed,
    /** A failure other than the known one. */
    isFailedAnew: isFailed && shown === 'a retry that failed',
    began: rows.fresh.some(({ status }) => beginsAttempt(status)),
    ...followRows(state, task, rows, phase),
  };
}

/** The next listing may take back the retry that this one shows; a row is final. */
function afterListing(phase: TaskPhase, showsRetry: boolean, isFailed: boolean): TaskPhase {
  if (phase.name === 'failed' && showsRetry) {
    return { ...phase, name: 'retrying', knownFrom: 'listing' };
  }
  const isStale = phase.name === 'retrying' && phase.knownFrom === 'listing' && !showsRetry;
  if (!isStale || !isFailed) return phase;
  return { name: 'failed', attempt: phase.attempt, failures: phase.failures };
}

/**
 * The failed rows of one attempt, of which MMS writes one or two, are news, further rows of the
 * failure at hand, or the reason of one that was notified without them.
 */
function followRows(state: TaskState, task: Task, rows: NewRows, phase: TaskPhase) {
  /** The rows of each newly failed attempt, oldest first. */
  const failed: (readonly TaskLog[])[] = [];
  /** Failures whose rows have come only now. */
  const explained: ReasonFound[] = [];
  let { unexplained } = state;
  const explain = (failure: Unexplained, reason: readonly TaskLog[]): void => {
    unexplained = unexplained.filter((one) => one !== failure);
    explained.push({ kind: 'reason found', ordinal: failure.ordinal, rows: reason });
  };
  const counted = unexplained.find(({ ordinal }) => ordinal === 0);
  if (counted !== undefined && rows.history.length > 0) explain(counted, rows.history);
  /** The attempt at hand has failed, as only its status said. */
  const atHand =
    phase.name === 'failed'
      ? unexplained.findLast(
          ({ ordinal, startTime }) =>
            ordinal === phase.failures.count && isSameTime(startTime, phase.attempt.startTime),
        )
      : undefined;
  const isRetrySure = phase.name === 'retrying' && phase.knownFrom === 'row';
  /** After the last row, the attempt at hand has failed. */
  let open = phase.name === 'failed';
  for (const attempt of attemptsIn(rows, phase, task)) {
    const { begins, isLate } = attempt;
    // Rows that were unreadable until now may lead up to the very failure that was told.
    if (begins !== undefined) {
      open = atHand !== undefined && (secondsFrom(begins.time, atHand.endTime) ?? -1) >= 0;
    }
    if (attempt.failed.length === 0) continue;
    // Further rows of the known failure.
    const continues = begins === undefined && phase.name === 'failed';
    if (continues && atHand === undefined && !isLate) continue;
    // Rows of the known failure that came after the retry was listed.
    const mayBeEarlier = begins === undefined && (isLate || !isRetrySure);
    if (mayBeEarlier && unexplained.length === 0 && areOf(phase.attempt, attempt.failed)) continue;
    const reasonOf = unexplained.find((failure) =>
      continues && failure === atHand
        ? !(attempt.isOver && isOlder(attempt, failure))
        : isReasonOf(attempt, failure, state),
    );
    if (reasonOf !== undefined) {
      explain(reasonOf, attempt.failed);
      open = phase.name === 'failed';
    } else if (!continues || !isLate) {
      failed.push(attempt.failed);
      open = !isLate || meaningOf(task.status) === 'failed';
    }
  }
  return { failed, explained, unexplained, open };
}

type AttemptRows = {
  /** The row that begins it, or ends the one before it. */
  readonly begins: TaskLog | undefined;
  readonly failed: TaskLog[];
  /** A later attempt follows. */
  isOver: boolean;
  /** They stand before what was read until now. */
  readonly isLate: boolean;
};

function attemptsIn(
  { late, fresh }: NewRows,
  phase: TaskPhase,
  { running }: Task,
): readonly AttemptRows[] {
  const failedBefore = running && phase.name === 'failed' ? phase.attempt : undefined;
  let current: AttemptRows = { begins: undefined, failed: [], isOver: false, isLate: false };
  const attempts = [{ ...current, failed: [...late], isOver: true, isLate: true }, current];
  for (const row of fresh) {
    // A retry that left no other mark: the task runs, and fails after the end of the failure.
    const isOfRetry =
      current.begins === undefined &&
      hasFailed(row) &&
      (secondsFrom(failedBefore?.endTime ?? '', row.time) ?? 0) > 0;
    if (isBoundary(row) || isOfRetry) {
      current.isOver = true;
      current = { begins: row, failed: [], isOver: false, isLate: false };
      attempts.push(current);
    }
    if (hasFailed(row)) current.failed.push(row);
  }
  return attempts;
}

const isOlder = ({ failed: [first] }: AttemptRows, { startTime }: Unexplained): boolean =>
  (secondsFrom(startTime, first?.time ?? '') ?? 0) < 0;

/** By the times of the rows, or by their order where MMS gives none. */
function isReasonOf(attempt: AttemptRows, failure: Unexplained, before: TaskState): boolean {
  const { failed, begins, isOver, isLate } = attempt;
  if (isOlder(attempt, failure)) return false;
  if (isLate) return true;
  const sinceEnd = secondsFrom(failure.endTime, (begins ?? failed[0])?.time ?? '');
  if (sinceEnd !== undefined) return sinceEnd <= 0;
  if (!failure.logRead) return true;
  const isWhole = begins === undefined || before.log === undefined;
  return isOver && isWhole && before.phase.name === 'failed';
}

const mostUnexplained = 8;

function stillUnexplained(
  { reading, unexplained }: Look,
  failure: FailedAttempts | undefined,
): TaskState['unexplained'] {
  const logRead = reading.kind === 'read';
  const kept = logRead ? unexplained.map((one) => ({ ...one, logRead })) : unexplained;
  if (failure === undefined || failure.rows.length > 0) return kept;
  const { ordinal, attempt } = failure;
  const { startTime, endTime } = attempt;
  return [...kept, { ordinal, startTime, endTime, logRead }].slice(-mostUnexplained);
}

/** A failure that only the status shows: its row may still come, or the wait is over. */
type Suspicion = 'none' | 'raise' | 'notify';

function judgeStatus(look: Look): Suspicion {
  const { task, reading, rows, phase, isFailed, isFailedAnew, failed, began, open } = look;
  if (failed.length > 0) {
    const hasEndedSince = (secondsFrom(rows.fresh.at(-1)?.time ?? '', task.endTime) ?? 0) > 0;
    return isFailedAnew && !open && hasEndedSince ? 'raise' : 'none';
  }
  if (phase.name === 'suspected') {
    // The status was left from the failure before the retry that has begun.
    const { suspect, attempt } = phase;
    const hadEnded = suspect.endTime !== '' && suspect.endTime !== attempt?.endTime;
    return attempt !== undefined && !hadEnded && !isFailed && began ? 'none' : 'notify';
  }
  if (!isFailedAnew) return 'none';
  return reading.kind === 'unreadable' ? 'notify' : 'raise';
}

function newFailure(look: Look, suspicion: Suspicion): FailedAttempts | undefined {
  const { task, reading, phase, failed } = look;
  const rows = suspicion === 'notify' ? [] : failed.at(-1);
  if (rows === undefined) return undefined;
  const attempts = Math.max(1, failed.length);
  const suspected = phase.name === 'suspected' ? phase : undefined;
  const { status = suspected?.status ?? task.status } = rows.at(-1) ?? {};
  const attempt = rows.length > 0 ? attemptInRows(look) : suspected?.suspect;
  return {
    status,
    attempts,
    ordinal: (failuresOf(phase)?.count ?? 0) + attempts,
    attempt: attempt ?? listedAttempt(task),
    rows,
    logUnread: reading.kind === 'unreadable' ? reading.reason : undefined,
  };
}

/** The listing may be of an earlier moment, or of the next attempt. */
function attemptInRows(look: Look): FailedAttempt {
  const { task, phase, isFailed, failed, explained, began, open } = look;
  const { attempt: known } = phase;
  const { time = '' } = failed.at(-1)?.at(-1) ?? {};
  const listed = listedAttempt(task);
  const rowSecond = mmsSeconds(time);
  if (isFailed && open) {
    const isKnown = known?.startTime === task.startTime && known.retriedTimes === task.retriedTimes;
    const mayBeEarlier = isKnown || task.startTime === '' || failed.length + explained.length > 1;
    const isEarlier = mayBeEarlier && (secondsFrom(time, task.endTime) ?? -1) < 0;
    return isEarlier ? { ...listed, endTime: '', rowSecond } : listed;
  }
  // The listed times are those of the next attempt.
  if (!open && (secondsFrom(time, task.startTime) ?? 0) > 0) {
    return { ...listed, startTime: '', endTime: '', rowSecond };
  }
  // It was under way before, and is listed so still.
  const isListed = task.running && !began;
  return { ...listed, endTime: '', rowSecond: isListed ? undefined : rowSecond };
}

function knownAttempt({ task, phase, isFailed, began, open }: Look): FailedAttempt | undefined {
  const { attempt } = phase;
  if (attempt === undefined) return undefined;
  // The listing has caught up with its rows.
  const isEndShown = isFailed && (mmsSeconds(task.endTime) ?? -1) >= (attempt.rowSecond ?? -1);
  if (open && isEndShown) return listedAttempt(task);
  // A start that is listed from now on is that of the next attempt.
  return began ? { ...attempt, rowSecond: undefined } : attempt;
}

function failuresAfter(
  { phase }: Look,
  failure: FailedAttempts | undefined,
  now: number,
): Failures | undefined {
  const before = failuresOf(phase);
  if (failure === undefined) return before;
  const { notified = false, count = 0, firstAt = now } = before ?? {};
  return { count: failure.ordinal, notified, firstAt: count > 0 ? firstAt : now, lastAt: now };
}

function nextPhase(
  { state, task, phase, isFailed, began, open }: Look,
  suspicion: Suspicion,
  failures: Failures | undefined,
  attempt: FailedAttempt | undefined,
): TaskPhase {
  const { status } = task;
  if (isDone(task)) return { name: 'done', attempt };
  if (suspicion === 'raise') {
    return { name: 'suspected', status, suspect: listedAttempt(task), attempt, failures };
  }
  if (failures === undefined || attempt === undefined) {
    // It may only be listed as it was before.
    return { name: 'clear', attempt, doneAs: began ? undefined : doneAs(state) };
  }
  if (suspicion === 'notify' ? isFailed : open) return { name: 'failed', attempt, failures };
  const byListing = phase.name === 'retrying' && phase.knownFrom === 'listing' && !began;
  return { name: 'retrying', knownFrom: byListing ? 'listing' : 'row', attempt, failures };
}

/** The revision of its last completion, while no row shows work since. */
function doneAs({ phase, revision }: TaskState): string | undefined {
  if (phase.name === 'done') return revision;
  return phase.name === 'clear' ? phase.doneAs : undefined;
}

function isCompletion({ state, failed, began }: Look, revision: string): boolean {
  if (failed.length > 0) return true;
  // Without another revision, the rows lead up to the completion that was told.
  if (state.phase.name === 'done') return began && revision !== state.revision;
  // A stale listing came before this one of the known completion.
  return began || state.phase.name !== 'clear' || doneAs(state) !== revision;
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

type NewRows = Readonly<{
  /** Oldest first. */
  fresh: readonly TaskLog[];
  /** Failed rows from before them that became visible late. */
  late: readonly TaskLog[];
  /** Rows of the failure that a baseline counted and had no time to read. */
  history: readonly TaskLog[];
}>;

function newRows(state: TaskState, task: Task, reading: LogReading): NewRows {
  const none: NewRows = { fresh: [], late: [], history: [] };
  if (reading.kind !== 'read') return none;
  const { rows, newest } = reading.log;
  const { log, historyUntil: until = -Infinity } = state;
  if (log === undefined) {
    const lastDone = formerDone(state, task, rows);
    const isHistory = ({ time }: TaskLog, index: number): boolean =>
      index <= lastDone || (mmsSeconds(time) ?? Infinity) <= until;
    const fresh = rows.filter((row, index) => !isHistory(row, index));
    return { ...none, fresh, history: lastFailedRows(rows.filter(isHistory)) };
  }
  const { after } = log;
  if (newest !== undefined && compareIds(newest, after) < 0) {
    return { ...none, fresh: afterRestart(state, task, rows) };
  }
  const { isNews } = judgeFrom(log);
  return {
    ...none,
    fresh: rows.filter(({ id }) => compareIds(id, after) > 0),
    late: rows.filter((row) => hasFailed(row) && compareIds(row.id, after) < 0 && isNews(row.id)),
  };
}

/** One whose ids began anew is dealt with up to its own newest row. */
function readUpTo(
  { log, historyUntil }: TaskState,
  reading: LogReading,
): Pick<TaskState, 'log' | 'historyUntil'> {
  if (reading.kind !== 'read' || reading.log.newest === undefined) return { log, historyUntil };
  const { rows, newest, ids } = reading.log;
  const after = log !== undefined && rows.length === 0 ? log.after : newest;
  return { log: { after, recent: ids }, historyUntil: undefined };
}

/** Of the last attempt that failed, oldest first. */
export const lastFailedRows = (rows: readonly TaskLog[]): readonly TaskLog[] =>
  fromLastFailure(rows).filter(hasFailed);

function hasFailedLast(rows: readonly TaskLog[]): boolean {
  const last = rows.findLast((row) => hasFailed(row) || isBoundary(row));
  return last !== undefined && hasFailed(last);
}

const hasFailed = ({ status }: TaskLog): boolean => meaningOf(status) === 'failed';
const isDone = ({ status }: Pick<Task, 'status'>): boolean => meaningOf(status) === 'done';

/** It begins an attempt, or ends one well. */
const isBoundary = (row: TaskLog): boolean => beginsAttempt(row.status) || isDone(row);

function fromLastFailure(rows: readonly TaskLog[]): readonly TaskLog[] {
  const last = rows.findLastIndex(hasFailed);
  const begins = rows.findLastIndex(({ status }, index) => index < last && beginsAttempt(status));
  return rows.slice(Math.max(0, begins));
}

/**
 * The row with which a task that was done at the baseline ended; -1 without one. Times alone do not
 * tell: rows and listing may be in two zones.
 */
function formerDone(
  { phase, unexplained, historyUntil }: TaskState,
  task: Task,
  rows: readonly TaskLog[],
): number {
  if (phase.name !== 'done' || unexplained.length > 0) return -1;
  const isAsBefore = historyUntil !== undefined && mmsSeconds(task.endTime) === historyUntil;
  const last = rows.findLastIndex(isDone);
  if (!isDone(task) || isAsBefore) return last;
  return rows.findLastIndex((row, index) => index < last && isDone(row));
}

/** The ids began anew: of the whole log, only its last attempt can be news. */
function afterRestart(
  { phase, unexplained }: TaskState,
  task: Task,
  rows: readonly TaskLog[],
): readonly TaskLog[] {
  const isAsItFailed =
    phase.name === 'failed' &&
    meaningOf(task.status) === 'failed' &&
    shownBy(task, phase.attempt) === 'the failed attempt';
  const isKnown = phase.name === 'done' ? isDone(task) : isAsItFailed && unexplained.length === 0;
  if (isKnown) return [];
  const last = fromLastFailure(isDone(task) ? rows : rows.slice(rows.findLastIndex(isDone) + 1));
  const wasNotified = unexplained.length === 0 && areOf(phase.attempt, last.filter(hasFailed));
  return wasNotified ? last.slice(last.findLastIndex(hasFailed) + 1) : last;
}

const listedAttempt = ({ startTime, endTime, retriedTimes }: Task): FailedAttempt => ({
  startTime,
  endTime,
  retriedTimes,
});

/**
 * A retry keeps the failed status until a worker takes the task up: the status is the retry's own
 * once its start or its end is.
 */
type Shown = 'the failed attempt' | 'a retry' | 'a retry that failed';

function shownBy(task: Task, attempt: FailedAttempt): Shown {
  const { startTime, endTime, retriedTimes, rowSecond } = attempt;
  const start = mmsSeconds(task.startTime);
  // The listing catches up with rows that were not written before the attempt began.
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

/** Written while that attempt was under way. */
const areOf = (
  attempt: FailedAttempt | undefined,
  rows: readonly Pick<TaskLog, 'time'>[],
): boolean =>
  attempt !== undefined &&
  rows.every(
    ({ time }) =>
      (secondsFrom(attempt.startTime, time) ?? -1) >= 0 &&
      (secondsFrom(time, attempt.endTime) ?? -1) >= 0,
  );

/** The same, be it in another time zone: MMS names none, and its answers vary. */
const isSameTime = (one: string, other: string): boolean =>
  one === other || (secondsFrom(one, other) ?? 1) % 3600 === 0;

/** By MMS's clock, where it gives both times. */
function secondsFrom(earlier: string, later: string): number | undefined {
  const [from, to] = [mmsSeconds(earlier), mmsSeconds(later)];
  return from === undefined || to === undefined ? undefined : to - from;
}

/** Of a task that was there when the channel first saw its target. */
export function startFrom(
  { task, revision }: ListedTask,
  reading: LogReading,
  now: number,
): TaskState {
  const rows = reading.kind === 'read' ? reading.log.rows : [];
  const state: TaskState = {
    ...newTask(task.jobId),
    revision,
    log: positionAfter(rows),
    historyUntil: reading.kind === 'read' ? undefined : endOfHistory(task),
    unread: reading.kind === 'unreadable' || reading.kind === 'out-of-time',
  };
  const meaning = meaningOf(task.status);
  if (meaning === 'done') return { ...state, phase: plainlyDone };
  if (meaning !== 'failed') {
    if (!hasFailedLast(rows)) return state;
    // The listing was taken before the log: a failure that only the rows know of is news.
    const before = rows.slice(0, rows.findLastIndex((row) => !hasFailed(row)) + 1);
    return { ...state, revision: '', log: positionAfter(before) };
  }
  const failures = { count: 0, notified: false, firstAt: now, lastAt: now };
  const attempt = listedAttempt(task);
  const phase = { name: 'failed', attempt, failures } as const;
  if (hasFailedLast(rows)) return { ...state, phase };
  const begins = rows.findLast(({ status }) => beginsAttempt(status));
  if ((secondsFrom(attempt.endTime, begins?.time ?? '') ?? 0) > 0) {
    return { ...state, phase: { ...phase, name: 'retrying', knownFrom: 'row' } };
  }
  const { startTime, endTime } = attempt;
  const logRead = reading.kind === 'read';
  return { ...state, phase, unexplained: [{ ordinal: 0, startTime, endTime, logRead }] };
}

/** Of tasks that run or stopped halfway. */
export function startNeedsLog(task: Task): boolean {
  const meaning = meaningOf(task.status);
  return task.running || (meaning !== 'done' && meaning !== 'waiting');
}

function positionAfter(rows: readonly TaskLog[]): TaskState['log'] {
  const newest = rows.at(-1);
  if (newest === undefined) return undefined;
  return { after: newest.id, recent: rows.slice(-recentRows).map(({ id }) => id) };
}

/** Of a task that ended, all up to its end is history; of any other, all before its start. */
function endOfHistory({ status, startTime, endTime }: Task): number | undefined {
  const meaning = meaningOf(status);
  const end = mmsSeconds(endTime);
  if ((meaning === 'done' || meaning === 'failed') && end !== undefined) return end;
  const start = mmsSeconds(startTime);
  return start === undefined ? undefined : start - 1;
}
