import pLimit from 'p-limit';
import { answer } from '../../rehearsal/world/fault.ts';
import { breakagesOf, type Breakage } from './breakages.ts';
import { BusyNight, channels, theMinute, type States } from './busy-night.ts';
import { callsIn, nameOf, type Call } from './calls.ts';
import { courseOf, isAllTold } from './course.ts';
import { Instance, type Invocable } from './invocation.ts';
import { judge, type Verdict } from './verdict.ts';

/** One call broken in one way, and what came of it. */
export type Cell = Readonly<{ call: Call; breakage: Breakage; verdict: Verdict }>;

export type Matrix = Readonly<{
  calls: readonly Call[];
  cells: readonly Cell[];
  /** Cells that were left to a whole run. */
  leftOut: number;
  seconds: number;
}>;

/**
 * A fixed evening, so that a run is like the one before; no job at rest has its turn to be swept in
 * `theMinute`.
 */
const evening = Date.parse('2026-11-22T16:00:00Z');
/** Nights at a time: most of a night is waiting for somebody who does not answer. */
const nightsAtATime = 12;

/**
 * What the channels remember at the minute that counts: in the one before, neither took the storm.
 */
export async function statesBefore(midnight = evening): Promise<States> {
  const night = await BusyNight.start(midnight);
  const { world } = night;
  try {
    const instance = new Instance();
    for (let minute = 0; minute < theMinute; minute += 1) {
      night.begin(minute);
      if (minute === theMinute - 1) {
        world.slack.fault = () => answer(403, 'action_prohibited');
        world.mail.fault = ({ operation }) =>
          operation === 'MAIL' ? answer(550, '5.7.1 not now') : undefined;
      }
      await instance.invoke(night, 20);
    }
    const [slack = '', email = ''] = channels.map((channel) => world.state(channel));
    return { slack, email };
  } finally {
    await world.close();
  }
}

/**
 * The calls of the tick when nothing breaks. @throws Error when it does not tell everything, since
 * no fault is to blame
 */
export async function callsOfTheTick(
  states: States,
  midnight = evening,
  instance: Invocable = new Instance(),
): Promise<readonly Call[]> {
  const night = await BusyNight.startAt(midnight, states);
  try {
    const { rejection } = await instance.invoke(night, 20);
    if (rejection !== undefined || !isAllTold(night))
      throw new Error(
        `the unbroken tick did not tell everything: ${rejection ?? 'it said nothing of it'}`,
      );
    return callsIn(night.world);
  } finally {
    await night.world.close();
  }
}

/**
 * Breaks each of these calls in every way, each time in a night of its own. Calls that are alike,
 * such as the reads of seven logs or the saves of two states, share the ways out among them unless
 * `whole`.
 */
export async function playMatrix(isOurs: (call: Call) => boolean, whole: boolean): Promise<Matrix> {
  const began = performance.now();
  const states = await statesBefore();
  const calls = (await callsOfTheTick(states)).filter(isOurs);
  const limit = pLimit(nightsAtATime);
  const all = calls.flatMap((call) =>
    breakagesOf(call).map((breakage, index) => ({ call, breakage, index })),
  );
  const tried = all.filter(({ call, index }) => whole || isTurnOf(call, calls, index));
  const cells = await Promise.all(
    tried.map(({ call, breakage }) =>
      limit(async () => ({ call, breakage, verdict: await verdictOn(states, call, breakage) })),
    ),
  );
  return {
    calls,
    cells,
    leftOut: all.length - tried.length,
    seconds: (performance.now() - began) / 1000,
  };
}

function isTurnOf(call: Call, calls: readonly Call[], index: number): boolean {
  if (call.server === 'slack' || call.server === 'mail') return true;
  const alike = calls.filter(
    ({ server, operation }) =>
      server === call.server && operation.split(' ')[0] === call.operation.split(' ')[0],
  );
  return alike[index % alike.length] === call;
}

/**
 * A complaint must stand when there is more time: a busy machine misses a deadline, and what
 * follows from it, by chance.
 */
async function verdictOn(states: States, call: Call, breakage: Breakage): Promise<Verdict> {
  const hasty = breakage.waitsForTheEnd === true ? 4 : 20;
  for (const timeoutSeconds of [hasty, 3 * hasty]) {
    const verdict = judge(
      await courseOf({ midnight: evening, states, call, breakage, timeoutSeconds }),
    );
    if (verdict.complaints.length === 0) return verdict;
  }
  return judge(
    await courseOf({ midnight: evening, states, call, breakage, timeoutSeconds: 9 * hasty }),
  );
}

export const complaintsIn = ({ cells }: Matrix): readonly string[] =>
  cells.flatMap(({ call, breakage, verdict }) =>
    verdict.complaints.map((complaint) => `${nameOf(call)}, ${breakage.name}: ${complaint}`),
  );
