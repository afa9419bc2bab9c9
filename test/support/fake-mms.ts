import type { JobId, SourceId, TaskId } from '../../functions/mms/id.ts';
import { judgeFrom, recentRows, type LogPosition } from '../../functions/mms/log-position.ts';
import { wholeText } from '../../functions/untrusted-text/excerpt.ts';
import type { Job } from '../../functions/mms/job.ts';
import type { Target } from '../../functions/mms/target.ts';
import { coversTask, targetName } from '../../functions/mms/target.ts';
import type { Task, TaskLog } from '../../functions/mms/task.ts';
import { UnreadableError } from '../../functions/errors.ts';
import type { Answered, JobListing, Listing, LogRead, MmsReader } from '../../functions/ports.ts';
import type { Migration } from '../../rehearsal/world/migration.ts';
import type {
  LogRow,
  MigrationJob,
  MigrationTask,
} from '../../rehearsal/world/migration-records.ts';
import { jobStatus } from '../../rehearsal/world/migration-records.ts';
import { id } from './builders.ts';

/** What MMS does when it is not well; each is asked for before an answer is given. */
export type Moods = Readonly<{
  /** Something happens in MMS between the listing and the logs of one tick. */
  betweenListingAndLogs?: () => void;
  logUnreadable?: (task: TaskId) => boolean;
  /** A page is lost: these tasks are not in this listing. */
  leavesOut?: (task: TaskId) => boolean;
  targetUnreadable?: (target: string) => boolean;
  jobsForbidden?: boolean;
  /** What the jobs say of themselves, where that is not what their tasks say. */
  jobFigures?: (job: Job) => Job;
  arrange?: <T>(items: readonly T[]) => readonly T[];
}>;

/** MMS behind its port, without the wire: the same migration that the loopback server serves. */
export class FakeMms implements MmsReader {
  moods: Moods = {};
  readonly logReads: string[] = [];
  readonly listings: string[] = [];
  readonly #migration: Migration;

  constructor(migration: Migration) {
    this.#migration = migration;
  }

  listTasks(target: Target): Promise<Listing> {
    this.listings.push(targetName(target));
    const { leavesOut, targetUnreadable, arrange } = this.moods;
    const name = targetName(target);
    if (targetUnreadable?.(name))
      return Promise.resolve({
        target,
        tasks: [],
        complete: false,
        problems: [`${name} answered 503`],
      });
    const all = this.#migration.sources
      .flatMap((source) => source.tasks.map(taskOf))
      .filter((task) => coversTask(target, task));
    const tasks = all.filter((task) => leavesOut?.(task.id) !== true);
    const complete = tasks.length === all.length;
    return Promise.resolve({
      target,
      tasks: arrange?.(tasks) ?? tasks,
      complete,
      problems: complete ? [] : ['page 2 answered 503'],
    });
  }

  listJobs(sourceId: SourceId): Promise<JobListing> {
    if (this.moods.jobsForbidden)
      return Promise.resolve({ jobs: [], complete: false, problem: 'ListMmsJobs answered 403' });
    const jobs = this.#migration.source(sourceId)?.jobs ?? [];
    return Promise.resolve({
      jobs: jobs.map(jobOf).map(this.moods.jobFigures ?? ((job) => job)),
      complete: true,
      problem: undefined,
    });
  }

  readTaskLog(sourceId: SourceId, taskId: TaskId, from: LogPosition | undefined): Promise<LogRead> {
    const happens = this.moods.betweenListingAndLogs;
    this.moods = { ...this.moods, betweenListingAndLogs: () => undefined };
    happens?.();
    this.logReads.push(taskId);
    const task = this.#migration.task(sourceId, taskId);
    if (!task || this.moods.logUnreadable?.(taskId))
      return Promise.reject(
        new UnreadableError(`the log of ${sourceId}/tasks/${taskId} answered 500`),
      );
    return Promise.resolve(logRead(task.rows.map(rowOf), from));
  }

  readonly getDataSource = nothingKnown;
  readonly listTimers = nothingKnown;
  readonly listTimerLogs = nothingKnown;
}

/** Of these rows, oldest first, what is news to whoever stands there. */
export function logRead(rows: readonly TaskLog[], from: LogPosition | undefined): LogRead {
  const { isNews, showsSameLog } = judgeFrom(from);
  const ids = rows.map((row) => row.id);
  const restarted = rows.length > 0 && !ids.some(showsSameLog);
  return {
    rows: restarted ? rows : rows.filter((row) => isNews(row.id)),
    omitted: 0,
    newest: ids.at(-1),
    restarted,
    ids: ids.slice(-recentRows),
  };
}

/** What an MMS says of its sources and timers that has no such API. */
export const nothingKnown = (): Promise<Answered<never>> =>
  Promise.resolve({ kind: 'unknown API', problem: 'nothing is known of sources' });

function taskOf(task: MigrationTask): Task {
  const { job } = task;
  return {
    id: id(task.id),
    sourceId: id(job.source.id),
    sourceName: job.source.name,
    jobId: id<JobId>(job.id),
    jobName: job.name,
    sourceTable: `${job.srcDbName}.${task.srcTableName}`,
    destinationTable: `${job.dstDbName}.${task.dstTableName}`,
    status: task.status,
    startTime: task.startTime ?? '',
    endTime: task.endTime ?? '',
    retriedTimes: task.retriedTimes,
    running: task.running,
    stopped: task.stopped,
  };
}

const jobOf = (job: MigrationJob): Job => ({
  id: id(job.id),
  sourceId: id(job.source.id),
  name: job.name,
  status: jobStatus(job),
  stopped: job.stopped,
  taskNum: job.tasks.length,
  taskDone: job.tasks.filter(({ status }) => status === 'DONE').length,
});

const rowOf = (row: LogRow): TaskLog => ({
  id: id(row.id),
  status: row.status ?? '',
  time: (row.createTime ?? '').trim(),
  action: wholeText((row.action ?? '').trim()),
  message: wholeText(row.msg ?? ''),
});
