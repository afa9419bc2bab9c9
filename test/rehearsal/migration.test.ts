import { describe, expect, it } from 'vitest';
import { Migration } from '../../rehearsal/world/migration.ts';
import { jobStatus, type MigrationTask } from '../../rehearsal/world/migration-records.ts';

let now = Date.UTC(2026, 10, 22, 6, 0, 0);
const later = (seconds: number): void => {
  now += seconds * 1000;
};

function aMigration(): { migration: Migration; task: MigrationTask } {
  now = Date.UTC(2026, 10, 22, 6, 0, 0);
  const migration = new Migration(() => now);
  const job = migration.addJob(migration.addSource('2000015', 'finance_dw'), 'nightly_full');
  return { migration, task: migration.addTask(job, 'orders_2024') };
}

const statuses = (task: MigrationTask): (string | undefined)[] =>
  task.rows.map(({ status }) => status);

describe('a migration', () => {
  it('lets a task wait without a start and without rows', () => {
    const { task } = aMigration();
    expect(task).toMatchObject({
      id: '4001',
      status: 'INIT',
      running: false,
      stopped: false,
      retriedTimes: 0,
      startTime: undefined,
      rows: [],
    });
  });

  it('brings a task to its end through every step, and spells one of them as MMS documents it', () => {
    const { migration, task } = aMigration();
    migration.start(task);
    later(60);
    migration.completes(task);
    expect(statuses(task)).toEqual([
      'SCHEMA_DOING',
      'SCHEMA_DONE',
      'DATA_DOING',
      'DATA_DONG',
      'VERIFICATION_DOING',
      'VERIFICATION_DONE',
      'DONE',
    ]);
    expect(task).toMatchObject({
      status: 'DONE',
      running: false,
      startTime: '2026-11-22 14:00:00',
      endTime: '2026-11-22 14:01:00',
    });
    expect(task.rows.at(-1)).toMatchObject({
      action: '\ndone',
      msg: 'task is success',
      createTime: '2026-11-22 14:01:00\n',
    });
  });

  it('lets a task be done without a row that says so', () => {
    const { migration, task } = aMigration();
    migration.completesWithoutRow(task);
    expect(task.status).toBe('DONE');
    expect(statuses(task)).toEqual(['SCHEMA_DOING', 'SCHEMA_DONE']);
  });

  it('writes one row for a failure, or two with a trace, and ends the attempt', () => {
    const { migration, task } = aMigration();
    migration.dataFails(task, {
      message: 'no privilege',
      trace: 'java.lang.IllegalStateException\n\tat a.B.c',
    });
    expect(task).toMatchObject({
      status: 'DATA_FAILED',
      running: false,
      endTime: '2026-11-22 14:00:00',
    });
    expect(task.rows.slice(-2)).toMatchObject([
      { status: 'DATA_FAILED', msg: 'no privilege' },
      { status: 'DATA_FAILED', action: '\nunexpected error' },
    ]);
  });

  it.each([
    ['schemaFails', 'SCHEMA_FAILED', 'SCHEMA_DOING'],
    ['dataFails', 'DATA_FAILED', 'DATA_DOING'],
    ['verificationFails', 'VERIFICATION_FAILED', 'DATA_DOING'],
  ] as const)(
    'keeps id, rows and status of a task that is retried after it %s',
    (fails, failed, resumed) => {
      const { migration, task } = aMigration();
      migration[fails](task);
      const before = task.rows.length;
      migration.retry(task);
      expect(task).toMatchObject({
        status: failed,
        retriedTimes: 1,
        startTime: undefined,
        running: false,
      });
      expect(task.rows).toHaveLength(before);
      migration.start(task);
      expect(task).toMatchObject({ id: '4001', status: resumed, running: true });
      expect(statuses(task).slice(before - 1)).toEqual([failed, resumed]);
    },
  );

  it('stops a task beside its status, and lets it go on', () => {
    const { migration, task } = aMigration();
    migration.reaches(task, 'DATA_DOING');
    migration.stop(task);
    expect(task).toMatchObject({ status: 'DATA_DOING', stopped: true, running: false });
    expect(task.rows.at(-1)).toMatchObject({
      status: 'DATA_DOING',
      action: '\nstop',
      msg: 'be stopped',
    });
    migration.start(task);
    expect(task).toMatchObject({ status: 'DATA_DOING', stopped: false, running: true });
  });

  it('gives log ids that grow over all tasks, beyond what a number holds if need be', () => {
    const migration = new Migration(() => now, {
      firstLogId: 9_007_199_254_740_993n,
      firstTaskId: 9_007_199_254_740_995n,
    });
    const job = migration.addJob(migration.addSource('1', 's'), 'j');
    const [one, other] = [migration.addTask(job, 'one'), migration.addTask(job, 'other')];
    migration.start(one);
    migration.start(other);
    migration.start(one);
    expect([...one.rows, ...other.rows].map(({ id }) => id)).toEqual([
      '9007199254740993',
      '9007199254740995',
      '9007199254740994',
    ]);
    expect([one.id, other.id]).toEqual(['9007199254740995', '9007199254740996']);
  });

  it('keeps rows and tasks in the order of their ids, however they come', () => {
    const { migration, task } = aMigration();
    const older = migration.addTask(task.job, 'older', { id: '999' });
    migration.addLogRow(task, { id: '20', status: 'DATA_DOING' });
    migration.addLogRow(task, { id: '9', status: 'SCHEMA_DOING' });
    expect(task.rows.map(({ id }) => id)).toEqual(['9', '20']);
    expect(task.job.tasks).toEqual([older, task]);
  });

  it('forgets a removed task and takes it back to its place', () => {
    const { migration, task } = aMigration();
    const next = migration.addTask(task.job, 'next');
    migration.remove(task);
    expect(migration.task('2000015', task.id)).toBeUndefined();
    expect(task.job.source.tasks).toEqual([next]);
    migration.bringBack(task);
    expect(task.job.source.tasks).toEqual([task, next]);
  });

  it('rolls a job up as MMS does: nothing has failed while something runs', () => {
    const { migration, task } = aMigration();
    const other = migration.addTask(task.job, 'other');
    expect(jobStatus(task.job)).toBe('INIT');
    migration.start(other);
    migration.schemaFails(task);
    expect(jobStatus(task.job)).toBe('DOING');
    migration.completes(other);
    expect(jobStatus(task.job)).toBe('FAILED');
    migration.retry(task);
    migration.completes(task);
    expect(jobStatus(task.job)).toBe('DONE');
  });

  it('takes a status that nobody has documented', () => {
    const { migration, task } = aMigration();
    migration.enters(task, 'DATA_REBALANCING');
    migration.enters(task, 'SILENT_FAILED', 'no row');
    expect(task.status).toBe('SILENT_FAILED');
    expect(statuses(task)).toEqual(['DATA_REBALANCING']);
  });
});
