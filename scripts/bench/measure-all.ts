import type { Settings } from './measure.ts';
import { measure } from './measure.ts';
import { median } from './median.ts';
import { pollEachTask } from './poller.ts';
import type { Measured, Scenario } from './results.ts';
import { plans } from './scenarios.ts';
import { time } from './wording.ts';
import { WorldProcess } from './world-process.ts';

/** Above this the poller would take minutes. */
const polledUpTo = 1_000;
const scenarios: readonly Scenario[] = ['quiet', 'at rest', 'at rest, cut', '1 %', 'storm'];

/** Every scenario for every size, smallest first; `say` takes a line for whoever waits. */
export async function measureAll(
  sizes: readonly number[],
  settings: Settings,
  say: (line: string) => void,
): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  let msPerPolledTask: number | undefined;
  for (const scenario of scenarios) {
    for (const size of sizes) {
      const world = await WorldProcess.open(
        plans[scenario].layout,
        size,
        plans[scenario].pageSizeCap,
      );
      try {
        const one = await measure(scenario, world, settings);
        say(
          `${scenario}, ${size} tasks: ${time(one.warm.wallMs)}, floor ${time(one.floor.inTurn.median)} (all at once ${time(one.floor.atOnce.median)}), cold ${time(one.cold.wallMs)}`,
        );
        if (scenario !== 'quiet') {
          measured.push(one);
          continue;
        }
        const isComputed = size > polledUpTo && msPerPolledTask !== undefined;
        msPerPolledTask = isComputed
          ? msPerPolledTask
          : (await polled(world)) / world.ready.tasks.length;
        measured.push({ ...one, poller: { wallMs: size * (msPerPolledTask ?? 0), isComputed } });
      } finally {
        await world.close();
      }
    }
  }
  return measured;
}

/** A long one is measured once: what disturbs one call hardly shows in a thousand. */
async function polled(world: WorldProcess): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < (world.ready.tasks.length < polledUpTo ? 3 : 1); round += 1)
    times.push(await pollEachTask(world.ready));
  return median(times);
}
