import { beforeEach, expect, it } from 'vitest';
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

const beforeTheLog = (happens: () => void): void => { watch.mms.moods = { betweenListingAndLogs: happens }; };

it('a failure that the log tells a look before the listing, and whose retry it tells a look before the listing too, is told once', async () => {
  beforeTheLog(() => { watch.migration.dataFails(orders); });
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
  beforeTheLog(() => { watch.migration.dataFails(orders); });
  await watch.tick();
  watch.migration.retry(orders);
  watch.migration.start(orders);
  await watch.tick();
  watch.migration.change(orders, { status: 'DATA_FAILED', running: false, endTime: watch.migration.time });
  await watch.tick();
  await watch.tick();
  expect(watch.slack.ofKind('failed').map(({ ordinal }) => ordinal)).toEqual([1, 2]);
});
