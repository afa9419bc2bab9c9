import { World } from '../../rehearsal/world/world.ts';
import { change, lay, sourceId, type Change, type Layout } from './layouts.ts';
import { Floor, FunctionProcess, type RecordedRequest, type Tick } from './processes.ts';
import type { Quota } from './quota.ts';
import { signedAnew } from './replay.ts';

export type Bench = Readonly<{
  /** The file that is deployed, and its size in s.yaml. */
  bundle: string;
  memoryMb: number;
  timeoutSeconds: number;
  /** Added by every server to every answer. */
  latencyMs: number;
  /** Warm ticks of a row, each followed by a reading of its floor. */
  rounds: number;
}>;

export type Scenario = Readonly<{
  name: string;
  layout: Layout;
  change: Change;
  /** Ticks before the measured one, after which the function knows the source. */
  settlingTicks: number;
}>;

type Taken = Readonly<{ wallMs: number; cpuMs: number }>;

/** One kind of tick over so many tasks, beside a bare client that makes the same calls. */
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

/** A storm, over as many ticks as it takes to send all of it. */
export type StormRow = Readonly<{
  failures: number;
  logBytes: number;
  /** How many of the failures were sent in the end. */
  sent: number;
  ticks: number;
  killed: number;
  longestMs: number;
  cpuMs: number;
  floorCpuMs: number;
  peakBytes: number;
}>;

const channels = ['slack', 'email'];

/** One process for all the servers, which is this one: what they cost counts on nobody. */
class Scene {
  readonly world: World;
  readonly #timeout: number;
  #kept: readonly (readonly [channel: string, text: string])[] = [];

  private constructor(world: World, timeout: number) {
    this.world = world;
    this.#timeout = timeout;
  }

  /** A source that the function has looked at, and to which then something happened. */
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
    for (let minute = 0; minute < settlingTicks; minute += 1) {
      const settling = world.context(600);
      mustBeGood(await instance.tick(settling, minute));
    }
    await instance.close();
    change(world.migration, what);
    scene.#kept = channels.flatMap((channel) => {
      const text = world.state(channel);
      return text === undefined ? [] : [[channel, text] as const];
    });
    for (const server of [world.mms, world.oss, world.slack]) server.latencyMs = bench.latencyMs;
    return scene;
  }

  instance(bench: Pick<Bench, 'bundle' | 'memoryMb'>, quota?: Quota): Promise<FunctionProcess> {
    // Nothing waits for a digest, so what was read in a tick is sent in it.
    const environment = { ...this.world.environment(sourceId), DIGEST_EVERY: '0' };
    return FunctionProcess.start(bench, environment, quota);
  }

  /** Puts the states back, so that the next tick is like the last one. */
  rewind(): void {
    for (const [channel, text] of this.#kept) this.world.putState(channel, text);
    this.#forget();
  }

  async tick(instance: FunctionProcess, minute: number): Promise<Tick | undefined> {
    this.#forget();
    return instance.tick(this.world.context(this.#timeout), minute);
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
    oss.objects.changes.length = 0;
    slack.messages.length = 0;
    mail.mails.length = 0;
  }
}

function mustBeGood(tick: Tick | undefined): Tick {
  const [problem] = tick?.summary?.problems ?? [];
  const reason = tick?.error ?? (problem && `${problem.where}: ${problem.message}`);
  if (tick === undefined) throw new Error('the function was killed in a tick that should go well');
  if (reason !== undefined) throw new Error(`a tick that should go well: ${reason}`);
  return tick;
}

/** Ticks of one process, the first of which is cold, each from the same beginning. */
export async function measureTicks(
  scenario: Scenario,
  tasks: number,
  bench: Bench,
  quota?: Quota,
): Promise<TickRow> {
  const scene = await Scene.open(scenario, tasks, bench);
  const instance = await scene.instance(bench, quota);
  const bare = new Floor();
  try {
    const ticks: Tick[] = [];
    const floors: Taken[] = [];
    let calls = {};
    for (let round = 0; round <= bench.rounds; round += 1) {
      scene.rewind();
      const tick = mustBeGood(await scene.tick(instance, scenario.settlingTicks + round));
      calls = scene.calls();
      ticks.push(tick);
      floors.push(await bare.time(signedAnew(tick.requests, scene.world)));
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
 * A tick a minute, the first of them cold, until every failure is sent. After a killed tick the
 * next one is cold again.
 */
export async function measureStorm(
  storm: Readonly<{ failures: number; logBytes: number }>,
  bench: Bench,
  quota?: Quota,
): Promise<StormRow> {
  const scenario = { name: 'storm', layout: 'waiting', change: storm, settlingTicks: 2 } as const;
  const scene = await Scene.open(scenario, storm.failures * 2, bench);
  let instance = await scene.instance(bench, quota);
  const requests: RecordedRequest[][] = [];
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
      row.sent += tick.summary?.alerts.failed ?? 0;
      row.longestMs = Math.max(row.longestMs, tick.wallMs);
      row.cpuMs += tick.cpuMs;
      row.peakBytes = Math.max(row.peakBytes, tick.peakBytes);
      requests.push(tick.requests);
    }
    const bare = new Floor();
    let floorCpuMs = 0;
    for (const one of requests) floorCpuMs += (await bare.time(signedAnew(one, scene.world))).cpuMs;
    await bare.close();
    return { ...storm, ...row, floorCpuMs };
  } finally {
    await Promise.all([instance.close(), scene.world.close()]);
  }
}
