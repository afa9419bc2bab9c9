import { BareClient } from './bare-client.ts';
import type { Deployed, Invoked } from './function-process.ts';
import { FunctionProcess } from './function-process.ts';
import { leastRequests, sweepOf } from './least-requests.ts';
import { median, spreadOf } from './median.ts';
import type { Measured, Scenario, TickFigures } from './results.ts';
import { plans } from './scenarios.ts';
import type { Happened, Report } from './world-orders.ts';
import type { WorldProcess } from './world-process.ts';

export type Settings = Deployed &
  Readonly<{
    /** Added by every server to every answer. */
    latencyMs: number;
    /** Warm ticks of a scenario, each followed by a reading of its floor. */
    rounds: number;
  }>;

/** As many as the function keeps in flight. */
const requestsAtATime = 16;

/** One tick and, right after it, the least that it could have taken. */
type Round = Readonly<{
  tick: Invoked;
  report: Report;
  requests: number;
  inTurnMs: number;
  atOnceMs: number;
}>;

/** One scenario over so many tasks, in the world that was opened for it. */
export async function measure(
  scenario: Scenario,
  world: WorldProcess,
  settings: Settings,
): Promise<Omit<Measured, 'poller'>> {
  const { change, settlingTicks, mostRounds } = plans[scenario];
  await settle(world, settings, settlingTicks);
  const happened = await world.change(change);
  await world.setLatency(settings.latencyMs);
  const [cold, ...warm] = await rounds(world, happened, settlingTicks, {
    ...settings,
    rounds: Math.min(settings.rounds, mostRounds),
  });
  const last = warm.at(-1);
  if (cold === undefined || last === undefined)
    throw new Error('nothing was measured: there must be one round at least');
  return {
    scenario,
    tasks: world.ready.tasks.length,
    running: happened.running.length,
    changed: happened.changed.length,
    cold: figuresOf([cold.tick]),
    warm: figuresOf(warm.map(({ tick }) => tick)),
    warmWall: spreadOf(warm.map(({ tick }) => tick.wallMs)),
    calls: last.report.calls,
    sweep: sweepOf(world.ready, last.report),
    peakInFlight: Math.max(...[cold, ...warm].map(({ report }) => report.peakInFlight)),
    stateBytes: Math.max(0, ...Object.values(last.report.stateBytes)),
    floor: {
      requests: last.requests,
      inTurn: spreadOf(warm.map(({ inTurnMs }) => inTurnMs)),
      atOnce: spreadOf(warm.map(({ atOnceMs }) => atOnceMs)),
    },
  };
}

/**
 * Ticks without latency until the function knows the source; what it remembers then is where every
 * measured tick begins.
 */
async function settle(world: WorldProcess, deployed: Deployed, ticks: number): Promise<void> {
  const instance = await FunctionProcess.start(deployed, world.ready.environment);
  try {
    for (let minute = 0; minute < ticks; minute += 1) {
      await instance.tick(await world.rewind(), minute);
      await world.keep();
    }
  } finally {
    await instance.close();
  }
}

/**
 * The first is cold. Each begins a minute after the one before, by the function's clock, as its
 * timer would have it.
 */
async function rounds(
  world: WorldProcess,
  happened: Happened,
  minute: number,
  settings: Settings,
): Promise<readonly Round[]> {
  const instance = await FunctionProcess.start(settings, world.ready.environment);
  const bare = new BareClient(requestsAtATime);
  try {
    const done: Round[] = [];
    for (let n = 0; n <= settings.rounds; n += 1) {
      const tick = await instance.tick(await world.rewind(), minute + n);
      const report = await world.report();
      // Signed for each time that they are made: the world takes no signature twice.
      const [turns, atOnce] = [
        leastRequests(world.ready, happened, report),
        leastRequests(world.ready, happened, report).flat(),
      ];
      // The bare client's own code is warm from the first round on; what it reads in that one
      // counts for nothing.
      done.push({
        tick,
        report,
        requests: atOnce.length,
        inTurnMs: await bare.timeInTurn(turns),
        atOnceMs: await bare.time(atOnce),
      });
    }
    return done;
  } finally {
    bare.close();
    await instance.close();
  }
}

function figuresOf(ticks: readonly Invoked[]): TickFigures {
  const of = (figure: (tick: Invoked) => number): number => median(ticks.map(figure));
  return {
    wallMs: of(({ wallMs }) => wallMs),
    cpuMs: of(({ cpuMs }) => cpuMs),
    bytes: of(({ bytes }) => bytes),
    peakBytes: Math.max(...ticks.map(({ peakBytes }) => peakBytes)),
  };
}
