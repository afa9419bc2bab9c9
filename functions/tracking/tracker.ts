import type { Cause } from '../causes/cause.ts';
import type { BaselineAlert } from '../kinds/baseline.ts';
import type { DoneAlert } from '../kinds/done.ts';
import { failedKey, isFailed, type FailedAlert } from '../kinds/failed.ts';
import type { AnyAlert } from '../kinds/kinds.ts';
import type { RecoveredAlert } from '../kinds/recovered.ts';
import type { ReminderAlert } from '../kinds/reminder.ts';
import type { SourceAlert } from '../kinds/source.ts';
import type { StalledAlert } from '../kinds/stalled.ts';
import type { UnknownAlert } from '../kinds/unknown.ts';
import type { SourceId, TaskId } from '../mms/id.ts';
import type { JobSnapshot, JobSnapshots } from '../mms/job-snapshot.ts';
import type { ListedTask, Snapshot } from '../mms/snapshot.ts';
import { coversTarget, coversTask, targetName, type Target } from '../mms/target.ts';
import { meaningOf, statusKey, type Task } from '../mms/task.ts';
import type { LogReading, TaskLog } from '../mms/task-log.ts';
import { jobOf, taskRef } from '../notification/alert.ts';
import { causeGroupsOf } from '../notification/failures/cause-groups.ts';
import type { Kinds } from '../notification/kind.ts';
import { CauseHistoryDraft } from './cause-history.ts';
import { trackChannels, type OtherChannels } from './channel-health.ts';
import type { ChannelState } from './channel-state.ts';
import { trackFeed, type FeedReport, type FeedState } from './feeds.ts';
import { startFrom, startNeedsLog } from './first-snapshot.ts';
import { trackIdleJobs } from './idle-jobs.ts';
import type { Moves } from './job-state.ts';
import { OutboxDraft } from './outbox.ts';
import { reminderDue, standingFailures } from './reminders.ts';
import { forgetGoneJobs, forgetUnwatched, markMissing } from './removed.ts';
import { sourceNamesAfter, trackSources, type Readability } from './source-health.ts';
import {
  failuresOf,
  withFailures,
  type Failures,
  type Running,
  type TaskState,
} from './task-state.ts';
import { trackJobs } from './track-jobs.ts';
import {
  isUnmoved,
  lastFailedRows,
  needsLog,
  trackTask,
  type FailedAttempts,
} from './track-task.ts';
import { patienceFor, UsualDurations } from './usual-durations.ts';

/** What a failure's rows say of its cause; without rows, what its status says. */
export type Explain = (
  failure: Readonly<{ status: string; rows: readonly TaskLog[] }>,
  task: Task,
) => Readonly<{ cause: Cause; countedRows: FailedAlert['countedRows'] }>;

export type TrackerSettings = Readonly<{
  kinds: Kinds;
  alertOn: ReadonlySet<string>;
  firstRun: 'baseline' | 'replay';
  /** Milliseconds; `undefined` where nobody wants to know. */
  stallAfter: number | undefined;
  remindAfter: number | undefined;
}>;

/** What was listed: the same for every channel. */
export type Scenery = Readonly<{ snapshot: Snapshot; jobs: JobSnapshots }>;

/** What was read, and what it means. */
export type Observations = Readonly<{
  readingOf: (listed: ListedTask) => LogReading;
  explain: Explain;
  readability: Readability;
  feeds: ReadonlyMap<SourceId, FeedReport>;
  others: OtherChannels;
}>;

/** A listed task that may have moved since the channel looked last. */
type Candidate = Readonly<{
  listed: ListedTask;
  before: TaskState | undefined;
  /** It belongs to a new target: what it did until now is history. */
  startsHere: boolean;
  /** The channel cannot judge it without its log. */
  needsLog: boolean;
}>;

/** The part of a tick that belongs to one channel: what happened since it looked last. */
export class Tracker {
  /** What the channel knew before this tick. */
  readonly before: ChannelState;
  /**
   * All but the tasks that neither run nor have moved, which are most of them in most ticks. What
   * is noticed by waiting alone has to be let in here.
   */
  readonly candidates: readonly Candidate[];
  readonly #state: ChannelState;
  readonly #settings: TrackerSettings;
  readonly #scenery: Scenery;
  readonly #newTargets: readonly Target[];
  /** Those whose tasks were followed until now, be it as part of a source watched no more. */
  readonly #oldTargets: readonly Target[];

  constructor(state: ChannelState, scenery: Scenery, settings: TrackerSettings) {
    const { targets } = scenery.snapshot;
    const isOld = (target: Target): boolean =>
      state.targets.has(targetName(target)) || state.targets.has(target.sourceId);
    this.before = state;
    this.#scenery = scenery;
    this.#settings = settings;
    this.#state = forgetUnwatched(state, targets);
    this.#newTargets = targets.filter((target) => !isOld(target));
    this.#oldTargets = targets.filter(isOld);
    this.candidates = this.#findCandidates();
  }

  #findCandidates(): readonly Candidate[] {
    const candidates: Candidate[] = [];
    for (const listed of this.#scenery.snapshot.tasks) {
      const { task } = listed;
      const before = this.#state.tasks.get(task.sourceId)?.get(task.id);
      if (isUnmoved(before, listed)) continue;
      const startsHere = this.#startsHere(task, before);
      candidates.push({
        listed,
        before,
        startsHere,
        needsLog: startsHere ? startNeedsLog(task) : needsLog(before, listed),
      });
    }
    return candidates;
  }

  /** Tasks of idle jobs, which were not listed: they are watched all the same. */
  countIdle(): number {
    const { idle } = this.#scenery.snapshot;
    if (idle.size === 0) return 0;
    let count = 0;
    for (const states of this.#state.tasks.values()) {
      for (const { jobId, missingSince } of states.values()) {
        if (jobId !== undefined && missingSince === undefined && idle.has(jobId)) count += 1;
      }
    }
    return count;
  }

  /**
   * What the channel knows now, its outbox included. What was not read goes on in the next tick.
   */
  track(observed: Observations): ChannelState {
    const { snapshot, jobs } = this.#scenery;
    const { kinds, stallAfter } = this.#settings;
    const draft = new Draft(this.#state, snapshot.now, this.#settings, observed.explain);
    const tasks = markMissing(this.#trackTasks(draft, observed), snapshot);
    const { dealtWith, first } = this.#dealWithTargets();
    if (this.#settings.firstRun === 'baseline') {
      draft.raise(first.map((target) => this.#baselineOf(target, tasks, draft)));
    }
    const known = forgetGoneJobs(this.#state.jobs, snapshot, jobs);
    const tracked = trackJobs(known, jobs, {
      now: snapshot.now,
      stallAfter,
      movesOf: (job) => draft.movesOf(job),
      stateOf: ({ sourceId, id }) => tasks.get(sourceId)?.get(id),
      causes: draft.causes,
    });
    const sourceNames = sourceNamesAfter(this.#state.sourceNames, snapshot);
    const named = { ...this.#state, sourceNames };
    const { sources, alerts: ofSources } = trackSources(named, observed.readability, snapshot);
    const { reportedFailures, alerts: ofChannels } = trackChannels(
      this.#state.reportedFailures,
      observed.others,
      snapshot.now,
    );
    const { feeds, alerts: ofFeeds } = this.#trackFeeds(observed.feeds, sourceNames);
    draft.raise([...tracked.alerts, ...ofSources, ...ofFeeds, ...ofChannels]);
    const reminded = this.#remind(tasks, draft);
    const after: ChannelState = {
      ...named,
      targets: dealtWith,
      unknownStatuses: draft.unknownStatuses,
      ...reminded,
      jobs: tracked.jobs,
      causes: draft.causes.after(),
      sources,
      feeds,
      reportedFailures,
      outbox: draft.outbox.after(),
    };
    return { ...after, idleJobs: trackIdleJobs(after, snapshot, kinds) };
  }

  #trackFeeds(
    reports: Observations['feeds'],
    names: ChannelState['sourceNames'],
  ): Readonly<{ feeds: ChannelState['feeds']; alerts: readonly SourceAlert[] }> {
    const { feeds } = this.#state;
    const { now } = this.#scenery.snapshot;
    let next: Map<SourceId, FeedState> | undefined;
    const alerts: SourceAlert[] = [];
    for (const [sourceId, report] of reports) {
      const before = feeds.get(sourceId);
      // Until the source itself was seen, nobody knows what was there before.
      if (before === undefined && report.source === undefined) continue;
      const about = { sourceId, sourceName: names.get(sourceId) ?? '', now };
      const tracked = trackFeed(before, report, about);
      alerts.push(...tracked.alerts);
      if (tracked.feed !== before) (next ??= new Map(feeds)).set(sourceId, tracked.feed);
    }
    return { feeds: next ?? feeds, alerts };
  }

  #trackTasks(draft: Draft, { readingOf }: Observations): ChannelState['tasks'] {
    const { jobs } = this.#scenery;
    const usual = new UsualDurations((source, job) => jobs.get(source)?.get(job)?.tasks ?? []);
    const next = new TaskStatesDraft(this.#state.tasks);
    for (const { listed, before, startsHere, needsLog } of this.candidates) {
      const reading = needsLog ? readingOf(listed) : notNeeded;
      const after = startsHere
        ? draft.start(listed, reading)
        : this.#follow(draft, listed, { before, reading, usual });
      if (after) next.set(listed.task, after);
    }
    return next.after();
  }

  #follow(
    draft: Draft,
    listed: ListedTask,
    {
      before,
      reading,
      usual,
    }: Readonly<{ before: TaskState | undefined; reading: LogReading; usual: UsualDurations }>,
  ): TaskState | undefined {
    const { task } = listed;
    const { snapshot } = this.#scenery;
    const isHistory = before === undefined && this.#isNew(task);
    const watchedById = snapshot.targets.some(
      (target) => target.kind === 'task' && coversTask(target, task),
    );
    const after = draft.follow(listed, { before, reading, isHistory, watchedById });
    if (after === undefined || reading.kind !== 'read') return after;
    return draft.stall(task, after, () => usual.of(task));
  }

  /** It was there before the channel: it belongs to new targets only, and history is not told. */
  #startsHere(task: Task, before: TaskState | undefined): boolean {
    return this.#settings.firstRun === 'baseline' && before === undefined && this.#isNew(task);
  }

  #isNew(task: Task): boolean {
    return (
      this.#newTargets.length > 0 && !this.#oldTargets.some((target) => coversTask(target, task))
    );
  }

  /**
   * A new target is dealt with once all of its tasks were listed; one that another covers goes with
   * that one. The wide ones come first: which job a task belongs to is known from its listing only.
   */
  #dealWithTargets(): Readonly<{ dealtWith: ReadonlySet<string>; first: readonly Target[] }> {
    const { listed, tasks, targets } = this.#scenery.snapshot;
    const dealtWith = new Set([...this.#state.targets, ...this.#oldTargets.map(targetName)]);
    const first: Target[] = [];
    const isCovered = (target: Target): boolean => {
      const task =
        target.kind === 'task'
          ? tasks.find((one) => coversTask(target, one.task))?.task
          : undefined;
      const covers = (outer: Target): boolean =>
        coversTarget(outer, target) || (task !== undefined && coversTask(outer, task));
      return targets.some(
        (outer) => outer !== target && dealtWith.has(targetName(outer)) && covers(outer),
      );
    };
    const widths: Readonly<Record<Target['kind'], number>> = { source: 0, job: 1, task: 2 };
    for (const target of [...this.#newTargets].sort((a, b) => widths[a.kind] - widths[b.kind])) {
      const name = targetName(target);
      const isWhole = listed.some((one) => one.complete && targetName(one.target) === name);
      if (!isCovered(target)) {
        if (!isWhole) continue;
        first.push(target);
      }
      dealtWith.add(name);
    }
    return { dealtWith, first };
  }

  /** One summary of a target instead of its history. */
  #baselineOf(target: Target, states: ChannelState['tasks'], draft: Draft): BaselineAlert {
    const { snapshot } = this.#scenery;
    const tasks = snapshot.tasks.flatMap(({ task }) => (coversTask(target, task) ? [task] : []));
    const statuses: Record<string, number> = {};
    for (const { status } of tasks) statuses[status] = (statuses[status] ?? 0) + 1;
    const failed = tasks.filter(({ status }) => meaningOf(status) === 'failed');
    const isUnread = ({ sourceId, id }: Task): boolean =>
      states.get(sourceId)?.get(id)?.unread === true;
    const causeOf = (task: Task): Cause | undefined => {
      const state = states.get(task.sourceId)?.get(task.id);
      return draft.causes.find(task, state && failuresOf(state.phase)?.cause);
    };
    return {
      kind: 'baseline',
      target: targetName(target),
      name: nameOf(target, tasks[0]),
      total: tasks.length,
      statuses,
      running: tasks.filter(({ running }) => running).length,
      stopped: tasks.filter(({ stopped }) => stopped).length,
      failed: causeGroupsOf(
        failed
          .filter((task) => !isUnread(task))
          .map((task) => ({ task: taskRef(task), cause: causeOf(task) })),
      ),
      unread: failed.filter(isUnread).length,
      at: snapshot.now,
    };
  }

  /** One list of all that still fails, where that is due. */
  #remind(tasks: ChannelState['tasks'], draft: Draft): Pick<ChannelState, 'tasks' | 'reminders'> {
    const { reminders } = this.#state;
    const { snapshot } = this.#scenery;
    const schedule = reminderDue({ tasks, reminders }, this.#settings.remindAfter, snapshot.now);
    if (schedule === undefined) return { tasks, reminders };
    const next = new TaskStatesDraft(tasks);
    for (const { task } of snapshot.tasks) {
      const state = tasks.get(task.sourceId)?.get(task.id);
      const failures = state && standingFailures(state);
      if (state === undefined || failures === undefined || task.running) continue;
      const alert: ReminderAlert = {
        kind: 'reminder',
        task: taskRef(task),
        cause: draft.causes.find(task, failures.cause),
        failedAt: failures.lastAt,
        at: snapshot.now,
      };
      draft.raise([alert]);
      next.set(task, withFailures(state, { remindedAt: snapshot.now }));
    }
    return { tasks: next.after(), reminders: schedule };
  }
}

const notNeeded: LogReading = { kind: 'not-needed' };

function nameOf(target: Target, first: Task | undefined): string {
  if (!first) return '';
  switch (target.kind) {
    case 'source':
      return first.sourceName;
    case 'job':
      return first.jobName;
    case 'task':
      return first.sourceTable;
    default:
      return target satisfies never;
  }
}

type Followed = Readonly<{
  before: TaskState | undefined;
  reading: LogReading;
  /** A new target brought it along: what it did is no movement. */
  isHistory: boolean;
  watchedById: boolean;
}>;

/** What one tick adds to what a channel knows beside its tasks. */
class Draft {
  readonly outbox: OutboxDraft;
  readonly causes: CauseHistoryDraft;
  readonly unknownStatuses: Map<string, number>;
  readonly #moves = new Map<string, Moves>();
  readonly #now: number;
  readonly #settings: TrackerSettings;
  readonly #explain: Explain;

  constructor(state: ChannelState, now: number, settings: TrackerSettings, explain: Explain) {
    this.outbox = new OutboxDraft(state.outbox, settings.kinds);
    this.causes = new CauseHistoryDraft(state.causes);
    this.unknownStatuses = new Map(state.unknownStatuses);
    this.#now = now;
    this.#settings = settings;
    this.#explain = explain;
  }

  /** A kind that is left out of `ALERT_ON` counts as told. */
  raise(alerts: readonly AnyAlert[]): void {
    for (const alert of alerts) if (this.#isWanted(alert.kind)) this.outbox.add(alert);
  }

  #isWanted(kind: AnyAlert['kind']): boolean {
    return this.#settings.alertOn.has(kind);
  }

  movesOf({ sourceId, id }: JobSnapshot): Moves | undefined {
    return this.#moves.get(jobOf({ sourceId, jobId: id }));
  }

  start(listed: ListedTask, reading: LogReading): TaskState {
    const { task } = listed;
    const state = startFrom(listed, reading, this.#now);
    const started = { ...state, running: runningSince(undefined, state, task, this.#now) };
    const rows = reading.kind === 'read' ? lastFailedRows(reading.log.rows) : [];
    if (failuresOf(state.phase) === undefined || rows.length === 0) return started;
    // It is told with the baseline, and when its job ends.
    const { cause } = this.#explain({ status: task.status, rows }, task);
    this.causes.record(task, cause, 0, this.#now);
    return withFailures(started, { cause: cause.fingerprint });
  }

  follow(listed: ListedTask, followed: Followed): TaskState | undefined {
    const { task } = listed;
    const { before, reading, isHistory, watchedById } = followed;
    const update = trackTask(before, listed, reading, this.#now);
    if (update === undefined) return undefined;
    let { state } = update;
    const moves = { done: 0, onRetry: 0, failed: 0 };
    const failures = before && failuresOf(before.phase);
    for (const event of update.events) {
      switch (event.kind) {
        case 'failed':
          state = this.#fail(task, state, { failure: event.failure, failures, watchedById });
          moves.failed += event.failure.attempts;
          break;
        case 'reason found':
          state = this.#giveReason(task, state, event.rows);
          break;
        case 'completed':
          this.#complete(task, failures, watchedById);
          moves.done += 1;
          moves.onRetry += (failures?.count ?? 0) > 0 || moves.failed > 0 ? 1 : 0;
          break;
        case 'unknown status':
          this.#meetUnknown(task, event.status);
          break;
        default:
          return event satisfies never;
      }
    }
    const hasMoved =
      before === undefined
        ? task.running || meaningOf(task.status) !== 'waiting'
        : before.revision !== state.revision;
    if (!isHistory && (hasMoved || update.events.length > 0)) this.#addMoves(task, moves);
    return { ...state, running: runningSince(before, state, task, this.#now) };
  }

  /** A task that runs and logs nothing for too long, told once until it logs something. */
  stall(task: Task, state: TaskState, usualMs: () => number | undefined): TaskState {
    const { running } = state;
    const { stallAfter } = this.#settings;
    if (!running || running.notified || stallAfter === undefined) return state;
    if (this.#now - running.since < stallAfter) return state;
    const usual = usualMs();
    if (this.#now - running.since < patienceFor(stallAfter, usual)) return state;
    const alert: StalledAlert = {
      kind: 'stalled',
      what: 'task',
      task: taskRef(task),
      since: running.since,
      usualMs: usual,
      at: this.#now,
    };
    this.raise([alert]);
    return { ...state, running: { ...running, notified: true } };
  }

  #fail(
    task: Task,
    state: TaskState,
    {
      failure,
      failures,
      watchedById,
    }: Readonly<{
      failure: FailedAttempts;
      failures: Failures | undefined;
      watchedById: boolean;
    }>,
  ): TaskState {
    const { cause, countedRows } = this.#explain(failure, task);
    const isTold = this.#isWanted('failed');
    if (isTold) this.causes.record(task, cause, 1, this.#now);
    const lastCause = failure.ordinal > 1 ? failures?.cause : undefined;
    const { status, attempts, ordinal, logUnread } = failure;
    const alert: FailedAlert = {
      kind: 'failed',
      what: 'failure',
      task: taskRef(task),
      status,
      attempts,
      ordinal,
      rows: rowsOf(failure.rows),
      logUnread,
      recoveredSince: false,
      cause,
      sameCause: lastCause === undefined ? undefined : lastCause === cause.fingerprint,
      countedRows,
      watchedById,
      at: this.#now,
    };
    this.raise([alert]);
    // What was found out about an earlier failure is told with this one.
    this.outbox.remove(`reason ${failedKey(task)}`);
    return withFailures(state, {
      notified: failuresOf(state.phase)?.notified === true || isTold,
      cause: cause.fingerprint,
    });
  }

  /** The log can be read now: a failure that waits gets its reason, one that was told a note. */
  #giveReason(task: Task, state: TaskState, rows: readonly TaskLog[]): TaskState {
    const failures = failuresOf(state.phase);
    const waiting = this.outbox.get(failedKey(task));
    const status = rows.at(-1)?.status ?? task.status;
    const { cause, countedRows } = this.#explain({ status, rows }, task);
    if (waiting !== undefined && isFailed(waiting)) {
      const alert: FailedAlert = {
        ...waiting,
        status,
        rows: rowsOf(rows),
        logUnread: undefined,
        cause,
        countedRows,
      };
      this.outbox.replace(alert);
    } else if (failures?.notified === true) {
      const { count } = failures;
      const alert: FailedAlert = {
        kind: 'failed',
        what: 'reason',
        task: taskRef(task),
        status,
        attempts: 1,
        ordinal: count,
        rows: rowsOf(rows),
        recoveredSince: false,
        cause,
        countedRows,
        watchedById: false,
        at: this.#now,
      };
      this.raise([alert]);
    }
    this.causes.record(task, cause, failures?.notified === true ? 1 : 0, this.#now);
    return withFailures(state, { cause: cause.fingerprint, reasonOwed: false });
  }

  #complete(task: Task, failures: Failures | undefined, watchedById: boolean): void {
    const waiting = this.outbox.get(failedKey(task));
    if (waiting !== undefined && isFailed(waiting)) {
      const alert: FailedAlert = { ...waiting, recoveredSince: true };
      this.outbox.replace(alert);
      return;
    }
    if (failures?.notified === true && this.#isWanted('recovered')) {
      const { count, firstAt } = failures;
      const alert: RecoveredAlert = {
        kind: 'recovered',
        task: taskRef(task),
        failures: count,
        failedAt: firstAt,
        watchedById,
        at: this.#now,
      };
      this.raise([alert]);
      return;
    }
    const alert: DoneAlert = { kind: 'done', task: taskRef(task), watchedById, at: this.#now };
    this.raise([alert]);
  }

  /** Each undocumented status is told once, with the first task in it; later ones are counted. */
  #meetUnknown(task: Task, status: string): void {
    const key = statusKey(status);
    const known = this.unknownStatuses.get(key);
    this.unknownStatuses.set(key, (known ?? 0) + 1);
    const isWaiting = this.outbox.get(`unknown ${key}`) !== undefined;
    if (known !== undefined && !isWaiting) return;
    const alert: UnknownAlert = {
      kind: 'unknown',
      task: taskRef(task),
      status,
      others: 0,
      at: this.#now,
    };
    this.raise([alert]);
  }

  #addMoves({ sourceId, jobId }: Task, { done, onRetry, failed }: Moves): void {
    if (jobId === undefined) return;
    const key = jobOf({ sourceId, jobId });
    const before = this.#moves.get(key) ?? { done: 0, onRetry: 0, failed: 0 };
    this.#moves.set(key, {
      done: before.done + done,
      onRetry: before.onRetry + onRetry,
      failed: before.failed + failed,
    });
  }
}

const rowsOf = (rows: readonly TaskLog[]): FailedAlert['rows'] =>
  rows.map(({ id, status, time, action, message }) => ({
    logId: id,
    status,
    time,
    action,
    message,
  }));

/**
 * Since when a task runs and logs nothing, by our clock: MMS's times have no zone. Only a row shows
 * that it goes on: what is listed may change from look to look.
 */
function runningSince(
  before: TaskState | undefined,
  after: TaskState,
  task: Task,
  now: number,
): Running | undefined {
  if (!task.running) return undefined;
  if (before?.running && lastRow(before) === lastRow(after)) return before.running;
  return { since: now, notified: false };
}

const lastRow = ({ log }: TaskState): string | undefined =>
  log.kind === 'position' ? log.after : undefined;

/**
 * The tasks of one tick. A source of which nothing changed stays the same object: a quiet tick over
 * tens of thousands of tasks must cost neither a copy of them nor a new text of the state.
 */
class TaskStatesDraft {
  readonly #before: ChannelState['tasks'];
  readonly #copies = new Map<SourceId, Map<TaskId, TaskState>>();

  constructor(before: ChannelState['tasks']) {
    this.#before = before;
  }

  set({ sourceId, id }: Pick<Task, 'sourceId' | 'id'>, state: TaskState): void {
    const copy = this.#copies.get(sourceId);
    const known = (copy ?? this.#before.get(sourceId))?.get(id);
    if (known === state || (known !== undefined && isSame(known, state))) return;
    if (copy) copy.set(id, state);
    else this.#copies.set(sourceId, new Map(this.#before.get(sourceId)).set(id, state));
  }

  after(): ChannelState['tasks'] {
    return this.#copies.size === 0 ? this.#before : new Map([...this.#before, ...this.#copies]);
  }
}

/** A running task mostly gives what was known, in another object. */
function isSame(known: TaskState, state: TaskState): boolean {
  if (known.revision !== state.revision || lastRow(known) !== lastRow(state)) return false;
  return JSON.stringify(known) === JSON.stringify(state);
}
