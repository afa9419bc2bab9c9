import { beforeEach, describe, expect, it } from 'vitest';
import type { Target } from '../../functions/mms/target.ts';

import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import type { DeliveryResult } from '../../functions/ports.ts';
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

describe('a quiet tick', () => {
  it('tells nothing and writes nothing', async () => {
    await watch.tick();
    const { writes } = watch.store;
    expect(await summaryOf(watch.tick())).toMatchObject({
      alerts: {},
      delivered: {},
      problems: [],
      logsRead: 0,
    });
    expect(watch.store.writes).toBe(writes);
  });

  it('reads only the logs of running tasks', async () => {
    await watch.tick();
    watch.migration.start(orders);
    await watch.tick();
    watch.mms.logReads.length = 0;
    await watch.tick();
    expect(watch.mms.logReads).toEqual([orders.id]);
  });
});

describe('a failure', () => {
  beforeEach(async () => {
    await watch.tick();
  });

  it('is told once to each channel', async () => {
    watch.migration.dataFails(orders, {
      message: 'no privilege',
      trace: 'java.lang.RuntimeException',
    });
    expect(await summaryOf(watch.tick())).toMatchObject({
      alerts: { failed: 1 },
      delivered: { slack: 1, email: 1 },
    });
    await watch.tick();
    expect(watch.slack.ofKind('failed')).toMatchObject([
      {
        task: { id: orders.id, jobName: 'nightly_full' },
        attempts: 1,
        rows: [{ message: { head: 'no privilege' } }, {}],
      },
    ]);
    expect(watch.email.ofKind('failed')).toHaveLength(1);
  });

  it('that one channel did not take is told there later, and not repeated on the other', async () => {
    watch.migration.dataFails(orders);
    watch.slack.answer = () => refused;
    const failing = await watch.tick();
    expect(failing.summary).toMatchObject({ alerts: { failed: 1 }, delivered: { email: 1 } });
    expect(failing.problems).toMatchObject([{ where: 'slack', rejects: true }]);
    const since = watch.stateOf('slack').failure?.since;
    watch.slack.answer = () => ({ kind: 'accepted' });
    expect(await summaryOf(watch.tick())).toMatchObject({ alerts: {}, delivered: { slack: 1 } });
    expect([watch.slack.ofKind('failed').length, watch.email.ofKind('failed').length]).toEqual([
      1, 1,
    ]);
    // One tick is enough for the news to be late.
    expect(watch.slack.notifications.at(-1)?.outage).toEqual({ since });
    expect(watch.email.notifications.at(-1)?.outage).toBeUndefined();
  });

  it('that was mended by the second retry is told as recovered after two', async () => {
    await watch.tick();
    watch.migration.dataFails(orders);
    await watch.tick();
    watch.migration.retry(orders);
    watch.migration.dataFails(orders);
    await watch.tick();
    watch.now += 40 * minute;
    watch.migration.retry(orders);
    watch.migration.completes(orders);
    await watch.tick();
    const [recovered] = watch.slack.ofKind('recovered');
    expect([recovered?.failures, (recovered?.at ?? 0) - (recovered?.failedAt ?? 0)]).toEqual([
      2,
      42 * minute,
    ]);
  });

  it('is not told by a later message of the tick in which an earlier one was refused', async () => {
    const tables = ['a', 'b', 'c'].map((name) => watch.migration.addTask(watch.job, name));
    await watch.tick();
    watch.slack.room = 1;
    const answers: DeliveryResult[] = [{ kind: 'accepted' }, refused];
    watch.slack.answer = () => answers.shift() ?? { kind: 'accepted' };
    for (const table of tables) watch.migration.dataFails(table);
    await watch.tick();
    expect(watch.slack.ofKind('failed').map(({ task }) => task.sourceTable)).toEqual([
      'finance_dw.a',
    ]);
    await watch.tick();
    expect(watch.slack.ofKind('failed').map(({ task }) => task.sourceTable)).toEqual([
      'finance_dw.a',
      'finance_dw.b',
      'finance_dw.c',
    ]);
  });

  it('outlives its task: a deleted task takes its log along, not what is owed', async () => {
    watch.migration.dataFails(orders);
    watch.slack.answer = () => refused;
    await watch.tick();
    watch.migration.remove(orders);
    watch.slack.answer = () => ({ kind: 'accepted' });
    await watch.tick();
    expect(watch.slack.ofKind('failed')).toHaveLength(1);
  });

  it('that recovered before a channel could be told is told there as failed and recovered, nowhere twice', async () => {
    watch.migration.dataFails(orders);
    watch.slack.answer = () => refused;
    await watch.tick();
    watch.migration.retry(orders);
    watch.migration.completes(orders);
    await watch.tick();
    watch.slack.answer = () => ({ kind: 'accepted' });
    await watch.tick();
    expect(watch.slack.alerts.slice(1)).toMatchObject([{ kind: 'failed', recoveredSince: true }]);
    expect(watch.email.alerts.slice(1)).toMatchObject([
      { kind: 'failed', recoveredSince: false },
      { kind: 'recovered', failures: 1 },
    ]);
  });

  it('is repeated, not lost, when an instance that could not save is gone', async () => {
    watch.migration.dataFails(orders);
    watch.store.saving = 'fails';
    expect((await watch.tick()).problems).toMatchObject([
      { where: 'slack state', rejects: true },
      { where: 'email state' },
    ]);
    watch.store.saving = 'works';
    watch.coldStart();
    await watch.tick();
    await watch.tick();
    expect(watch.slack.ofKind('failed')).toHaveLength(2);
  });

  it('of a storm that stops halfway is remembered as far as it was told', async () => {
    for (const task of [orders, customers]) watch.migration.dataFails(task);
    watch.slack.room = 1;
    let calls = 0;
    watch.slack.answer = () => ((calls += 1) === 1 ? { kind: 'accepted' } : refused);
    await watch.tick();
    watch.slack.answer = () => ({ kind: 'accepted' });
    await watch.tick();
    expect(watch.slack.ofKind('failed').map((alert) => alert.task.id)).toEqual([
      orders.id,
      customers.id,
    ]);
  });

  it('that one unreadable log hides does not hide the others', async () => {
    for (const task of [orders, customers]) watch.migration.dataFails(task);
    watch.mms.moods = { logUnreadable: (task) => task === orders.id };
    expect((await watch.tick()).problems).toMatchObject([
      { where: `mms 2000015/tasks/${orders.id}`, rejects: true },
    ]);
    expect(watch.slack.ofKind('failed').map((alert) => alert.task.id)).toEqual([customers.id]);
  });

  it('that was told without its reason is told it once, with the next message', async () => {
    watch.migration.start(orders);
    await watch.tick();
    watch.migration.dataFails(orders, { message: 'no privilege' });
    watch.mms.moods = { logUnreadable: (task) => task === orders.id };
    await watch.ticks(2);
    watch.mms.moods = {};
    const quiet = await watch.tick();
    expect([quiet.summary.alerts, quiet.summary.delivered]).toEqual([{}, {}]);
    watch.migration.dataFails(customers);
    await watch.ticks(3);
    expect(watch.slack.messages.slice(1).map((message) => message.length)).toEqual([1, 2]);
    const [unexplained, reason] = watch.slack.ofKind('failed');
    expect(unexplained?.logUnread).toBeDefined();
    expect(reason).toMatchObject({ what: 'reason', task: { id: orders.id } });
    expect(reason?.rows[0]?.message.head).toContain('no privilege');
  });

  it('is told to Slack later when Slack asks for patience, without being called before', async () => {
    watch.migration.dataFails(orders);
    watch.slack.answer = () => ({
      kind: 'wait',
      notBefore: watch.now + 1.5 * minute,
      problem: 'asked to wait 90 s',
    });
    expect((await watch.tick()).problems).toMatchObject([{ where: 'slack', rejects: false }]);
    let called = 0;
    watch.slack.answer = () => {
      called += 1;
      return { kind: 'accepted' };
    };
    await watch.tick();
    expect(called).toBe(0);
    await watch.tick();
    expect(watch.slack.ofKind('failed')).toHaveLength(1);
    expect(watch.stateOf('slack').notBefore).toBeUndefined();
  });
});

describe('completions', () => {
  beforeEach(async () => {
    await watch.tick();
  });
  const gathered = { digestEvery: 15 * minute };

  it('go at once after a quiet interval, then with a digest whose interval doubles', async () => {
    await watch.ticks(15, gathered);
    watch.migration.completes(orders);
    expect(await summaryOf(watch.tick(gathered))).toMatchObject({ alerts: { done: 1 } });
    watch.migration.completes(customers);
    expect(await summaryOf(watch.tick(gathered))).toMatchObject({ alerts: {}, delivered: {} });
    for (let waited = 2; waited < 30; waited += 1)
      expect((await watch.tick(gathered)).summary.delivered).toEqual({});
    expect(await summaryOf(watch.tick(gathered))).toMatchObject({
      alerts: { done: 1 },
      delivered: { slack: 1, email: 1 },
    });
    expect(watch.slack.ofKind('done').map((alert) => alert.task.id)).toEqual([
      orders.id,
      customers.id,
    ]);
  });

  it('go along with a failure', async () => {
    await watch.ticks(15, gathered);
    watch.migration.completes(orders);
    await watch.tick(gathered);
    const late = watch.migration.addTask(watch.job, 'late');
    watch.migration.completes(customers);
    await watch.tick(gathered);
    watch.migration.dataFails(late);
    expect(await summaryOf(watch.tick(gathered))).toMatchObject({
      alerts: { failed: 1, done: 1 },
      delivered: { slack: 1 },
    });
  });

  it('of a task that is watched by its own id go at once', async () => {
    const targets: readonly Target[] = [
      source,
      { kind: 'task', sourceId: source.sourceId, taskId: id(customers.id) },
    ];
    watch.migration.completes(orders);
    await watch.tick({ ...gathered, targets });
    watch.migration.completes(customers);
    expect(await summaryOf(watch.tick({ ...gathered, targets }))).toMatchObject({
      alerts: { done: 2 },
    });
  });

  it('of a task that is watched by its own id go at once after a failure too', async () => {
    const targets: readonly Target[] = [
      source,
      { kind: 'task', sourceId: source.sourceId, taskId: id(orders.id) },
    ];
    watch.migration.dataFails(orders);
    await watch.tick({ ...gathered, targets });
    watch.migration.completes(orders);
    expect(await summaryOf(watch.tick({ ...gathered, targets }))).toMatchObject({
      alerts: { recovered: 1 },
      delivered: { slack: 1, email: 1 },
    });
  });

  it('are told as recoveries after a told failure, and as done when it was not told', async () => {
    watch.migration.dataFails(orders);
    await watch.tick();
    watch.migration.completes(orders);
    await watch.tick();
    expect(watch.slack.alerts.slice(1).map(({ kind }) => kind)).toEqual(['failed', 'recovered']);
    const quiet = { alertOn: new Set(['recovered', 'done'] as const) };
    watch.migration.dataFails(customers);
    await watch.tick(quiet);
    watch.migration.completes(customers);
    await watch.tick(quiet);
    expect(watch.slack.ofKind('done').map((alert) => alert.task.id)).toEqual([customers.id]);
  });
});

describe('what ALERT_ON leaves out', () => {
  it('is not sent later, though it waits already', async () => {
    await watch.tick();
    watch.migration.dataFails(orders);
    watch.slack.answer = () => refused;
    await watch.tick();
    watch.slack.answer = () => ({ kind: 'accepted' });
    const { length } = watch.slack.messages;
    await watch.tick({ alertOn: new Set(['recovered', 'done'] as const) });
    await watch.tick();
    expect(watch.slack.messages).toHaveLength(length);
    expect(watch.email.ofKind('failed')).toHaveLength(1);
  });

  it('is known to the reminder with its reason', async () => {
    const settings = { alertOn: new Set(['reminder'] as const), remindAfter: 60 * minute };
    await watch.tick(settings);
    watch.migration.dataFails(orders, { message: 'disk full' });
    await watch.tick(settings);
    watch.now += 60 * minute;
    await watch.tick(settings);
    expect(watch.slack.ofKind('reminder')).toMatchObject([{ cause: { reason: 'disk full' } }]);
  });
});

describe('an undocumented status', () => {
  it('is told once, with the first task', async () => {
    await watch.tick();
    for (const task of [orders, customers]) watch.migration.enters(task, 'DATA_PAUSED');
    expect(await summaryOf(watch.tick())).toMatchObject({ alerts: { unknown: 1 } });
    watch.migration.enters(watch.migration.addTask(watch.job, 'late'), 'DATA_PAUSED');
    await watch.tick();
    expect(watch.slack.ofKind('unknown')).toMatchObject([
      { status: 'DATA_PAUSED', task: { id: orders.id }, others: 1 },
    ]);
  });
});

describe('a state that cannot be read', () => {
  it.each([
    ['{"version":1', 'not valid JSON'],
    ['{"version":3}', 'newer release'],
    ['{"version":2}', 'expected'],
    ['{"version":1}', 'expected'],
  ])('stops its channel alone and is not overwritten: %s', async (text, says) => {
    watch.store.objects.set('slack', text);
    const result = await watch.tick();
    expect(result.problems).toMatchObject([{ where: 'slack state', rejects: true }]);
    expect(result.problems[0]?.message).toContain(says);
    expect(result.problems[0]?.message).toContain('oss://bucket/prefix/slack.json');
    expect(watch.store.objects.get('slack')).toBe(text);
    expect(result.summary.delivered).toEqual({ email: 1 });
  });

  it('is no first run when the store refuses', async () => {
    watch.store.unreadable.add('slack');
    await watch.tick();
    expect(watch.slack.messages).toEqual([]);
    expect(watch.store.objects.has('slack')).toBe(false);
  });
});

describe('a dry run', () => {
  it('shows what would be sent, sends nothing and saves nothing', async () => {
    await watch.tick();
    watch.migration.dataFails(orders);
    const { writes } = watch.store;
    const { summary } = await watch.tick({ dryRun: true });
    expect(summary).toMatchObject({
      alerts: { failed: 1 },
      delivered: {},
      preview: { slack: `failed 2000015/${orders.id}`, email: `failed 2000015/${orders.id}` },
    });
    expect([watch.store.writes, watch.slack.messages.length]).toEqual([writes, 1]);
    expect((await watch.tick({ dryRun: true })).summary.preview).toMatchObject({
      slack: `failed 2000015/${orders.id}`,
    });
  });
});

describe('time that runs out', () => {
  it('reads the logs that a baseline did not reach before those of tasks that only run', async () => {
    const running = Array.from({ length: 40 }, (_, n) =>
      watch.migration.addTask(watch.job, `t${n}`),
    );
    for (const task of running) watch.migration.start(task);
    watch.mms.moods = {
      logUnreadable: () => {
        watch.now += 2_000;
        return false;
      },
    };
    for (let ticks = 0; ticks < 8; ticks += 1) await watch.tick();
    expect(new Set(watch.mms.logReads).size).toBe(40);
  });

  it('leaves logs to the next tick and loses nothing', async () => {
    await watch.tick();
    for (const task of [orders, customers]) watch.migration.dataFails(task);
    watch.timeoutMs = 0;
    const late = await watch.tick();
    expect(late.problems).toMatchObject([{ where: 'mms', rejects: false }]);
    watch.timeoutMs = 50_000;
    expect(await summaryOf(watch.tick())).toMatchObject({ alerts: { failed: 2 } });
  });
});

describe('logs', () => {
  it('of new failures are read before those that a baseline left unread', async () => {
    for (let n = 0; n < 20; n += 1)
      watch.migration.dataFails(watch.migration.addTask(watch.job, `table_${n}`));
    watch.mms.moods = { logUnreadable: () => true };
    await watch.tick();
    watch.mms.moods = {};
    watch.mms.logReads.length = 0;
    watch.migration.dataFails(customers);
    await watch.tick();
    expect(watch.mms.logReads).toHaveLength(21);
    expect(watch.mms.logReads[0]).toBe(customers.id);
  });

  it('of which rows are left out are named in the summary, and nothing rejects', async () => {
    await watch.tick();
    watch.migration.dataFails(orders);
    for (let n = 0; n < 2_010; n += 1)
      watch.migration.addLogRow(orders, { status: 'DATA_DOING', action: 'copy', msg: 'ok' });
    expect((await watch.tick()).problems).toEqual([
      {
        where: `mms 2000015/tasks/${orders.id}`,
        message: expect.stringMatching(
          /^the oldest \d+ of its new log rows were left out/,
        ) as string,
        rejects: false,
      },
    ]);
  });
});
