import { basename, join } from 'node:path';
import * as z from 'zod/mini';
import {
  FunctionInstance,
  Responder,
  type Invocation,
  type MadeRequest,
} from '../../rehearsal/story/function-instance.ts';
import { World } from '../../rehearsal/world/world.ts';
import { change, lay, sourceId, type Change, type Layout } from './layouts.ts';
import type { Quota } from './quota.ts';

export type Bench = Readonly<{
  bundle: string;
  memoryMb: number;
  timeoutSeconds: number;
  latencyMs: number;
  /** Warm ticks of a row, each followed by its floor. */
  rounds: number;
}>;

export type Scenario = Readonly<{
  name: string;
  layout: Layout;
  change: Change;
  /** Ticks before the measured one, after which the function knows the source. */
  settlingTicks: number;
}>;

const taken = z.object({ wallMs: z.number(), cpuMs: z.number() });
type Taken = z.infer<typeof taken>;

type Replayed = MadeRequest & Readonly<{ body: string }>;
type Tick = Invocation & Readonly<{ requests: readonly Replayed[] }>;

export type TickRow = Readonly<{
  name: string;
  tasks: number;
  cold: Taken;
  warm: Taken;
  coldFloor: Taken;
  warmFloor: Taken;
  /** Of a warm tick, by operation. */
  calls: Readonly<Record<string, number>>;
  peakBytes: number;
}>;

export type StormRow = Readonly<{
  failures: number;
  logBytes: number;
  sent: number;
  ticks: number;
  killed: number;
  longestMs: number;
  cpuMs: number;
  floorCpuMs: number;
  peakBytes: number;
}>;

const channels = ['slack', 'email'];

/** As many requests as the function keeps in flight. */
const atATime = 16;

class Floor extends Responder {
  static async start(): Promise<Floor> {
    const script = join(import.meta.dirname, 'floor-host.mjs');
    const floor = new Floor('the floor', script, { args: [], cwd: '/', environment: {} });
    await floor.reply(30_000, 'load');
    return floor;
  }

  async time(requests: readonly Replayed[]): Promise<Taken> {
    return z.parse(taken, await this.ask({ requests, atATime }, 600_000));
  }
}

/** One process for all the servers, which is this one: what they cost counts on nobody. */
class Scene {
  readonly world: World;
  readonly #timeout: number;
  #kept: readonly (readonly [channel: string, text: string])[] = [];

  private constructor(world: World, timeout: number) {
    this.world = world;
    this.#timeout = timeout;
  }

  static async open(
    { layout, change: what, settlingTicks }: Scenario,
    tasks: number,
    bench: Bench,
  ): Promise<Scene> {
    // Mail without TLS: what a handshake costs is not what is measured.
    const world = await World.start({ mail: { tls: 'none' } });
    const scene = new Scene(world, bench.timeoutSeconds);
    lay(world.migration, layout, tasks);
    const instance = await scene.instance({ ...bench, memoryMb: 4_096 });
    for (let minute = 0; minute < settlingTicks; minute += 1)
      mustBeGood(await instance.measure('{}', world.context(600), minute * 60_000));
    await instance.close();
    change(world.migration, what);
    scene.#kept = channels.flatMap((channel) => {
      const text = world.state(channel);
      return text === undefined ? [] : [[channel, text] as const];
    });
    for (const server of [world.mms, world.oss, world.slack]) server.latencyMs = bench.latencyMs;
    return scene;
  }

  /** With the heap that Node gives itself where there is so much memory: half of it. */
  instance(
    { bundle, memoryMb }: Pick<Bench, 'bundle' | 'memoryMb'>,
    quota?: Quota,
  ): Promise<FunctionInstance> {
    // Nothing waits for a digest, so what was read in a tick is sent in it.
    const environment = { ...this.world.environment(sourceId), DIGEST_EVERY: '0' };
    const execArgv = [`--max-old-space-size=${memoryMb / 2}`];
    return FunctionInstance.start(bundle, environment, {
      execArgv,
      ...(quota && { confine: quota.add }),
    });
  }

  rewind(): void {
    for (const [channel, text] of this.#kept) this.world.putState(channel, text);
    this.#forget();
  }

  /**
   * One tick of the timer, by a clock that is so many minutes ahead. `undefined` where the function
   * had to be killed, because its time or its memory was used up.
   */
  async tick(instance: FunctionInstance, minute: number): Promise<Tick | undefined> {
    this.#forget();
    const { world } = this;
    try {
      const context = world.context(this.#timeout);
      const tick = await instance.measure('{}', context, minute * 60_000);
      // The world takes no signature twice, but for the floor.
      world.mms.nonces.clear();
      return {
        ...tick,
        requests: tick.requests.map((request) => ({ ...request, body: this.#bodyOf(request) })),
      };
    } catch (error) {
      await instance.close();
      const isOutOfMemory = instance.log.some((line) => line.includes('heap out of memory'));
      if (isOutOfMemory || String(error).includes('did not answer within')) return undefined;
      throw error;
    }
  }

  /** A state is written as it was just written; a message is short. */
  #bodyOf({ method, port, path }: MadeRequest): string {
    if (port === this.world.slack.port) return '{"text":"floor"}';
    return method === 'PUT' ? (this.world.state(basename(path, '.json')) ?? '') : '';
  }

  calls(): Readonly<Record<string, number>> {
    const { mms, oss, slack, mail } = this.world;
    const counted: Record<string, number> = {};
    const operations = [mms, oss, slack].flatMap(({ journal }) => journal.operations);
    for (const operation of [...operations, ...mail.mails.map(() => 'SMTP')]) {
      const name = operation.replace(/ .*/, '');
      counted[name] = (counted[name] ?? 0) + 1;
    }
    return counted;
  }

  #forget(): void {
    const { mms, oss, slack, mail } = this.world;
    for (const { journal } of [mms, oss, slack, mail]) journal.clear();
    oss.changes.length = 0;
    slack.messages.length = 0;
    mail.mails.length = 0;
  }
}

function mustBeGood<Measured extends Invocation>(tick: Measured | undefined): Measured {
  const outcome = tick?.outcome;
  const problem = outcome?.kind === 'rejected' ? outcome : outcome?.summary.problems[0];
  if (tick !== undefined && problem === undefined) return tick;
  const why = problem?.message ?? 'the function was killed';
  throw new Error(`a tick that should go well: ${why}`);
}

/** The first tick is cold; each one begins with the same states. */
export async function measureTicks(
  scenario: Scenario,
  tasks: number,
  bench: Bench,
  quota?: Quota,
): Promise<TickRow> {
  const scene = await Scene.open(scenario, tasks, bench);
  const instance = await scene.instance(bench, quota);
  const bare = await Floor.start();
  try {
    const ticks: Tick[] = [];
    const floors: Taken[] = [];
    let calls = {};
    for (let round = 0; round <= bench.rounds; round += 1) {
      scene.rewind();
      const tick = mustBeGood(await scene.tick(instance, scenario.settlingTicks + round));
      calls = scene.calls();
      ticks.push(tick);
      floors.push(await bare.time(tick.requests));
    }
    const [cold, ...warm] = ticks;
    const [coldFloor, ...warmFloors] = floors;
    if (cold === undefined || coldFloor === undefined) throw new Error('nothing was measured');
    return {
      name: scenario.name,
      tasks,
      cold,
      coldFloor,
      warm: leastOf(warm),
      warmFloor: leastOf(warmFloors),
      calls,
      peakBytes: Math.max(...ticks.map(({ peakBytes }) => peakBytes)),
    };
  } finally {
    await Promise.all([instance.close(), bare.close(), scene.world.close()]);
  }
}

/** What disturbs a machine only ever adds. */
const leastOf = (taken: readonly Taken[]): Taken => ({
  wallMs: Math.min(...taken.map(({ wallMs }) => wallMs)),
  cpuMs: Math.min(...taken.map(({ cpuMs }) => cpuMs)),
});

const mostTicks = 12;

/**
 * A tick a minute until every failure is sent, the first of them, and each after a killed one,
 * cold.
 */
export async function measureStorm(
  storm: Readonly<{ failures: number; logBytes: number }>,
  bench: Bench,
  quota?: Quota,
): Promise<StormRow> {
  const scenario = { name: 'storm', layout: 'waiting', change: storm, settlingTicks: 2 } as const;
  const scene = await Scene.open(scenario, storm.failures * 2, bench);
  let instance = await scene.instance(bench, quota);
  const requests: (readonly Replayed[])[] = [];
  const row = { sent: 0, ticks: 0, killed: 0, longestMs: 0, cpuMs: 0, peakBytes: 0 };
  try {
    while (row.sent < storm.failures && row.ticks < mostTicks) {
      row.ticks += 1;
      const tick = await scene.tick(instance, scenario.settlingTicks + row.ticks);
      if (tick === undefined) {
        row.killed += 1;
        row.longestMs = bench.timeoutSeconds * 1_000;
        instance = await scene.instance(bench, quota);
        continue;
      }
      if (tick.outcome.kind === 'accepted') row.sent += tick.outcome.summary.alerts.failed ?? 0;
      row.longestMs = Math.max(row.longestMs, tick.wallMs);
      row.cpuMs += tick.cpuMs;
      row.peakBytes = Math.max(row.peakBytes, tick.peakBytes);
      requests.push(tick.requests);
    }
    const bare = await Floor.start();
    let floorCpuMs = 0;
    for (const one of requests) floorCpuMs += (await bare.time(one)).cpuMs;
    await bare.close();
    return { ...storm, ...row, floorCpuMs };
  } finally {
    await Promise.all([instance.close(), scene.world.close()]);
  }
}
