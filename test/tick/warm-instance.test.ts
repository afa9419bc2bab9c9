import { refused } from '../support/fake-channel.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { Watch } from '../support/watch.ts';

/** An instance that stays warm from tick to tick. */
let watch: Watch;
let task: MigrationTask;

beforeEach(async () => {
  watch = new Watch();
  task = watch.migration.addTask(watch.job, 'orders');
  await watch.tick();
});

/** Another instance, which knows nothing of this one. */
async function otherTick(): Promise<void> {
  const own = watch.memory;
  watch.coldStart();
  await watch.tick();
  watch.memory = own;
}

const failuresTold = (): number => watch.slack.failures.length;

describe('a warm instance', () => {
  it('goes on from the state that it has decoded before, and tells each failure once', async () => {
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      watch.migration.dataFails(task);
      await watch.tick();
      await watch.tick();
      expect(failuresTold()).toBe(attempt);
      watch.migration.retry(task);
      watch.migration.start(task);
      await watch.tick();
    }
  });

  it('does not mix what the channels remember', async () => {
    watch.slack.answer = () => refused;
    watch.migration.dataFails(task);
    await watch.tick();
    await watch.tick();
    expect([failuresTold(), watch.email.failures.length]).toEqual([0, 1]);
    watch.slack.answer = () => ({ kind: 'accepted' });
    await watch.tick();
    expect([failuresTold(), watch.email.failures.length]).toEqual([1, 1]);
  });

  it('sees what another instance has written meanwhile', async () => {
    watch.migration.dataFails(task);
    await otherTick();
    expect(failuresTold()).toBe(1);
    await watch.tick();
    expect(failuresTold()).toBe(1);
  });

  it('stops a channel whose object was damaged meanwhile', async () => {
    watch.store.objects.set('slack', `${watch.store.objects.get('slack') ?? ''}}`);
    const { problems } = await watch.tick();
    expect(problems.map(({ where }) => where)).toEqual(['slack state']);
  });

  it('starts anew where the object was taken away', async () => {
    watch.store.objects.delete('slack');
    await watch.tick();
    expect(watch.slack.ofKind('baseline')).toHaveLength(2);
    expect(watch.email.ofKind('baseline')).toHaveLength(1);
  });

  it('that cannot save remembers what it sent, and says that a new one would not', async () => {
    watch.store.saving = 'fails';
    watch.migration.dataFails(task);
    for (let tick = 0; tick < 30; tick += 1) {
      const { problems } = await watch.tick();
      expect(problems.map(({ where }) => where)).toEqual(['slack state', 'email state']);
      expect(problems[0]?.message).toContain('a new one would send it again');
    }
    expect(failuresTold()).toBe(1);
    watch.store.saving = 'works';
    await watch.tick();
    watch.coldStart();
    await watch.tick();
    expect([failuresTold(), watch.email.failures.length]).toEqual([1, 1]);
  });

  it('leaves the states of another function alone, though it has decoded them before', async () => {
    const settings = { owner: { functionName: 'mms-alerts', region: 'cn-shanghai' } };
    watch.settings = { ...watch.settings, ...settings };
    watch.migration.dataFails(task);
    await watch.tick();
    const before = watch.store.objects.get('slack');
    watch.migration.retry(task);
    for (const owner of [
      { functionName: 'other', region: 'cn-shanghai' },
      { functionName: 'mms-alerts', region: 'cn-beijing' },
    ]) {
      const { problems } = await watch.tick({ owner });
      expect(problems.map(({ where }) => where)).toEqual(['slack state', 'email state']);
      expect(problems[0]?.message).toContain('belongs to the function mms-alerts in cn-shanghai');
    }
    expect(watch.store.objects.get('slack')).toBe(before);
  });
});
