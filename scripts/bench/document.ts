import type { Results } from './results.ts';
import { baseTable, callTable, growthTable, startupTable } from './tables.ts';
import { targetsOf, targetTable } from './targets.ts';

/** In one sentence, for whoever reads the figures. */
export const circumstances = ({ latencyMs, memoryMb, rounds, node }: Results): string =>
  `Loopback servers in a process of their own, ${latencyMs} ms for each answer; a heap as in ${memoryMb} MB; medians of up to ${rounds} warm ticks; Node ${node}.`;

export const drawingNote = ({ latencyMs }: Results): string =>
  `Loopback servers, ${latencyMs} ms for each answer; medians of warm ticks. Dashed: computed from the time of one call.`;

/** The text of docs/bench.md. */
export const documentOf = (results: Results): string => `# What a tick costs

Written by \`npm run bench\`; the figures are one run's, on one machine. Ratios hold better than times do, since both
sides of each are measured in turns on the same servers.

${circumstances(results)}

![How long a tick takes, by the number of watched tasks](bench.svg)

- **warm**: a process that has ticked before, as an instance of Function Compute that is used again each minute;
  **cold**: the first tick of a process, its connections and libraries included.
- **of the floor**: the time of a bare keep-alive client that makes the fewest requests the tick needs, 16 at a time, all
  signed beforehand, and that throws the answers away. It makes them in the turns in which anybody can know that they are
  needed: the states and jobs, then the tasks, then the logs. **Of all at once**: against the same client when it knows
  every request beforehand, which nobody does. The fewer requests there are, the more the turns weigh.
- **of the poller**: the obvious poller reads the log of each watched task, one after another, with the same client
  library. It was measured for up to 1,000 tasks; above that its time is computed from the time of one call.
- **calls** count a delivered mail as one; the mail server waits 100 ms before it greets.
- **peak memory** is all of the function's process. Its heap is limited as Node limits it by itself in a function of the
  size that \`s.yaml\` asks for; with more, garbage would lie for longer.
- Where 5 of 100 jobs are under way, each tick also lists a share of the jobs at rest, so that each of them is seen
  within ten minutes; the floor reads the same share. How many tasks MMS gives on a page is documented nowhere. The sweep
  asks for 1,000, so it is shown twice: where they are given, and where MMS gives 100 at most.
- The states are read in full in the first tick only; a warm one asks for them as long as nobody wrote to them, and so
  does the floor. Where a tick is made to tell again, both read them in full.

${growthTable(results)}

## Calls

${callTable(results)}

## What the ratios stand on

${baseTable(results)}

## Start

${startupTable(results.startup)}

## Aims

${targetTable(targetsOf(results))}
`;
