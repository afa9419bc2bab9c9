import type { Migration } from './migration.ts';
import type {
  MigrationJob,
  MigrationSource,
  MigrationTask,
  MigrationTimer,
} from './migration-records.ts';

/** What happened that a channel has to be told, by the contract's words. */
type Event =
  | Readonly<{ kind: 'baseline'; target: string; tasks: readonly MigrationTask[] }>
  /** One failed attempt; `cause` is whatever its author calls the reason. */
  | Readonly<{ kind: 'failed'; task: MigrationTask; cause: string | undefined }>
  /** A channel that hears of the failure only now is told of both as one failure. */
  | Readonly<{ kind: 'recovered'; task: MigrationTask }>
  | Readonly<{ kind: 'done'; task: MigrationTask }>
  | Readonly<{ kind: 'unknown'; status: string; task: MigrationTask }>
  | Readonly<{ kind: 'job-finished'; job: MigrationJob; done: number; failed: number }>
  | Readonly<{ kind: 'job-stopped'; job: MigrationJob }>
  | Readonly<{ kind: 'escalation'; job: MigrationJob; waiting: number }>
  | Readonly<{ kind: 'stalled'; task: MigrationTask } | { kind: 'stalled'; job: MigrationJob }>
  | Readonly<{ kind: 'reminder'; tasks: readonly MigrationTask[] }>
  | Readonly<{ kind: 'blind'; over: boolean } & ({ source: MigrationSource } | { channel: string })>
  /** What feeds the tasks: its agent, its error text, its status, or one of its timers. */
  | Readonly<{
      kind: 'source';
      over: boolean;
      source: MigrationSource;
      timer: MigrationTimer | undefined;
    }>;

/**
 * It can be told from this look on; the first is 1. What is `optional` lasted for less time than
 * the function needs to be sure, so it may be missed.
 */
export type ExpectedAlert = Event & Readonly<{ look: number; optional?: boolean }>;

/** Times are milliseconds since the epoch. */
type Look = Readonly<{
  now: number;
  unreadable?: ReadonlySet<string>;
  /** Channels that refused a message for good. */
  refusing?: Iterable<string>;
  accepting?: Iterable<string>;
}>;

type CauseOf = (task: MigrationTask) => string | undefined;

const minute = 60_000;
const hour = 60 * minute;
const stallAfter = 2 * hour;
const remindAfter = 24 * hour;
/** More tasks than these do not vanish by themselves. */
const missedTasks = 10;

/** Times are milliseconds since the epoch. */
class JobRecord {
  moved = false;
  movedAt: number;
  /** Looks running that showed it ended, or stopped and at rest. */
  ended = 0;
  stopped = 0;
  /** When attempts failed since the watch began, and how many tasks got done. */
  readonly failures: number[] = [];
  done = 0;
  /** Without a completion in between. */
  failingSince: number | undefined;
  /** Since when there is no reason to call any more; `Infinity` while there is one. */
  calmSince: number | undefined;
  stalled = false;

  constructor(movedAt: number) {
    this.movedAt = movedAt;
  }
}

type Sight = 'seen' | 'unreadable' | 'empty';

/** In how many looks running, and how often that was told. */
type Unseen = { readonly sight: Sight; looks: number; told: number; toldAt: number };

/** Where it stands among the alerts, and since when it lasts. */
type Episode = Readonly<{ place: number; since: number }>;

/**
 * What every channel has to be told, by what happens in the migration and never by what the
 * function says: the contract's table of kinds, read a second time. What happens before the first
 * look is history.
 */
export class ExpectedAlerts {
  readonly events: ExpectedAlert[] = [];
  readonly #migration: Migration;
  readonly #targets: readonly string[];
  readonly #causeOf: CauseOf;
  #look = 0;
  #now = 0;
  readonly #failing = new Map<MigrationTask, number>();
  readonly #jobs = new Map<MigrationJob, JobRecord>();
  readonly #statuses = new Set<string>();
  readonly #stalled = new Map<MigrationTask, number>();
  readonly #reminded = new Set<MigrationTask>();
  #reminders: Readonly<{ at: number; repeats: number }> | undefined;
  readonly #listed = new Map<MigrationSource, number>();
  readonly #unseen = new Map<MigrationSource, Unseen>();
  readonly #episodes = new Map<string, Episode>();
  /** Sources whose agent was seen online, and texts of errors that were there before. */
  readonly #online = new Set<MigrationSource>();
  readonly #errorsBefore = new Map<MigrationSource, string | undefined>();

  constructor(
    migration: Migration,
    targets: readonly string[],
    causeOf: CauseOf = () => undefined,
  ) {
    this.#migration = migration;
    this.#targets = targets;
    this.#causeOf = causeOf;
    migration.onStatus((task) => {
      this.#moves(task);
    });
  }

  get looks(): number {
    return this.#look;
  }

  /** Whatever came of it: what time alone makes due is due. */
  looked({ now, unreadable = new Set(), refusing = [], accepting = [] }: Look): void {
    this.#now = now;
    const isFirst = this.#look === 0;
    const sources = this.#migration.sources.filter(({ id }) =>
      this.#targets.some((target) => target.split('/')[0] === id),
    );
    if (isFirst) {
      for (const target of this.#targets) {
        const tasks = sources
          .flatMap((source) => source.tasks)
          .filter((task) => isIn(target, task));
        this.#add({ kind: 'baseline', target, tasks });
      }
    }
    for (const source of sources) {
      const sight = this.#sightOf(source, unreadable);
      this.#sees(source, sight);
      if (sight !== 'seen') continue;
      if (this.#targets.includes(source.id)) this.#lookAtFeeds(source);
      if (isFirst) continue;
      for (const job of source.jobs) if (this.#isWatched(job)) this.#follow(job);
      for (const task of source.tasks) if (this.#isWatched(task)) this.#waitFor(task);
    }
    this.#remind();
    const refuses = (channel: string, from: number | undefined): void => {
      const event = (over: boolean): Event => ({ kind: 'blind', over, channel });
      // One refusal for good can be a mistake, unless another channel's message is still to be
      // written: the second one running is surely told.
      this.#lasts(channel, event, { from, surely: 1 });
    };
    for (const channel of refusing) refuses(channel, now);
    for (const channel of accepting) refuses(channel, undefined);
    this.#look += 1;
  }

  /** Gives the alert's place among all. */
  #add(event: Event, optional = false): number {
    return this.events.push({ ...event, look: this.#look + 1, optional }) - 1;
  }

  #isWatched(what: MigrationTask | MigrationJob): boolean {
    return this.#targets.some((target) => isIn(target, what));
  }

  #moves(task: MigrationTask): void {
    if (this.#look === 0 || !this.#isWatched(task)) return;
    const { status, job } = task;
    const record = this.#recordOf(job);
    record.moved = true;
    record.ended = 0;
    record.movedAt = this.#migration.now;
    if (hasFailed(task)) {
      this.#add({ kind: 'failed', task, cause: this.#causeOf(task) });
      this.#failing.set(task, this.#migration.now);
      this.#reminded.delete(task);
      record.failures.push(this.#migration.now);
      record.failingSince ??= this.#migration.now;
    } else if (status === 'DONE') {
      this.#add({ kind: this.#failing.delete(task) ? 'recovered' : 'done', task });
      record.done += 1;
      record.failingSince = undefined;
    } else if (!documented.test(status) && !this.#statuses.has(status)) {
      this.#statuses.add(status);
      this.#add({ kind: 'unknown', status, task });
    }
  }

  #recordOf(job: MigrationJob): JobRecord {
    const known = this.#jobs.get(job);
    if (known !== undefined) return known;
    const record = new JobRecord(this.#migration.now);
    this.#jobs.set(job, record);
    return record;
  }

  #follow(job: MigrationJob): void {
    const record = this.#recordOf(job);
    if (!record.moved) return;
    const counts = countsOf(job);
    const isStopped = job.stopped
      ? counts.waiting + counts.stopped > 0
      : counts.stopped > 0 && counts.waiting === 0;
    record.stopped = isStopped && counts.running === 0 ? record.stopped + 1 : 0;
    if (record.stopped === 2) this.#add({ kind: 'job-stopped', job });
    if (record.stopped > 0) record.movedAt = this.#now;

    const isOver = counts.running + counts.waiting + counts.stopped === 0;
    record.ended = isOver ? record.ended + 1 : 0;
    const { done, failed } = counts;
    if (record.ended === 2) this.#add({ kind: 'job-finished', job, done, failed });

    this.#escalate(job, record, counts);
    const waits = counts.waiting > 0 && counts.running === 0 && record.stopped === 0;
    const isStalled = waits && this.#now - record.movedAt >= stallAfter;
    if (isStalled && !record.stalled) this.#add({ kind: 'stalled', job });
    record.stalled = isStalled;
  }

  /** Told once an episode, which ends when there was no reason for half an hour. */
  #escalate(job: MigrationJob, record: JobRecord, { waiting }: Counts): void {
    const standing = job.tasks.filter((task) => this.#failing.has(task) && !task.running).length;
    const within = (span: number): number =>
      record.failures.filter((at) => at > this.#now - span).length;
    const isCalled =
      within(10 * minute) > 100 ||
      (standing >= 10 && standing > 0.2 * (record.done + standing)) ||
      (this.#now - (record.failingSince ?? this.#now) >= hour / 2 && within(hour / 2) > 0);
    if (isCalled && record.calmSince === undefined) {
      this.#add({ kind: 'escalation', job, waiting });
    }
    if (isCalled) record.calmSince = Infinity;
    else if (record.calmSince === Infinity) record.calmSince = this.#now;
    else if (this.#now - (record.calmSince ?? this.#now) >= hour / 2) record.calmSince = undefined;
  }

  /** A running task writes a row now and then; how long it may take, its siblings show. */
  #waitFor(task: MigrationTask): void {
    if (!task.running) return;
    const { createTime = '' } = task.rows.at(-1) ?? {};
    const wroteAt = timeOf(createTime);
    const silent = this.#now - wroteAt;
    if (!(silent >= stallAfter) || this.#stalled.get(task) === wroteAt) return;
    if (silent < 4 * (usualOf(task.job) ?? 0)) return;
    this.#stalled.set(task, wroteAt);
    this.#add({ kind: 'stalled', task });
  }

  #remind(): void {
    const standing = [...this.#failing].filter(([{ running, startTime }]) => {
      return !running && startTime !== undefined;
    });
    if (standing.length === 0) return;
    const { at, repeats } = this.#reminders ?? { at: -Infinity, repeats: 0 };
    const isNew = standing.some(
      ([task, since]) => this.#now - since >= remindAfter && !this.#reminded.has(task),
    );
    const since = this.#now - at;
    if (!(isNew && since >= remindAfter) && !(repeats > 0 && since >= remindAfter * 2 ** repeats))
      return;
    const tasks = standing.map(([task]) => task);
    this.#reminders = { at: this.#now, repeats: isNew ? 1 : Math.min(3, repeats + 1) };
    for (const task of tasks) this.#reminded.add(task);
    this.#add({ kind: 'reminder', tasks });
  }

  #sightOf(source: MigrationSource, unreadable: ReadonlySet<string>): Sight {
    if (unreadable.has(source.id)) return 'unreadable';
    return this.#listsNothing(source) ? 'empty' : 'seen';
  }

  /** None of the tasks that are watched, where there were some. */
  #listsNothing(source: MigrationSource): boolean {
    const { length } = source.tasks.filter((task) => this.#isWatched(task));
    if (length === 0 && (this.#listed.get(source) ?? 0) > missedTasks) return true;
    this.#listed.set(source, length);
    return false;
  }

  /** Told in the third look running, an hour and four hours after that, then daily. */
  #sees(source: MigrationSource, sight: Sight): void {
    const before = this.#unseen.get(source);
    const isOther = before?.told === 0 && before.sight !== sight;
    const known =
      before === undefined || isOther ? { sight, looks: 0, told: 0, toldAt: 0 } : before;
    if (sight === 'seen') {
      if (known.told > 0) this.#add({ kind: 'blind', over: true, source });
      this.#unseen.delete(source);
      return;
    }
    known.looks += 1;
    const wait = [0, hour, 4 * hour][known.told] ?? 4 * hour + (known.told - 2) * 24 * hour;
    const isDue = known.told > 0 ? this.#now - known.toldAt >= wait : known.looks >= 3;
    if (isDue) {
      if (known.told === 0) known.toldAt = this.#now;
      known.told += 1;
      this.#add({ kind: 'blind', over: false, source });
    }
    this.#unseen.set(source, known);
  }

  #lookAtFeeds(source: MigrationSource): void {
    const { id, agentIsOnline, errMsg, status } = source;
    if (agentIsOnline) this.#online.add(source);
    if (!this.#errorsBefore.has(source)) this.#errorsBefore.set(source, errMsg);
    const isNewError = errMsg !== undefined && errMsg !== this.#errorsBefore.get(source);
    if (errMsg === undefined) this.#errorsBefore.set(source, undefined);
    const isOffline = !agentIsOnline && this.#online.has(source);
    const trouble =
      (timer?: MigrationTimer) =>
      (over: boolean): Event => ({ kind: 'source', over, source, timer });
    const when = (is: boolean, at = this.#now): number | undefined => (is ? at : undefined);
    this.#lasts(`${id} agent`, trouble(), { from: when(isOffline), surely: 4 * sweep });
    this.#lasts(`${id} error`, trouble(), { from: when(isNewError), surely: 2 * sweep });
    this.#lasts(`${id} status`, trouble(), {
      from: when(status !== 'STARTED'),
      surely: 2 * sweep,
    });
    for (const timer of source.timers) {
      const { createTime = '', status: last = '' } = timer.rows.at(-1) ?? {};
      const period = timer.scheduleType === 'Hourly' ? hour : 24 * hour;
      const due = timeOf(createTime) + 2 * period;
      const failed = /(?:FAILED|FAIL|ERROR)$/.test(last);
      const [name, event] = [`${id} ${timer.id}`, trouble(timer)];
      this.#lasts(`${name} silent`, event, { from: when(this.#now >= due, due), surely: hour });
      this.#lasts(`${name} failed`, event, { from: when(failed), surely: hour + sweep });
    }
  }

  /**
   * From some moment on, or not any more. It is told when the function has seen it, which it surely
   * has after so many milliseconds.
   */
  #lasts(
    name: string,
    eventOf: (over: boolean) => Event,
    { from, surely }: Readonly<{ from: number | undefined; surely: number }>,
  ): void {
    const known = this.#episodes.get(name);
    if (from === undefined) {
      if (known === undefined) return;
      this.#episodes.delete(name);
      this.#add(eventOf(true), this.events[known.place]?.optional);
      return;
    }
    const { place, since } = known ?? { place: this.#add(eventOf(false), true), since: from };
    this.#episodes.set(name, { place, since });
    const alert = this.events[place];
    if (alert !== undefined && this.#now - since >= surely)
      this.events[place] = { ...alert, optional: false };
  }
}

/** How far the looks at what feeds a source are apart. */
const sweep = 10 * minute;

function isIn(target: string, what: MigrationTask | MigrationJob): boolean {
  const [sourceId, list, id] = target.split('/');
  const job = 'job' in what ? what.job : what;
  if (job.source.id !== sourceId) return false;
  if (list === 'tasks') return 'job' in what && what.id === id;
  return list === undefined || job.id === id;
}

const hasFailed = ({ status }: MigrationTask): boolean => /FAIL(?:ED)?$/.test(status);

const documented = /^(?:INIT|(?:SCHEMA|DATA|VERIFICATION)_(?:DOING|DONE)|DATA_DONG)$/;

type Counts = Record<'done' | 'failed' | 'running' | 'waiting' | 'stopped', number>;

function countsOf({ tasks }: MigrationJob): Readonly<Counts> {
  const counts: Counts = { done: 0, failed: 0, running: 0, waiting: 0, stopped: 0 };
  for (const task of tasks) {
    if (task.status === 'DONE') counts.done += 1;
    else if (task.running) counts.running += 1;
    else if (hasFailed(task)) counts.failed += 1;
    else if (task.stopped) counts.stopped += 1;
    else counts.waiting += 1;
  }
  return counts;
}

/** MMS writes local time and names no zone. */
const timeOf = (text: string): number => Date.parse(`${text.trim().replace(' ', 'T')}+08:00`);

function usualOf({ tasks }: MigrationJob): number | undefined {
  const took = tasks
    .filter(({ status }) => status === 'DONE')
    .map(({ startTime = '', endTime = '' }) => timeOf(endTime) - timeOf(startTime))
    .filter((span) => span >= 0)
    .sort((a, b) => a - b);
  return took[Math.floor(took.length / 2)];
}
