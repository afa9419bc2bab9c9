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
export type ExpectedAlert = Event & Readonly<{ look: number }> & { optional?: boolean };

type Look = Readonly<{
  /** Milliseconds since the epoch. */
  now: number;
  /** Ids of sources. */
  unreadable?: readonly string[];
  /** Of channels that were sent something: whether they refuse messages for good. */
  refuses?: Readonly<Record<string, boolean>>;
}>;

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

/**
 * What every channel has to be told, by what happens in the migration and never by what the
 * function says: the contract's table of kinds, read a second time. What happens before the first
 * look is history.
 */
export class ExpectedAlerts {
  readonly events: ExpectedAlert[] = [];
  readonly #migration: Migration;
  readonly #targets: readonly string[];
  readonly #causeOf: (task: MigrationTask) => string | undefined;
  #look = 0;
  #now = 0;
  readonly #failing = new Map<MigrationTask, number>();
  readonly #jobs = new Map<MigrationJob, JobRecord>();
  readonly #statuses = new Set<string>();
  readonly #stalled = new Map<MigrationTask, number>();
  readonly #reminded = new Set<MigrationTask>();
  #reminders: Readonly<{ at: number; repeats: number }> | undefined;
  readonly #listed = new Map<MigrationSource, number>();
  /** In how many looks running, and how often that was told. */
  readonly #unseen = new Map<
    MigrationSource,
    { readonly sight: Sight; looks: number; told: number; toldAt: number }
  >();
  /** What lasts, and since when. */
  readonly #episodes = new Map<string, Readonly<{ alert: ExpectedAlert; since: number }>>();
  /** Sources whose agent was seen online, and texts of errors that were there before. */
  readonly #online = new Set<MigrationSource>();
  readonly #errorsBefore = new Map<MigrationSource, string | undefined>();

  constructor(
    migration: Migration,
    targets: readonly string[],
    causeOf: (task: MigrationTask) => string | undefined = () => undefined,
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
  looked({ now, unreadable = [], refuses = {} }: Look): void {
    this.#now = now;
    const isFirst = this.#look === 0;
    const sources = this.#migration.sources.filter(({ id }) =>
      this.#targets.some((target) => target.split('/')[0] === id),
    );
    if (isFirst) {
      const all = sources.flatMap(({ tasks }) => tasks);
      for (const target of this.#targets)
        this.#add({ kind: 'baseline', target, tasks: all.filter((task) => isIn(target, task)) });
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
    for (const [channel, isRefusing] of Object.entries(refuses)) {
      // One refusal for good can be a mistake, unless another channel's message is still to be
      // written: the second one running is surely told.
      this.#lasts(channel, (over) => ({ kind: 'blind', over, channel }), {
        from: isRefusing ? now : undefined,
        surely: 1,
      });
    }
    this.#look += 1;
  }

  #add(event: Event, optional = false): ExpectedAlert {
    const alert = { ...event, look: this.#look + 1, optional };
    this.events.push(alert);
    return alert;
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
    const wroteAt = timeOf(task.rows.at(-1)?.createTime);
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

  /** `empty`: none of the tasks that are watched, where there were some. */
  #sightOf(source: MigrationSource, unreadable: readonly string[]): Sight {
    if (unreadable.includes(source.id)) return 'unreadable';
    const { length } = source.tasks.filter((task) => this.#isWatched(task));
    if (length === 0 && (this.#listed.get(source) ?? 0) > missedTasks) return 'empty';
    this.#listed.set(source, length);
    return 'seen';
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
    if (errMsg === undefined || !this.#errorsBefore.has(source))
      this.#errorsBefore.set(source, errMsg);
    type Trouble = Readonly<{ is: boolean; since?: number; surely: number }>;
    const check = (
      what: string,
      { is, since = this.#now, surely }: Trouble,
      timer?: MigrationTimer,
    ): void => {
      const eventOf = (over: boolean): Event => ({ kind: 'source', over, source, timer });
      this.#lasts(`${id} ${what}`, eventOf, { from: is ? since : undefined, surely });
    };
    check('agent', { is: !agentIsOnline && this.#online.has(source), surely: 4 * sweep });
    check('error', { is: errMsg !== this.#errorsBefore.get(source), surely: 2 * sweep });
    check('status', { is: status !== 'STARTED', surely: 2 * sweep });
    for (const timer of source.timers) {
      const { createTime, status: last = '' } = timer.rows.at(-1) ?? {};
      const since = timeOf(createTime) + (timer.scheduleType === 'Hourly' ? 2 : 48) * hour;
      check(`${timer.id} silent`, { is: this.#now >= since, since, surely: hour }, timer);
      const hasFailed = /(?:FAILED|FAIL|ERROR)$/.test(last);
      check(`${timer.id} failed`, { is: hasFailed, surely: hour + sweep }, timer);
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
      this.#add(eventOf(true), known.alert.optional);
      return;
    }
    const episode = known ?? { alert: this.#add(eventOf(false), true), since: from };
    this.#episodes.set(name, episode);
    if (this.#now - episode.since >= surely) episode.alert.optional = false;
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
const timeOf = (text = ''): number => Date.parse(`${text.trim().replace(' ', 'T')}+08:00`);

function usualOf({ tasks }: MigrationJob): number | undefined {
  const took = tasks
    .filter(({ status }) => status === 'DONE')
    .map(({ startTime, endTime }) => timeOf(endTime) - timeOf(startTime))
    .filter((span) => span >= 0)
    .sort((a, b) => a - b);
  return took[Math.floor(took.length / 2)];
}
