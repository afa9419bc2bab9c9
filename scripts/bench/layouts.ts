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

const created = Date.UTC(2026, 0, 5, 2, 0, 0);

/** One job under way: of its tasks the first are done, up to twenty run, and the others wait. */
export function lay(migration: Migration, size: number, done: number): void {
  const job = migration.addJob(migration.addSource(sourceId, 'bigquery_prod'), 'nightly_full');
  const running = Math.max(1, Math.min(20, Math.floor(size / 20)));
  for (let n = 0; n < size; n += 1) {
    const begun = created + (n % 100_000) * 7_000;
    const times = { startTime: mmsTime(begun), endTime: mmsTime(begun + 95_000) };
    const task = migration.addTask(job, `orders_${String(n).padStart(6, '0')}`, {
      createTime: mmsTime(created),
      ...(n < done && { status: 'DONE', ...times }),
    });
    if (n >= done && n < done + running) migration.reaches(task, 'DATA_DOING');
  }
}

const unfinished = (migration: Migration): readonly MigrationTask[] =>
  (migration.source(sourceId)?.tasks ?? []).filter(({ status }) => status !== 'DONE');

/** One task in a hundred changes as MMS would change it: half are completed, a quarter fail. */
export function changeSome(migration: Migration): void {
  const all = migration.source(sourceId)?.tasks.length ?? 0;
  const waiting = unfinished(migration).filter(({ running }) => !running);
  for (const [n, task] of waiting.slice(0, Math.max(1, Math.round(all / 100))).entries()) {
    if (n % 4 === 0) migration.dataFails(task, { trace: traceOf(task, n, 4_000) });
    else if (n % 4 === 3) migration.reaches(task, 'SCHEMA_DONE');
    else migration.completes(task);
  }
}

export type Storm = Readonly<{ failures: number; logBytes: number }>;

export function failMany(migration: Migration, { failures, logBytes }: Storm): void {
  for (const [n, task] of unfinished(migration).slice(0, failures).entries())
    migration.dataFails(task, { trace: traceOf(task, n, logBytes) });
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
