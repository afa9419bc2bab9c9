import { setTimeout as sleep } from 'node:timers/promises';
import type { Breakage } from './breakages.ts';
import { BusyNight, channels, theMinute, type ChannelName, type States } from './busy-night.ts';
import { callsIn, servers, type Call } from './calls.ts';
import { Instance, type Invocable, type Outcome } from './invocation.ts';
import { arm, heal } from './strike.ts';
import { tellingsOf, timesTold, type Tellings } from './told.ts';

/** All that one broken tick and the ones after it left behind. */
export type Course = Readonly<{
  night: BusyNight;
  call: Call;
  breakage: Breakage;
  /** How often the fault was met. */
  struck: number;
  /** The broken tick, and the ones after it. */
  broken: Outcome;
  later: readonly Outcome[];
  timeoutSeconds: number;
  /** The calls of the broken tick. */
  calls: readonly Call[];
  /** After the broken tick, and in the end. */
  toldThen: Tellings;
  toldAtLast: Tellings;
  /** The channels whose state the broken tick did not change. */
  unsaved: ReadonlySet<ChannelName>;
}>;

/** What is broken, and in which night. */
export type Plan = Readonly<{
  midnight: number;
  states: States;
  call: Call;
  breakage: Breakage;
  timeoutSeconds: number;
  /** What the broken tick is played to. */
  instance?: Invocable;
}>;

/** As many as anything may need, a wait of 90 seconds included. */
const mostTicksAfter = 4;

/**
 * A night of its own: the call breaks, the world heals, and ticks go on until all is told and one
 * tick longer.
 */
export async function courseOf({
  midnight,
  states,
  call,
  breakage,
  timeoutSeconds,
  instance = new Instance(),
}: Plan): Promise<Course> {
  const night = await BusyNight.startAt(midnight, states);
  const { world } = night;
  try {
    const strike = arm(world, { call, breakage, timeoutSeconds }, () => {
      instance.kill();
    });
    const broken = await endedInTime(instance.invoke(night, timeoutSeconds), timeoutSeconds, () => {
      strike.killed = true;
    });
    await settle(night, timeoutSeconds);
    const calls = callsIn(world);
    const toldThen = tellingsOf(night);
    const unsaved = new Set(channels.filter((channel) => world.state(channel) === states[channel]));
    await heal(world);
    const warm = new Instance();
    const later: Outcome[] = [];
    for (let quiet = 0; quiet < 1 && later.length < mostTicksAfter;) {
      night.begin(theMinute + 1 + later.length);
      if (isAllTold(night)) quiet += 1;
      later.push(await warm.invoke(night, 20));
    }
    return {
      night,
      call,
      breakage,
      struck: strike.times,
      broken,
      later,
      timeoutSeconds,
      calls,
      toldThen,
      toldAtLast: tellingsOf(night),
      unsaved,
    };
  } finally {
    await world.close();
  }
}

/**
 * As Function Compute does, ends an invocation that outlives its time: nothing that it does after
 * that reaches anybody.
 */
async function endedInTime(
  invocation: Promise<Outcome>,
  timeoutSeconds: number,
  kill: () => void,
): Promise<Outcome> {
  const timer = new AbortController();
  const durationMs = timeoutSeconds * 1000 + 500;
  const over = sleep(durationMs, undefined, { signal: timer.signal }).then((): Outcome => {
    kill();
    return { rejection: 'it was ended from outside', problems: [], durationMs, said: '' };
  });
  try {
    return await Promise.race([invocation, over]);
  } finally {
    timer.abort();
    over.catch(() => undefined);
  }
}

/** What a server still does for a client that has gone is done before the next tick. */
async function settle({ world }: BusyNight, timeoutSeconds: number): Promise<void> {
  const end = performance.now() + timeoutSeconds * 2000;
  while (servers.some((server) => world[server].journal.inFlight > 0) && performance.now() < end)
    await sleep(20);
}

export function isAllTold(night: BusyNight): boolean {
  const tellings = tellingsOf(night);
  return night.events.every(({ task }) =>
    channels.every((channel) => timesTold(tellings[channel], task) > 0),
  );
}
