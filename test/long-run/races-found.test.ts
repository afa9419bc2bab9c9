import { beforeEach, describe, expect, it } from 'vitest';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { Watch } from '../support/watch.ts';

/** Stories that long runs came upon, told once more as short as they are. */
let watch: Watch;
let orders: MigrationTask;

beforeEach(async () => {
  watch = new Watch();
  orders = watch.migration.addTask(watch.job, 'orders');
  watch.migration.start(orders);
  await watch.tick();
});

const beforeTheLog = (happens: () => void): void => {
  watch.mms.moods = { betweenListingAndLogs: happens };
};

it('a failure that the log tells a look before the listing, and whose retry it tells a look before the listing too, is told once', async () => {
  beforeTheLog(() => {
    watch.migration.dataFails(orders);
  });
  await watch.tick();
  expect(watch.slack.ofKind('failed')).toHaveLength(1);

  beforeTheLog(() => {
    watch.migration.retry(orders);
    watch.migration.start(orders);
  });
  await watch.tick();
  await watch.tick();
  await watch.tick();
  expect(watch.slack.ofKind('failed')).toHaveLength(1);
});

it('a retry that fails without a row is told, though the listing never showed the failure before it', async () => {
  beforeTheLog(() => {
    watch.migration.dataFails(orders);
  });
  await watch.tick();
  watch.migration.retry(orders);
  watch.migration.start(orders);
  await watch.tick();
  watch.migration.change(orders, {
    status: 'DATA_FAILED',
    running: false,
    endTime: watch.migration.time,
  });
  await watch.tick();
  await watch.tick();
  expect(watch.slack.ofKind('failed').map(({ ordinal }) => ordinal)).toEqual([1, 2]);
});

/** The worker reports nothing but the status. */
const failsSilently = (): void => {
  watch.migration.change(orders, {
    status: 'DATA_FAILED',
    running: false,
    endTime: watch.migration.time,
  });
};

it('a failure without a row is told, though failures with rows came before it in the same look', async () => {
  watch.migration.dataFails(orders);
  watch.migration.retry(orders);
  watch.now += 10_000;
  watch.migration.start(orders);
  watch.now += 10_000;
  failsSilently();
  await watch.tick();
  await watch.tick();
  await watch.tick();
  expect(
    watch.slack
      .ofKind('failed')
      .map(({ attempts, ordinal, rows }) => [attempts, ordinal, rows.length]),
  ).toEqual([
    [1, 1, 1],
    [1, 2, 0],
  ]);
});

it('a failure without a row that a baseline counted takes no failure of a later attempt along', async () => {
  const early = watch.migration.addTask(watch.job, 'early');
  watch.store.objects.clear();
  orders = early;
  watch.migration.start(orders);
  failsSilently();
  await watch.tick();
  watch.now += 10_000;
  watch.migration.retry(orders);
  watch.migration.start(orders);
  await watch.tick();
  watch.migration.dataFails(orders);
  watch.migration.retry(orders);
  watch.now += 10_000;
  watch.migration.verificationFails(orders);
  await watch.tick();
  expect(watch.slack.ofKind('failed').reduce((sum, { attempts }) => sum + attempts, 0)).toBe(2);
});

describe('a failure without a row that is retried before the next look', () => {
  const retries = (): void => {
    watch.now += 10_000;
    watch.migration.retry(orders);
    watch.now += 10_000;
    watch.migration.start(orders);
    watch.now += 10_000;
  };

  beforeEach(async () => {
    watch.migration.dataFails(orders);
    await watch.tick();
  });

  it('is told where the attempt was seen to run', async () => {
    retries();
    await watch.tick();
    failsSilently();
    await watch.tick();
    retries();
    await watch.tick();
    expect(watch.slack.ofKind('failed').map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  });

  it('is told where the log saw the attempt begin', async () => {
    retries();
    failsSilently();
    await watch.tick();
    retries();
    await watch.tick();
    expect(watch.slack.ofKind('failed').map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  });

  it('is told where it runs already when the failure before it is seen', async () => {
    retries();
    watch.migration.dataFails(orders);
    retries();
    await watch.tick();
    failsSilently();
    await watch.tick();
    await watch.tick();
    expect(watch.slack.ofKind('failed').map(({ ordinal }) => ordinal)).toEqual([1, 2, 3]);
  });

  it('is told where another attempt of the same look failed with a row', async () => {
    retries();
    watch.migration.dataFails(orders);
    retries();
    failsSilently();
    await watch.tick();
    retries();
    await watch.tick();
    expect(watch.slack.ofKind('failed').map(({ ordinal }) => ordinal)).toEqual([1, 2, 3]);
  });
});
