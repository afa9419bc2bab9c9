import type { MigrationJob, MigrationTask } from '../world/migration-records.ts';
import type { Step } from '../world/migration.ts';
import type { World } from '../world/world.ts';
import type { Emit } from './events.ts';
import { Hand } from './hand.ts';
import type { StoryClock } from './story-clock.ts';
import { crmTables, finance, financeTables, parts, type Table } from './tables.ts';

export const watched = { id: '2000015', name: 'bigquery_prod' } as const;

/** What MMS writes, the same for as many tables as one act mends. */
type Reason = string | ((table: Table) => string);

/** Seconds before a tick in which things happen; from one tick to the next is a minute at least. */
const lately = { starts: 50, ends: 5 } as const;

/** The two jobs of the story, and what happens to them. */
export class Stage extends Hand {
  readonly source;
  readonly finance: MigrationJob;
  readonly crm: MigrationJob;
  readonly timer;
  readonly #clock: StoryClock;
  readonly #tasks = new Map<Table, MigrationTask>();
  readonly #causes = new Map<MigrationTask, string>();

  constructor(world: World, clock: StoryClock, emit: Emit) {
    super(world, emit);
    this.#clock = clock;
    const { migration } = world;
    this.source = migration.addSource(watched.id, watched.name, { type: 'BIGQUERY' });
    this.timer = migration.addTimer(this.source, 'hourly_finance', { scheduleType: 'Hourly' });
    const addTables = (job: MigrationJob, tables: readonly Table[]): void => {
      for (const table of tables) this.#tasks.set(table, migration.addTask(job, table));
    };
    const ofTimer = { srcDbName: 'finance_dw', timer: this.timer };
    this.finance = migration.addJob(this.source, 'finance_sync', ofTimer);
    this.crm = migration.addJob(this.source, 'crm_history', { srcDbName: 'crm_dw' });
    addTables(this.finance, financeTables);
    addTables(this.crm, crmTables);
    this.#history();
  }

  /** The story's own name for why the task failed last. */
  readonly causeOf = (task: MigrationTask): string | undefined => this.#causes.get(task);

  /** What happened before the first tick, of which nobody is told. */
  #history(): void {
    const { migration } = this.world;
    for (const minutes of [178, 118, 58]) {
      this.#ago(60 * minutes, () => {
        migration.timerWrites(this.timer);
      });
    }
    finance(0, 12).forEach((table, index) => {
      this.#ago(60 * (50 - 3 * index), () => {
        migration.start(this.task(table));
      });
      this.#ago(60 * (48 - 3 * index - (index % 4)), () => {
        migration.completes(this.task(table));
      });
    });
    for (const table of parts.failedBefore)
      this.#ago(60 * 20, () => {
        migration.dataFails(this.task(table));
      });
    for (const table of finance(12, 16))
      this.#ago(60 * 2, () => {
        migration.reaches(this.task(table), 'DATA_DOING');
      });
  }

  reach(step: Step, tables: readonly Table[]): void {
    this.#happens(step, tables, (task) => {
      this.world.migration.reaches(task, step);
    });
  }

  complete(tables: readonly Table[]): void {
    this.#happens('DONE', tables, (task) => {
      this.#start(task);
      this.#ago(lately.ends, () => {
        this.world.migration.completes(task);
      });
    });
  }

  /** `trace` is what a second row of the same failure says. */
  fail(
    phase: 'schema' | 'data' | 'verification',
    tables: readonly Table[],
    reason: Reason,
    trace?: Readonly<{ table: Table; text: string }>,
  ): void {
    this.#happens(`${phase.toUpperCase()}_FAILED`, tables, (task, table) => {
      this.#start(task);
      this.#causes.set(task, typeof reason === 'string' ? reason : reason.name);
      this.world.migration[`${phase}Fails`](task, {
        message: typeof reason === 'string' ? reason : reason(table),
        ...(trace?.table === table && { trace: trace.text }),
      });
    });
  }

  retry(tables: readonly Table[]): void {
    this.#happens('retried', tables, (task) => {
      this.#ago(lately.starts, () => {
        this.world.migration.retry(task);
        this.world.migration.start(task);
      });
    });
  }

  enterUnknown(status: string, table: Table): void {
    this.#happens(status, [table], (task) => {
      this.world.migration.enters(task, status);
    });
  }

  timerStartsAJob(): void {
    this.world.migration.timerWrites(this.timer);
    this.happened('MMS', 'timer', `${this.timer.name} starts jobs again`);
  }

  #happens(
    word: string,
    tables: readonly Table[],
    change: (task: MigrationTask, table: Table) => void,
  ): void {
    for (const table of tables) change(this.task(table), table);
    this.happenedTo(
      tables.map((table) => this.task(table)),
      word,
    );
  }

  /** Where it is not running, it gets there in the minute before the tick. */
  #start(task: MigrationTask): void {
    if (task.running) return;
    this.#ago(lately.starts, () => {
      this.world.migration.start(task);
    });
  }

  #ago(seconds: number, happens: () => void): void {
    this.#clock.secondsAgo(seconds, happens);
  }

  task(table: Table): MigrationTask {
    const task = this.#tasks.get(table);
    if (task === undefined) throw new Error(`no job of the story has a table ${table}`);
    return task;
  }
}
