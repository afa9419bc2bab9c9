import * as z from 'zod/mini';

/** The channels whose states the world keeps. */
export const channels = ['slack', 'email'] as const;

const order = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    layout: z.enum(['one job', '100 jobs', 'waiting']),
    size: z.number(),
    pageSizeCap: z.optional(z.number()),
  }),
  z.object({ kind: z.literal('latency'), ms: z.number() }),
  z.object({ kind: z.literal('change'), what: z.enum(['nothing', '1 %', 'storm']) }),
  /** Remembers the states of the channels as they are now. */
  z.object({ kind: z.literal('keep') }),
  /**
   * Puts those states back and forgets what was called since, so that the next tick is like the
   * last one.
   */
  z.object({ kind: z.literal('rewind') }),
  z.object({ kind: z.literal('report') }),
]);
export type Order = z.infer<typeof order>;
export const parseOrder = (message: unknown): Order => z.parse(order, message);

const ids = z.array(z.string());

/** What answers each order. */
export const answers = {
  open: z.object({
    environment: z.record(z.string(), z.string()),
    mmsPort: z.number(),
    ossPort: z.number(),
    slackUrl: z.string(),
    credentials: z.object({
      accessKeyId: z.string(),
      accessKeySecret: z.string(),
      securityToken: z.string(),
    }),
    region: z.string(),
    tasks: ids,
    jobs: z.array(z.object({ id: z.string(), tasks: z.number() })),
  }),
  latency: z.object({}),
  change: z.object({ changed: ids, running: ids }),
  keep: z.object({}),
  rewind: z.object({ context: z.looseObject({ requestId: z.string() }) }),
  report: z.object({
    calls: z.record(z.string(), z.number()),
    /** How often the tasks of a job or of the source were begun to be listed. */
    taskListings: z.number(),
    peakInFlight: z.number(),
    stateBytes: z.record(z.string(), z.number()),
    /** What OSS calls the states as they are now. */
    stateTags: z.record(z.string(), z.string()),
  }),
};
export type Ready = z.infer<typeof answers.open>;
export type Happened = z.infer<typeof answers.change>;
export type Report = z.infer<typeof answers.report>;
