import {
  type LogRow,
  type MigrationTask,
  mmsTime,
  type MigrationJob,
  type MigrationSource,
  type MigrationTimer,
  type SourceFields,
  type TaskFields,
  type TimerFields,
} from './migration-records.ts';

const steps = [
  'SCHEMA_DOING',
  'SCHEMA_DONE',
  'DATA_DOING',
  'DATA_DONE',
  'VERIFICATION_DOING',
  'VERIFICATION_DONE',
] as const;
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

type Phase = 'SCHEMA' | 'DATA' | 'VERIFICATION';

type Failure = Readonly<{
  message?: string;
  action?: string;
  /** A second row of the same failure: a Java stack trace. */
  trace?: string;
}>;

export type MigrationOptions = Readonly<{
  firstTaskId?: bigint;
  firstLogId?: bigint;
}>;

/**
 * What MMS keeps, changed in the words of the domain. Each change leaves the marks that MMS would
 * leave: rows with growing ids, start and end, the count of retries, the flags. A task passes the
 * steps that a caller skips.
 */
export class Migration {
  readonly #sources = new Map<string, MigrationSource>();
  /** The listed ones. */
  readonly #tasks = new Map<string, MigrationTask>();
  /** Called when a task's status changes. */
  onStatus: ((task: MigrationTask) => void) | undefined;
  readonly #now: () => number;
  #nextJobId = 87n;
  #nextTaskId: bigint;
  #nextLogId: bigint;
  #nextTimerId = 18n;
  #nextTimerLogId = 1_003_476n;

  constructor(now: () => number, options: MigrationOptions = {}) {
    this.#now = now;
    this.#nextTaskId = options.firstTaskId ?? 4001n;
    this.#nextLogId = options.firstLogId ?? 10_001n;
  }

  get time(): string {
    return mmsTime(this.#now());
  }

  get sources(): readonly MigrationSource[] {
    return [...this.#sources.values()];
  }

  source(id: string): MigrationSource | undefined {
    return this.#sources.get(id);
  }

  job(sourceId: string, jobId: string): MigrationJob | undefined {
    return this.#sources.get(sourceId)?.jobs.find(({ id }) => id === jobId);
  }

  /** Only while it is listed. */
  task(sourceId: string, taskId: string): MigrationTask | undefined {
    const task = this.#tasks.get(taskId);
    return task?.job.source.id === sourceId ? task : undefined;
  }

  timer(sourceId: string, timerId: string): MigrationTimer | undefined {
    return this.#sources.get(sourceId)?.timers.find(({ id }) => id === timerId);
  }

  addSource(id: string, name: string, fields: Partial<SourceFields> = {}): MigrationSource {
    const source: MigrationSource = {
      type: 'HIVE',
      status: 'STARTED',
      agentIsOnline: true,
      errMsg: undefined,
      config: [
        { key: 'hive.jdbc.url', type: 'string', value: 'jdbc:hive2://hive.example.test:10000' },
        { key: 'hive.jdbc.password', type: 'password', value: 'a-password-of-the-source' },
      ],
      ...fields,
      id,
      name,
      jobs: [],
      tasks: [],
      timers: [],
    };
    this.#sources.set(id, source);
    return source;
  }

  addJob(
    source: MigrationSource,
    name: string,
    fields: Partial<Omit<MigrationJob, 'source' | 'tasks'>> = {},
  ): MigrationJob {
    const job: MigrationJob = {
      id: String(this.#nextJobId),
      name,
      srcDbName: source.name,
      dstDbName: 'mms_prod',
      timer: undefined,
      stopped: false,
      ...fields,
      source,
      tasks: [],
    };
    if (fields.id === undefined) this.#nextJobId += 1n;
    insert(source.jobs, job);
    return job;
  }

  addTask(
    job: MigrationJob,
    table: string,
    fields: Partial<TaskFields> & Readonly<{ id?: string }> = {},
  ): MigrationTask {
    const task: MigrationTask = {
      id: String(this.#nextTaskId),
      srcSchemaName: undefined,
      srcTableName: table,
      dstTableName: table,
      status: 'INIT',
      running: false,
      stopped: false,
      retriedTimes: 0,
      createTime: this.time,
      startTime: undefined,
      endTime: undefined,
      ...fields,
      job,
      rows: [],
      revision: 0,
    };
    if (fields.id === undefined) this.#nextTaskId += 1n;
    this.#list(task);
    return task;
  }

  addTimer(
    source: MigrationSource,
    name: string,
    fields: Partial<TimerFields> = {},
  ): MigrationTimer {
    const timer: MigrationTimer = {
      scheduleType: 'Daily',
      value: '00:00',
      stopped: false,
      ...fields,
      id: String(this.#nextTimerId),
      name,
      source,
      rows: [],
    };
    this.#nextTimerId += 1n;
    insert(source.timers, timer);
    return timer;
  }

  timerWrites(timer: MigrationTimer, row: Omit<LogRow, 'id'> = {}): LogRow {
    const added: LogRow = {
      status: 'DOING',
      action: 'start job',
      msg: 'start job success',
      createTime: `${this.time}\n`,
      ...row,
      id: String(this.#nextTimerLogId),
    };
    this.#nextTimerLogId += 1n;
    insert(timer.rows, added);
    return added;
  }

  changeTimer(timer: MigrationTimer, fields: Partial<TimerFields>): void {
    Object.assign(timer, fields);
  }

  changeSource(source: MigrationSource, fields: Partial<SourceFields>): void {
    Object.assign(source, fields);
  }

  /** It vanishes from every answer, with its log. */
  remove(task: MigrationTask): void {
    if (!this.#tasks.delete(task.id)) return;
    for (const { tasks } of [task.job, task.job.source]) tasks.splice(tasks.indexOf(task), 1);
  }

  bringBack(task: MigrationTask): void {
    if (!this.#tasks.has(task.id)) this.#list(task);
  }

  #list(task: MigrationTask): void {
    this.#tasks.set(task.id, task);
    for (const { tasks } of [task.job, task.job.source]) insert(tasks, task);
  }

  /** Goes out as given; an id is made unless it is given too. */
  addLogRow(task: MigrationTask, row: Omit<LogRow, 'id'> & Readonly<{ id?: string }>): LogRow {
    const added: LogRow = { ...row, id: row.id ?? String(this.#nextLogId) };
    if (row.id === undefined) this.#nextLogId += 1n;
    insert(task.rows, added);
    return added;
  }

  change(task: MigrationTask, fields: Partial<TaskFields>): void {
    const before = task.status;
    Object.assign(task, fields, { revision: task.revision + 1 });
    if (task.status !== before) this.onStatus?.(task);
  }

  stopJob(job: MigrationJob, stopped = true): void {
    Object.assign(job, { stopped });
  }

  start(task: MigrationTask): void {
    this.change(task, { running: true, stopped: false, startTime: this.time, endTime: undefined });
    this.#enter(task, resumedAt[task.status] ?? 'SCHEMA_DOING');
  }

  /** Where it already is further, nothing happens. */
  reaches(task: MigrationTask, step: Step): void {
    if (!task.running) this.start(task);
    const begun = steps.findIndex((one) => one === task.status) + 1;
    for (const next of steps.slice(begun, steps.indexOf(step) + 1)) this.#enter(task, next);
  }

  schemaFails(task: MigrationTask, failure: Failure = {}): void {
    const message = `ODPS-0130071:[1,14] Semantic analysis exception - type map<string,binary> of ${task.srcTableName} is not supported`;
    this.#fail(task, 'SCHEMA', { message, ...failure });
  }

  dataFails(task: MigrationTask, failure: Failure = {}): void {
    const message = `ODPS-0130013:Authorization exception - no privilege 'odps:Select' on ${task.srcTableName}`;
    this.#fail(task, 'DATA', { message, ...failure });
  }

  verificationFails(task: MigrationTask, failure: Failure = {}): void {
    const message = 'verification failed, source count: 1204331, destination count: 1204298';
    this.#fail(task, 'VERIFICATION', { message, ...failure });
  }

  /** The count grows, the start is gone, the status stays until a worker starts it again. */
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
    // The log spells the end of the data phase so, as the documentation does.
    this.#log(task, actionOf(step, task), 'ok', step === 'DATA_DONE' ? 'DATA_DONG' : step);
  }

  #fail(task: MigrationTask, phase: Phase, { message = '', trace, ...given }: Failure): void {
    this.reaches(task, `${phase}_DOING`);
    this.#end(task, `${phase}_FAILED`);
    this.#log(task, given.action ?? actionOf(phase, task), message);
    if (trace !== undefined) this.#log(task, 'unexpected error', trace);
  }

  #end(task: MigrationTask, status: string): void {
    this.change(task, { status, running: false, endTime: this.time });
  }

  #log(task: MigrationTask, action: string, msg: string, status = task.status): void {
    this.addLogRow(task, { status, action: `\n${action}`, msg, createTime: `${this.time}\n` });
  }
}

function actionOf(step: string, { job, srcTableName, dstTableName }: MigrationTask): string {
  const table = `${job.dstDbName}.${dstTableName}`;
  if (step.startsWith('SCHEMA')) return `create table if not exists ${table} (...);`;
  return step.startsWith('DATA')
    ? `insert overwrite table ${table} select * from ${job.srcDbName}.${srcTableName};`
    : `select count(*) from ${table};`;
}

/** Into a list that is ordered by id, where nearly always the newest comes last. */
function insert<Element extends Readonly<{ id: string }>>(list: Element[], element: Element): void {
  const id = BigInt(element.id);
  list.splice(list.findLastIndex((one) => BigInt(one.id) < id) + 1, 0, element);
}
