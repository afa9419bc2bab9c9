import { isFailed } from '../../functions/kinds/failed.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { id } from '../support/builders.ts';
import { refused } from '../support/fake-channel.ts';
import { source, Watch } from '../support/watch.ts';

const minute = 60_000;
const noPrivilege = {
  message: "ODPS-0130013:Authorization exception - no privilege 'odps:Select'",
};
const outOfMemory = { message: 'java.lang.OutOfMemoryError: Java heap space' };

let watch: Watch;
let tables: readonly MigrationTask[];

beforeEach(async () => {
  watch = new Watch();
  watch.settings = { ...watch.settings, digestEvery: 15 * minute };
  tables = Array.from({ length: 20 }, (_, n) => watch.migration.addTask(watch.job, `table_${n}`));
  await watch.tick();
});

const table = (n: number): MigrationTask => {
  const task = tables[n];
  if (!task) throw new Error(`there is no table ${n}`);
  return task;
};
const told = (): number => watch.slack.ofKind('failed').length;
const fails = async (n: number, failure = noPrivilege): Promise<void> => {
  watch.migration.dataFails(table(n), failure);
  await watch.tick();
};

describe('a cause', () => {
  it('that is new is told at once, and further failures of it are gathered', async () => {
    await fails(0);
    expect(told()).toBe(1);
    await fails(1);
    await fails(2);
    expect(told()).toBe(1);
    watch.now += 12 * minute;
    await watch.tick();
    expect(told()).toBe(3);
    expect(watch.slack.messages.at(-1)).toHaveLength(2);
  });

  it('that leaks slowly is three messages in the first hour, not one a minute', async () => {
    const before = watch.slack.messages.length;
    for (let n = 0; n < 60; n += 1) {
      watch.migration.dataFails(table(n % 20), noPrivilege);
      await watch.tick();
    }
    expect(watch.slack.messages.length - before).toBe(3);
  });

  it('that was told goes along with a message that another cause makes go out', async () => {
    await fails(0);
    await fails(1);
    await fails(2, outOfMemory);
    expect(told()).toBe(3);
    expect(
      watch.slack.messages
        .at(-1)
        ?.filter(isFailed)
        .map(({ cause }) => cause.category),
    ).toEqual(['no-privilege', 'out-of-memory']);
  });

  it('is told at once each time where DIGEST_EVERY is 0', async () => {
    watch.settings = { ...watch.settings, digestEvery: 0 };
    await fails(0);
    await fails(1);
    expect(told()).toBe(2);
  });

  it('does not hold back a task that somebody watches by its own id', async () => {
    watch.settings = {
      ...watch.settings,
      targets: [source, { kind: 'task', sourceId: id('2000015'), taskId: id(table(1).id) }],
    };
    await fails(0);
    await fails(1);
    expect(told()).toBe(2);
  });

  it('that one job is known for is news in another', async () => {
    const archive = watch.migration.addJob(watch.job.source, 'archive');
    const old = watch.migration.addTask(archive, 'old_orders');
    await watch.tick();
    await fails(0);
    watch.migration.dataFails(old, noPrivilege);
    await watch.tick();
    expect(told()).toBe(2);
  });

  it('is not told before a channel took it', async () => {
    watch.slack.answer = () => refused;
    await fails(0);
    watch.slack.answer = () => ({ kind: 'accepted' });
    await fails(1);
    expect(watch.slack.messages.at(-1)).toHaveLength(2);
  });

  it('that was quiet for six hours is new again', async () => {
    await fails(0);
    watch.now += 6 * 60 * minute;
    await fails(1);
    expect([...(watch.slack.notifications.at(-1)?.causes.values() ?? [])]).toMatchObject([
      { notifiedAt: undefined, count: 1 },
    ]);
  });

  it('is known with how often it struck, and since when', async () => {
    await fails(0);
    const first = watch.now;
    watch.now += 20 * minute;
    watch.migration.dataFails(table(1), noPrivilege);
    await fails(2);
    expect([...(watch.slack.notifications.at(-1)?.causes.values() ?? [])]).toMatchObject([
      { firstAt: first, notifiedAt: first, count: 3 },
    ]);
  });
});

describe('a task', () => {
  it('that fails again says which failure it is, and whether the cause is the same', async () => {
    watch.settings = { ...watch.settings, digestEvery: 0 };
    await fails(0);
    watch.migration.retry(table(0));
    await fails(0);
    watch.migration.retry(table(0));
    await fails(0, outOfMemory);
    expect(watch.slack.ofKind('failed')).toMatchObject([
      { ordinal: 1, sameCause: undefined },
      { ordinal: 2, sameCause: true },
      { ordinal: 3, sameCause: false },
    ]);
  });

  it('whose verification finds fewer rows does not wait, known as the cause may be', async () => {
    watch.migration.verificationFails(table(0));
    await watch.tick();
    watch.migration.verificationFails(table(1));
    await watch.tick();
    watch.migration.verificationFails(table(2), {
      message: 'verification failed, source count: 5, destination count: 9',
    });
    await watch.tick();
    watch.migration.verificationFails(table(3), {
      message: 'verification failed, source count: 5, destination count: 9',
    });
    await watch.tick();
    expect(told()).toBe(3);
  });

  it('whose verification fails carries both counts', async () => {
    watch.migration.verificationFails(table(0));
    await watch.tick();
    expect(watch.slack.ofKind('failed')).toMatchObject([
      { status: 'VERIFICATION_FAILED', countedRows: { source: '1204331', destination: '1204298' } },
    ]);
  });

  it('whose waiting failure has mended itself is told once, with that', async () => {
    await fails(0);
    await fails(1);
    watch.migration.retry(table(1));
    watch.migration.completes(table(1));
    await watch.ticks(15);
    expect(watch.slack.messages.at(-1)).toMatchObject([{ kind: 'failed', recoveredSince: true }]);
  });
});
