import type { MigrationJob, MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { mmsTime } from '../../rehearsal/world/migration-records.ts';
import type { Migration } from '../../rehearsal/world/migration.ts';

/** The source that every measurement watches. */
export const sourceId = '2000015';

/**
 * How the tasks of a source are spread. `one job`: a job that is under way, so that every page has
 * to be read.
 * `100 jobs`: 95 of them have ended and 5 are under way. `waiting`: one job of which next to
 * nothing has happened yet.
 */
export type Layout = 'one job' | '100 jobs' | 'waiting';

/** What has happened before a measured tick. */
export type Change = 'nothing' | '1 %' | 'storm';

/** A failure's usual text: a JDBC URL, a stack trace of a few kilobytes. */
const trace = [
  "com.aliyun.odps.OdpsException: ODPS-0130013:Authorization exception - no privilege 'odps:Select' on acs:odps:*:projects/dw",
  ...Array.from(
    { length: 40 },
    (_, line) =>
      `\tat com.aliyun.mms.worker.step${line}.TaskRunner.run(TaskRunner.java:${200 + line})`,
  ),
  'Caused by: java.sql.SQLException: connect to jdbc:hive2://10.0.0.7:10000/dw;user=mms failed: Connection refused',
].join('\n');

/** Tasks that run at a time: as many as workers do, whatever the size of the source. */
const runningOf = (size: number): number => Math.max(1, Math.min(20, Math.floor(size / 20)));

const created = Date.UTC(2026, 0, 5, 2, 0, 0);

/** Of a hundred, the last ones. */
export const activeJobs = 5;

/** Fills the migration. */
export function lay(migration: Migration, layout: Layout, size: number): void {
  const source = migration.addSource(sourceId, 'bigquery_prod');
  const jobs =
    layout === '100 jobs'
      ? Array.from({ length: 100 }, (_, n) => migration.addJob(source, `dataset_${n}`))
      : [migration.addJob(source, 'nightly_full')];
  const active = new Set(jobs.slice(-activeJobs));
  const running: MigrationTask[] = [];
  const mostInOne = runningOf(size);
  for (let n = 0; n < size; n += 1) {
    const job = jobs[Math.floor((n * jobs.length) / size)];
    if (job === undefined) continue;
    const isDone =
      layout === 'one job' ? n < size * 0.6 : layout === '100 jobs' && !active.has(job);
    const task = addTask(migration, job, n, isDone);
    const starts =
      layout === '100 jobs'
        ? active.has(job) && !running.some((one) => one.job === job)
        : !isDone && running.length < mostInOne;
    if (!starts) continue;
    migration.reaches(task, 'DATA_DOING');
    running.push(task);
  }
}

function addTask(
  migration: Migration,
  job: MigrationJob,
  n: number,
  isDone: boolean,
): MigrationTask {
  const begun = created + (n % 100_000) * 7_000;
  const times = isDone
    ? { status: 'DONE', startTime: mmsTime(begun), endTime: mmsTime(begun + 95_000) }
    : {};
  return migration.addTask(job, `orders_${String(n).padStart(6, '0')}`, {
    createTime: mmsTime(created),
    ...times,
  });
}

/** What a tick has to look into: the tasks that something happened to, and those that run. */
export type Happened = Readonly<{
  changed: readonly MigrationTask[];
  running: readonly MigrationTask[];
}>;

/** Changes tasks as MMS would. */
export function change(
  migration: Migration,
  tasks: readonly MigrationTask[],
  what: Change,
): Happened {
  const most =
    what === 'nothing' ? 0 : what === 'storm' ? 3_000 : Math.max(1, Math.round(tasks.length / 100));
  const changed = tasks
    .filter(({ status, running }) => status !== 'DONE' && (what === 'storm' || !running))
    .slice(0, most);
  changed.forEach((task, n) => {
    if (what === 'storm' || n % 4 === 0) migration.dataFails(task, { trace });
    else if (n % 4 === 3) migration.reaches(task, 'SCHEMA_DONE');
    else migration.completes(task);
  });
  return { changed, running: tasks.filter(({ running }) => running) };
}
