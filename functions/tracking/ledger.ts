import type { Alert, AlertKind, CountedRows } from '../kinds/alert.ts';
import type { Cause } from '../causes/cause.ts';
import { CauseMemories, causeNamed } from './cause-memories.ts';
import type { ChannelState, TaskMemory } from './memory.ts';
import { alertedTask, OwedAlerts } from './owed.ts';
import { patienceWith } from './stalled.ts';
import type { Task, TaskLog } from '../mms/task.ts';
import { meaningOf } from '../mms/task.ts';
import type { TaskNews } from './task-life.ts';

/** What the rows of a failure say of its cause; without rows, what the status says. */
export type Explain = (
  failure: Readonly<{ status: string; rows: readonly TaskLog[] }>,
  task: Task,
) => Readonly<{ cause: Cause; countedRows: CountedRows | undefined }>;

export type LedgerSettings = Readonly<{
  alertOn: ReadonlySet<AlertKind>;
  remindAfter: number | undefined;
  stallAfter: number | undefined;
  explain: Explain;
}>;

/** What one look adds to what a channel is owed, and to what it remembers beside the tasks. */
export class Ledger {
  readonly owed: OwedAlerts;
  readonly causes: CauseMemories;
  readonly unknownStatuses: Map<string, number>;
  readonly #state: ChannelState;
  readonly #settings: LedgerSettings;
  readonly #now: number;

  constructor(state: ChannelState, settings: LedgerSettings, now: number) {
    this.owed = new OwedAlerts(state.owed);
    this.causes = new CauseMemories(state.causes);
    this.unknownStatuses = new Map(state.unknownStatuses);
    this.#state = state;
    this.#settings = settings;
    this.#now = now;
  }

  /** A kind that is left out of `ALERT_ON` counts as told. */
  add(alerts: readonly Alert[]): void {
    for (const alert of alerts) if (this.#settings.alertOn.has(alert.kind)) this.owed.add(alert);
  }

  /** Turns news of a task into what the channel is owed; gives back what to remember. */
  take(
    task: Task,
    before: TaskMemory | undefined,
    news: TaskNews,
    watchedById: boolean,
  ): TaskMemory {
    const now = this.#now;
    const known = before?.failure;
    const told =
      news.failure === undefined
        ? news.memory
        : this.#failed(task, known?.cause, news, watchedById);
    if (news.completed) {
      const untold = this.owed.failureOf(task);
      if (untold) this.owed.markRecovered(untold);
      else if (known?.told === true && this.#settings.alertOn.has('recovered')) {
        this.add([
          {
            kind: 'recovered',
            task: alertedTask(task),
            failures: known.count,
            failedAt: known.at,
            at: now,
            due: false,
          },
        ]);
      } else {
        this.add([{ kind: 'done', task: alertedTask(task), watchedById, at: now, due: false }]);
      }
    }
    this.#unknown(task, news.unknownStatuses);
    return told;
  }

  #failed(
    task: Task,
    lastCause: string | undefined,
    { memory, failure }: TaskNews,
    watchedById: boolean,
  ): TaskMemory {
    if (failure === undefined) return memory;
    const { cause, countedRows } = this.#settings.explain(failure, task);
    const tells = this.#settings.alertOn.has('failed');
    if (tells) {
      this.causes.strikes(cause, 1, this.#now);
      this.owed.add({
        kind: 'failed',
        task: alertedTask(task),
        ...failure,
        recoveredSince: false,
        at: this.#now,
        due: false,
        rows: failure.rows.map(({ id, status, time, action, message }) => ({
          logId: id,
          status,
          time,
          action,
          message,
        })),
        cause,
        countedRows,
        watchedById,
        sameCause:
          failure.ordinal > 1 && lastCause !== undefined
            ? lastCause === cause.fingerprint
            : undefined,
      });
    }
    return memory.failure === undefined
      ? memory
      : {
          ...memory,
          failure: {
            ...memory.failure,
            told: memory.failure.told || tells,
            cause: cause.fingerprint,
          },
        };
  }

  /** Why a task had failed before the channel looked: not told, but known when its job ends. */
  rememberCause(task: Task, memory: TaskMemory, rows: readonly TaskLog[]): TaskMemory {
    if (memory.failure === undefined || rows.length === 0) return memory;
    const { cause } = this.#settings.explain({ status: task.status, rows }, task);
    this.causes.strikes(cause, 0, this.#now);
    return { ...memory, failure: { ...memory.failure, cause: cause.fingerprint } };
  }

  /** Each undocumented status is told once, with the first task in it; later tasks are counted. */
  #unknown(task: Task, statuses: readonly string[]): void {
    for (const status of statuses) {
      const told = this.#state.unknownStatuses.has(status);
      this.unknownStatuses.set(status, (this.unknownStatuses.get(status) ?? 0) + 1);
      if (!told)
        this.add([
          {
            kind: 'unknown',
            task: alertedTask(task),
            status,
            others: 0,
            at: this.#now,
            due: false,
          },
        ]);
    }
  }

  /** A task that runs without a word for too long, told once until it says something. */
  stalled(task: Task, memory: TaskMemory, usualMs: () => number | undefined): TaskMemory {
    const { running } = memory;
    const { stallAfter } = this.#settings;
    if (
      !running ||
      running.told ||
      stallAfter === undefined ||
      this.#now - running.since < stallAfter
    )
      return memory;
    const usual = usualMs();
    if (this.#now - running.since < patienceWith(stallAfter, usual)) return memory;
    this.add([
      {
        kind: 'stalled',
        what: 'task',
        task: alertedTask(task),
        since: running.since,
        usualMs: usual,
        at: this.#now,
        due: false,
      },
    ]);
    return { ...memory, running: { ...running, told: true } };
  }

  /** A task that has stayed failed since it was told, or since the last reminder. */
  remindOf(task: Task, memory: TaskMemory): TaskMemory {
    const { failure } = memory;
    const { remindAfter } = this.#settings;
    if (
      !failure ||
      failure.count === 0 ||
      remindAfter === undefined ||
      meaningOf(task.status) !== 'failed' ||
      task.running
    )
      return memory;
    if (this.#now - (failure.remindedAt ?? failure.lastAt) < remindAfter) return memory;
    const cause = causeNamed(failure.cause, this.causes.after());
    this.add([
      {
        kind: 'reminder',
        task: alertedTask(task),
        cause,
        failedAt: failure.lastAt,
        at: this.#now,
        due: false,
      },
    ]);
    return { ...memory, failure: { ...failure, remindedAt: this.#now } };
  }
}
