import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertKind } from '../../functions/kinds/kinds.ts';

import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { id } from '../support/builders.ts';
import { refused } from '../support/fake-channel.ts';
import { Watch } from '../support/watch.ts';

const minute = 60_000;
let watch: Watch;
let tables: MigrationTask[];

beforeEach(() => {
  watch = new Watch();
  watch.settings = {
    ...watch.settings,
    alertOn: new Set<AlertKind>([
      'failed',
      'done',
      'job-finished',
      'job-stopped',
      'escalation',
      'stalled',
    ]),
    stallAfter: 120 * minute,
  };
  tables = Array.from({ length: 12 }, (_, n) => watch.migration.addTask(watch.job, `table_${n}`));
});

const each = (change: (task: MigrationTask) => void, from = 0, to = tables.length): void => {
  for (const task of tables.slice(from, to)) change(task);
};
const completes = (task: MigrationTask): void => {
  watch.migration.completes(task);
};
const fails = (task: MigrationTask): void => {
  watch.migration.dataFails(task);
};
const finished = () => watch.slack.ofKind('job-finished');

describe('the end of a job', () => {
  it('is reported once, at the second look at which nothing is left to run', async () => {
    await watch.tick();
    each(completes, 0, 10);
    each(fails, 10);
    await watch.tick();
    expect(finished()).toHaveLength(0);
    await watch.tick();
    expect(finished()).toMatchObject([
      {
        job: { name: 'nightly_full', done: 10, failed: 2, total: 12, running: 0, waiting: 0 },
        failed: [{ cause: { category: 'no-privilege' }, count: 2, tasks: [{}, {}] }],
      },
    ]);
    await watch.tick();
    await watch.tick();
    expect(finished()).toHaveLength(1);
  });

  it('is reported once, though the jobs of so large a source are asked for in every tick', async () => {
    const archive = watch.migration.addJob(watch.job.source, 'archive');
    for (let n = 0; n < 250; n += 1)
      watch.migration.completes(watch.migration.addTask(archive, `old_${n}`));
    await watch.tick();
    each(completes);
    for (let n = 0; n < 14; n += 1) await watch.tick();
    expect(finished()).toHaveLength(1);
  });

  it('says how long it took, though retries have overwritten when it began', async () => {
    await watch.tick();
    each(fails);
    for (let n = 0; n < 40; n += 1) await watch.tick();
    each((task) => watch.migration.retry(task));
    await watch.tick();
    each(completes);
    await watch.tick();
    await watch.tick();
    const took = finished().at(-1)?.tookMs ?? 0;
    expect(finished()).toHaveLength(2);
    expect(took / minute).toBeGreaterThanOrEqual(41);
    expect(took / minute).toBeLessThanOrEqual(43);
  });

  it('is reported again after a retry, and only then', async () => {
    await watch.tick();
    each(completes, 0, 11);
    each(fails, 11);
    await watch.tick();
    await watch.tick();
    each((task) => {
      watch.migration.retry(task);
    }, 11);
    each(completes, 11);
    await watch.tick();
    await watch.tick();
    expect(finished().map(({ job }) => job.failed)).toEqual([1, 0]);
  });

  it('is not told of a job that had ended when the channel first looked', async () => {
    each(completes);
    for (let n = 0; n < 4; n += 1) await watch.tick();
    expect(finished()).toEqual([]);
  });

  it('is not told because a listing shows other times of what had ended before', async () => {
    each(completes);
    await watch.ticks(3);
    for (const task of tables) watch.migration.change(task, { endTime: '2026-11-22 02:00:00' });
    await watch.ticks(5);
    expect(finished()).toEqual([]);
  });

  it('is not told while MMS knows of tasks that it does not list', async () => {
    watch.mms.moods = { jobFigures: (job) => ({ ...job, taskNum: 13 }) };
    await watch.tick();
    each(completes);
    for (let n = 0; n < 4; n += 1) await watch.tick();
    expect(finished()).toEqual([]);
    watch.mms.moods = {};
    await watch.tick();
    expect(finished()).toHaveLength(1);
  });

  it('is told after a channel was down, with all that it knew', async () => {
    await watch.tick();
    each(completes);
    watch.slack.answer = () => refused;
    for (let n = 0; n < 3; n += 1) await watch.tick();
    watch.slack.answer = () => ({ kind: 'accepted' });
    await watch.tick();
    await watch.tick();
    expect([finished().length, watch.email.ofKind('job-finished').length]).toEqual([1, 1]);
  });

  it('needs no call more while the job runs', async () => {
    await watch.tick();
    each(completes, 0, 6);
    const { listings } = watch.mms;
    listings.length = 0;
    await watch.tick();
    expect(listings).toEqual(['2000015']);
  });

  it('is told of a job that is watched by itself, not of the job of a task that is', async () => {
    watch.settings = {
      ...watch.settings,
      targets: [{ kind: 'task', sourceId: id('2000015'), taskId: id(tables[0]?.id ?? '') }],
    };
    await watch.tick();
    each(completes);
    for (let n = 0; n < 3; n += 1) await watch.tick();
    expect(finished()).toEqual([]);
  });
});

describe('a job that somebody stopped', () => {
  const stopped = () => watch.slack.ofKind('job-stopped');
  const stop = (from: number): void => {
    each((task) => {
      watch.migration.start(task);
      watch.migration.stop(task);
    }, from);
  };

  it('is told as stopped, never as finished, and does not stall', async () => {
    await watch.tick();
    each(completes, 0, 8);
    await watch.tick();
    stop(8);
    for (let n = 0; n < 200; n += 1) await watch.tick();
    expect(stopped()).toMatchObject([{ job: { done: 8, stopped: 4, total: 12 } }]);
    expect([finished(), watch.slack.ofKind('stalled')]).toEqual([[], []]);
  });

  it('is told although only the job says so', async () => {
    await watch.tick();
    each(completes, 0, 8);
    await watch.tick();
    watch.mms.moods = { jobFigures: (job) => ({ ...job, stopped: true }) };
    for (let n = 0; n < 200; n += 1) await watch.tick();
    expect(stopped()).toMatchObject([{ job: { done: 8, waiting: 4 } }]);
    expect(watch.slack.ofKind('stalled')).toEqual([]);
  });

  /** Two of its tasks run on. */
  const stopJob = async (): Promise<void> => {
    await watch.tick();
    each(completes, 0, 6);
    each((task) => {
      watch.migration.start(task);
    }, 6);
    await watch.tick();
    stop(8);
    watch.migration.stopJob(watch.job);
    await watch.tick();
  };

  it('is told at once though some of its tasks run on, and once', async () => {
    await stopJob();
    expect(stopped()).toMatchObject([{ job: { done: 6, running: 2, stopped: 4, total: 12 } }]);
    await watch.ticks(3);
    watch.mms.moods = { jobsUnreadable: true };
    await watch.ticks(2);
    watch.mms.moods = {};
    each(completes, 6, 8);
    await watch.ticks(20);
    expect(stopped()).toHaveLength(1);
  });

  it.each([
    ['which was told', 11],
    ['which nothing but the job shows', 12],
  ])('%s, and all tasks of which end, is told as finished once it is resumed', async (_, from) => {
    await watch.tick();
    each(completes, 0, 10);
    each((task) => {
      watch.migration.start(task);
    }, 10);
    await watch.tick();
    stop(from);
    watch.migration.stopJob(watch.job);
    await watch.ticks(3);
    each(completes, 10);
    await watch.ticks(20);
    expect(finished()).toEqual([]);
    watch.migration.stopJob(watch.job, false);
    await watch.ticks(3);
    expect(finished()).toMatchObject([{ job: { done: 12, total: 12 } }]);
  });

  it('and resumed while some of its tasks ran on is told when it is stopped again', async () => {
    await stopJob();
    watch.migration.stopJob(watch.job, false);
    each((task) => {
      watch.migration.start(task);
    }, 8);
    await watch.ticks(2);
    stop(9);
    watch.migration.stopJob(watch.job);
    await watch.ticks(3);
    expect(stopped().map(({ job }) => job.stopped)).toEqual([4, 3]);
  });

  it('is not told where somebody stopped only some of its tasks and others run', async () => {
    await watch.tick();
    each((task) => {
      watch.migration.start(task);
    });
    await watch.tick();
    stop(8);
    await watch.ticks(5);
    expect(stopped()).toEqual([]);
  });

  it('is told again only after it was resumed', async () => {
    await watch.tick();
    each(completes, 0, 8);
    stop(8);
    for (let n = 0; n < 5; n += 1) await watch.tick();
    each((task) => {
      watch.migration.start(task);
    }, 8);
    await watch.tick();
    stop(8);
    for (let n = 0; n < 5; n += 1) await watch.tick();
    expect(stopped()).toHaveLength(2);
  });

  it('and ends well after it was resumed is told as finished', async () => {
    await watch.tick();
    each(completes, 0, 8);
    stop(8);
    for (let n = 0; n < 5; n += 1) await watch.tick();
    each(completes, 8);
    for (let n = 0; n < 3; n += 1) await watch.tick();
    expect(finished()).toMatchObject([{ job: { done: 12, stopped: 0 } }]);
  });
});

describe('where a job stands', () => {
  it('is written with its last move, not again in a tick that shows nothing new', async () => {
    await watch.tick();
    each(fails, 0, 1);
    await watch.tick();
    const { writes } = watch.store;
    await watch.tick();
    await watch.tick();
    expect(watch.store.writes).toBe(writes);
  });

  it('comes with the messages that speak of it, with the rate of the last hour', async () => {
    await watch.tick();
    each(completes, 0, 3);
    for (const table of tables.slice(3, 6)) watch.migration.start(table);
    await watch.tick();
    expect(watch.slack.notifications.at(-1)?.progress).toMatchObject([
      { name: 'nightly_full', done: 3, running: 3, waiting: 6, total: 12, perHour: undefined },
    ]);
    watch.now += 28 * minute;
    each(completes, 3, 6);
    await watch.tick();
    const [standing] = watch.slack.notifications.at(-1)?.progress ?? [];
    expect(Math.round(standing?.perHour ?? 0)).toBe(6);
    expect(Math.round((standing?.leftMs ?? 0) / minute)).toBe(58);
  });
});

describe('an escalation', () => {
  const escalations = () => watch.slack.ofKind('escalation');
  beforeEach(async () => {
    tables.push(
      ...Array.from({ length: 200 }, (_, n) => watch.migration.addTask(watch.job, `more_${n}`)),
    );
    each(fails, 0, 12);
    await watch.tick();
  });

  it('comes when more than a fifth of the ended tasks failed, ten at least, those of the baseline not counted', async () => {
    each(completes, 20, 56);
    each(fails, 12, 20);
    await watch.tick();
    expect(escalations()).toEqual([]);
    each(fails, 56, 58);
    await watch.tick();
    expect(escalations()).toMatchObject([
      { why: 'share failed', failed: 10, ended: 46, job: { name: 'nightly_full' } },
    ]);
    each(fails, 58, 70);
    await watch.tick();
    expect(escalations()).toHaveLength(1);
  });

  it('comes when nothing has succeeded for half an hour while tasks go on to fail', async () => {
    for (let n = 0; n < 32; n += 4) {
      each(fails, 12 + n / 4, 13 + n / 4);
      watch.now += 3 * minute;
      await watch.tick();
    }
    expect(escalations()).toEqual([]);
    watch.now += minute;
    each(fails, 30, 31);
    await watch.tick();
    expect(escalations()).toMatchObject([{ why: 'no success', failed: 9 }]);
  });

  it('counts all that failed since the last success, however long ago that is', async () => {
    each(fails, 12, 14);
    await watch.tick();
    watch.now += 150 * minute;
    each(fails, 14, 17);
    await watch.tick();
    expect(escalations()).toMatchObject([{ why: 'no success', failed: 5 }]);
  });

  it('counts anew after a success, and from a look at which tasks succeeded and failed', async () => {
    each(fails, 12, 14);
    await watch.tick();
    each(completes, 40, 41);
    await watch.tick();
    each(fails, 14, 15);
    each(completes, 41, 42);
    await watch.tick();
    const since = watch.now;
    watch.now += 40 * minute;
    each(fails, 15, 18);
    await watch.tick();
    expect(escalations()).toMatchObject([{ why: 'no success', failed: 4, since }]);
  });

  it('does not come for what failed before a success', async () => {
    each(fails, 12, 18);
    await watch.tick();
    each(completes, 40, 140);
    await watch.tick();
    each(fails, 18, 19);
    await watch.tick();
    const since = watch.now;
    watch.now += 40 * minute;
    each(fails, 19, 20);
    await watch.tick();
    const [call] = escalations();
    expect(call).toMatchObject({ why: 'no success', failed: 2, since });
    expect(call?.causes.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  it('comes after more than a hundred failures within ten minutes', async () => {
    tables.push(
      ...Array.from({ length: 500 }, (_, n) => watch.migration.addTask(watch.job, `third_${n}`)),
    );
    each(completes, 12, 500);
    await watch.tick();
    each(fails, 500, 600);
    await watch.tick();
    expect(escalations()).toEqual([]);
    each(fails, 600, 601);
    await watch.tick();
    expect(escalations()).toMatchObject([{ why: 'burst', failed: 101 }]);
  });

  it('does not come again while it was calm for less than half an hour', async () => {
    each(fails, 12, 30);
    await watch.tick();
    each(
      (task) => {
        watch.migration.retry(task);
        watch.migration.completes(task);
      },
      12,
      30,
    );
    await watch.tick();
    watch.now += 20 * minute;
    await watch.tick();
    each(fails, 40, 60);
    await watch.tick();
    expect(escalations()).toHaveLength(1);
  });

  it('comes again after it was calm for half an hour, and not before', async () => {
    each(fails, 12, 30);
    await watch.tick();
    expect(escalations()).toHaveLength(1);
    each(
      (task) => {
        watch.migration.retry(task);
        watch.migration.completes(task);
      },
      12,
      30,
    );
    await watch.tick();
    watch.now += 31 * minute;
    await watch.tick();
    each(fails, 40, 60);
    await watch.tick();
    expect(escalations()).toHaveLength(2);
  });
});

describe('a stall', () => {
  const stalls = () => watch.slack.ofKind('stalled');
  const hours = async (count: number): Promise<void> => {
    for (let n = 0; n < count * 4; n += 1) {
      watch.now += 14 * minute;
      await watch.tick();
    }
  };

  it('of a running task without a new row is told once, and again after it said something', async () => {
    await watch.tick();
    each(
      (task) => {
        watch.migration.start(task);
      },
      0,
      1,
    );
    await hours(1.75);
    expect(stalls()).toEqual([]);
    await hours(1.5);
    expect(stalls()).toMatchObject([
      { what: 'task', task: { id: tables[0]?.id }, usualMs: undefined },
    ]);
    each(
      (task) => {
        watch.migration.reaches(task, 'DATA_DOING');
      },
      0,
      1,
    );
    await hours(3);
    expect(stalls()).toHaveLength(2);
  });

  it('of a running task is told though its listed times change from look to look', async () => {
    await watch.tick();
    const [task] = tables;
    if (task === undefined) throw new Error('no table');
    watch.migration.start(task);
    for (let look = 0; look < 10; look += 1) {
      const hour = look % 2 === 0 ? '06' : '14';
      watch.migration.change(task, { startTime: `2026-11-22 ${hour}:01:00` });
      await hours(0.25);
    }
    expect(stalls()).toMatchObject([{ what: 'task', task: { id: task.id } }]);
  });

  it.each([
    ['the tables of the job usually take', 6],
    ['the single table of the job took that has ended', 1],
  ])('waits for four times what %s', async (_, ended) => {
    await watch.tick();
    each(
      (task) => {
        watch.migration.start(task);
      },
      0,
      ended + 1,
    );
    watch.now += 60 * minute;
    each(completes, 0, ended);
    await watch.tick();
    await hours(2.5);
    expect(stalls().filter(({ what }) => what === 'task')).toEqual([]);
    await hours(2);
    expect(stalls()).toMatchObject([{ what: 'task', usualMs: 60 * minute }]);
  });

  it('of a job whose tasks wait while none runs is told once', async () => {
    await watch.tick();
    each(completes, 0, 3);
    await hours(2.5);
    expect(stalls()).toMatchObject([{ what: 'job', waiting: 9, job: { name: 'nightly_full' } }]);
    await hours(3);
    expect(stalls()).toHaveLength(1);
  });

  it('is none where somebody stopped the job', async () => {
    watch.mms.moods = { jobFigures: (job) => ({ ...job, stopped: true }) };
    await watch.tick();
    each(completes, 0, 3);
    await hours(5);
    expect(stalls()).toEqual([]);
  });

  it('is none where STALL_AFTER is off', async () => {
    watch.settings = { ...watch.settings, stallAfter: undefined };
    await watch.tick();
    each(
      (task) => {
        watch.migration.start(task);
      },
      0,
      1,
    );
    await hours(5);
    expect(stalls()).toEqual([]);
  });
});

describe('a job that is gone', () => {
  it('takes its story along, and so does a target that is watched no more', async () => {
    const storiesOf = (): number =>
      [...watch.stateOf('slack').jobs.values()].reduce((sum, jobs) => sum + jobs.size, 0);
    const other = watch.migration.addJob(watch.job.source, 'crm_history');
    const visits = watch.migration.addTask(other, 'visits');
    await watch.tick();
    each(completes, 0, 1);
    watch.migration.completes(visits);
    await watch.tick();
    expect(storiesOf()).toBe(2);
    watch.migration.remove(visits);
    await watch.tick();
    expect(storiesOf()).toBe(1);
    watch.settings = {
      ...watch.settings,
      targets: [{ kind: 'job', sourceId: id('2000015'), jobId: id(other.id) }],
    };
    await watch.tick();
    expect(storiesOf()).toBe(0);
  });
});
