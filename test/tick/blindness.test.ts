import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertKind } from '../../functions/kinds/kinds.ts';
import type { JobId, TaskId } from '../../functions/mms/id.ts';
import type { Target } from '../../functions/mms/target.ts';
import type { DeliveryResult } from '../../functions/ports.ts';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { id } from '../support/builders.ts';
import { refused } from '../support/fake-channel.ts';
import { ofTasks, source, Watch } from '../support/watch.ts';

const minute = 60_000;
const revoked: DeliveryResult = {
  kind: 'failed',
  problem: 'Slack was not told: 404 no_service',
  refused: 'for good',
};

let watch: Watch;
let orders: MigrationTask;

beforeEach(async () => {
  watch = new Watch();
  watch.settings = {
    ...watch.settings,
    alertOn: new Set<AlertKind>([...ofTasks, 'blind', 'reminder']),
    remindAfter: 24 * 60 * minute,
  };
  orders = watch.migration.addTask(watch.job, 'orders');
  await watch.tick();
});

const ticks = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await watch.tick();
};
const blind = () => watch.slack.ofKind('blind');

describe('a source', () => {
  it('that cannot be read for three ticks is told once, and once more when it can be read', async () => {
    watch.mms.moods = { targetUnreadable: () => true };
    const lostAt = watch.now + minute;
    await ticks(2);
    expect(blind()).toEqual([]);
    await ticks(5);
    expect(blind()).toMatchObject([
      {
        what: 'source',
        sourceId: '2000015',
        sourceName: 'finance_dw',
        trouble: { said: '2000015 answered 503' },
        since: lostAt,
        until: undefined,
      },
    ]);
    watch.migration.dataFails(orders);
    watch.mms.moods = {};
    await ticks(3);
    expect(blind()).toMatchObject([{}, { since: lostAt, until: lostAt + 7 * minute }]);
    expect(watch.slack.messages.at(-2)).toMatchObject([{ kind: 'blind' }]);
    expect(watch.slack.ofKind('failed')).toHaveLength(1);
  });

  it('of which one target cannot be read is told with its name, not where several cannot', async () => {
    const { sourceId } = source;
    const taskId = id<TaskId>(orders.id);
    const jobId = id<JobId>(watch.job.id);
    const targets: readonly Target[] = [
      { kind: 'task', sourceId, taskId },
      { kind: 'job', sourceId, jobId },
    ];
    const name = `2000015/tasks/${orders.id}`;
    for (const [unreadable, target] of [
      [(one: string) => one === name, name],
      [() => true, undefined],
    ] as const) {
      watch.mms.moods = { targetUnreadable: unreadable };
      await watch.ticks(3, { targets });
      expect(blind().at(-1)).toMatchObject({ sourceId, target, until: undefined });
      watch.mms.moods = {};
      await watch.tick({ targets });
      expect(blind().at(-1)).toMatchObject({ sourceId, target });
      expect(blind().at(-1)?.until).toBeDefined();
    }
  });

  it('that cannot be read for a tick or two, now and then, is not worth a word', async () => {
    for (let n = 0; n < 5; n += 1) {
      watch.mms.moods = { targetUnreadable: () => true };
      await ticks(2);
      watch.mms.moods = {};
      await ticks(1);
    }
    expect(blind()).toEqual([]);
  });

  it('that was unreadable while nothing could be saved is not lost at the next bad tick', async () => {
    watch.mms.moods = { targetUnreadable: () => true };
    watch.store.saving = 'fails';
    await ticks(2);
    watch.mms.moods = {};
    watch.store.saving = 'works';
    await ticks(5);
    watch.mms.moods = { targetUnreadable: () => true };
    await ticks(1);
    expect(blind()).toEqual([]);
  });

  it('is blind, too, when it lists its tasks and refuses every log', async () => {
    watch.migration.start(orders);
    watch.mms.moods = { logUnreadable: () => true };
    await ticks(4);
    expect(blind()).toMatchObject([
      { what: 'source', trouble: { said: `the log of 2000015/tasks/${orders.id} answered 500` } },
    ]);
  });

  it('whose sight returns before the loss could be told is told with both moments', async () => {
    watch.mms.moods = { targetUnreadable: () => true };
    watch.slack.answer = () => refused;
    await ticks(4);
    watch.mms.moods = {};
    watch.slack.answer = () => ({ kind: 'accepted' });
    await ticks(2);
    expect(blind()).toMatchObject([{ until: watch.now - minute }]);
  });

  it('is told again after an hour, after four, and then daily, while it lasts', async () => {
    watch.mms.moods = { targetUnreadable: () => true };
    const start = watch.now;
    for (let n = 0; n < 60 * 54; n += 10) {
      watch.now += 9 * minute;
      await watch.tick();
    }
    const hours = blind().map(({ at }) => Math.round((at - start) / (60 * minute)));
    // The first after three ticks of ten minutes.
    expect(hours).toEqual([1, 2, 5, 29, 53]);
  });

  it('whose jobs are watched, and that lists none of their tasks any more, is told likewise', async () => {
    const { job } = watch;
    watch.settings = {
      ...watch.settings,
      targets: [{ kind: 'job', sourceId: id('2000015'), jobId: id(job.id) }],
    };
    for (let n = 0; n < 11; n += 1) watch.migration.addTask(job, `table_${n}`);
    await watch.tick();
    for (const task of [...job.tasks]) watch.migration.remove(task);
    await ticks(2);
    expect(blind()).toEqual([]);
    await ticks(3);
    expect(blind()).toMatchObject([{ isEmpty: true, until: undefined }]);
  });

  it('that could not be read and then lists nothing is told when either has lasted', async () => {
    for (let n = 0; n < 11; n += 1) watch.migration.addTask(watch.job, `table_${n}`);
    await watch.tick();
    watch.mms.moods = { targetUnreadable: () => true };
    await ticks(2);
    watch.mms.moods = {};
    for (const task of [...watch.job.tasks]) watch.migration.remove(task);
    const emptySince = watch.now + minute;
    await ticks(2);
    expect(blind()).toEqual([]);
    await watch.tick();
    expect(blind()).toMatchObject([{ isEmpty: true, since: emptySince }]);
  });

  it('that lists nothing, where it had more than ten tasks, is told after three ticks', async () => {
    for (let n = 0; n < 11; n += 1) watch.migration.addTask(watch.job, `table_${n}`);
    await watch.tick();
    const { tasks } = watch.job;
    const all = [...tasks];
    for (const task of all) watch.migration.remove(task);
    await ticks(2);
    expect(blind()).toEqual([]);
    await ticks(3);
    expect(blind()).toMatchObject([{ isEmpty: true, until: undefined }]);
    for (const task of all) watch.migration.bringBack(task);
    await ticks(2);
    expect(blind()).toHaveLength(2);
    expect(blind()[1]?.until).toBeDefined();
  });

  it('says how long things have gone wrong, for whoever watches the watcher', async () => {
    watch.mms.moods = { targetUnreadable: () => true };
    const before: number[] = [];
    for (let n = 0; n < 5; n += 1) before.push((await watch.tick()).troubledBefore);
    watch.mms.moods = {};
    before.push((await watch.tick()).troubledBefore, (await watch.tick()).troubledBefore);
    expect(before).toEqual([0, 1, 2, 3, 3, 3, 0]);
  });
});

describe('a channel that is lost', () => {
  it('is told through the mail in the very tick, once, in the message that goes out anyway', async () => {
    watch.slack.answer = () => revoked;
    watch.migration.dataFails(orders);
    await ticks(1);
    expect(watch.email.messages.at(-1)?.map(({ kind }) => kind)).toEqual(['failed', 'blind']);
    await ticks(4);
    expect(watch.email.ofKind('blind')).toMatchObject([
      {
        what: 'channel',
        channel: 'slack',
        trouble: { said: 'Slack was not told: 404 no_service' },
      },
    ]);
    expect(watch.email.ofKind('failed')).toHaveLength(1);
  });

  it('is told through Slack once a second tick met the same', async () => {
    watch.email.answer = () => revoked;
    watch.migration.dataFails(orders);
    await ticks(2);
    expect(watch.slack.ofKind('blind')).toEqual([]);
    await ticks(3);
    expect(watch.slack.ofKind('blind')).toMatchObject([{ what: 'channel', channel: 'email' }]);
  });

  it('is told again when it is lost again, and its return each time', async () => {
    for (let n = 0; n < 2; n += 1) {
      watch.slack.answer = () => revoked;
      watch.migration.dataFails(orders);
      await ticks(3);
      watch.slack.answer = () => ({ kind: 'accepted' });
      watch.migration.retry(orders);
      await ticks(2);
    }
    const ends = watch.email.ofKind('blind').map(({ until }) => until === undefined);
    expect(ends).toEqual([true, false, true, false]);
    expect(watch.slack.ofKind('failed')).toHaveLength(2);
  });

  it('is not told of through Slack where one refusal was all', async () => {
    watch.email.answer = () => revoked;
    watch.migration.dataFails(orders);
    await ticks(1);
    watch.email.answer = () => ({ kind: 'accepted' });
    await ticks(3);
    expect(watch.slack.ofKind('blind')).toEqual([]);
  });

  it('is told through the others when it took nothing in three ticks running, and its return', async () => {
    const odd: DeliveryResult = { kind: 'failed', problem: 'answered 413', refused: 'once' };
    watch.slack.answer = () => odd;
    watch.migration.dataFails(orders);
    await ticks(2);
    expect(watch.email.ofKind('blind')).toEqual([]);
    await ticks(2);
    watch.slack.answer = () => ({ kind: 'accepted' });
    await ticks(2);
    expect(watch.email.ofKind('blind')).toMatchObject([
      { what: 'channel', channel: 'slack', trouble: { said: 'answered 413' }, until: undefined },
      { what: 'channel', channel: 'slack', until: expect.any(Number) as number },
    ]);
  });

  it.each<[string, DeliveryResult]>([
    ['was in trouble', refused],
    ['asked to wait', { kind: 'wait', notBefore: 0, problem: 'answered 429' }],
  ])('is not told of where it %s between refusals', async (_, between) => {
    const answers: DeliveryResult[] = [];
    for (let n = 0; n < 3; n += 1) {
      answers.push({ kind: 'failed', problem: 'answered 400', refused: 'once' });
      answers.push({ kind: 'failed', problem: 'answered 400', refused: 'once' }, between);
    }
    watch.slack.answer = () => answers.shift() ?? { kind: 'accepted' };
    watch.migration.dataFails(orders);
    await ticks(9);
    expect(answers).toEqual([]);
    expect(watch.email.ofKind('blind')).toEqual([]);
  });

  it('is not told of where it only had a bad moment', async () => {
    watch.slack.answer = () => refused;
    watch.migration.dataFails(orders);
    await ticks(4);
    expect(watch.email.ofKind('blind')).toEqual([]);
  });
});

describe('a reminder', () => {
  const reminders = () => watch.slack.ofKind('reminder');
  const hours = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      watch.now += 59 * minute;
      await watch.tick();
    }
  };

  it('comes a day after a task failed, then after twice, four and eight times as long', async () => {
    watch.migration.dataFails(orders);
    await watch.tick();
    const failedAt = watch.now;
    await hours(23);
    expect(reminders()).toEqual([]);
    await hours(1);
    expect(reminders()).toMatchObject([
      { task: { id: orders.id }, failedAt, cause: { category: 'no-privilege' } },
    ]);
    const days: number[] = [];
    for (let hour = 25; hour <= 24 * 24; hour += 1) {
      const before = reminders().length;
      await hours(1);
      if (reminders().length > before) days.push(hour / 24);
    }
    expect(days).toEqual([3, 7, 15, 23]);
  });

  it('comes after a day again once another task stands on the list', async () => {
    const customers = watch.migration.addTask(watch.job, 'customers');
    watch.migration.dataFails(orders);
    await watch.tick();
    await hours(30);
    watch.migration.dataFails(customers);
    await watch.tick();
    expect(reminders()).toHaveLength(1);
    await hours(25);
    expect(
      reminders()
        .slice(1)
        .map(({ task }) => task.id),
    ).toEqual([orders.id, customers.id]);
  });

  it('waits for a tick in which all tasks can be listed, but a day at most', async () => {
    const weekly = watch.migration.addJob(watch.job.source, 'weekly_full');
    const both = [watch.job, weekly].map(({ id: jobId }): Target => ({
      kind: 'job',
      sourceId: id('2000015'),
      jobId: id(jobId),
    }));
    watch.settings = { ...watch.settings, targets: both };
    await watch.tick();
    watch.migration.dataFails(orders);
    await watch.tick();
    watch.mms.moods = { targetUnreadable: (target) => target.endsWith(weekly.id) };
    await hours(47);
    expect(reminders()).toEqual([]);
    await hours(1);
    expect(reminders()).toHaveLength(1);
    await hours(72);
    expect(reminders()).toHaveLength(1);
    watch.mms.moods = {};
    await hours(1);
    expect(reminders()).toHaveLength(2);
  });

  it('is one list, though the tasks failed one after another', async () => {
    for (let n = 0; n < 30; n += 1) {
      watch.migration.dataFails(watch.migration.addTask(watch.job, `table_${n}`));
      await watch.tick();
    }
    const before = watch.slack.messages.length;
    for (let n = 0; n < 25 * 60; n += 5) {
      watch.now += 4 * minute;
      await watch.tick();
    }
    expect(reminders()).toHaveLength(30);
    expect(watch.slack.messages.length - before).toBe(1);
  });

  it('does not come for what a retry has mended, nor for what had failed before the channel looked', async () => {
    const old = new Watch();
    old.settings = watch.settings;
    old.migration.dataFails(old.migration.addTask(old.job, 'orders'));
    await old.tick();
    watch.migration.dataFails(orders);
    await watch.tick();
    watch.migration.retry(orders);
    watch.migration.completes(orders);
    await hours(26);
    old.now += 48 * 60 * minute;
    await old.tick();
    expect([reminders(), old.slack.ofKind('reminder')]).toEqual([[], []]);
  });
});
