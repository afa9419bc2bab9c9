import { decoders, type Decode } from '../../functions/mms-client/decode.ts';
import type { DataSource, Timer, TimerLog } from '../../functions/mms/data-source.ts';
import {
  type JobId,
  type LogId,
  type SourceId,
  type TaskId,
  type TimerId,
  type TimerLogId,
  compareIds,
  parseId,
} from '../../functions/mms/id.ts';
import { wholeText } from '../../functions/untrusted-text/excerpt.ts';
import type { Job } from '../../functions/mms/job.ts';
import { type Target, coversTask, targetName } from '../../functions/mms/target.ts';
import type { Task } from '../../functions/mms/task.ts';
import { judgeFrom, recentRows, type LogPosition } from '../../functions/mms/log-position.ts';
import type { LogRead, TaskLog } from '../../functions/mms/task-log.ts';
import { UnreadableError } from '../../functions/errors.ts';
import type { Trouble } from '../../functions/trouble.ts';
import type { Answered, JobListing, Listing, MmsReader } from '../../functions/ports.ts';
import {
  jobFields,
  rowFields,
  sourceFields,
  taskFields,
  timerFields,
  type MmsFields,
} from '../world/mms-fields.ts';
import type { Migration } from '../world/migration.ts';
import type { LogRow, MigrationTask } from '../world/migration-records.ts';

/** Each is asked for before an answer is given. */
export type Moods = Readonly<{
  /** Something happens in MMS between the listing and the logs of one tick. */
  betweenListingAndLogs?: () => void;
  logUnreadable?: (task: TaskId) => boolean;
  /** A page is lost: these tasks are not in this listing. */
  leavesOut?: (task: TaskId) => boolean;
  targetUnreadable?: (target: string) => boolean | Trouble;
  jobsForbidden?: boolean;
  jobsUnreadable?: boolean;
  feedsForbidden?: boolean;
  /** What the jobs say of themselves, where that is not what their tasks say. */
  jobFigures?: (job: Job) => Job;
  arrange?: <T>(items: readonly T[]) => readonly T[];
}>;

/** MMS behind its port, without the wire: the same migration that the loopback server serves. */
export class MemoryMms implements MmsReader {
  moods: Moods = {};
  readonly logReads: string[] = [];
  readonly listings: string[] = [];
  /** Sources and timers, each time that one was asked for. */
  readonly feedReads: string[] = [];
  readonly #migration: Migration;

  constructor(migration: Migration) {
    this.#migration = migration;
  }

  listTasks(target: Target): Promise<Listing> {
    const name = targetName(target);
    this.listings.push(name);
    const { leavesOut, targetUnreadable, arrange } = this.moods;
    const unreadable = targetUnreadable?.(name) ?? false;
    if (unreadable !== false) {
      const trouble = unreadable === true ? troubleSaying(`${name} answered 503`) : unreadable;
      const problems = [{ message: trouble.said, trouble }];
      return Promise.resolve({ target, tasks: [], complete: false, problems });
    }
    const all = this.#tasksOf(target);
    const tasks = all.filter((task) => leavesOut?.(task.id) !== true);
    const complete = tasks.length === all.length;
    const message = 'page 2 answered 503';
    return Promise.resolve({
      target,
      tasks: arrange?.(tasks) ?? tasks,
      complete,
      problems: complete ? [] : [{ message, trouble: troubleSaying(message) }],
    });
  }

  #tasksOf(target: Target): readonly Task[] {
    const { sourceId } = target;
    const source = this.#migration.source(sourceId);
    const holder = target.kind === 'job' ? this.#migration.job(sourceId, target.jobId) : source;
    return (holder?.tasks ?? []).map(taskOf).filter((task) => coversTask(target, task));
  }

  listJobs(sourceId: SourceId, _until: number, timerId?: TimerId): Promise<JobListing> {
    const { jobsForbidden: notAllowed = false, jobsUnreadable = false, jobFigures } = this.moods;
    if (notAllowed || jobsUnreadable) {
      const problem = `ListMmsJobs answered ${notAllowed ? 403 : 500}`;
      return Promise.resolve({ jobs: [], complete: false, problem, notAllowed });
    }
    const all = this.#migration.source(sourceId)?.jobs ?? [];
    const asked = timerId === undefined ? all : all.filter(({ timer }) => timer?.id === timerId);
    const jobs = decoded(decode.job(sourceId), asked.map(jobFields));
    return Promise.resolve({
      jobs: jobFigures === undefined ? jobs : jobs.map(jobFigures),
      complete: true,
      problem: undefined,
      notAllowed,
    });
  }

  getDataSource(sourceId: SourceId): Promise<Answered<DataSource>> {
    this.feedReads.push(sourceId);
    const source = this.#migration.source(sourceId);
    const value = source && decode.dataSource(sourceFields(source, false));
    return Promise.resolve(this.#answered(value));
  }

  listTimers(sourceId: SourceId): Promise<Answered<readonly Timer[]>> {
    const { timers = [] } = this.#migration.source(sourceId) ?? {};
    return Promise.resolve(this.#answered(decoded(decode.timer, timers.map(timerFields))));
  }

  listTimerLogs(sourceId: SourceId, timerId: TimerId): Promise<Answered<readonly TimerLog[]>> {
    this.feedReads.push(timerId);
    const timer = this.#migration.timer(sourceId, timerId);
    const newest = timer?.rows.slice(-10).reverse() ?? [];
    const rows = timer === undefined ? [] : newest.map((row) => rowFields(timer.source, row));
    return Promise.resolve(this.#answered(decoded(decode.timerLog, rows)));
  }

  #answered<Value>(value: Value | undefined): Answered<Value> {
    return value === undefined || this.moods.feedsForbidden
      ? { kind: 'not allowed', problem: 'answered 403' }
      : { kind: 'answer', value };
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

const mostRows = 2_000;

/** What the client gives of a log from a position on. */
export function logFrom(all: readonly TaskLog[], from: LogPosition | undefined): LogRead {
  const ordered = [...all].sort((a, b) => compareIds(a.id, b.id));
  const newest = ordered.at(-1)?.id;
  const ids = ordered.slice(-recentRows).map((row) => row.id);
  const { isNews, showsSameLog } = judgeFrom(from);
  const restarted = newest !== undefined && !ordered.some(({ id: row }) => showsSameLog(row));
  const rows = restarted ? ordered : ordered.filter(({ id: row }) => isNews(row));
  return { rows: rows.slice(-mostRows), leftOut: Math.max(0, rows.length - mostRows), newest, ids };
}

const troubleSaying = (said: string): Trouble => ({
  said,
  short: { en: '', zh: '' },
  fix: { en: '', zh: '' },
});

const decode = decoders();
const decodeTask = decode.task(id('0'));

const decoded = <Item>(decodeOne: Decode<Item>, rows: readonly MmsFields[]): readonly Item[] =>
  rows.flatMap((row) => decodeOne(row) ?? []);

const known = new WeakMap<MigrationTask, Readonly<{ revision: number; task: Task }>>();

function taskOf(task: MigrationTask): Task {
  const before = known.get(task);
  if (before?.revision === task.revision) return before.task;
  // The same string as the migration's own compares faster than a copy of it.
  const fresh = decodeTask({ ...taskFields(task), id: task.id });
  if (fresh === undefined) throw new Error(`${task.id} is no id`);
  known.set(task, { revision: task.revision, task: fresh });
  return fresh;
}

const rowOf = (row: LogRow): TaskLog => ({
  id: id(row.id),
  status: row.status ?? '',
  time: (row.createTime ?? '').trim(),
  action: wholeText((row.action ?? '').trim()),
  message: wholeText(row.msg ?? ''),
});

/** @throws Error where the digits are no id */
export function id<Name extends JobId | LogId | SourceId | TaskId | TimerId | TimerLogId>(
  digits: string,
): Name {
  const parsed = parseId<Name>(digits);
  if (parsed === undefined) throw new Error(`${digits} is no id`);
  return parsed;
}
