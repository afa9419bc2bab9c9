import * as z from 'zod/mini';
import type { Alert } from '../kinds/alert.ts';
import { parseId } from '../mms/id.ts';
import { isRecord } from '../runtime/json.ts';

let shapes: ReturnType<typeof shapesOfAlerts> | undefined;

/** Takes a millisecond to build, and most ticks owe nothing. */
function shapesOfAlerts() {
  const id = z.string().check(z.refine((text) => parseId(text) !== undefined));

  const excerpt = z.object({
    head: z.string(),
    tail: z.string(),
    omitted: z.number(),
    omittedLines: z.number(),
  });

  const task = z.object({
    id,
    sourceId: id,
    sourceName: z.string(),
    jobId: z.optional(id),
    jobName: z.string(),
    sourceTable: z.string(),
    destinationTable: z.string(),
    status: z.string(),
  });

  const cause = z.object({
    fingerprint: z.string(),
    reason: z.string(),
    category: z.optional(z.string()),
  });
  const job = { id, sourceId: id, name: z.string(), sourceName: z.string() };
  const standing = z.object({
    ...job,
    done: z.number(),
    failed: z.number(),
    running: z.number(),
    waiting: z.number(),
    stopped: z.number(),
    total: z.number(),
    perHour: z.optional(z.number()),
    leftMs: z.optional(z.number()),
  });

  const row = z.object({
    logId: id,
    status: z.string(),
    time: z.string(),
    action: excerpt,
    message: excerpt,
  });
  const always = { at: z.number(), due: z.boolean() };

  const alert = z.discriminatedUnion('kind', [
    z.object({
      ...always,
      kind: z.literal('failed'),
      task,
      status: z.string(),
      attempts: z.number(),
      ordinal: z.number(),
      rows: z.array(row),
      logUnread: z.optional(z.string()),
      recoveredSince: z.boolean(),
      cause,
      sameCause: z.optional(z.boolean()),
      countedRows: z.optional(z.object({ source: z.string(), destination: z.string() })),
      watchedById: z.boolean(),
    }),
    z.object({
      ...always,
      kind: z.literal('recovered'),
      task,
      failures: z.number(),
      failedAt: z.number(),
    }),
    z.object({ ...always, kind: z.literal('done'), task, watchedById: z.boolean() }),
    z.object({
      ...always,
      kind: z.literal('unknown'),
      task,
      status: z.string(),
      others: z.number(),
    }),
    z.object({
      ...always,
      kind: z.literal('baseline'),
      target: z.string(),
      name: z.string(),
      total: z.number(),
      statuses: z.record(z.string(), z.number()),
      running: z.number(),
      stopped: z.number(),
      failed: z.array(task),
    }),
    z.object({
      ...always,
      kind: z.literal('job-finished'),
      job: standing,
      tookMs: z.optional(z.number()),
      slowest: z.array(z.object({ task, tookMs: z.number() })),
      failed: z.array(z.extend(task, { cause: z.optional(cause) })),
      unlisted: z.number(),
    }),
    z.object({
      ...always,
      kind: z.literal('escalation'),
      job: z.object(job),
      why: z.enum(['share failed', 'no success', 'burst']),
      failed: z.number(),
      ended: z.number(),
      since: z.number(),
    }),
    z.object({
      ...always,
      kind: z.literal('reminder'),
      task,
      cause: z.optional(cause),
      failedAt: z.number(),
    }),
  ]);

  const stalled = z.discriminatedUnion('what', [
    z.object({
      ...always,
      kind: z.literal('stalled'),
      what: z.literal('task'),
      task,
      since: z.number(),
      usualMs: z.optional(z.number()),
    }),
    z.object({
      ...always,
      kind: z.literal('stalled'),
      what: z.literal('job'),
      job: z.object(job),
      waiting: z.number(),
      since: z.number(),
    }),
  ]);

  const blind = z.discriminatedUnion('what', [
    z.object({
      ...always,
      kind: z.literal('blind'),
      what: z.literal('source'),
      sourceId: id,
      sourceName: z.optional(z.string()),
      reason: z.string(),
      since: z.number(),
      until: z.optional(z.number()),
    }),
    z.object({
      ...always,
      kind: z.literal('blind'),
      what: z.literal('channel'),
      channel: z.string(),
      reason: z.string(),
      since: z.number(),
    }),
  ]);

  return { alert, stalled, blind };
}

/** Written before failures carried a cause. */
const withoutCause = { cause: { fingerprint: 'unstated', reason: '' }, watchedById: false };

/** @throws Error naming the fields that are not as they were written */
export function decodeAlert(value: unknown): Alert {
  const whole =
    isRecord(value) && value.kind === 'failed' && value.cause === undefined
      ? { ...value, ...withoutCause }
      : value;
  shapes ??= shapesOfAlerts();
  const { alert, stalled, blind } = shapes;
  const kind = isRecord(whole) ? whole.kind : undefined;
  const read = z.safeParse(kind === 'stalled' ? stalled : kind === 'blind' ? blind : alert, whole);
  if (!read.success) {
    throw new Error(
      `an alert in "owed" lacks or misspells ${read.error.issues.map((issue) => issue.path.join('.') || 'its kind').join(', ')}`,
    );
  }
  // As it was written, its fields in their order: the same state must stay the same text.
  return whole as Alert;
}
