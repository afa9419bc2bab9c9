import * as z from 'zod/mini';
import {
  parseId,
  type JobId,
  type SourceId,
  type TaskId,
  type TimerId,
  type TimerLogId,
} from '../mms/id.ts';
import type { Alert } from '../notification/alert.ts';
import type { TaskState } from './task-state.ts';

/** Stored as an object, its names in a fixed order: the same state is the same text. */
const mapOf = <Name extends string, Value extends z.ZodMiniType>(
  names: (text: string) => Name | undefined,
  value: Value,
) =>
  z.codec(z.record(z.string(), value), z.custom<ReadonlyMap<Name, z.core.output<Value>>>(), {
    decode: (record, { issues }) =>
      new Map(
        Object.entries(record).flatMap(([text, item]) => {
          const name = names(text);
          if (name !== undefined) return [[name, item] as const];
          issues.push({ code: 'custom', message: 'no id', input: text });
          return [];
        }),
      ),
    encode: (map) => Object.fromEntries(inOrder(map)),
  });

/** Ids by their number, since `JSON.parse` gives small numbers among the names first. */
export function inOrder<Name extends string, Value>(
  entries: ReadonlyMap<Name, Value>,
): readonly (readonly [Name, Value])[] {
  return [...entries].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
}

/** Stored as an ISO time, for people. */
const moment = () =>
  z.codec(z.string(), z.number(), {
    decode: (text, { issues }) => {
      const at = Date.parse(text);
      if (Number.isNaN(at)) issues.push({ code: 'custom', message: 'no ISO time', input: text });
      return at;
    },
    encode: (at) => new Date(at).toISOString(),
  });

const anyName = (text: string): string => text;

/**
 * What one channel remembers beside its tasks and its outbox, as it is stored. Times are ours, in
 * milliseconds. Takes a while to build.
 */
export const storedHead = () => {
  const at = moment();
  const text = z.string();
  const count = z.number();
  const optionalMoment = z.optional(at);
  const texts = z.readonly(z.array(text));
  const timerLogId = z.custom<TimerLogId>((id) => parseId(id) !== undefined, 'no id');
  const localised = z.object({ en: text, zh: text });
  const trouble = z.object({ said: text, short: localised, fix: localised });
  const job = z.object({
    /** When it was first seen to move. */
    movedAt: optionalMoment,
    /** The minutes of the last hour in which something ended: since 1970, completions, failures. */
    minutes: z.readonly(z.array(z.readonly(z.tuple([count, count, count])))),
    /** `onRetry`: completions that came after a failure. */
    done: count,
    onRetry: count,
    /** The first failure after the last completion, and how many since. */
    failingSince: optionalMoment,
    failedSince: count,
    /** Since when nothing of it runs or moves, and whether a stall was told. */
    quiet: z.optional(z.object({ since: at, notified: z.boolean() })),
    /** Quiet times of the last hour, from and to. */
    pauses: z.readonly(z.array(z.readonly(z.tuple([count, count])))),
    /** Nothing was left to run in the last snapshot; whether the report was told. */
    ended: z.optional(z.object({ reported: z.boolean() })),
    stopped: z.boolean(),
    /** The job needs a person, as was told; since when it does so no longer. */
    escalation: z.optional(z.object({ calmSince: optionalMoment })),
  });
  const idleJob = z.object({
    revision: text,
    /** In how many running it was quiet; two suffice. */
    snapshots: z.union([z.literal(1), z.literal(2)]),
  });
  const cause = z.object({
    fingerprint: text,
    reason: text,
    category: z.optional(text),
    detail: z.optional(text),
    firstAt: at,
    lastAt: at,
    count,
    notifiedAt: optionalMoment,
  });
  const source = z.object({
    /** In so many running it could not be read, or listed nothing. */
    ticks: count,
    since: at,
    trouble,
    /** As `MMS_WATCH` names it, where only that part of the source cannot be read. */
    target: z.optional(text),
    isEmpty: z.boolean(),
    /** How often it was told, and when first. */
    notified: count,
    notifiedAt: optionalMoment,
  });
  const timer = z.object({
    /** Its newest row, or `0`; `undefined` while nobody has read what it wrote before. */
    newest: z.optional(timerLogId),
    /** When that was first seen; `undefined` while it is stopped or gone. */
    seenAt: optionalMoment,
  });
  const feed = z.object({
    agentWasOnline: z.boolean(),
    offline: z.optional(z.object({ looks: count, since: at })),
    /** The last good status, and the keys of others that were seen since. */
    goodStatus: text,
    badStatuses: texts,
    /** Hashes of the error texts that were seen since there was none. */
    errors: texts,
    /** `undefined` until they could be listed. */
    timers: z.optional(mapOf(parseId<TimerId>, timer)),
    /** Since when what was told is so, by what it is about. */
    episodes: mapOf(anyName, at),
  });
  return z.object({
    owner: z.optional(z.object({ functionName: text, region: text })),
    /** As `MMS_WATCH` names them: those whose history is dealt with. */
    targets: z.codec(z.array(text), z.custom<ReadonlySet<string>>(), {
      decode: (names) => new Set(names),
      encode: (names) => [...names].sort(),
    }),
    jobs: mapOf(parseId<SourceId>, mapOf(parseId<JobId>, job)),
    /** Ended jobs of which nothing is under way or pending. */
    idleJobs: mapOf(parseId<SourceId>, mapOf(parseId<JobId>, idleJob)),
    causes: mapOf(anyName, cause),
    sourceNames: mapOf(parseId<SourceId>, text),
    /** Those that cannot be read, or list nothing. */
    sources: mapOf(parseId<SourceId>, source),
    feeds: mapOf(parseId<SourceId>, feed),
    /** By `statusKey`: how many tasks entered each. */
    unknownStatuses: mapOf(anyName, count),
    /** Accepted so far: no two mails have the same number. */
    messages: count,
    lastMessageAt: optionalMoment,
    /** Digests since the last quiet interval: each doubles the next interval. */
    digests: count,
    /** When all that still fails was listed last, and how often without anything new on it. */
    reminders: z.optional(z.object({ lastAt: at, repeats: count })),
    /** Failed tasks were left unread for want of time: the message goes on in the next ticks. */
    backlog: z.boolean(),
    failure: z.optional(
      z.object({
        since: at,
        /** Until somebody changes its configuration. */
        permanent: z.boolean(),
        /** Ticks running in which it answered and took nothing, up to three. */
        refusals: count,
        trouble,
      }),
    ),
    /** Other channels' failures that this one was told of. */
    reportedFailures: mapOf(anyName, z.object({ since: at, trouble })),
    notBefore: optionalMoment,
    /** Ticks running in which something went wrong, up to three. */
    troubledTicks: count,
  });
};

export type ChannelState = Readonly<
  z.output<ReturnType<typeof storedHead>> & {
    tasks: ReadonlyMap<SourceId, ReadonlyMap<TaskId, TaskState>>;
    /** The outbox: alerts not accepted yet, oldest first, one of each key. */
    pending: readonly Alert[];
  }
>;

type ValueIn<Values> = Values extends ReadonlyMap<string, infer Value> ? Readonly<Value> : never;

export type Owner = NonNullable<ChannelState['owner']>;
export type JobState = ValueIn<ValueIn<ChannelState['jobs']>>;
export type IdleJob = ValueIn<ValueIn<ChannelState['idleJobs']>>;
export type SourceHealth = ValueIn<ChannelState['sources']>;
export type FeedState = ValueIn<ChannelState['feeds']>;
export type TimerState = ValueIn<NonNullable<FeedState['timers']>>;
export type ChannelFailure = Readonly<NonNullable<ChannelState['failure']>>;
export type ReportedFailure = ValueIn<ChannelState['reportedFailures']>;

export const emptyState: ChannelState = {
  targets: new Set(),
  tasks: new Map(),
  jobs: new Map(),
  idleJobs: new Map(),
  causes: new Map(),
  sourceNames: new Map(),
  sources: new Map(),
  feeds: new Map(),
  unknownStatuses: new Map(),
  pending: [],
  messages: 0,
  digests: 0,
  backlog: false,
  reportedFailures: new Map(),
  troubledTicks: 0,
};
