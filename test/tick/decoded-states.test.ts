import { refused } from '../support/fake-channel.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../functions/ports.ts';
import { deadlinesOf } from '../../functions/pipeline/deadlines.ts';
import type { DecodedStates, TickResult } from '../../functions/pipeline/tick.ts';
import { tick } from '../../functions/pipeline/tick.ts';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { Watch } from '../support/watch.ts';

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** An instance that stays warm from tick to tick. */
let watch: Watch;
let decodedStates: DecodedStates;
let task: MigrationTask;

beforeEach(async () => {
  watch = new Watch();
  decodedStates = new Map();
  task = watch.migration.addTask(watch.job, 'orders');
  await warmTick();
});

async function warmTick(): Promise<TickResult> {
  watch.now += 60_000;
  const { mms, store, channels, listedJobs, now } = watch;
  return await tick(
    watch.settings,
    { mms, store, channels, log: silent, clock: () => now, listedJobs, decodedStates },
    deadlinesOf(now, 50_000),
  );
}

const failuresTold = (): number => watch.slack.ofKind('failed').length;

describe('a warm instance', () => {
  it('goes on from the state that it has decoded before, and tells each failure once', async () => {
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      watch.migration.dataFails(task);
      await warmTick();
      await warmTick();
      expect(failuresTold()).toBe(attempt);
      watch.migration.retry(task);
      watch.migration.start(task);
      await warmTick();
    }
  });

  it('does not mix what the channels remember', async () => {
    watch.slack.answer = () => refused;
    watch.migration.dataFails(task);
    await warmTick();
    await warmTick();
    expect([failuresTold(), watch.email.ofKind('failed').length]).toEqual([0, 1]);
    watch.slack.answer = () => ({ kind: 'accepted' });
    await warmTick();
    expect([failuresTold(), watch.email.ofKind('failed').length]).toEqual([1, 1]);
  });

  it('sees what another instance has written meanwhile', async () => {
    watch.migration.dataFails(task);
    // The other one starts from the same objects, tells the failure and saves.
    await watch.tick();
    expect(failuresTold()).toBe(1);
    await warmTick();
    expect(failuresTold()).toBe(1);
  });

  it('stops a channel whose object was damaged meanwhile', async () => {
    watch.store.objects.set('slack', `${watch.store.objects.get('slack') ?? ''}}`);
    const { problems } = await warmTick();
    expect(problems.map(({ where }) => where)).toEqual(['slack state']);
  });

  it('starts anew where the object was taken away', async () => {
    watch.store.objects.delete('slack');
    await warmTick();
    expect(watch.slack.ofKind('baseline')).toHaveLength(2);
    expect(watch.email.ofKind('baseline')).toHaveLength(1);
  });
});
