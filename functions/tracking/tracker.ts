import type { Cause } from '../causes/cause.ts';
import type { BaselineAlert } from '../kinds/baseline.ts';
import { failedKey, isFailed, type FailedAlert } from '../kinds/failed.ts';
import type { AnyAlert } from '../kinds/kinds.ts';
import type { SourceId } from '../mms/id.ts';
import type { ListedTask, Snapshot } from '../mms/snapshot.ts';
import { coversTarget, coversTask, targetName, type Target } from '../mms/target.ts';
import { meaningOf, statusKey, type Task } from '../mms/task.ts';
import type { LogReading, TaskLog } from '../mms/task-log.ts';
import { jobOf, taskRef } from '../notification/alert.ts';
import { causeGroupsOf } from '../notification/failures/causes.ts';
import type { Kinds } from '../notification/kind.ts';
import { BySourceDraft } from './by-source.ts';
import { CauseHistoryDraft } from './cause-history.ts';
import type { ChannelState } from './channel-state.ts';
import { trackFeeds, type FeedReport } from './feeds.ts';
import { trackIdleJobs } from './idle-jobs.ts';
import { isKnownTo } from './merge-states.ts';
import { OutboxDraft } from './outbox.ts';
import { reminderDue, standingFailures } from './reminders.ts';
import { forgetGoneJobs, forgetUnwatched, markMissing } from './removed.ts';
import {
  sourceNamesAfter,
  trackChannels,
  trackSources,
  type OtherChannels,
  type Readability,
} from './health.ts';
import {
  failuresOf,
  withFailures,
  type Failures,
  type Running,
  type TaskState,
} from './task-state.ts';
import { trackJobs, usualDuration, type Moves } from './track-jobs.ts';
import {
  isUnmoved,
  lastFailedRows,
  needsLog,
  startFrom,
  startNeedsLog,
  trackTask,
  type FailedAttempts,
  type ReasonFound,
} from './track-task.ts';

export type Explain = (
  failure: Readonly<{ status: string; rows: readonly TaskLog[] }>,
  task: Task,
) => Readonly<{ cause: Cause; countedRows: FailedAlert['countedRows'] }>;

export type TrackerSettings = Readonly<{
  kinds: Kinds;
  explain: Explain;
  alertOn: ReadonlySet<string>;
  firstRun: 'baseline' | 'replay';
  /** Milliseconds; `undefined`: never. */
  stallAfter: number | undefined;
  remindAfter: number | undefined;
}>;

export type Observations = Readonly<{
  readingOf: (listed: ListedTask) => LogReading;
  readability: Readability;
  feeds: ReadonlyMap<SourceId, FeedReport>;
  others: OtherChannels;
}>;

/** A listed task that may have moved since the channel looked last. */
type Candidate = Readonly<{
  listed: ListedTask;
  before: TaskState | undefined;
  /** It belongs to new targets only. */
  isHistory: boolean;
  needsLog: boolean;
}>;

/** The part of a tick that belongs to one channel: what happened since it looked last. */
export class Tracker {
  /**
   * All but the tasks that neither run nor have moved. What is noticed by waiting alone has to be
   * let in here.
   */
  readonly candidates: readonly Candidate[];
  readonly #state: ChannelState;
  readonly #settings: TrackerSettings;
  readonly #snapshot: Snapshot;
  readonly #newTargets: readonly Target[];
  /** Also those that were part of a source watched no more. */
  readonly #oldTargets: readonly Target[];
  /** How many known tasks are not listed. */
  #unlisted = 0;
  readonly #now: number;
  readonly #outbox: OutboxDraft;
  readonly #causes: CauseHistoryDraft;
  readonly #unknownStatuses: Map<string, number>;
  readonly #moves = new Map<string, Moves>();

  /** Tasks that `isPassed` over stay as the state has them. */
  constructor(
    state: ChannelState,
    snapshot: Snapshot,
    settings: TrackerSettings,
    isPassed: (task: Task) => boolean = () => false,
  ) {
    const { targets, now } = snapshot;
    const isOld = (target: Target): boolean =>
      state.targets.has(targetName(target)) || state.targets.has(target.sourceId);
    this.#snapshot = snapshot;
    this.#settings = settings;
    this.#now = now;
    this.#state = forgetUnwatched(state, targets);
    this.#newTargets = targets.filter((target) => !isOld(target));
    this.#oldTargets = targets.filter(isOld);
    this.candidates = this.#findCandidates(isPassed);
    this.#outbox = new OutboxDraft(state.pending, settings.kinds, (kind) => this.#isWanted(kind));
    this.#causes = new CauseHistoryDraft(state.causes);
    this.#unknownStatuses = new Map(state.unknownStatuses);
  }

  #findCandidates(isPassed: (task: Task) => boolean): readonly Candidate[] {
    const candidates: Candidate[] = [];
    for (const states of this.#state.tasks.values()) this.#unlisted += states.size;
    for (const listed of this.#snapshot.tasks) {
      const { task } = listed;
      const before = stateIn(this.#state.tasks, task);
      if (before !== undefined) this.#unlisted -= 1;
      if (isUnmoved(before, listed) || isPassed(task)) continue;
      const isHistory = before === undefined && this.#isNew(task);
      const starts = isHistory && this.#isBaseline;
      const needed = starts ? startNeedsLog(task) : needsLog(before, listed);
      candidates.push({ listed, before, isHistory, needsLog: needed });
    }
    return candidates;
  }

  /** The same for a state that another invocation has written meanwhile. */
  beside(theirs: ChannelState, mine: ChannelState): Tracker {
    const isPassed = (task: Task): boolean => {
      const [other, own, base] = [theirs, mine, this.#state].map(({ tasks }) =>
        stateIn(tasks, task),
      );
      return isKnownTo(other, own, base);
    };
    return new Tracker(theirs, this.#snapshot, this.#settings, isPassed);
  }

  /** Tasks of idle jobs, which were not listed: they are watched all the same. */
  countIdle(): number {
    const { idle } = this.#snapshot;
    if (idle.size === 0) return 0;
    let count = 0;
    for (const states of this.#state.tasks.values()) {
      for (const { jobId, missingSince } of states.values()) {
        if (jobId !== undefined && missingSince === undefined && idle.has(jobId)) count += 1;
      }
    }
    return count;
  }

  /** What the channel knows now, its outbox included. */
  track(observed: Observations): ChannelState {
    const snapshot = this.#snapshot;
    const { kinds, stallAfter } = this.#settings;
    const now = this.#now;
    const listed = this.#trackTasks(observed);
    const tasks = this.#unlisted === 0 ? listed : markMissing(listed, snapshot);
    const before = { ...this.#state, sourceNames: sourceNamesAfter(this.#state, snapshot) };
    const after: ChannelState = {
      ...before,
      targets: this.#dealWithTargets(tasks),
      tasks,
      jobs: trackJobs(forgetGoneJobs(before.jobs, snapshot), snapshot.byJob, {
        now,
        stallAfter,
        movesOf: ({ sourceId, id }) => this.#moves.get(jobOf({ sourceId, jobId: id })),
        stateOf: (task) => stateIn(tasks, task),
        causes: this.#causes,
        raise: this.#raise,
      }),
      sources: trackSources(before, observed.readability, snapshot, this.#raise),
      feeds: trackFeeds(before, observed.feeds, now, this.#raise),
      reportedFailures: trackChannels(before.reportedFailures, observed.others, now, this.#raise),
      reminders: this.#remind(tasks),
      unknownStatuses: this.#unknownStatuses,
      causes: this.#causes.after(),
      pending: this.#outbox.after(),
    };
    const moving = this.candidates.map(({ listed: { task } }) => task);
    return { ...after, idleJobs: trackIdleJobs(after, snapshot, moving, kinds) };
  }

  #trackTasks({ readingOf }: Observations): ChannelState['tasks'] {
    const next = new BySourceDraft(this.#state.tasks);
    for (const candidate of this.candidates) {
      const { listed, before, isHistory } = candidate;
      const reading = candidate.needsLog ? readingOf(listed) : notNeeded;
      const startsHere = this.#isBaseline && isHistory;
      const after = startsHere ? this.#start(listed, reading) : this.#follow(candidate, reading);
      if (after === undefined || (before !== undefined && isSame(before, after))) continue;
      next.set(listed.task.sourceId, listed.task.id, after);
    }
    return next.after();
  }

  get #isBaseline(): boolean {
    return this.#settings.firstRun === 'baseline';
  }

  #isNew(task: Task): boolean {
    return (
      this.#newTargets.length > 0 && !this.#oldTargets.some((target) => coversTask(target, task))
    );
  }

  /**
   * The targets whose history is dealt with: a new one is once all of its tasks were listed, or
   * with one that covers it. Wide ones come first: their listing says which job a task belongs to.
   */
  #dealWithTargets(states: ChannelState['tasks']): ReadonlySet<string> {
    const { listed, tasks, targets } = this.#snapshot;
    const dealtWith = new Set([...this.#state.targets, ...this.#oldTargets.map(targetName)]);
    const isCovered = (target: Target): boolean => {
      const isOwn = ({ task }: ListedTask): boolean => coversTask(target, task);
      const task = target.kind === 'task' ? tasks.find(isOwn)?.task : undefined;
      return targets.some(
        (outer) =>
          outer !== target &&
          dealtWith.has(targetName(outer)) &&
          (coversTarget(outer, target) || (task !== undefined && coversTask(outer, task))),
      );
    };
    const widest: readonly Target['kind'][] = ['source', 'job', 'task'];
    for (const target of widest.flatMap((kind) =>
      this.#newTargets.filter((one) => one.kind === kind),
    )) {
      const name = targetName(target);
      if (!isCovered(target)) {
        if (!listed.some((one) => one.complete && targetName(one.target) === name)) continue;
        if (this.#isBaseline) this.#raise(this.#baselineOf(target, states));
      }
      dealtWith.add(name);
    }
    return dealtWith;
  }

  #baselineOf(target: Target, states: ChannelState['tasks']): BaselineAlert {
    const snapshot = this.#snapshot;
    const tasks = snapshot.tasks.flatMap(({ task }) => (coversTask(target, task) ? [task] : []));
    const statuses: Record<string, number> = {};
    for (const { status } of tasks) statuses[status] = (statuses[status] ?? 0) + 1;
    const failed = tasks.filter(({ status }) => meaningOf(status) === 'failed');
    const read = failed.filter((task) => stateIn(states, task)?.unread !== true);
    const { sourceName = '', jobName = '', sourceTable = '' } = tasks[0] ?? {};
    return {
      kind: 'baseline',
      target: targetName(target),
      name: { source: sourceName, job: jobName, task: sourceTable }[target.kind],
      total: tasks.length,
      statuses,
      running: tasks.filter(({ running }) => running).length,
      stopped: tasks.filter(({ stopped }) => stopped).length,
      failed: causeGroupsOf(
        read.map((task) => {
          const state = stateIn(states, task);
          const cause = state && failuresOf(state.phase)?.cause;
          return { task: taskRef(task), cause: this.#causes.find(task, cause) };
        }),
      ),
      unread: failed.length - read.length,
      at: this.#now,
    };
  }

  /**
   * Lists all that still fails, where that is due. Where not all could be listed, it may wait as
   * long again for a tick in which it is whole.
   */
  #remind(tasks: ChannelState['tasks']): ChannelState['reminders'] {
    const { reminders } = this.#state;
    const snapshot = this.#snapshot;
    const { remindAfter } = this.#settings;
    const isWhole = snapshot.listed.every(({ complete }) => complete);
    const patience = remindAfter && (isWhole ? remindAfter : 2 * remindAfter);
    const schedule = reminderDue({ tasks, reminders }, patience, this.#now);
    if (schedule === undefined) return reminders;
    for (const { task } of snapshot.tasks) {
      const state = stateIn(tasks, task);
      const failures = state && standingFailures(state);
      if (failures === undefined || task.running) continue;
      this.#raise({
        kind: 'reminder',
        task: taskRef(task),
        cause: this.#causes.find(task, failures.cause),
        failedAt: failures.lastAt,
        at: this.#now,
      });
    }
    return schedule;
  }

  readonly #raise = (alert: AnyAlert): void => {
    this.#outbox.add(alert);
  };

  /** A kind that is left out of `ALERT_ON` counts as told. */
  #isWanted(kind: string): boolean {
    return this.#settings.alertOn.has(kind);
  }

  #start(listed: ListedTask, reading: LogReading): TaskState {
    const { task } = listed;
    const state = startFrom(listed, reading, this.#now);
    const started = { ...state, running: runningSince(undefined, state, task, this.#now) };
    const rows = reading.kind === 'read' ? lastFailedRows(reading.log.rows) : [];
    if (failuresOf(state.phase) === undefined || rows.length === 0) return started;
    // Told with the baseline, and when its job ends.
    const { cause } = this.#settings.explain({ status: task.status, rows }, task);
    this.#causes.record(task, cause, 0, this.#now);
    return withFailures(started, { cause: cause.fingerprint });
  }

  #follow({ listed, before, isHistory }: Candidate, reading: LogReading): TaskState | undefined {
    const { task } = listed;
    const update = trackTask(before, listed, reading, this.#now);
    if (update === undefined) return undefined;
    let { state } = update;
    const { events } = update;
    const hasMoved = before
      ? before.revision !== state.revision
      : task.running || meaningOf(task.status) !== 'waiting';
    // What a new target brought along is no movement.
    const isMove = !isHistory && (hasMoved || events.length > 0);
    const moves = isMove ? this.#movesOf(task) : noMoves();
    const failures = before && failuresOf(before.phase);
    for (const event of events) {
      switch (event.kind) {
        case 'failed':
          state = this.#fail(task, state, event.failure, failures?.cause);
          moves.failed += event.failure.attempts;
          break;
        case 'reason found':
          state = this.#giveReason(task, state, event);
          break;
        case 'completed': {
          this.#complete(task, failures);
          moves.done += 1;
          const hasFailed =
            (failures?.count ?? 0) > 0 || events.some(({ kind }) => kind === 'failed');
          if (hasFailed) moves.onRetry += 1;
          break;
        }
        case 'unknown status':
          this.#meetUnknown(task, event.status);
          break;
        default:
          return event satisfies never;
      }
    }
    const running = runningSince(before, state, task, this.#now);
    if (running === undefined || reading.kind !== 'read') return { ...state, running };
    return { ...state, running: { ...running, notified: this.#stalls(task, running) } };
  }

  /** Told once until the task logs something. */
  #stalls(task: Task, { since, notified }: Running): boolean {
    const { stallAfter } = this.#settings;
    const silentMs = this.#now - since;
    if (notified || stallAfter === undefined || silentMs < stallAfter) return notified;
    const job = this.#snapshot.byJob.find(
      ({ id, sourceId }) => id === task.jobId && sourceId === task.sourceId,
    );
    const usualMs = job && usualDuration(job.tasks);
    if (silentMs < timesUsual * (usualMs ?? 0)) return false;
    const at = this.#now;
    this.#raise({ kind: 'stalled', what: 'task', task: taskRef(task), since, usualMs, at });
    return true;
  }

  #evidenceOf(task: Task, { status, rows }: Pick<FailedAttempts, 'status' | 'rows'>) {
    const { cause, countedRows } = this.#settings.explain({ status, rows }, task);
    return {
      status,
      rows: rows.map(({ id, ...row }) => ({ logId: id, ...row })),
      cause,
      countedRows,
    };
  }

  /** `before` is the cause of the failure before it. */
  #fail(
    task: Task,
    state: TaskState,
    failure: FailedAttempts,
    before: string | undefined,
  ): TaskState {
    const { attempts, ordinal, logUnread } = failure;
    const evidence = this.#evidenceOf(task, failure);
    const { fingerprint } = evidence.cause;
    const isTold = this.#isWanted('failed');
    this.#causes.record(task, evidence.cause, isTold ? 1 : 0, this.#now);
    const hasBefore = ordinal > 1 && before !== undefined;
    this.#raise({
      kind: 'failed',
      what: 'failure',
      task: taskRef(task),
      ...evidence,
      attempts,
      ordinal,
      logUnread,
      recoveredSince: false,
      sameCause: hasBefore ? before === fingerprint : undefined,
      watchedById: this.#isWatchedById(task),
      at: this.#now,
    });
    return withFailures(state, {
      notified: failuresOf(state.phase)?.notified === true || isTold,
      cause: fingerprint,
    });
  }

  /** A failure that waits gets its reason; one that was told, a note. */
  #giveReason(task: Task, state: TaskState, { ordinal, rows }: ReasonFound): TaskState {
    const { status } = rows.at(-1) ?? task;
    const evidence = this.#evidenceOf(task, { status, rows });
    const waiting = this.#waitingFailure(task);
    const told = waiting === undefined ? Infinity : waiting.ordinal - waiting.attempts;
    if (waiting?.ordinal === ordinal && waiting.rows.length === 0) {
      const alert: FailedAlert = { ...waiting, ...evidence, logUnread: undefined };
      this.#outbox.replace(alert);
    } else if (ordinal > 0 && ordinal <= told) {
      this.#raise({
        kind: 'failed',
        what: 'reason',
        task: taskRef(task),
        ...evidence,
        attempts: 1,
        ordinal,
        recoveredSince: false,
        watchedById: false,
        at: this.#now,
      });
    }
    const isTold = ordinal > 0 && this.#isWanted('failed');
    this.#causes.record(task, evidence.cause, isTold ? 1 : 0, this.#now);
    const isLast = failuresOf(state.phase)?.count === ordinal;
    return isLast ? withFailures(state, { cause: evidence.cause.fingerprint }) : state;
  }

  #waitingFailure(task: Task): FailedAlert | undefined {
    const waiting = this.#outbox.get(failedKey(task));
    return waiting && isFailed(waiting) ? waiting : undefined;
  }

  #complete(task: Task, failures: Failures | undefined): void {
    const waiting = this.#waitingFailure(task);
    if (waiting !== undefined) {
      const alert: FailedAlert = { ...waiting, recoveredSince: true };
      this.#outbox.replace(alert);
      return;
    }
    const watchedById = this.#isWatchedById(task);
    const news = { task: taskRef(task), watchedById, at: this.#now };
    if (failures?.notified === true && this.#isWanted('recovered')) {
      const { count, firstAt } = failures;
      this.#raise({ kind: 'recovered', ...news, failures: count, failedAt: firstAt });
    } else {
      this.#raise({ kind: 'done', ...news });
    }
  }

  #isWatchedById(task: Task): boolean {
    return this.#snapshot.targets.some(
      (target) => target.kind === 'task' && coversTask(target, task),
    );
  }

  /** Told once, with the first task in it; later ones are counted. */
  #meetUnknown(task: Task, status: string): void {
    const key = statusKey(status);
    const known = this.#unknownStatuses.get(key);
    this.#unknownStatuses.set(key, (known ?? 0) + 1);
    const isWaiting = this.#outbox.get(`unknown ${key}`) !== undefined;
    if (known !== undefined && !isWaiting) return;
    this.#raise({ kind: 'unknown', task: taskRef(task), status, others: 0, at: this.#now });
  }

  #movesOf(task: Task): Moves {
    const job = jobOf(task);
    const moves = this.#moves.get(job) ?? noMoves();
    this.#moves.set(job, moves);
    return moves;
  }
}

const stateIn = (tasks: ChannelState['tasks'], { sourceId, id }: Task): TaskState | undefined =>
  tasks.get(sourceId)?.get(id);

const notNeeded: LogReading = { kind: 'not-needed' };

/** A big table may log nothing for long; the job's finished tasks show what is normal. */
const timesUsual = 4;

const noMoves = (): Moves => ({ done: 0, onRetry: 0, failed: 0 });

/**
 * Since when a task logs nothing, by our clock. What is listed may change from look to look: only a
 * row shows that it goes on.
 */
function runningSince(
  before: TaskState | undefined,
  after: TaskState,
  task: Task,
  now: number,
): Running | undefined {
  if (!task.running) return undefined;
  if (before?.running && before.log?.after === after.log?.after) return before.running;
  return { since: now, notified: false };
}

/** A running task mostly gives what was known, in another object. */
function isSame(known: TaskState, state: TaskState): boolean {
  if (known.revision !== state.revision || known.log?.after !== state.log?.after) return false;
  return JSON.stringify(known) === JSON.stringify(state);
}
