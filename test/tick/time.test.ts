import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { StateError } from '../../functions/errors.ts';
import type { Notification } from '../../functions/notification/kind.ts';
import type { Outgoing } from '../../functions/ports.ts';
import { MemoryStore } from '../../rehearsal/simulation/memory-store.ts';
import { FakeChannel, refused } from '../support/fake-channel.ts';
import { Watch } from '../support/watch.ts';

const second = 1_000;

/** Function Compute kills a tick at its timeout. */
const timeout = 50 * second;

type WaitUntil = (moment: number) => Promise<void>;

/** Time that passes: while something works, which keeps the thread, or while it waits. */
type Passing = Readonly<{ clock: () => number; work: (ms: number) => void; waitUntil: WaitUntil }>;

/** A request that has no answer after so long is given up. */
const requestLimit = 10 * second;

/** OSS that takes its time for each request, within the time that it is given. */
class SlowStore extends MemoryStore {
  loadMs = 0;
  saveMs = 0;
  readonly #clock: () => number;
  readonly #waitUntil: WaitUntil;

  constructor(clock: () => number, waitUntil: WaitUntil) {
    super();
    this.#clock = clock;
    this.#waitUntil = waitUntil;
  }

  override async load(name: string, until = Infinity): Promise<Buffer | undefined> {
    await this.#answer(this.loadMs, until);
    return await super.load(name);
  }

  override async save(name: string, bytes: Buffer, until = Infinity): Promise<void> {
    await this.#answer(this.saveMs, until);
    await super.save(name, bytes);
  }

  async #answer(afterMs: number, until: number): Promise<void> {
    const at = this.#clock() + afterMs;
    await this.#waitUntil(Math.min(at, until));
    if (at > until) throw new StateError('no answer came in time');
  }
}

class SlowChannel extends FakeChannel {
  composeMs = 0;
  /** Its receiver never answers. */
  hangs = false;
  answerMs = 0;
  readonly #time: Passing;

  constructor(name: string, time: Passing) {
    super(name);
    this.#time = time;
  }

  override async compose(notification: Notification): Promise<readonly Outgoing[]> {
    const { clock, work, waitUntil } = this.#time;
    work(this.composeMs);
    const messages = await super.compose(notification);
    return messages.map((message) => ({
      ...message,
      deliver: async (until) => {
        const from = clock();
        if (this.hangs) await waitUntil(until);
        else if (this.answerMs > 0) await waitUntil(from + this.answerMs);
        // Nobody read an answer that came while the thread was busy.
        const isLate = clock() - from > requestLimit;
        return this.hangs || isLate ? refused : await message.deliver(until);
      },
    }));
  }
}

/** Time passes when everybody waits for it, and while somebody works. */
class SlowWatch extends Watch {
  #waiting: Readonly<{ moment: number; wake: () => void }>[] = [];
  readonly #waitUntil: WaitUntil = (moment) =>
    new Promise((wake) => {
      this.#waiting.push({ moment, wake });
    });
  readonly #time: Passing = {
    clock: () => this.now,
    work: (ms) => {
      this.now += ms;
    },
    waitUntil: this.#waitUntil,
  };
  override readonly sleep = (ms: number): Promise<void> => this.#waitUntil(this.now + ms);
  override readonly store = new SlowStore(() => this.now, this.#waitUntil);
  override readonly slack = new SlowChannel('slack', this.#time);
  override readonly email = new SlowChannel('email', this.#time);
  override channels: readonly SlowChannel[] = [this.slack, this.email];

  /** The next tick: how long it takes, and where it has problems. */
  async timed(): Promise<Readonly<{ ms: number; problems: readonly string[] }>> {
    const from = this.now + 60 * second;
    const over = new AbortController();
    const ticking = this.tick().finally(() => {
      over.abort();
    });
    for (let turns = 0; !over.signal.aborted; turns += 1) {
      await nextTurn();
      const [next] = this.#waiting.sort((a, b) => a.moment - b.moment);
      // A library that is loaded meanwhile takes some turns, and no time.
      if (next === undefined || turns < 20) continue;
      turns = 0;
      this.#waiting.shift();
      this.now = Math.max(this.now, next.moment);
      next.wake();
    }
    this.#waiting = [];
    const { problems } = await ticking;
    return { ms: this.now - from, problems: problems.map(({ where }) => where) };
  }

  every(change: (channel: SlowChannel) => void): void {
    this.channels.forEach(change);
  }

  get failuresTold(): readonly number[] {
    return this.channels.map(({ failures }) => failures.length);
  }

  fail(...tables: readonly string[]): void {
    for (const table of tables) this.migration.dataFails(this.migration.addTask(this.job, table));
  }
}

let watch: SlowWatch;

beforeEach(async () => {
  watch = new SlowWatch();
  watch.fail('regions');
  await watch.timed();
  watch.fail('orders', 'customers');
});

describe('the time of a tick', () => {
  it('is kept for saving where the states took long to load', async () => {
    watch.store.loadMs = watch.store.saveMs = 6 * second;
    watch.every((channel) => (channel.hangs = true));
    const slow = await watch.timed();
    expect(slow.problems).toEqual(['slack', 'email']);
    expect(slow.ms).toBeLessThan(timeout);
    watch.every((channel) => (channel.hangs = false));
    watch.coldStart();
    expect((await watch.timed()).problems).toEqual([]);
    expect(watch.failuresTold).toEqual([2, 2]);
  });

  it('is kept for saving where the last saves took long', async () => {
    watch.store.saveMs = 8 * second;
    expect((await watch.timed()).problems).toEqual([]);
    watch.every((channel) => (channel.hangs = true));
    watch.fail('products');
    const slow = await watch.timed();
    expect(slow.problems).toEqual(['slack', 'email']);
    expect(slow.ms).toBeLessThan(timeout);
    watch.every((channel) => (channel.hangs = false));
    watch.coldStart();
    await watch.timed();
    expect(watch.failuresTold).toEqual([3, 3]);
  });

  it('is enough for states that come slowly', async () => {
    watch.store.loadMs = 16 * second;
    const { ms, problems } = await watch.timed();
    expect(problems).toEqual([]);
    expect(ms).toBeLessThan(timeout);
    expect(watch.failuresTold).toEqual([2, 2]);
  });

  it('lets a message wait, saved, if the one before it took too long to compose', async () => {
    watch.every((channel) => (channel.composeMs = 22 * second));
    watch.store.saveMs = 6 * second;
    const slow = await watch.timed();
    expect(slow.problems).toEqual(['email']);
    expect(slow.ms).toBeLessThan(timeout);
    expect(watch.failuresTold).toEqual([2, 0]);
    expect(watch.stateOf('email').pending).toHaveLength(2);
    watch.every((channel) => (channel.composeMs = 0));
    watch.coldStart();
    expect((await watch.timed()).problems).toEqual([]);
    await watch.timed();
    expect(watch.failuresTold).toEqual([2, 2]);
  });

  it('lets an answer that comes at once be read before the next message is composed', async () => {
    watch.every((channel) => (channel.composeMs = 11 * second));
    watch.slack.answerMs = second;
    expect((await watch.timed()).problems).toEqual([]);
    expect(watch.failuresTold).toEqual([2, 2]);
  });

  it('that is over before a state could be saved is not exceeded; what was sent is known', async () => {
    watch.slack.composeMs = 20 * second;
    watch.slack.answer = () => {
      watch.now += 26 * second;
      return { kind: 'accepted' };
    };
    const { ms, problems } = await watch.timed();
    expect(problems).toEqual(['email', 'slack state', 'email state']);
    expect(ms).toBe(46 * second);
    expect(watch.store.writes).toBe(2);
    watch.slack.composeMs = 0;
    watch.slack.answer = () => ({ kind: 'accepted' });
    await watch.timed();
    await watch.timed();
    expect(watch.failuresTold).toEqual([2, 2]);
  });
});
