import { answer, type FaultHook } from '../world/fault.ts';
import type { MigrationJob, MigrationTask, MigrationTimer } from '../world/migration-records.ts';
import type { Step } from '../world/migration.ts';
import { refusalJson } from '../world/mms-server.ts';
import type { World } from '../world/world.ts';
import type { Emit, Place } from './events.ts';
import type { StoryClock } from './story-clock.ts';
import { crmTables, financeTables, type Table } from './tables.ts';

/** The target that the function watches: a whole data source. */
export const watched = { id: '2000015', name: 'bigquery_prod' } as const;

/** Why tables fail: what MMS writes of it, the same for as many tables as one act mends. */
type Reason = string | ((table: Table) => string);

type History = Readonly<{
  done: readonly Table[];
  failed: readonly Table[];
  running: readonly Table[];
}>;

/** Seconds before a tick in which things happen; from one tick to the next is a minute at least. */
const lately = { starts: 50, ends: 5, spread: 19 } as const;

const archived: FaultHook = () => answer(410, 'channel_is_archived');

const refusal = refusalJson(
  'NoPermission',
  'You are not authorized to do this operation.',
  'B7EE4EC1-0E4A-5B3B-9D60-1D0F6C2B0002',
);
const forbidden: FaultHook = () => answer(403, refusal, { 'content-type': 'application/json' });

/** The migration and the services around it, as the story changes them: each verb happens. */
export class Stage {
  readonly #world: World;
  readonly #clock: StoryClock;
  readonly #emit: Emit;
  readonly #timer: MigrationTimer;
  readonly #tasks = new Map<Table, MigrationTask>();
  readonly #causes = new Map<MigrationTask, string>();

  constructor(world: World, clock: StoryClock, emit: Emit) {
    this.#world = world;
    this.#clock = clock;
    this.#emit = emit;
    const { migration } = world;
    const source = migration.addSource(watched.id, watched.name, { type: 'BIGQUERY' });
    this.#timer = migration.addTimer(source, 'hourly_finance', { scheduleType: 'Hourly' });
    const addTables = (job: MigrationJob, tables: readonly Table[]): void => {
      for (const table of tables) this.#tasks.set(table, migration.addTask(job, table));
    };
    const ofTimer = { srcDbName: 'finance_dw', timer: this.#timer };
    addTables(migration.addJob(source, 'finance_sync', ofTimer), financeTables);
    addTables(migration.addJob(source, 'crm_history', { srcDbName: 'crm_dw' }), crmTables);
  }

  /** The story's own name for why the task failed last. */
  readonly causeOf = (task: MigrationTask): string | undefined => this.#causes.get(task);

  /** Slack refuses whatever it is told. */
  get isSlackArchived(): boolean {
    return this.#world.slack.fault === archived;
  }

  get isMmsForbidden(): boolean {
    return this.#world.mms.fault === forbidden;
  }

  /**
   * The state in which the function finds the migration: what happened until now is history, and
   * nobody is told of it.
   */
  history({ done, failed, running }: History): void {
    const { migration } = this.#world;
    const minutesAgo = (minutes: number, happens: () => void): void => {
      this.#clock.secondsAgo(60 * minutes, happens);
    };
    for (const minutes of [178, 118, 58]) {
      minutesAgo(minutes, () => {
        migration.timerWrites(this.#timer);
      });
    }
    done.forEach((table, index) => {
      minutesAgo(50 - 3 * index, () => {
        migration.start(this.#task(table));
      });
      minutesAgo(48 - 3 * index - (index % 4), () => {
        migration.completes(this.#task(table));
      });
    });
    for (const table of failed)
      minutesAgo(20, () => {
        migration.dataFails(this.#task(table));
      });
    for (const table of running)
      minutesAgo(2, () => {
        migration.reaches(this.#task(table), 'DATA_DOING');
      });
  }

  reach(step: Step, tables: readonly Table[]): void {
    for (const table of tables) this.#world.migration.reaches(this.#task(table), step);
    this.#happenedTo(tables, step);
  }

  complete(tables: readonly Table[]): void {
    this.#start(tables);
    tables.forEach((table, index) => {
      this.#clock.secondsAgo(lately.ends + ((7 * index) % lately.spread), () => {
        this.#world.migration.completes(this.#task(table));
      });
    });
    this.#happenedTo(tables, 'DONE');
  }

  /** `trace` is what a second row of the same failure says. */
  fail(
    phase: 'schema' | 'data' | 'verification',
    tables: readonly Table[],
    reason: Reason,
    trace?: Readonly<{ table: Table; text: string }>,
  ): void {
    const { migration } = this.#world;
    this.#start(tables);
    for (const table of tables) {
      const task = this.#task(table);
      this.#causes.set(task, typeof reason === 'string' ? reason : reason.name);
      const failure = {
        message: typeof reason === 'string' ? reason : reason(table),
        ...(trace?.table === table ? { trace: trace.text } : {}),
      };
      if (phase === 'schema') migration.schemaFails(task, failure);
      else if (phase === 'data') migration.dataFails(task, failure);
      else migration.verificationFails(task, failure);
    }
    this.#happenedTo(tables, `${phase.toUpperCase()}_FAILED`);
  }

  /** Somebody asks MMS to try again, and a worker takes it up. */
  retry(tables: readonly Table[]): void {
    for (const table of tables) {
      this.#clock.secondsAgo(lately.starts, () => {
        this.#world.migration.retry(this.#task(table));
        this.#world.migration.start(this.#task(table));
      });
    }
    this.#happenedTo(tables, 'retried');
  }

  enterUnknown(status: string, table: Table): void {
    this.#world.migration.enters(this.#task(table), status);
    this.#happenedTo([table], status);
  }

  /** The timer starts a job again, and writes so. */
  timerStartsAJob(): void {
    this.#world.migration.timerWrites(this.#timer);
    this.#happened('MMS', 'timer', `${this.#timer.name} starts jobs again`);
  }

  slackBreaks(): void {
    this.#world.slack.fault = () =>
      answer(503, 'upstream connect error or disconnect/reset before headers');
    this.#happened('Slack', 'down', 'every request is answered with 503');
  }

  /** Which only the mail can tell. */
  slackChannelIsArchived(): void {
    this.#world.slack.fault = archived;
    this.#happened('Slack', 'archived', 'every request is answered with 410, channel_is_archived');
  }

  slackIsBack(): void {
    this.#world.slack.fault = undefined;
    this.#happened('Slack', 'up', 'takes messages again');
  }

  permissionIsTaken(): void {
    this.#world.mms.fault = forbidden;
    this.#happened('MMS', 'forbidden', 'every request is answered with 403, NoPermission');
  }

  permissionIsGiven(): void {
    this.#world.mms.fault = undefined;
    this.#happened('MMS', 'up', 'answers again');
  }

  /** Those that are not running get there in the minute before the tick. */
  #start(tables: readonly Table[]): void {
    tables.forEach((table, index) => {
      const task = this.#task(table);
      if (task.running) return;
      this.#clock.secondsAgo(lately.starts - ((5 * index) % lately.spread), () => {
        this.#world.migration.start(task);
      });
    });
  }

  #task(table: Table): MigrationTask {
    const task = this.#tasks.get(table);
    if (task === undefined) throw new Error(`no job of the story has a table ${table}`);
    return task;
  }

  #happenedTo(tables: readonly Table[], word: string): void {
    if (tables.length > 0)
      this.#emit({ kind: 'happened', where: 'MMS', word, what: tables, detail: '' });
  }

  #happened(where: Place, word: string, detail: string): void {
    this.#emit({ kind: 'happened', where, word, what: [], detail });
  }
}
