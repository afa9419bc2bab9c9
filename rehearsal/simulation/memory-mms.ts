import type { JobId, LogId, SourceId, TaskId } from '../../functions/mms/id.ts';
import { compareIds, parseId } from '../../functions/mms/id.ts';
import { wholeText } from '../../functions/untrusted-text/excerpt.ts';
import type { Job } from '../../functions/mms/job.ts';
import type { Target } from '../../functions/mms/target.ts';
import { coversTask, targetName } from '../../functions/mms/target.ts';
import type { Task } from '../../functions/mms/task.ts';
import type { LogPosition, LogRead, TaskLog } from '../../functions/mms/task-log.ts';
import { UnreadableError } from '../../functions/errors.ts';
import type { Trouble } from '../../functions/notification/trouble.ts';
import type { JobListing, Listing, MmsReader, ReadProblem } from '../../functions/ports.ts';
import type { Migration } from '../world/migration.ts';
import type { LogRow, MigrationJob, MigrationTask } from '../world/migration-records.ts';
import { jobStatus } from '../world/migration-records.ts';

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
export class MemoryMms implements MmsReader {
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
        problems: [problemSaying(`${name} answered 503`)],
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
      problems: complete ? [] : [problemSaying('page 2 answered 503')],
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
    if (!task || this.moods.logUnreadable?.(taskId)) {
      const reason = `the log of ${sourceId}/tasks/${taskId} answered 500`;
      return Promise.reject(new UnreadableError(reason, { trouble: troubleSaying(reason) }));
    }
    return Promise.resolve(logFrom(task.rows.map(rowOf), from));
  }
}

/** What the client gives of a log from a position on. */
export function logFrom(all: readonly TaskLog[], from: LogPosition | undefined): LogRead {
  const ordered = [...all].sort((a, b) => compareIds(a.id, b.id));
  const newest = ordered.at(-1)?.id;
  const ids = ordered.slice(-16).map((row) => row.id);
  if (from === undefined) return { rows: ordered, newest, restarted: false, ids };
  const { after, recent } = from;
  const restarted = newest !== undefined && compareIds(newest, after) < 0;
  if (restarted) return { rows: ordered, newest, restarted, ids };
  const [oldest] = recent;
  const isLate = (id: LogId): boolean =>
    oldest !== undefined && compareIds(id, oldest) > 0 && !recent.includes(id);
  const rows = ordered.filter(
    (row) => compareIds(row.id, after) > 0 || (row.id !== after && isLate(row.id)),
  );
  return { rows, newest, restarted, ids };
}

export const troubleSaying = (said: string): Trouble => ({
  said,
  short: { en: '', zh: '' },
  fix: { en: '', zh: '' },
});

const problemSaying = (message: string): ReadProblem => ({
  message,
  trouble: troubleSaying(message),
});

const decoded = new WeakMap<MigrationTask, Readonly<{ revision: number; task: Task }>>();

function taskOf(task: MigrationTask): Task {
  const known = decoded.get(task);
  if (known?.revision === task.revision) return known.task;
  const fresh = decode(task);
  decoded.set(task, { revision: task.revision, task: fresh });
  return fresh;
}

function decode(task: MigrationTask): Task {
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

function id<Name extends JobId | LogId | SourceId | TaskId>(digits: string): Name {
  const parsed = parseId<Name>(digits);
  if (parsed === undefined) throw new Error(`${digits} is no id`);
  return parsed;
}
