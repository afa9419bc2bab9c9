import {
  mmsTime,
  placeOf,
  type LogRow,
  type MigrationJob,
  type MigrationSource,
  type MigrationTask,
  type MigrationTimer,
  type SourceFields,
  type TaskFields,
  type TimerFields,
} from './migration-records.ts';

export type FirstIds = Readonly<{ firstJobId?: bigint; firstTaskId?: bigint; firstLogId?: bigint }>;

const firstTimerId = 18n;
const firstTimerLogId = 1_003_476n;

/**
 * The tables of MMS: data sources, timers, jobs, tasks, log rows, and what can be done to them
 * without knowing why.
 */
export class MigrationRegister {
  readonly #sources = new Map<string, MigrationSource>();
  readonly #jobs = new Map<string, MigrationJob>();
  readonly #tasks = new Map<string, MigrationTask>();
  readonly #jobsOf = new WeakMap<MigrationSource, MigrationJob[]>();
  readonly #tasksOf = new WeakMap<MigrationSource | MigrationJob, MigrationTask[]>();
  readonly #timersOf = new WeakMap<MigrationSource, MigrationTimer[]>();
  readonly #rowsOf = new WeakMap<MigrationTask | MigrationTimer, LogRow[]>();
  readonly #statusListeners: ((task: MigrationTask) => void)[] = [];
  readonly #now: () => number;
  #nextJobId: bigint;
  #nextTaskId: bigint;
  #nextLogId: bigint;
  #nextTimerId = firstTimerId;
  #nextTimerLogId = firstTimerLogId;

  constructor(now: () => number, ids: FirstIds = {}) {
    this.#now = now;
    this.#nextJobId = ids.firstJobId ?? 87n;
    this.#nextTaskId = ids.firstTaskId ?? 4001n;
    this.#nextLogId = ids.firstLogId ?? 10_001n;
  }

  /** Milliseconds since the epoch. */
  get now(): number {
    return this.#now();
  }

  get time(): string {
    return mmsTime(this.#now());
  }

  /** Called after each change of a task's status. */
  onStatus(listener: (task: MigrationTask) => void): void {
    this.#statusListeners.push(listener);
  }

  get sources(): readonly MigrationSource[] {
    return [...this.#sources.values()];
  }

  source(id: string): MigrationSource | undefined {
    return this.#sources.get(id);
  }

  job(sourceId: string, jobId: string): MigrationJob | undefined {
    const job = this.#jobs.get(jobId);
    return job?.source.id === sourceId ? job : undefined;
  }

  /** Only while it is listed. */
  task(sourceId: string, taskId: string): MigrationTask | undefined {
    const task = this.#tasks.get(taskId);
    return task?.job.source.id === sourceId ? task : undefined;
  }

  timer(sourceId: string, timerId: string): MigrationTimer | undefined {
    return this.source(sourceId)?.timers.find(({ id }) => id === timerId);
  }

  addSource(id: string, name: string, fields: Partial<SourceFields> = {}): MigrationSource {
    const jobs: MigrationJob[] = [];
    const tasks: MigrationTask[] = [];
    const timers: MigrationTimer[] = [];
    const source: MigrationSource = {
      type: 'HIVE',
      status: 'STARTED',
      agentIsOnline: true,
      errMsg: undefined,
      createTime: this.time,
      lastUpdateTime: this.time,
      config: [
        { key: 'hive.jdbc.url', type: 'string', value: 'jdbc:hive2://hive.example.test:10000' },
        { key: 'hive.jdbc.password', type: 'password', value: 'a-password-of-the-source' },
      ],
      ...fields,
      id,
      name,
      jobs,
      tasks,
      timers,
    };
    this.#timersOf.set(source, timers);
    this.#jobsOf.set(source, jobs);
    this.#tasksOf.set(source, tasks);
    this.#sources.set(id, source);
    return source;
  }

  addJob(
    source: MigrationSource,
    name: string,
    fields: Partial<Omit<MigrationJob, 'source' | 'tasks'>> = {},
  ): MigrationJob {
    const tasks: MigrationTask[] = [];
    const job: MigrationJob = {
      id: String(this.#nextJobId),
      name,
      srcDbName: source.name,
      dstDbName: 'mms_prod',
      dstSchemaName: undefined,
      timer: undefined,
      stopped: false,
      createTime: this.time,
      ...fields,
      source,
      tasks,
    };
    if (fields.id === undefined) this.#nextJobId += 1n;
    this.#jobs.set(job.id, job);
    this.#tasksOf.set(job, tasks);
    insert(this.#jobsOf.get(source), job);
    return job;
  }

  addTask(
    job: MigrationJob,
    table: string,
    fields: Partial<TaskFields> & Readonly<{ id?: string }> = {},
  ): MigrationTask {
    const rows: LogRow[] = [];
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
      raw: {},
      ...fields,
      job,
      rows,
      revision: 0,
    };
    if (fields.id === undefined) this.#nextTaskId += 1n;
    this.#rowsOf.set(task, rows);
    this.bringBack(task);
    return task;
  }

  addTimer(
    source: MigrationSource,
    name: string,
    fields: Partial<TimerFields> = {},
  ): MigrationTimer {
    const rows: LogRow[] = [];
    const timer: MigrationTimer = {
      scheduleType: 'Daily',
      value: '00:00',
      stopped: false,
      ...fields,
      id: String(this.#nextTimerId),
      name,
      source,
      createTime: this.time,
      rows,
    };
    this.#nextTimerId += 1n;
    this.#rowsOf.set(timer, rows);
    insert(this.#timersOf.get(source), timer);
    return timer;
  }

  /** It writes that it started a job, or what else the row says. */
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
    insert(this.#rowsOf.get(timer), added);
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
    this.#tasks.delete(task.id);
    for (const holder of [task.job, task.job.source]) {
      const list = this.#tasksOf.get(holder) ?? [];
      const place = list.indexOf(task);
      if (place >= 0) list.splice(place, 1);
    }
  }

  bringBack(task: MigrationTask): void {
    if (this.#tasks.has(task.id)) return;
    this.#tasks.set(task.id, task);
    for (const holder of [task.job, task.job.source]) insert(this.#tasksOf.get(holder), task);
  }

  /** Goes out exactly as given; an id is made unless it is given too. */
  addLogRow(task: MigrationTask, row: Omit<LogRow, 'id'> & Readonly<{ id?: string }>): LogRow {
    const added: LogRow = { ...row, id: row.id ?? String(this.#nextLogId) };
    if (row.id === undefined) this.#nextLogId += 1n;
    insert(this.#rowsOf.get(task), added);
    return added;
  }

  /** Sets fields of the task and writes no row. */
  change(task: MigrationTask, fields: Partial<TaskFields>): void {
    const before = task.status;
    Object.assign(task, fields, { revision: task.revision + 1 });
    if (task.status === before) return;
    for (const listener of this.#statusListeners) listener(task);
  }

  stopJob(job: MigrationJob, stopped = true): void {
    Object.assign(job, { stopped });
  }
}

function insert<Element extends Readonly<{ id: string }>>(
  list: Element[] | undefined,
  element: Element,
): void {
  list?.splice(placeOf(list, element.id), 0, element);
}
