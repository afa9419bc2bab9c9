import * as z from 'zod/mini';
import type { Alert } from '../core/alert.ts';
import type { JobId, LogId, SourceId, TaskId } from '../core/id.ts';
import { parseId } from '../core/id.ts';

const id = <Name extends SourceId | JobId | TaskId | LogId>() =>
  z.pipe(z.string().check(z.refine((text) => parseId(text) !== undefined)), z.transform((text) => text as Name));

const excerpt = z.object({ head: z.string(), tail: z.string(), omitted: z.number(), omittedLines: z.number() });

const task = z.object({
  id: id<TaskId>(),
  sourceId: id<SourceId>(),
  sourceName: z.string(),
  jobId: z.pipe(z.optional(id<JobId>()), z.transform((job): JobId | undefined => job)),
  jobName: z.string(),
  sourceTable: z.string(),
  destinationTable: z.string(),
  status: z.string(),
});

const row = z.object({ logId: id<LogId>(), status: z.string(), time: z.string(), action: excerpt, message: excerpt });
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

/** @throws Error naming the fields that are not as they were written */
export function decodeAlert(value: unknown): Alert {
  const read = z.safeParse(alert, value);
  if (!read.success) {
    throw new Error(`an alert in "owed" lacks or misspells ${read.error.issues.map((issue) => issue.path.join('.') || 'its kind').join(', ')}`);
  }
  return read.data as Alert;
}
