import { basename, join } from 'node:path';
import * as z from 'zod/mini';
import {
  FunctionInstance,
  Responder,
  type Invocation,
  type MadeRequest,
} from '../../rehearsal/story/function-instance.ts';
import type { Migration } from '../../rehearsal/world/migration.ts';
import { World } from '../../rehearsal/world/world.ts';
import { confine } from './cpu-share.ts';
import { failMany, lay, sourceId, type Storm } from './layouts.ts';

export type Bench = Readonly<{
  bundle: string;
  /** Processors: the part of one that the function may use. */
  cpu: number;
  memoryMb: number;
  timeoutSeconds: number;
  latencyMs: number;
  /** Warm ticks of a row, each followed by its floor. */
  rounds: number;
}>;

/** What happens to a source between the baseline and the measured tick. */
export type Scenario = Readonly<{
  name: string;
  tasks: number;
  done: number;
  change: (migration: Migration) => void;
}>;

const taken = z.object({ wallMs: z.number(), cpuMs: z.number() });
type Taken = z.infer<typeof taken>;

type Replayed = MadeRequest & Readonly<{ body: string }>;
type Tick = Invocation & Readonly<{ requests: readonly Replayed[] }>;

export type TickRow = Awaited<ReturnType<typeof measureTicks>>;
export type StormRow = Awaited<ReturnType<typeof measureStorm>>;

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

/** The baseline, and a second look after which nothing is new. */
const settlingTicks = 2;

/** One process for all the servers, which is this one: what they cost counts on nobody. */
class Scene {
  readonly world: World;
  readonly #bench: Bench;
  #kept: readonly (readonly [channel: string, text: string])[] = [];

  private constructor(world: World, bench: Bench) {
    this.world = world;
    this.#bench = bench;
  }

  static async open({ tasks, done, change }: Scenario, bench: Bench): Promise<Scene> {
    // Mail without TLS: what a handshake costs is not what is measured.
    const world = await World.start({ mail: { tls: 'none' } });
    const scene = new Scene(world, bench);
    lay(world.migration, tasks, done);
    const settling = await scene.instance({ memoryMb: 4_096 });
    for (let minute = 0; minute < settlingTicks; minute += 1)
      mustBeGood(await settling.measure('{}', world.context(600), minute * 60_000));
    await settling.close();
    change(world.migration);
    scene.#kept = ['slack', 'email'].map((channel) => [channel, world.state(channel) ?? '']);
    for (const server of [world.mms, world.oss, world.slack]) server.latencyMs = bench.latencyMs;
    return scene;
  }

  /** With the heap that Node gives itself where there is so much memory: half of it. */
  instance({ memoryMb, cpu }: Pick<Bench, 'memoryMb'> & Partial<Bench>): Promise<FunctionInstance> {
    // Nothing waits for a digest, so what was read in a tick is sent in it.
    const environment = { ...this.world.environment(sourceId), DIGEST_EVERY: '0' };
    return FunctionInstance.start(this.#bench.bundle, environment, {
      execArgv: [`--max-old-space-size=${memoryMb / 2}`],
      confine: (pid) => {
        if (cpu !== undefined) confine(pid, cpu);
      },
    });
  }

  rewind(): void {
    for (const [channel, text] of this.#kept) this.world.putState(channel, text);
  }

  /**
   * One tick of the timer, so many minutes after the settling. `undefined` where the function had
   * to be killed, because its time or its memory was used up.
   */
  async tick(instance: FunctionInstance, minute: number): Promise<Tick | undefined> {
    const { mms, oss, slack, mail } = this.world;
    for (const { journal } of [mms, oss, slack, mail]) journal.clear();
    oss.changes.length = 0;
    slack.messages.length = 0;
    mail.mails.length = 0;
    try {
      const context = this.world.context(this.#bench.timeoutSeconds);
      const tick = await instance.measure('{}', context, (settlingTicks + minute) * 60_000);
      // The world takes no signature twice, but for the floor.
      mms.nonces.clear();
      const requests = tick.requests.map((one) => ({ ...one, body: this.#bodyOf(one) }));
      return { ...tick, requests };
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
    const operations = [mms, oss, slack].flatMap(({ journal }) => journal.operations);
    const counted: Record<string, number> = {};
    for (const operation of [...operations, ...mail.mails.map(() => 'SMTP')]) {
      const name = operation.replace(/ .*/, '');
      counted[name] = (counted[name] ?? 0) + 1;
    }
    return counted;
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
export async function measureTicks(scenario: Scenario, bench: Bench) {
  const scene = await Scene.open(scenario, bench);
  const [instance, bare] = await Promise.all([scene.instance(bench), Floor.start()]);
  try {
    const measure = async (minute: number) => {
      scene.rewind();
      const tick = mustBeGood(await scene.tick(instance, minute));
      const calls = scene.calls();
      return { tick, floor: await bare.time(tick.requests), calls };
    };
    const cold = await measure(0);
    const warm = [await measure(1)];
    for (let round = 2; round <= bench.rounds; round += 1) warm.push(await measure(round));
    return {
      name: scenario.name,
      tasks: scenario.tasks,
      cold: cold.tick,
      coldFloor: cold.floor,
      warm: leastOf(warm.map(({ tick }) => tick)),
      warmFloor: leastOf(warm.map(({ floor }) => floor)),
      calls: warm.at(-1)?.calls ?? {},
      peakBytes: Math.max(...[cold, ...warm].map(({ tick }) => tick.peakBytes)),
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

/** A tick a minute until every failure is sent; the first is cold, and each after a killed one. */
export async function measureStorm(storm: Storm, bench: Bench) {
  const scene = await Scene.open(
    {
      name: 'storm',
      tasks: storm.failures * 2,
      done: 0,
      change: (migration) => {
        failMany(migration, storm);
      },
    },
    bench,
  );
  let instance = await scene.instance(bench);
  const requests: (readonly Replayed[])[] = [];
  const row = { sent: 0, ticks: 0, killed: 0, longestMs: 0, cpuMs: 0, peakBytes: 0 };
  try {
    while (row.sent < storm.failures && row.ticks < mostTicks) {
      row.ticks += 1;
      const tick = await scene.tick(instance, row.ticks);
      if (tick === undefined) {
        row.killed += 1;
        row.longestMs = bench.timeoutSeconds * 1_000;
        instance = await scene.instance(bench);
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
