import * as z from 'zod/mini';
import type { Alert } from '../core/alert.ts';
import { parseId } from '../core/id.ts';

let alertShape: ReturnType<typeof shapeOfAlert> | undefined;

/** Takes a millisecond to build, and most ticks owe nothing. */
function shapeOfAlert() {
  const id = z.string().check(z.refine((text) => parseId(text) !== undefined));

  const excerpt = z.object({ head: z.string(), tail: z.string(), omitted: z.number(), omittedLines: z.number() });

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

  const row = z.object({ logId: id, status: z.string(), time: z.string(), action: excerpt, message: excerpt });
  const always = { at: z.number(), due: z.boolean() };

  return z.discriminatedUnion('kind', [
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
    }),
    z.object({ ...always, kind: z.literal('recovered'), task, failures: z.number(), failedAt: z.number() }),
    z.object({ ...always, kind: z.literal('done'), task, watchedById: z.boolean() }),
    z.object({ ...always, kind: z.literal('unknown'), task, status: z.string(), others: z.number() }),
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
  ]);
}

/** @throws Error naming the fields that are not as they were written */
export function decodeAlert(value: unknown): Alert {
  alertShape ??= shapeOfAlert();
  const read = z.safeParse(alertShape, value);
  if (!read.success) {
    throw new Error(`an alert in "owed" lacks or misspells ${read.error.issues.map((issue) => issue.path.join('.') || 'its kind').join(', ')}`);
  }
  // As it was written, its fields in their order: the same state must stay the same text.
  return value as Alert;
}
