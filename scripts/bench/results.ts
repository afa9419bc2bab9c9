import * as z from 'zod/mini';

/** What was measured, as it is kept in docs/bench.json: milliseconds and bytes. */
const spread = z.object({ median: z.number(), least: z.number(), most: z.number() });

const tick = z.object({
  wallMs: z.number(),
  cpuMs: z.number(),
  bytes: z.number(),
  peakBytes: z.number(),
});

const measured = z.object({
  scenario: z.enum(['quiet', 'at rest', 'at rest, cut', '1 %', 'storm']),
  tasks: z.number(),
  running: z.number(),
  /** Tasks that something happened to. */
  changed: z.number(),
  /** The first tick of a process. */
  cold: tick,
  /** The ticks after it, each figure the median of its own. */
  warm: tick,
  warmWall: spread,
  calls: z.record(z.string(), z.number()),
  /** Jobs at rest that were listed all the same, and the pages that it took. */
  sweep: z.object({ jobs: z.number(), pages: z.number() }),
  peakInFlight: z.number(),
  stateBytes: z.number(),
  /** Of the same requests: in the turns in which they can be known, and all at once. */
  floor: z.object({ requests: z.number(), inTurn: spread, atOnce: spread }),
  /** Only beside the quiet tick: the poller that this replaces. */
  poller: z.optional(z.object({ wallMs: z.number(), isComputed: z.boolean() })),
});

/** `ms` is what `require` takes beyond that of an empty file. */
const library = z.object({
  name: z.string(),
  kilobytes: z.number(),
  ms: z.number(),
  loadedBy: z.string(),
});

const startup = z.object({
  bundleKilobytes: z.number(),
  /** Whole processes: with an empty file, with `node:https` and `node:crypto`, with the bundle. */
  emptyMs: z.number(),
  nodeMs: z.number(),
  bundleMs: z.number(),
  /** `require` of the bundle within a process. */
  loadMs: z.number(),
  libraries: z.array(library),
});

const results = z.object({
  node: z.string(),
  latencyMs: z.number(),
  memoryMb: z.number(),
  rounds: z.number(),
  measured: z.array(measured),
  startup,
});

export type Spread = z.infer<typeof spread>;
export type TickFigures = z.infer<typeof tick>;
export type Measured = z.infer<typeof measured>;
export type Scenario = Measured['scenario'];
export type Startup = z.infer<typeof startup>;
export type Results = z.infer<typeof results>;

/** @throws Error naming the fields that are not as the bench writes them */
export function parseResults(text: string): Results {
  const read = results.safeParse(JSON.parse(text));
  if (!read.success)
    throw new Error(
      `these are no results of npm run bench: ${read.error.issues.map(({ path }) => path.join('.')).join(', ')}`,
    );
  return read.data;
}
