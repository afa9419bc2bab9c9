import type { MigrationJob, MigrationTask, MigrationTimer } from '../world/migration-records.ts';
import type { Step } from '../world/migration.ts';
import type { World } from '../world/world.ts';
import type { Emit } from './events.ts';
import { Hand } from './hand.ts';
import type { StoryClock } from './story-clock.ts';
import { crmTables, financeTables, type Table } from './tables.ts';

export const watched = { id: '2000015', name: 'bigquery_prod' } as const;

/** What MMS writes, the same for as many tables as one act mends. */
type Reason = string | ((table: Table) => string);

type History = Readonly<{
  done: readonly Table[];
  failed: readonly Table[];
  running: readonly Table[];
}>;

/** Seconds before a tick in which things happen; from one tick to the next is a minute at least. */
const lately = { starts: 50, ends: 5, spread: 19 } as const;

export class Stage extends Hand {
  readonly #clock: StoryClock;
  readonly #timer: MigrationTimer;
  readonly #tasks = new Map<Table, MigrationTask>();
  readonly #causes = new Map<MigrationTask, string>();

  constructor(world: World, clock: StoryClock, emit: Emit) {
    super(world, emit);
    this.#clock = clock;
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

  /** What happened until now is history, and nobody is told of it. */
  history({ done, failed, running }: History): void {
    const { migration } = this.world;
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
    for (const table of tables) this.world.migration.reaches(this.#task(table), step);
    this.happenedTo(tables, step);
  }

  complete(tables: readonly Table[]): void {
    this.#start(tables);
    tables.forEach((table, index) => {
      this.#clock.secondsAgo(lately.ends + ((7 * index) % lately.spread), () => {
        this.world.migration.completes(this.#task(table));
      });
    });
    this.happenedTo(tables, 'DONE');
  }

  /** `trace` is what a second row of the same failure says. */
  fail(
    phase: 'schema' | 'data' | 'verification',
    tables: readonly Table[],
    reason: Reason,
    trace?: Readonly<{ table: Table; text: string }>,
  ): void {
    const { migration } = this.world;
    this.#start(tables);
    for (const table of tables) {
      const task = this.#task(table);
      this.#causes.set(task, typeof reason === 'string' ? reason : reason.name);
      const failure = {
        message: typeof reason === 'string' ? reason : reason(table),
        ...(trace?.table === table ? { trace: trace.text } : {}),
      };
      migration[`${phase}Fails`](task, failure);
    }
    this.happenedTo(tables, `${phase.toUpperCase()}_FAILED`);
  }

  retry(tables: readonly Table[]): void {
    for (const table of tables) {
      this.#clock.secondsAgo(lately.starts, () => {
        this.world.migration.retry(this.#task(table));
        this.world.migration.start(this.#task(table));
      });
    }
    this.happenedTo(tables, 'retried');
  }

  enterUnknown(status: string, table: Table): void {
    this.world.migration.enters(this.#task(table), status);
    this.happenedTo([table], status);
  }

  timerStartsAJob(): void {
    this.world.migration.timerWrites(this.#timer);
    this.happened('MMS', 'timer', `${this.#timer.name} starts jobs again`);
  }

  /** Those that are not running get there in the minute before the tick. */
  #start(tables: readonly Table[]): void {
    tables.forEach((table, index) => {
      const task = this.#task(table);
      if (task.running) return;
      this.#clock.secondsAgo(lately.starts - ((5 * index) % lately.spread), () => {
        this.world.migration.start(task);
      });
    });
  }

  #task(table: Table): MigrationTask {
    const task = this.#tasks.get(table);
    if (task === undefined) throw new Error(`no job of the story has a table ${table}`);
    return task;
  }
}
