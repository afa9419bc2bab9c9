import { beforeEach, describe, expect, it } from 'vitest';
import type { MigrationJob, MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { Watch } from '../support/watch.ts';

/**
 * A source of four ended jobs and one that is under way: enough tasks to ask for the jobs first.
 */
let watch: Watch;
let ended: MigrationJob[];
let tasks: MigrationTask[];
const active = (): string => `2000015/jobs/${watch.job.id}`;

beforeEach(async () => {
  watch = new Watch();
  const { source } = watch.job;
  ended = ['history', 'finance', 'crm', 'web'].map((name) => watch.migration.addJob(source, name));
  tasks = ended.flatMap((job) =>
    Array.from({ length: 110 }, (_, n) => watch.migration.addTask(job, `${job.name}_${n}`)),
  );
  for (const task of tasks) watch.migration.completes(task);
  for (let n = 0; n < 20; n += 1) watch.migration.addTask(watch.job, `orders_${n}`);
  await watch.tick();
});

async function listedIn(ticks: number): Promise<readonly string[]> {
  for (let n = 1; n < ticks; n += 1) await watch.tick();
  watch.mms.listings.length = 0;
  // What a warm instance listed just now is not swept at once.
  watch.now -= 59_000;
  await watch.tick();
  return watch.mms.listings;
}

describe('a job that has ended with nothing under way or owed', () => {
  it('is not listed again after two equal looks', async () => {
    expect(await listedIn(1)).toEqual(['2000015']);
    expect(await listedIn(1)).toEqual(['2000015']);
    expect(await listedIn(1)).toEqual([active()]);
  });

  it('still counts among the watched', async () => {
    await listedIn(3);
    expect((await watch.tick()).summary.tasks).toBe(460);
  });

  it('is listed again as soon as its own figures change, and what happened in it is told', async () => {
    await listedIn(4);
    const [task] = tasks;
    if (!task) throw new Error('no task');
    watch.migration.start(task);
    expect(await listedIn(1)).toContain(`2000015/jobs/${task.job.id}`);
    watch.migration.dataFails(task);
    await watch.tick();
    expect(watch.slack.ofKind('failed').map((alert) => alert.task.id)).toEqual([task.id]);
  });

  it('is swept within ten minutes, though its figures lag', async () => {
    await listedIn(4);
    const [task] = tasks;
    if (!task) throw new Error('no task');
    // Failed in the task's own status, while the job says nothing of it.
    watch.migration.change(task, { status: 'VERIFICATION_FAILED' });
    watch.mms.moods = { jobFigures: (job) => ({ ...job, status: 'DONE', taskDone: 110 }) };
    for (let minute = 0; minute < 10; minute += 1) await watch.tick();
    await watch.tick();
    expect(watch.slack.ofKind('failed').map((alert) => alert.task.id)).toEqual([task.id]);
  });

  it('is listed by a warm instance whose slower timer passes its minute over', async () => {
    await listedIn(4);
    const passedOver = new Map(ended.map((job) => [`2000015/jobs/${job.id}`, 0]));
    for (let tick = 0; tick < 12; tick += 1) {
      watch.now += 8 * 60_000;
      watch.mms.listings.length = 0;
      await watch.tick();
      for (const [job, ticks] of passedOver)
        passedOver.set(
          job,
          ['2000015', job].some((target) => watch.mms.listings.includes(target)) ? 0 : ticks + 1,
        );
      // Nine minutes apart, each tick falls into the same minute of nine.
      expect(Math.max(...passedOver.values())).toBe(0);
    }
  });

  it('costs a cold instance its share of the sweep, and no more', async () => {
    await listedIn(4);
    const seen = new Map<string, number>();
    for (let minute = 0; minute < 9; minute += 1) {
      watch.memory.lookedAt.clear();
      watch.mms.listings.length = 0;
      await watch.tick();
      for (const target of watch.mms.listings) seen.set(target, (seen.get(target) ?? 0) + 1);
    }
    expect(ended.map((job) => seen.get(`2000015/jobs/${job.id}`))).toEqual([1, 1, 1, 1]);
  });

  it('loses no task to the listing that leaves it out', async () => {
    await listedIn(4);
    for (let minute = 0; minute < 20; minute += 1) await watch.tick();
    expect(watch.slack.ofKind('failed')).toEqual([]);
    expect(watch.store.objects.get('slack')).not.toContain('missingSince');
  });
});

describe('a source whose jobs cannot be listed', () => {
  it('is read page by page as before, and that is no problem', async () => {
    await listedIn(3);
    watch.mms.moods = { jobsForbidden: true };
    watch.mms.listings.length = 0;
    expect((await watch.tick()).problems).toEqual([]);
    expect(watch.mms.listings).toEqual(['2000015']);
  });

  it('is read so, too, where they are no listing, and that is a failure to read', async () => {
    await listedIn(3);
    watch.mms.moods = { jobsUnreadable: true };
    watch.mms.listings.length = 0;
    expect((await watch.tick()).problems).toMatchObject([
      {
        where: 'mms 2000015',
        message: 'ListMmsJobs answered 500; every page of tasks is read',
        rejects: true,
      },
    ]);
    expect(watch.mms.listings).toEqual(['2000015']);
  });
});
