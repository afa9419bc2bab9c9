import {
  accessDenied,
  backendError,
  noPrivilege,
  quotaExceeded,
  unsupportedType,
} from '../../rehearsal/story/error-texts.ts';
import { mmsTime, type MigrationTask } from '../../rehearsal/world/migration-records.ts';
import type { Migration } from '../../rehearsal/world/migration.ts';

export const sourceId = '2000015';

/**
 * How the tasks of a source are spread. `one job`: a job that is under way, so that every page has
 * to be read. `100 jobs`: 95 of them have ended and 5 are under way. `waiting`: one job of which
 * next to nothing has happened yet.
 */
export type Layout = 'one job' | '100 jobs' | 'waiting';

export type Change = 'nothing' | '1 %' | Readonly<{ failures: number; logBytes: number }>;

const runningOf = (size: number): number => Math.max(1, Math.min(20, Math.floor(size / 20)));

const created = Date.UTC(2026, 0, 5, 2, 0, 0);
const activeJobs = 5;

export function lay(migration: Migration, layout: Layout, size: number): void {
  const source = migration.addSource(sourceId, 'bigquery_prod');
  const jobs =
    layout === '100 jobs'
      ? Array.from({ length: 100 }, (_, n) => migration.addJob(source, `dataset_${n}`))
      : [migration.addJob(source, 'nightly_full')];
  const active = new Set(jobs.slice(-activeJobs));
  const running: MigrationTask[] = [];
  for (let n = 0; n < size; n += 1) {
    const job = jobs[Math.floor((n * jobs.length) / size)];
    if (job === undefined) continue;
    const byJob = layout === '100 jobs';
    const isDone = byJob ? !active.has(job) : layout === 'one job' && n < size * 0.6;
    const begun = created + (n % 100_000) * 7_000;
    const times = { startTime: mmsTime(begun), endTime: mmsTime(begun + 95_000) };
    const task = migration.addTask(job, `orders_${String(n).padStart(6, '0')}`, {
      createTime: mmsTime(created),
      ...(isDone && { status: 'DONE', ...times }),
    });
    const starts = byJob
      ? active.has(job) && !running.some((one) => one.job === job)
      : running.length < runningOf(size);
    if (isDone || !starts) continue;
    migration.reaches(task, 'DATA_DOING');
    running.push(task);
  }
}

/** Changes tasks as MMS would. Gives how many. */
export function change(migration: Migration, what: Change): number {
  if (what === 'nothing') return 0;
  const tasks = migration.source(sourceId)?.tasks ?? [];
  const isStorm = what !== '1 %';
  const most = isStorm ? what.failures : Math.max(1, Math.round(tasks.length / 100));
  const changed = tasks
    .filter(({ status, running }) => status !== 'DONE' && (isStorm || !running))
    .slice(0, most);
  changed.forEach((task, n) => {
    if (isStorm) migration.dataFails(task, { trace: traceOf(task, n, what.logBytes) });
    else if (n % 4 === 0) migration.dataFails(task, { trace: traceOf(task, n, 4_000) });
    else if (n % 4 === 3) migration.reaches(task, 'SCHEMA_DONE');
    else migration.completes(task);
  });
  return changed.length;
}

const causes = [
  noPrivilege,
  (table: string) => `${backendError} while reading ${table}`,
  accessDenied,
  unsupportedType,
  () => quotaExceeded,
];

/** A log as engines write it: no two alike, though a few causes are behind them. */
function traceOf({ srcTableName: table }: MigrationTask, n: number, bytes: number): string {
  const lines = [causes[n % causes.length]?.(table) ?? ''];
  let length = 0;
  for (let frame = 0; length < bytes; frame += 1) {
    const line =
      frame % 25 === 24
        ? `26/01/05 02:${String(frame % 60).padStart(2, '0')}:07 WARN TaskSetManager: Lost task ${frame}.0 in stage ${n}.0 (TID ${n * 31 + frame}) (10.0.${n % 250}.${frame % 250} executor ${frame % 40})`
        : `\tat com.aliyun.mms.worker.step${frame % 40}.TaskRunner.run(TaskRunner.java:${200 + (frame % 700)})`;
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n');
}
