import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertKind } from '../../functions/kinds/kinds.ts';
import type { MigrationSource } from '../../rehearsal/world/migration-records.ts';
import { Watch } from '../support/watch.ts';

const hour = 60;
let watch: Watch;

beforeEach(async () => {
  watch = new Watch();
  watch.settings = { ...watch.settings, alertOn: new Set<AlertKind>(['source']) };
  watch.migration.addTask(watch.job, 'orders');
  await watch.tick();
});

const ofWatch = (): MigrationSource => watch.job.source;
const told = (): readonly string[] =>
  watch.slack
    .ofKind('source')
    .map(({ what, until }) => (until === undefined ? what : `${what}, over`));

describe('the agent of a source', () => {
  it('that goes offline is told after three looks, once, and once more when it is back', async () => {
    watch.migration.changeSource(ofWatch(), { agentIsOnline: false });
    await watch.ticks(21);
    expect(told()).toEqual([]);
    await watch.ticks(60);
    expect(told()).toEqual(['agent offline']);
    watch.migration.changeSource(ofWatch(), { agentIsOnline: true });
    await watch.ticks(12);
    expect(told()).toEqual(['agent offline', 'agent offline, over']);
  });

  it('that is offline for one look only is nothing to tell', async () => {
    watch.migration.changeSource(ofWatch(), { agentIsOnline: false });
    await watch.ticks(10);
    watch.migration.changeSource(ofWatch(), { agentIsOnline: true });
    await watch.ticks(60);
    expect(told()).toEqual([]);
  });

  it('that was never online says nothing: a source may need none', async () => {
    const other = new Watch();
    other.settings = watch.settings;
    other.migration.changeSource(other.job.source, { agentIsOnline: false });
    await other.ticks(100);
    expect(other.slack.alerts).toEqual([]);
  });
});

describe('a source', () => {
  it('that reports an error is quoted, once for the same error, and told when it is gone', async () => {
    watch.migration.changeSource(ofWatch(), { errMsg: 'connect to metastore failed at 12:00:01' });
    await watch.ticks(12);
    watch.migration.changeSource(ofWatch(), { errMsg: 'connect to metastore failed at 12:10:01' });
    await watch.ticks(12);
    watch.migration.changeSource(ofWatch(), { errMsg: undefined });
    await watch.ticks(12);
    expect(told()).toEqual(['error', 'error, over']);
    expect(watch.slack.ofKind('source')[0]).toMatchObject({
      said: 'connect to metastore failed at 12:00:01',
    });
  });

  it('that reports another error is told again', async () => {
    watch.migration.changeSource(ofWatch(), { errMsg: 'metastore is down' });
    await watch.ticks(12);
    watch.migration.changeSource(ofWatch(), { errMsg: 'the password has expired' });
    await watch.ticks(12);
    expect(told()).toEqual(['error', 'error']);
  });

  it('whose error alternates between two texts is told each once, until it was well in between', async () => {
    const says = async (errMsg: string | undefined): Promise<void> => {
      watch.migration.changeSource(ofWatch(), { errMsg });
      await watch.ticks(12);
    };
    for (let round = 1; round <= 3; round += 1) {
      await says(`no route to 10.0.0.${round}`);
      await says('the password has expired');
    }
    expect(told()).toEqual(['error', 'error']);
    await says(undefined);
    await says('no route to 10.0.0.7');
    expect(told()).toEqual(['error', 'error', 'error, over', 'error']);
  });

  it('that had an error before it was watched is no news', async () => {
    const other = new Watch();
    other.settings = watch.settings;
    other.migration.changeSource(other.job.source, { errMsg: 'an old trouble' });
    await other.ticks(30);
    expect(other.slack.alerts).toEqual([]);
  });

  it('that leaves its good status is told with the raw one, and when that is good again', async () => {
    watch.migration.changeSource(ofWatch(), { status: 'START_FAILED' });
    await watch.ticks(30);
    watch.migration.changeSource(ofWatch(), { status: 'STARTED' });
    await watch.ticks(12);
    expect(told()).toEqual(['status', 'status, over']);
    expect(watch.slack.ofKind('source')[0]).toMatchObject({
      status: 'START_FAILED',
      before: 'STARTED',
    });
  });

  it('that tries to start again and again is told each status once, until it was good in between', async () => {
    const becomes = async (status: string): Promise<void> => {
      watch.migration.changeSource(ofWatch(), { status });
      await watch.ticks(12);
    };
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await becomes('STARTING');
      await becomes(attempt === 2 ? 'Start Failed' : 'START_FAILED');
    }
    expect(told()).toEqual(['status', 'status']);
    await becomes('STARTED');
    await becomes('START_FAILED');
    expect(told()).toEqual(['status', 'status', 'status, over', 'status']);
  });

  it('is asked for every ten minutes, by cold instances too', async () => {
    const reads = (): number => watch.mms.feedReads.filter((id) => id === '2000015').length;
    const before = reads();
    for (let minute = 0; minute < hour; minute += 1) {
      watch.coldStart();
      await watch.tick();
    }
    expect(reads() - before).toBe(6);
  });
});

describe('a timer', () => {
  it('that wrote rows and writes none for two of its periods is told, with the job in its way', async () => {
    const timer = watch.migration.addTimer(ofWatch(), 'every hour', { scheduleType: 'Hourly' });
    watch.migration.timerWrites(timer);
    const job = watch.migration.addJob(ofWatch(), 'hourly_11', { timer });
    watch.migration.addTask(job, 'orders');
    await watch.ticks(2 * hour);
    expect(told()).toEqual([]);
    await watch.ticks(3 * hour);
    expect(told()).toEqual(['timer silent']);
    expect(watch.slack.ofKind('source')[0]).toMatchObject({
      timer: { name: 'every hour' },
      blockedBy: { id: job.id, name: 'hourly_11' },
    });
    watch.migration.timerWrites(timer);
    await watch.ticks(2 * hour);
    expect(told()).toEqual(['timer silent', 'timer silent, over']);
  });

  it('that failed between two looks is told, though its next start went well', async () => {
    const timer = watch.migration.addTimer(ofWatch(), 'every hour', { scheduleType: 'Hourly' });
    watch.migration.timerWrites(timer);
    await watch.ticks(2 * hour);
    watch.migration.timerWrites(timer, { status: 'FAILED', msg: 'no such database' });
    watch.migration.timerWrites(timer);
    await watch.ticks(hour);
    expect(told()).toEqual(['timer failed']);
    expect(watch.slack.ofKind('source')).toMatchObject([{ said: 'no such database' }]);
    watch.migration.timerWrites(timer);
    await watch.ticks(hour);
    expect(told()).toEqual(['timer failed', 'timer failed, over']);
  });

  it('that is created while its source is watched, and whose first row is a failure, is told', async () => {
    const timer = watch.migration.addTimer(ofWatch(), 'nightly');
    watch.migration.timerWrites(timer, { status: 'FAILED', msg: 'no such database' });
    await watch.ticks(12);
    expect(watch.slack.ofKind('source')).toMatchObject([
      { what: 'timer failed', status: 'FAILED', said: 'no such database' },
    ]);
    watch.coldStart();
    await watch.ticks(2 * hour);
    expect(told()).toEqual(['timer failed']);
  });

  it('that had written nothing when its source was first seen, and whose first row is a failure, is told', async () => {
    const other = new Watch();
    other.settings = watch.settings;
    const timer = other.migration.addTimer(other.job.source, 'nightly');
    await other.tick();
    other.migration.timerWrites(timer, { status: 'FAILED' });
    await other.ticks(2 * hour);
    expect(other.slack.ofKind('source')).toMatchObject([{ what: 'timer failed' }]);
  });

  it('whose rows failed before its source was watched is no news, though they are read later', async () => {
    const other = new Watch();
    other.settings = watch.settings;
    const { source } = other.job;
    const read = other.migration.addTimer(source, 'read at once');
    const stopped = other.migration.addTimer(source, 'stopped at first', { stopped: true });
    for (const timer of [read, stopped]) other.migration.timerWrites(timer, { status: 'FAILED' });
    await other.ticks(hour);
    other.migration.changeTimer(stopped, { stopped: false });
    await other.ticks(3 * hour);
    expect(other.slack.alerts).toEqual([]);
    other.migration.timerWrites(stopped, { status: 'FAILED' });
    await other.ticks(2 * hour);
    expect(other.slack.ofKind('source')).toMatchObject([
      { what: 'timer failed', timer: { name: 'stopped at first' } },
    ]);
  });

  it('that is missing from one listing and comes back is not told again', async () => {
    const timer = watch.migration.addTimer(ofWatch(), 'nightly');
    watch.migration.timerWrites(timer, { status: 'FAILED' });
    await watch.ticks(hour + 1);
    const listTimers = watch.mms.listTimers.bind(watch.mms);
    watch.mms.listTimers = () => Promise.resolve({ kind: 'answer', value: [] });
    await watch.ticks(12);
    watch.mms.listTimers = listTimers;
    await watch.ticks(2 * hour);
    expect(told()).toEqual(['timer failed']);
  });

  it('that was stopped for a day and goes on is not told as silent', async () => {
    const timer = watch.migration.addTimer(ofWatch(), 'every hour', { scheduleType: 'Hourly' });
    watch.migration.timerWrites(timer);
    await watch.ticks(hour + 1);
    watch.migration.changeTimer(timer, { stopped: true });
    await watch.ticks(24 * hour);
    watch.migration.changeTimer(timer, { stopped: false });
    await watch.ticks(hour);
    expect(told()).toEqual([]);
  });

  it('that writes on time, or was stopped, is nothing to tell', async () => {
    const onTime = watch.migration.addTimer(ofWatch(), 'on time', { scheduleType: 'Hourly' });
    const stopped = watch.migration.addTimer(ofWatch(), 'stopped', { scheduleType: 'Hourly' });
    watch.migration.timerWrites(stopped);
    for (let hours = 0; hours < 6; hours += 1) {
      watch.migration.timerWrites(onTime);
      if (hours === 1) watch.migration.changeTimer(stopped, { stopped: true });
      await watch.ticks(hour);
    }
    expect(told()).toEqual([]);
  });

  it('that never wrote is told as silent after two of its periods', async () => {
    watch.migration.addTimer(ofWatch(), 'never', { scheduleType: 'Hourly' });
    await watch.ticks(2 * hour);
    expect(told()).toEqual([]);
    await watch.ticks(2 * hour);
    expect(told()).toEqual(['timer silent']);
  });

  it.each(['FAILED', 'START_FAIL', 'start error'])(
    'whose row says %s is told raw',
    async (status) => {
      const timer = watch.migration.addTimer(ofWatch(), 'nightly');
      watch.migration.timerWrites(timer);
      await watch.ticks(hour + 1);
      watch.migration.timerWrites(timer, { status, msg: 'no such database' });
      await watch.ticks(hour + 1);
      expect(watch.slack.ofKind('source')).toMatchObject([
        { what: 'timer failed', status, said: 'no such database' },
      ]);
      watch.migration.timerWrites(timer);
      await watch.ticks(hour + 1);
      expect(told()).toEqual(['timer failed', 'timer failed, over']);
    },
  );

  it('is asked for its rows once an hour', async () => {
    const timer = watch.migration.addTimer(ofWatch(), 'nightly');
    watch.migration.timerWrites(timer);
    await watch.ticks(12);
    const before = watch.mms.feedReads.filter((id) => id === timer.id).length;
    await watch.ticks(3 * hour);
    expect(watch.mms.feedReads.filter((id) => id === timer.id).length - before).toBe(3);
  });

  it('is asked for its rows once an hour by cold instances too', async () => {
    for (let one = 0; one < 6; one += 1) watch.migration.addTimer(ofWatch(), `timer ${one}`);
    await watch.ticks(12);
    const before = watch.mms.feedReads.length;
    for (let minute = 0; minute < hour; minute += 1) {
      watch.coldStart();
      await watch.tick();
    }
    const timers = ofWatch().timers.map(({ id }) => id);
    const asked = watch.mms.feedReads.slice(before).filter((id) => timers.includes(id));
    expect(asked.sort()).toEqual(timers);
  });
});

describe('a role that may not ask for sources', () => {
  it('watches tasks all the same, and no tick fails', async () => {
    watch.mms.moods = { feedsForbidden: true };
    const { summary, problems } = await watch.tick();
    expect(problems).toEqual([]);
    expect(summary.tasks).toBe(1);
  });
});
