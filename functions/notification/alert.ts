import * as z from 'zod/mini';
import { parseId, type JobId, type LogId, type SourceId, type TaskId } from '../mms/id.ts';
import type { Task } from '../mms/task.ts';

/**
 * What every alert has; its kind's room says the rest. Our times are milliseconds since the epoch.
 */
export type Alert = Readonly<{
  kind: string;
  at: number;
  /** `undefined` while it waits for a digest. */
  dueAt?: number | undefined;
}>;

/** Whom an alert is about. */
export type Subject = Readonly<{
  type: 'task' | 'job' | 'source' | 'feed' | 'target' | 'channel';
  /** As people and `MMS_WATCH` name it. */
  id: string;
  sourceId?: string | undefined;
  jobId?: string | undefined;
}>;

const isId = (text: string): boolean => parseId(text) !== undefined;
const id = <Name extends string>() =>
  z.custom<Name>((value) => typeof value === 'string' && isId(value), 'no id');

/** Pieces that schemas of several kinds share. Built when an alert is first decoded. */
export const alertParts = () => {
  const text = z.string();
  const task = z.object({
    id: id<TaskId>(),
    sourceId: id<SourceId>(),
    sourceName: text,
    jobId: z.optional(id<JobId>()),
    jobName: text,
    sourceTable: text,
    destinationTable: text,
    status: text,
  });
  const cause = z.object({
    fingerprint: text,
    reason: text,
    category: z.optional(text),
    detail: z.optional(text),
  });
  const job = { id: id<JobId>(), sourceId: id<SourceId>(), name: text, sourceName: text };
  const count = z.number();
  return {
    always: { at: z.number(), dueAt: z.optional(z.number()) },
    id,
    logId: id<LogId>(),
    text,
    count,
    moment: z.number(),
    task,
    cause,
    job: z.object(job),
    progress: z.object({
      ...job,
      done: count,
      failed: count,
      running: count,
      waiting: count,
      stopped: count,
      total: count,
      perHour: z.optional(z.number()),
      leftMs: z.optional(z.number()),
    }),
    causes: z.readonly(
      z.array(z.object({ cause: z.optional(cause), count, tasks: z.readonly(z.array(task)) })),
    ),
    excerpt: z.object({ head: text, tail: text, omitted: count, omittedLines: count }),
  };
};

export type AlertParts = ReturnType<typeof alertParts>;

export const alertSchema =
  <const Kind extends string, Own extends z.core.$ZodShape>(
    kind: Kind,
    own: (parts: AlertParts) => Own,
  ) =>
  () => {
    const parts = alertParts();
    return z.object({ ...parts.always, kind: z.literal(kind), ...own(parts) });
  };

export type AlertOf<Schema extends () => z.core.$ZodType> = Readonly<z.infer<ReturnType<Schema>>>;

export type TaskRef = Readonly<z.infer<AlertParts['task']>>;

export const taskSubject = ({ id, sourceId, jobId }: TaskRef): Subject => ({
  type: 'task',
  id,
  sourceId,
  jobId,
});

/** The task as it was when the alert was raised. */
export function taskRef(task: Task): TaskRef {
  const { id, sourceId, sourceName, jobId, jobName, sourceTable, destinationTable, status } = task;
  return { id, sourceId, sourceName, jobId, jobName, sourceTable, destinationTable, status };
}

export type JobRef = Readonly<z.infer<AlertParts['job']>>;

export const jobSubject = ({ id, sourceId }: Pick<JobRef, 'id' | 'sourceId'>): Subject => ({
  type: 'job',
  id,
  sourceId,
  jobId: id,
});

/**
 * Each task is counted once. `total` is MMS's own count where it gave one; `perHour` and `leftMs`
 * are absent where the job ran for too short a time to say.
 */
export type JobProgress = Readonly<z.infer<AlertParts['progress']>>;

/** Failed tasks with one cause: `count` of all, and those of them that are listed. */
export type CauseGroup = Readonly<{
  cause?: z.infer<AlertParts['cause']> | undefined;
  count: number;
  tasks: readonly TaskRef[];
}>;

/** A job in a set of jobs. */
export const jobOf = ({
  sourceId = '',
  jobId = '',
}: Readonly<{ sourceId?: string | undefined; jobId?: string | undefined }>): string =>
  `${sourceId}/${jobId}`;

/** In the order in which the keys came first. */
export function groupedBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly Some<Item>[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

export type Some<Item> = readonly [Item, ...Item[]];

export const isSome = <Item>(items: readonly Item[]): items is Some<Item> => items.length > 0;
