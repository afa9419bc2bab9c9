import { kinds, type AlertKind } from '../../functions/kinds/kinds.ts';
import type { Target } from '../../functions/mms/target.ts';
import { tickTimeOf } from '../../functions/pipeline/deadlines.ts';
import {
  newPollMemory,
  runPipeline,
  type PollMemory,
  type PollPorts,
  type PollResult,
  type PollSettings,
} from '../../functions/pipeline/pipeline.ts';
import type { Log, Sleep } from '../../functions/ports.ts';
import { decodeState } from '../../functions/storage/state-codec.ts';
import type { ChannelState } from '../../functions/tracking/channel-state.ts';
import { Migration } from '../../rehearsal/world/migration.ts';
import type { MigrationJob } from '../../rehearsal/world/migration-records.ts';
import { id } from './builders.ts';
import { FakeChannel } from './fake-channel.ts';
import { MemoryMms } from '../../rehearsal/simulation/memory-mms.ts';
import { MemoryStore } from '../../rehearsal/simulation/memory-store.ts';

/** What happens to single tasks. The stories of jobs and stalls name what they are about. */
export const ofTasks: readonly AlertKind[] = ['failed', 'recovered', 'done', 'unknown', 'baseline'];

/** As an environment says the same. */
export const onlyTasksAtOnce = { ALERT_ON: ofTasks.join(','), DIGEST_EVERY: '0' } as const;

/** Everything at once, so that a story needs no clock but where the clock is its subject. */
export const atOnce = { digestEvery: 0, stallAfter: undefined, remindAfter: undefined } as const;

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const source: Target = { kind: 'source', sourceId: id('2000015') };

/** A migration, the two channels, the store, and a clock that each tick moves on by a minute. */
export class Watch {
  now = Date.parse('2026-11-22T06:00:00Z');
  readonly migration = new Migration(() => this.now);
  readonly job: MigrationJob;
  readonly mms = new MemoryMms(this.migration);
  readonly slack = new FakeChannel('slack');
  readonly email = new FakeChannel('email');
  readonly store = new MemoryStore();
  channels: readonly FakeChannel[] = [this.slack, this.email];
  settings: PollSettings = {
    targets: [source],
    alertOn: new Set<AlertKind>(ofTasks),
    firstRun: 'baseline',
    ...atOnce,
    dryRun: false,
    owner: undefined,
  };
  timeoutMs = 50_000;
  /** Bytes that the states may take once they are read. */
  stateMemory = Infinity;
  /** No channel is kept waiting by another but for as long as that takes. */
  readonly sleep: Sleep = () => new Promise<void>(() => undefined);
  memory = newPollMemory();

  constructor() {
    this.job = this.migration.addJob(
      this.migration.addSource('2000015', 'finance_dw'),
      'nightly_full',
    );
  }

  async tick(settings: Partial<PollSettings> = {}): Promise<PollResult> {
    this.now += 60_000;
    return await this.#run(this.memory, settings);
  }

  /** A tick of another instance, at this very moment and behind ports of its own. */
  async tickBeside(ports: Partial<PollPorts>): Promise<PollResult> {
    const { now } = this;
    return await this.#run({ ...newPollMemory(), clock: () => now, ...ports }, {});
  }

  #run(
    ports: Partial<PollPorts> & PollMemory,
    settings: Partial<PollSettings>,
  ): Promise<PollResult> {
    const { mms, store, channels, now } = this;
    return runPipeline(
      { ...this.settings, ...settings },
      {
        mms,
        store,
        channels,
        kinds,
        log: silent,
        clock: () => this.now,
        sleep: this.sleep,
        stateMemory: this.stateMemory,
        ...ports,
      },
      tickTimeOf(now, this.timeoutMs),
    );
  }

  /** Minutes in which nothing is told but what waits. */
  async ticks(count: number, settings: Partial<PollSettings> = {}): Promise<void> {
    for (let tick = 0; tick < count; tick += 1) await this.tick(settings);
  }

  /** The next tick finds an instance that knows nothing. */
  coldStart(): void {
    this.memory = newPollMemory();
  }

  /** What a channel remembers. */
  stateOf(channel: string): ChannelState {
    const text = this.store.objects.get(channel) ?? '';
    return decodeState(Buffer.from(text), { kinds, location: channel, owner: undefined });
  }
}
