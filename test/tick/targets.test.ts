import { beforeEach, describe, expect, it } from 'vitest';
import type { Target } from '../../functions/mms/target.ts';

import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { id } from '../support/builders.ts';
import { refused } from '../support/fake-channel.ts';
import { source, Watch } from '../support/watch.ts';

let watch: Watch;
let orders: MigrationTask;
let customers: MigrationTask;

beforeEach(() => {
  watch = new Watch();
  [orders, customers] = [
    watch.migration.addTask(watch.job, 'orders'),
    watch.migration.addTask(watch.job, 'customers'),
  ];
});

const minute = 60_000;
const summaryOf = async (ticking: ReturnType<Watch['tick']>) => {
  const { summary, problems } = await ticking;
  return { ...summary, problems };
};

describe('the first run of a channel', () => {
  it('sums its target up instead of telling history', async () => {
    watch.migration.dataFails(orders);
    expect(await summaryOf(watch.tick())).toMatchObject({
      tasks: 2,
      alerts: { baseline: 1 },
      delivered: { slack: 1, email: 1 },
      problems: [],
    });
    expect(watch.slack.alerts).toMatchObject([
      {
        kind: 'baseline',
        target: '2000015',
        name: 'finance_dw',
        total: 2,
        statuses: { DATA_FAILED: 1, INIT: 1 },
      },
    ]);
  });

  it('does not read the logs of tasks that are done or wait', async () => {
    watch.migration.completes(orders);
    expect(await summaryOf(watch.tick())).toMatchObject({ logsRead: 0 });
  });

  it('with FIRST_RUN=replay tells history task by task', async () => {
    watch.migration.dataFails(orders);
    watch.migration.completes(customers);
    expect(await summaryOf(watch.tick({ firstRun: 'replay' }))).toMatchObject({
      alerts: { failed: 1, done: 1 },
    });
  });

  it('is repeated while its message is not taken, and nothing else is told meanwhile', async () => {
    watch.slack.answer = () => refused;
    await watch.tick();
    watch.slack.answer = () => ({ kind: 'accepted' });
    expect(await summaryOf(watch.tick())).toMatchObject({ alerts: {}, delivered: { slack: 1 } });
    expect(watch.slack.ofKind('baseline')).toHaveLength(1);
  });

  it('of an added channel leaves the other alone', async () => {
    watch.channels = [watch.email];
    await watch.tick();
    watch.channels = [watch.slack, watch.email];
    expect(await summaryOf(watch.tick())).toMatchObject({
      alerts: { baseline: 1 },
      delivered: { slack: 1 },
    });
    expect(watch.email.messages).toHaveLength(1);
  });

  it('waits for a listing that lacks nothing before it sums up', async () => {
    watch.mms.moods = { leavesOut: (task) => task === orders.id };
    expect((await watch.tick()).problems).toMatchObject([{ where: 'mms 2000015', rejects: true }]);
    expect(watch.slack.messages).toEqual([]);
    watch.mms.moods = {};
    await watch.tick();
    expect(watch.slack.alerts).toMatchObject([{ kind: 'baseline', total: 2 }]);
  });
});

describe('what is watched', () => {
  const job = (): Target => ({ kind: 'job', sourceId: source.sourceId, jobId: id(watch.job.id) });

  it('gets a new baseline after it was removed and added again', async () => {
    const other = watch.migration.addJob(
      watch.migration.source('2000015') ?? watch.job.source,
      'other',
    );
    const apart = watch.migration.addTask(other, 'apart');
    await watch.tick();
    await watch.tick({ targets: [job()] });
    watch.migration.dataFails(apart);
    await watch.tick({ targets: [job(), source] });
    expect(watch.slack.alerts.map(({ kind }) => kind)).toEqual(['baseline', 'baseline']);
    expect(watch.slack.ofKind('baseline').at(-1)).toMatchObject({
      target: '2000015',
      statuses: { DATA_FAILED: 1 },
    });
  });

  it('gets none where another target covers it already', async () => {
    await watch.tick();
    await watch.tick({ targets: [source, job()] });
    expect(watch.slack.ofKind('baseline')).toHaveLength(1);
  });

  it('gets none where its task is in a watched job', async () => {
    const task: Target = { kind: 'task', sourceId: source.sourceId, taskId: id(orders.id) };
    expect(await summaryOf(watch.tick({ targets: [task, job()] }))).toMatchObject({
      tasks: 2,
      alerts: { baseline: 1 },
    });
    await watch.tick({ targets: [job(), task, { ...task, taskId: id(customers.id) }] });
    expect(watch.slack.ofKind('baseline')).toMatchObject([
      { target: `2000015/jobs/${watch.job.id}`, total: 2 },
    ]);
  });

  it('keeps telling what it knows when a wider target is added', async () => {
    await watch.tick({ targets: [job()] });
    watch.migration.dataFails(orders);
    await watch.tick({ targets: [job(), source] });
    expect(watch.slack.alerts.map(({ kind }) => kind)).toEqual(['baseline', 'failed', 'baseline']);
  });

  it('tells a task that appears later from its first row', async () => {
    await watch.tick();
    watch.migration.schemaFails(watch.migration.addTask(watch.job, 'late'));
    expect(await summaryOf(watch.tick())).toMatchObject({ alerts: { failed: 1 } });
  });

  it('does not tell a task again that was missing and comes back', async () => {
    await watch.tick();
    watch.migration.dataFails(orders);
    await watch.tick();
    watch.migration.remove(orders);
    await watch.tick();
    watch.migration.bringBack(orders);
    await watch.tick();
    expect(watch.slack.ofKind('failed')).toHaveLength(1);
  });

  it('forgets a task that was missing for a week', async () => {
    await watch.tick();
    watch.migration.remove(orders);
    await watch.tick();
    watch.now += 7 * 24 * 60 * minute;
    await watch.tick();
    const state = watch.stateOf('slack');
    expect([...(state.tasks.get(source.sourceId)?.keys() ?? [])]).toEqual([customers.id]);
  });

  it('forgets no task while a page of its listing is missing, however long', async () => {
    watch.migration.dataFails(orders);
    await watch.tick();
    watch.mms.moods = { leavesOut: (task) => task === orders.id };
    for (let day = 0; day < 9; day += 1) {
      await watch.tick();
      watch.now += 24 * 60 * minute;
    }
    watch.mms.moods = {};
    await watch.tick();
    expect(watch.slack.ofKind('failed')).toEqual([]);
    expect(watch.stateOf('slack').tasks.get(source.sourceId)?.has(id(orders.id))).toBe(true);
  });

  it('reads a task once, however many targets name it', async () => {
    watch.migration.start(orders);
    const targets: readonly Target[] = [
      job(),
      source,
      source,
      { kind: 'task', sourceId: source.sourceId, taskId: id(orders.id) },
    ];
    expect(await summaryOf(watch.tick({ targets }))).toMatchObject({
      tasks: 2,
      logsRead: 1,
      alerts: { baseline: 1 },
    });
  });
});
