import type { AlertKind } from '../../functions/kinds/alert.ts';
import type { Target } from '../../functions/mms/target.ts';
import type { Log } from '../../functions/ports.ts';
import { deadlinesOf } from '../../functions/pipeline/deadlines.ts';
import type { TickResult, TickSettings } from '../../functions/pipeline/tick.ts';
import { tick } from '../../functions/pipeline/tick.ts';
import { Migration } from '../../rehearsal/world/migration.ts';
import type { MigrationJob } from '../../rehearsal/world/migration-records.ts';
import { id } from './builders.ts';
import { FakeChannel } from './fake-channel.ts';
import { FakeMms } from './fake-mms.ts';
import { FakeStore } from './fake-store.ts';

/**
 * What happens to single tasks. The stories of jobs, stalls and blindness name what they are about.
 */
export const ofTasks: readonly AlertKind[] = ['failed', 'recovered', 'done', 'unknown', 'baseline'];

/** As an environment says the same. */
export const onlyTasksAtOnce = {
  ALERT_ON: ofTasks.join(','),
  DIGEST_EVERY: '0',
} as const;

/** Everything at once, so that a story needs no clock but where the clock is its subject. */
export const atOnce = {
  doneEvery: 0,
  repeatEvery: 0,
  stallAfter: undefined,
  remindAfter: undefined,
} as const;

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const source: Target = { kind: 'source', sourceId: id('2000015') };

/** A migration, the two channels, the store, and a clock that each tick moves on by a minute. */
export class Watch {
  now = Date.parse('2026-11-22T06:00:00Z');
  readonly migration = new Migration(() => this.now);
  readonly job: MigrationJob;
  readonly mms = new FakeMms(this.migration);
  readonly slack = new FakeChannel('slack');
  readonly email = new FakeChannel('email');
  readonly store = new FakeStore();
  channels: readonly FakeChannel[] = [this.slack, this.email];
  settings: TickSettings = {
    targets: [source],
    alertOn: new Set<AlertKind>(ofTasks),
    firstRun: 'baseline',
    ...atOnce,
    dryRun: false,
  };
  timeoutMs = 50_000;
  readonly listedJobs = new Map<string, number>();

  constructor() {
    this.job = this.migration.addJob(
      this.migration.addSource('2000015', 'finance_dw'),
      'nightly_full',
    );
  }

  async tick(settings: Partial<TickSettings> = {}): Promise<TickResult> {
    this.now += 60_000;
    const { mms, store, channels } = this;
    return await tick(
      { ...this.settings, ...settings },
      { mms, store, channels, log: silent, clock: () => this.now, listedJobs: this.listedJobs },
      deadlinesOf(this.now, this.timeoutMs),
    );
  }
}
