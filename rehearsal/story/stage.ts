import type { MigrationTask } from '../world/migration-records.ts';
import { answer } from '../world/fault.ts';
import type { Step } from '../world/migration.ts';
import type { World } from '../world/world.ts';
import type { Emit } from './events.ts';
import { Ledger } from './ledger.ts';
import { crmTables, financeTables, type Table } from './tables.ts';

/** The target that the function watches: a whole data source. */
export const watched = { id: '2000015', name: 'bigquery_prod' } as const;

/** The migration as the story changes it: each verb says what happens, and puts down what has to be told of it. */
export class Stage {
  readonly ledger = new Ledger();
  readonly #world: World;
  readonly #emit: Emit;
  readonly #tasks = new Map<Table, MigrationTask>();

  constructor(world: World, emit: Emit) {
    this.#world = world;
    this.#emit = emit;
    const { migration } = world;
    const source = migration.addSource(watched.id, watched.name);
    const finance = migration.addJob(source, 'nightly_full', { srcDbName: 'finance_dw' });
    const crm = migration.addJob(source, 'crm_history', { srcDbName: 'crm_dw' });
    for (const table of financeTables) this.#tasks.set(table, migration.addTask(finance, table));
    for (const table of crmTables) this.#tasks.set(table, migration.addTask(crm, table));
    this.ledger.begins(watched.id);
  }

  /** The state in which the function finds the migration: what happened until now is history, and nobody is told of it. */
  history({ done, failed, running }: Readonly<{ done: readonly Table[]; failed: readonly Table[]; running: readonly Table[] }>): void {
    for (const table of done) this.#world.migration.completes(this.#task(table));
    for (const table of failed) this.#world.migration.dataFails(this.#task(table));
    for (const table of running) this.#world.migration.reaches(this.#task(table), 'DATA_DOING');
  }

  get unfinished(): readonly Table[] {
    return [...this.#tasks].filter(([, { status }]) => status !== 'DONE').map(([table]) => table);
  }

  reach(step: Step, tables: readonly Table[]): void {
    for (const table of tables) this.#world.migration.reaches(this.#task(table), step);
    this.#happened(step, tables);
  }

  complete(tables: readonly Table[]): void {
    for (const table of tables) {
      this.#world.migration.completes(this.#task(table));
      this.ledger.completes(this.#task(table));
    }
    this.#happened('DONE', tables);
  }

  /** `reason` is MMS's message; `trace` what a second row of the same failure says. */
  fail(phase: 'schema' | 'data' | 'verification', tables: readonly Table[], reason: (table: Table) => string, trace?: Readonly<{ table: Table; text: string }>): void {
    const { migration } = this.#world;
    for (const table of tables) {
      const task = this.#task(table);
      const rowsBefore = task.rows.length;
      const failure = { message: reason(table), ...(trace?.table === table ? { trace: trace.text } : {}) };
      if (phase === 'schema') migration.schemaFails(task, failure);
      else if (phase === 'data') migration.dataFails(task, failure);
      else migration.verificationFails(task, failure);
      this.ledger.fails(task, rowsBefore);
    }
    this.#happened(`${phase.toUpperCase()}_FAILED`, tables);
  }

  /** Somebody asks MMS to try again, and a worker takes it up. */
  retry(tables: readonly Table[]): void {
    for (const table of tables) {
      this.#world.migration.retry(this.#task(table));
      this.#world.migration.start(this.#task(table));
    }
    this.#happened('retried', tables);
  }

  enterUnknown(status: string, table: Table): void {
    this.#world.migration.enters(this.#task(table), status);
    this.ledger.entersUnknown(status);
    this.#happened(status, [table]);
  }

  slackBreaks(): void {
    this.#world.slack.fault = () => answer(503, 'upstream connect error or disconnect/reset before headers');
    this.#emit({ kind: 'happened', where: 'Slack', word: 'down', what: [], detail: 'every request is answered with 503' });
  }

  slackHeals(): void {
    this.#world.slack.fault = undefined;
    this.#emit({ kind: 'happened', where: 'Slack', word: 'up', what: [], detail: 'takes messages again' });
  }

  #task(table: Table): MigrationTask {
    const task = this.#tasks.get(table);
    if (task === undefined) throw new Error(`no job of the story has a table ${table}`);
    return task;
  }

  #happened(word: string, tables: readonly Table[]): void {
    if (tables.length > 0) this.#emit({ kind: 'happened', where: 'MMS', word, what: tables, detail: '' });
  }
}
