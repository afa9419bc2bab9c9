import type { Migration } from './migration.ts';
import type { MigrationJob, MigrationSource, MigrationTask } from './migration-records.ts';

/** What happened that a channel has to be told, by the contract's words. */
type Event =
  | Readonly<{ kind: 'baseline'; target: string }>
  /** One failed attempt; `cause` is whatever its author calls the reason. */
  | Readonly<{ kind: 'failed'; task: MigrationTask; cause: string | undefined }>
  /** A channel that hears of the failure only now is told of both as one failure. */
  | Readonly<{ kind: 'recovered' | 'done'; task: MigrationTask }>
  | Readonly<{ kind: 'unknown'; status: string; task: MigrationTask }>
  | Readonly<{ kind: 'job-finished'; job: MigrationJob; done: number; failed: number }>
  | Readonly<{ kind: 'job-stopped'; job: MigrationJob }>
  | Readonly<{ kind: 'escalation'; job: MigrationJob; waiting: number }>
  | Readonly<{ kind: 'stalled'; task: MigrationTask } | { kind: 'stalled'; job: MigrationJob }>
  | Readonly<{ kind: 'reminder'; tasks: readonly MigrationTask[] }>
  | Readonly<{ kind: 'blind'; over: boolean } & ({ source: MigrationSource } | { channel: string })>;

/** `look`: it can be told from this look on; the first one is 1. */
export type ExpectedAlert = Event & Readonly<{ look: number }>;
export type ExpectedKind = ExpectedAlert['kind'];

/** What one look of the function met. Times are milliseconds since the epoch. */
export type Look = Readonly<{
  now: number;
  /** Ids of sources that could not be read. */
  unreadable?: ReadonlySet<string>;
  /** Channels that refused a message for good, and those that took one. */
  refusing?: Iterable<string>;
  accepting?: Iterable<string>;
}>;

type Patience = Readonly<{ stallAfter: number; remindAfter: number }>;
type Options = Partial<Patience> &
  Readonly<{ causeOf?: (task: MigrationTask) => string | undefined }>;

const minute = 60_000;
const hour = 60 * minute;
const usualPatience: Patience = { stallAfter: 2 * hour, remindAfter: 24 * hour };

/** What is known of a job beyond its tasks as they are. */
type JobRecord = {
  moved: boolean;
  /** When something of it moved last. */
  movedAt: number;
  /** Looks running that showed it ended, or stopped and at rest. */
  ended: number;
  stopped: number;
  /** When attempts failed since the watch began, and how many tasks got done. */
  failures: number[];
  done: number;
  /** The first failure since the last completion. */
  failingSince: number | undefined;
  /** Since when there is no reason to call any more; `Infinity` while there is one. */
  calmSince: number | undefined;
  stalled: boolean;
};

/**
 * Works out what every channel has to be told, from what happens in the migration and never from
 * what the function says of it: the contract's table of kinds, read a second time. What happens
 * before the first look is history.
 */
export class ExpectedAlerts {
  readonly events: ExpectedAlert[] = [];
  readonly #migration: Migration;
  readonly #targets: readonly string[];
  readonly #patience: Patience;
  readonly #causeOf: (task: MigrationTask) => string | undefined;
  #look = 0;
  #now = 0;
  /** Tasks that stand failed since the watch began, by the time at which a look showed it. */
  readonly #failing = new Map<MigrationTask, number>();
  readonly #jobs = new Map<MigrationJob, JobRecord>();
  readonly #statuses = new Set<string>();
  readonly #stalled = new Map<MigrationTask, number>();
  readonly #reminded = new Set<MigrationTask>();
  #reminders: Readonly<{ at: number; repeats: number }> | undefined;
  readonly #unreadable = new Map<
    MigrationSource,
    { looks: number; told: number; toldAt: number }
  >();
  readonly #refusing = new Map<string, number>();

  constructor(migration: Migration, targets: readonly string[], options: Options = {}) {
    this.#migration = migration;
    this.#targets = targets;
    this.#patience = { ...usualPatience, ...options };
    this.#causeOf = options.causeOf ?? (() => undefined);
    migration.onStatus((task) => {
      this.#moves(task);
    });
  }

  /** The looks that are over. */
  get looks(): number {
    return this.#look;
  }

  /** The function has looked, whatever came of it: what time alone makes due is due. */
  looked({ now, unreadable = new Set(), refusing = [], accepting = [] }: Look): void {
    this.#now = now;
    const isFirst = this.#look === 0;
    if (isFirst) for (const target of this.#targets) this.#add({ kind: 'baseline', target });
    for (const source of this.#migration.sources) {
      this.#reads(source, !unreadable.has(source.id));
      if (isFirst || unreadable.has(source.id)) continue;
      for (const job of source.jobs) this.#follow(job);
      for (const task of source.tasks) this.#waitFor(task);
    }
    this.#remind();
    for (const channel of refusing) this.#isRefused(channel);
    for (const channel of accepting) this.#isAccepted(channel);
    this.#look += 1;
  }

  #add(event: Event): void {
    this.events.push({ ...event, look: this.#look + 1 });
  }

  #moves(task: MigrationTask): void {
    if (this.#look === 0) return;
    const { status, job } = task;
    const record = this.#recordOf(job);
    record.moved = true;
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
    const record: JobRecord = {
      moved: false,
      movedAt: this.#migration.now,
      ended: 0,
      stopped: 0,
      failures: [],
      done: 0,
      failingSince: undefined,
      calmSince: undefined,
      stalled: false,
    };
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
    const isStalled = waits && this.#now - record.movedAt >= this.#patience.stallAfter;
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
    if (!(silent >= this.#patience.stallAfter) || this.#stalled.get(task) === wroteAt) return;
    if (silent < 4 * (usualOf(task.job) ?? 0)) return;
    this.#stalled.set(task, wroteAt);
    this.#add({ kind: 'stalled', task });
  }

  #remind(): void {
    const { remindAfter } = this.#patience;
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

  /** Told in the third look running, an hour and four hours after that, then daily. */
  #reads(source: MigrationSource, readable: boolean): void {
    const known = this.#unreadable.get(source) ?? { looks: 0, told: 0, toldAt: 0 };
    if (readable) {
      if (known.told > 0) this.#add({ kind: 'blind', over: true, source });
      this.#unreadable.delete(source);
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
    this.#unreadable.set(source, known);
  }

  /** One refusal can be a mistake: the second one running is told to the others. */
  #isRefused(channel: string): void {
    const times = (this.#refusing.get(channel) ?? 0) + 1;
    this.#refusing.set(channel, times);
    if (times === 2) this.#add({ kind: 'blind', over: false, channel });
  }

  #isAccepted(channel: string): void {
    const times = this.#refusing.get(channel) ?? 0;
    this.#refusing.delete(channel);
    if (times >= 2) this.#add({ kind: 'blind', over: true, channel });
  }
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

/** The median of the job's finished tasks; five have to have finished. */
function usualOf({ tasks }: MigrationJob): number | undefined {
  const took = tasks
    .filter(({ status }) => status === 'DONE')
    .map(({ startTime = '', endTime = '' }) => timeOf(endTime) - timeOf(startTime))
    .filter((span) => span >= 0)
    .sort((a, b) => a - b);
  return took.length < 5 ? undefined : took[Math.floor(took.length / 2)];
}
