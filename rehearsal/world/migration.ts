import { MigrationRegister, type FirstIds } from './migration-register.ts';
import type { LogRow, MigrationTask } from './migration-records.ts';

const steps = [
  'SCHEMA_DOING',
  'SCHEMA_DONE',
  'DATA_DOING',
  'DATA_DONE',
  'VERIFICATION_DOING',
  'VERIFICATION_DONE',
] as const;
/** The way of a task that meets no trouble, between `INIT` and `DONE`. */
export type Step = (typeof steps)[number];

/** Where a worker takes a task up that is not at the beginning. */
const resumedAt: Readonly<Record<string, Step>> = {
  SCHEMA_DOING: 'SCHEMA_DOING',
  SCHEMA_DONE: 'DATA_DOING',
  DATA_DOING: 'DATA_DOING',
  DATA_DONE: 'VERIFICATION_DOING',
  DATA_FAILED: 'DATA_DOING',
  VERIFICATION_DOING: 'VERIFICATION_DOING',
  VERIFICATION_FAILED: 'DATA_DOING',
};

export type Failure = Readonly<{
  message?: string;
  action?: string;
  /**
   * A second row of the same failure, as MMS writes it for what it did not foresee: a Java stack
   * trace.
   */
  trace?: string;
}>;

export type MigrationOptions = FirstIds &
  Readonly<{
    /**
     * How a log row spells the end of the data phase; the task's own status is `DATA_DONE` either
     * way.
     */
    dataDoneInLog?: 'DATA_DONG' | 'DATA_DONE';
  }>;

/**
 * A migration, changed in the words of the domain. Each change leaves the marks that MMS would
 * leave: rows with growing ids, start and end, the count of retries, the flags. A task passes the
 * steps that a caller skips.
 */
export class Migration extends MigrationRegister {
  readonly #dataDoneInLog: string;

  constructor(now: () => number, options: MigrationOptions = {}) {
    super(now, options);
    this.#dataDoneInLog = options.dataDoneInLog ?? 'DATA_DONG';
  }

  /** A worker takes it up: for the first time, after `retry`, or after `stop`. */
  start(task: MigrationTask): void {
    this.change(task, { running: true, stopped: false, startTime: this.time, endTime: undefined });
    this.#enter(task, resumedAt[task.status] ?? 'SCHEMA_DOING');
  }

  /** It goes on until there; where it already is further, nothing happens. */
  reaches(task: MigrationTask, step: Step): void {
    if (!task.running) this.start(task);
    const begun = steps.findIndex((one) => one === task.status) + 1;
    for (const next of steps.slice(begun, steps.indexOf(step) + 1)) this.#enter(task, next);
  }

  schemaFails(task: MigrationTask, failure: Failure = {}): void {
    this.reaches(task, 'SCHEMA_DOING');
    const message = `ODPS-0130071:[1,14] Semantic analysis exception - type map<string,binary> of ${task.srcTableName} is not supported`;
    this.#fail(task, 'SCHEMA_FAILED', { message, action: createTable(task), ...failure });
  }

  dataFails(task: MigrationTask, failure: Failure = {}): void {
    this.reaches(task, 'DATA_DOING');
    const message = `ODPS-0130013:Authorization exception - no privilege 'odps:Select' on ${task.srcTableName}`;
    this.#fail(task, 'DATA_FAILED', { message, action: insertData(task), ...failure });
  }

  verificationFails(task: MigrationTask, failure: Failure = {}): void {
    this.reaches(task, 'VERIFICATION_DOING');
    const message = 'verification failed, source count: 1204331, destination count: 1204298';
    this.#fail(task, 'VERIFICATION_FAILED', { message, action: countRows(task), ...failure });
  }

  /**
   * Somebody asks for it: the count grows, the start is gone, the status stays until a worker
   * starts it again.
   */
  retry(task: MigrationTask): void {
    this.change(task, {
      retriedTimes: task.retriedTimes + 1,
      startTime: undefined,
      endTime: undefined,
      stopped: false,
    });
  }

  completes(task: MigrationTask): void {
    this.reaches(task, 'VERIFICATION_DONE');
    this.#end(task, 'DONE');
    this.#log(task, 'done', 'task is success');
  }

  /** As tasks do that move a schema only, or a partitioned table without partitions. */
  completesWithoutRow(task: MigrationTask): void {
    this.reaches(task, 'SCHEMA_DONE');
    this.#end(task, 'DONE');
  }

  /** The status stays: there is none for this. */
  stop(task: MigrationTask): void {
    this.change(task, { running: false, stopped: true, endTime: this.time });
    this.#log(task, 'stop', 'be stopped');
  }

  /** A status of any name, with a row that says so unless told otherwise. */
  enters(task: MigrationTask, status: string, row: Omit<LogRow, 'id'> | 'no row' = {}): void {
    this.change(task, { status });
    if (row === 'no row') return;
    this.addLogRow(task, {
      status,
      action: `\n${status.toLowerCase()}`,
      msg: 'ok',
      createTime: `${this.time}\n`,
      ...row,
    });
  }

  #enter(task: MigrationTask, step: Step): void {
    this.change(task, { status: step });
    this.#log(task, actionOf(step, task), 'ok', step === 'DATA_DONE' ? this.#dataDoneInLog : step);
  }

  #fail(task: MigrationTask, status: string, { message = '', action = '', trace }: Failure): void {
    this.#end(task, status);
    this.#log(task, action, message);
    if (trace !== undefined) this.#log(task, 'unexpected error', trace);
  }

  #end(task: MigrationTask, status: string): void {
    this.change(task, { status, running: false, endTime: this.time });
  }

  #log(task: MigrationTask, action: string, msg: string, status = task.status): void {
    this.addLogRow(task, { status, action: `\n${action}`, msg, createTime: `${this.time}\n` });
  }
}

const createTable = ({ job, dstTableName }: MigrationTask): string =>
  `create table if not exists ${job.dstDbName}.${dstTableName} (...);`;
const insertData = ({ job, srcTableName, dstTableName }: MigrationTask): string =>
  `insert overwrite table ${job.dstDbName}.${dstTableName} select * from ${job.srcDbName}.${srcTableName};`;
const countRows = ({ job, dstTableName }: MigrationTask): string =>
  `select count(*) from ${job.dstDbName}.${dstTableName};`;

function actionOf(step: Step, task: MigrationTask): string {
  if (step.startsWith('SCHEMA')) return createTable(task);
  return step.startsWith('DATA') ? insertData(task) : countRows(task);
}
