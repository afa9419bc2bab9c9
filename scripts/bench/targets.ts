import type { Measured, Results, Scenario } from './results.ts';
import { callsOf, toFloor } from './tables.ts';
import { count, ratio, table, time } from './wording.ts';

/** What was aimed at, what was measured, and whether that is it. */
export type Target = Readonly<{
  aim: string;
  measured: string;
  isHeld: boolean;
  /** Why nobody could hold it, where that is so. */
  outOfReach?: string;
}>;

const pageSize = 100;
/** Calls of a quiet tick besides its pages and logs: both states and the jobs. */
const handful = 5;

/** The aims that this run can tell about; sizes that were not measured are left out. */
export function targetsOf(results: Results): readonly Target[] {
  const find = (scenario: Scenario, tasks: number): Measured | undefined =>
    results.measured.find((one) => one.scenario === scenario && one.tasks === tasks);
  const quiet = find('quiet', 10_000);
  const atRest = find('at rest', 50_000);
  const cut = find('at rest, cut', 50_000);
  return [
    ...(quiet ? quietTargets(quiet) : []),
    ...(atRest ? restTargets(atRest) : []),
    ...(cut ? cutTargets(cut) : []),
    ...startTargets(results),
  ];
}

function quietTargets(one: Measured): readonly Target[] {
  const most = Math.ceil(one.tasks / pageSize) + one.running + handful;
  const peak = Math.max(one.cold.peakBytes, one.warm.peakBytes) / 1_000_000;
  return [
    aim(
      'quiet tick over 10,000 tasks: no more calls than pages, running tasks and a handful',
      callsOf(one),
      most,
      count,
    ),
    aim('quiet tick over 10,000 tasks: requests in flight', one.peakInFlight, 16, count),
    aim(
      'quiet tick over 10,000 tasks, warm: time of the floor',
      toFloor(one),
      3,
      (value) => `${ratio(value)} ×`,
    ),
    aim(
      'quiet tick over 10,000 tasks: peak memory',
      peak,
      256,
      (value) => `${count(Math.round(value))} MB`,
    ),
  ];
}

function restTargets(one: Measured): readonly Target[] {
  return [
    ...callTargets(one, restTick),
    aim('bytes of state for each task', one.stateBytes / one.tasks, 40, (value) =>
      value.toFixed(1),
    ),
    {
      aim: 'a quiet tick writes no state',
      measured: `${one.calls.PutObject ?? 0} writes`,
      isHeld: one.calls.PutObject === undefined,
    },
  ];
}

const restTick = 'quiet tick over 50,000 tasks in 100 jobs, 5 active';
const cutTargets = (one: Measured): readonly Target[] =>
  callTargets(one, `${restTick}, where MMS gives 100 tasks a page at most`).map((target, n) =>
    n === 0 ? { ...target, outOfReach: sweptInPages } : target,
  );
const sweptInPages =
  'to see 50,000 tasks in ten minutes takes 50 pages of 100 a minute, whoever reads them';

function callTargets(one: Measured, tick: string): readonly Target[] {
  const calls = callsOf(one) - one.running;
  return [
    aim(`${tick}: calls, those for running tasks aside, sweep included`, calls, 40, count),
    aim(`${tick}: calls, without the sweep's`, calls - one.sweep.pages, 40, count),
    aim(`${tick}, warm: time of the floor`, toFloor(one), 1.5, (value) => `${ratio(value)} ×`),
  ];
}

function startTargets({ startup }: Results): readonly Target[] {
  return [
    aim(
      'a process that loads the bundle, to one that loads `node:https` and `node:crypto`',
      startup.bundleMs / startup.nodeMs,
      2,
      (value) => `${ratio(value)} ×`,
    ),
    aim('loading the bundle', startup.loadMs, 150, time),
    aim('the bundle', startup.bundleKilobytes, 1_500, (value) => `${count(value)} kB`),
  ];
}

const aim = (
  what: string,
  value: number,
  most: number,
  word: (value: number) => string,
): Target => ({
  aim: `${what}: at most ${word(most)}`,
  measured: word(value),
  isHeld: value <= most,
});

export const targetTable = (targets: readonly Target[]): string =>
  table(
    ['aim', 'measured', 'held'],
    targets.map(({ aim: what, measured, isHeld }) => [what, measured, isHeld ? 'yes' : 'no']),
  );
