import type { JobId, LogId, SourceId, TaskId } from '../../functions/mms/id.ts';
import type { LogPosition } from '../../functions/mms/log-position.ts';
import { wholeText } from '../../functions/untrusted-text/excerpt.ts';
import type { Target } from '../../functions/mms/target.ts';
import type { Job } from '../../functions/mms/job.ts';
import type { Task, TaskLog } from '../../functions/mms/task.ts';
import { UnreadableError } from '../../functions/errors.ts';
import type { JobListing, Listing, LogRead, MmsReader } from '../../functions/ports.ts';
import {
  jobStatus,
  type LogRow,
  type MigrationJob,
  type MigrationSource,
  type MigrationTask,
} from '../../rehearsal/world/migration-records.ts';
import { id } from '../support/builders.ts';
import { logRead, nothingKnown } from '../support/fake-mms.ts';

/** What MMS does in one tick when it is not well. */
export type Moods = Readonly<{
  /** Something happens between the listing and the first log. */
  betweenListingAndLogs?: () => void;
  logUnreadable?: (task: string) => boolean;
  /** A page is lost, and these tasks with it. */
  leavesOut?: (task: string) => boolean;
  silent?: boolean;
  jobsForbidden?: boolean;
}>;

/**
 * MMS behind its port. What did not change since it was last asked for is not made anew: a week has
 * two thousand ticks.
 */
export class QuickMms implements MmsReader {
  moods: Moods = {};
  readonly #source: MigrationSource;
  readonly #tasks = new WeakMap<MigrationTask, Readonly<{ revision: number; task: Task }>>();
  readonly #rows = new WeakMap<LogRow, TaskLog>();
  readonly #byId = new Map<string, MigrationTask>();

  constructor(source: MigrationSource) {
    this.#source = source;
  }

  listTasks(target: Target): Promise<Listing> {
    if (this.moods.silent === true)
      return Promise.resolve({
        target,
        tasks: [],
        complete: false,
        problems: ['MMS gives no answer'],
      });
    const holder =
      target.kind === 'job'
        ? this.#source.jobs.find((job) => job.id === target.jobId)
        : this.#source;
    const all = holder?.tasks ?? [];
    const { leavesOut } = this.moods;
    const shown = leavesOut === undefined ? all : all.filter((task) => !leavesOut(task.id));
    const tasks = shown.map((task) => this.#asTask(task));
    return Promise.resolve({
      target,
      tasks,
      complete: shown.length === all.length,
      problems: shown.length === all.length ? [] : ['a page is lost'],
    });
  }

  listJobs(): Promise<JobListing> {
    if (this.moods.silent === true || this.moods.jobsForbidden === true)
      return Promise.resolve({ jobs: [], complete: false, problem: 'ListMmsJobs answers 403' });
    return Promise.resolve({
      jobs: this.#source.jobs.map(asJob),
      complete: true,
      problem: undefined,
    });
  }

  readTaskLog(_source: SourceId, taskId: TaskId, from: LogPosition | undefined): Promise<LogRead> {
    const happens = this.moods.betweenListingAndLogs;
    this.moods = { ...this.moods, betweenListingAndLogs: () => undefined };
    happens?.();
    const task = this.#byId.get(taskId);
    if (!task?.job.tasks.includes(task) || this.moods.logUnreadable?.(taskId) === true)
      return Promise.reject(new UnreadableError(`the log of task ${taskId} cannot be read`));
    return Promise.resolve(
      logRead(
        task.rows.map((row) => this.#asRow(row)),
        from,
      ),
    );
  }

  readonly getDataSource = nothingKnown;
  readonly listTimers = nothingKnown;
  readonly listTimerLogs = nothingKnown;

  #asTask(task: MigrationTask): Task {
    const kept = this.#tasks.get(task);
    if (kept?.revision === task.revision) return kept.task;
    this.#byId.set(task.id, task);
    const { job, status, running, stopped, retriedTimes, startTime = '', endTime = '' } = task;
    const made: Task = {
      id: id(task.id),
      sourceId: id(job.source.id),
      sourceName: job.source.name,
      jobId: id<JobId>(job.id),
      jobName: job.name,
      sourceTable: `${job.srcDbName}.${task.srcTableName}`,
      destinationTable: `${job.dstDbName}.${task.dstTableName}`,
      status,
      running,
      stopped,
      retriedTimes,
      startTime,
      endTime,
    };
    this.#tasks.set(task, { revision: task.revision, task: made });
    return made;
  }

  #asRow(row: LogRow): TaskLog {
    const kept = this.#rows.get(row);
    if (kept !== undefined) return kept;
    const { status = '', createTime = '', action = '', msg = '' } = row;
    const made = {
      id: id<LogId>(row.id),
      status,
      time: createTime.trim(),
      action: wholeText(action.trim()),
      message: wholeText(msg),
    };
    this.#rows.set(row, made);
    return made;
  }
}

const asJob = (job: MigrationJob): Job => ({
  id: id(job.id),
  sourceId: id(job.source.id),
  name: job.name,
  status: jobStatus(job),
  stopped: job.stopped,
  taskNum: job.tasks.length,
  taskDone: job.tasks.reduce((count, { status }) => count + (status === 'DONE' ? 1 : 0), 0),
});
