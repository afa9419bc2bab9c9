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

/** A map is stored as an object, its names in a fixed order: the same state is the same text. */
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

/** A moment is stored as an ISO time, for people. */
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
 * What one channel remembers beside its tasks and pending alerts, as it is stored. Times are ours,
 * in milliseconds. Takes a while to build.
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
    /** When it was first seen to move; `undefined` while it only waits. */
    movedAt: optionalMoment,
    /** The minutes of the last hour in which something ended: since 1970, completions, failures. */
    minutes: z.readonly(z.array(z.readonly(z.tuple([count, count, count])))),
    /** Completions since the channel watches it, and those of them that came after a failure. */
    done: count,
    onRetry: count,
    /** The first failure after the last completion, and how many there were since. */
    failingSince: optionalMoment,
    failedSince: count,
    /** Since when nothing of it runs or moves, and whether a stall was told. */
    quiet: z.optional(z.object({ since: at, notified: z.boolean() })),
    /** Quiet times of the last hour that are over, from and to. */
    pauses: z.readonly(z.array(z.readonly(z.tuple([count, count])))),
    /** Nothing was left to run in the last snapshot, and whether the report was told. */
    ended: z.optional(z.object({ reported: z.boolean() })),
    stopped: z.boolean(),
    /** It was told that the job needs a person; since when that is so no longer. */
    escalation: z.optional(z.object({ calmSince: optionalMoment })),
  });
  const idleJob = z.object({
    revision: text,
    /** In how many snapshots running it was quiet. Two suffice. */
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
    /** In so many ticks running it could not be read, or listed nothing. */
    ticks: count,
    since: at,
    trouble,
    /** As `MMS_WATCH` names it, where only that job or task of the source cannot be read. */
    target: z.optional(text),
    /** It lists nothing where it had tasks. */
    isEmpty: z.boolean(),
    /** How often it was told, and when first. */
    notified: count,
    notifiedAt: optionalMoment,
  });
  const timer = z.object({
    /** Its newest row, or `0`; `undefined` while nobody has read what it wrote before. */
    newest: z.optional(timerLogId),
    /** When that was first seen; `undefined` while it is stopped or gone, and writes no other. */
    seenAt: optionalMoment,
  });
  const feed = z.object({
    agentWasOnline: z.boolean(),
    /** Looks running in which the agent that was online is offline, and since when. */
    offline: z.optional(z.object({ looks: count, since: at })),
    /** The last good status, and by `statusKey` the others that were seen since. */
    goodStatus: text,
    badStatuses: texts,
    /** Hashes of the error texts that were seen since there was none. */
    errors: texts,
    /** Those that were ever listed; `undefined` until they could be. */
    timers: z.optional(mapOf(parseId<TimerId>, timer)),
    /** What was told and is not over, by what it is about, and since when it is so. */
    episodes: mapOf(anyName, at),
  });
  return z.object({
    /** Whose state it is: a function that finds another's must not touch it. */
    owner: z.optional(z.object({ functionName: text, region: text })),
    /** Targets, as `MMS_WATCH` names them, whose history is dealt with. */
    targets: z.codec(z.array(text), z.custom<ReadonlySet<string>>(), {
      decode: (names) => new Set(names),
      encode: (names) => [...names].sort(),
    }),
    /** Jobs that moved. */
    jobs: mapOf(parseId<SourceId>, mapOf(parseId<JobId>, job)),
    /** Ended jobs of which nothing is under way or pending. */
    idleJobs: mapOf(parseId<SourceId>, mapOf(parseId<JobId>, idleJob)),
    /** By `causeKey`. */
    causes: mapOf(anyName, cause),
    /** What MMS calls the watched sources, for when they cannot be read. */
    sourceNames: mapOf(parseId<SourceId>, text),
    /** The sources that cannot be read, or list nothing. */
    sources: mapOf(parseId<SourceId>, source),
    feeds: mapOf(parseId<SourceId>, feed),
    /** Undocumented statuses that were told, by `statusKey`, and how many tasks entered each. */
    unknownStatuses: mapOf(anyName, count),
    /** Messages that were accepted so far: no two mails have the same number. */
    messages: count,
    lastMessageAt: optionalMoment,
    /** Digests since the last quiet interval: each doubles the next interval. */
    digests: count,
    /** When all that still fails was listed last, and how often without anything new on it. */
    reminders: z.optional(z.object({ lastAt: at, repeats: count })),
    /** Failed tasks were left unread for want of time: that message goes on in the next ticks. */
    backlog: z.boolean(),
    failure: z.optional(
      z.object({
        since: at,
        /** Until somebody changes its configuration. */
        permanent: z.boolean(),
        /** In so many ticks running it answered and took nothing; counted up to three. */
        refusals: count,
        trouble,
      }),
    ),
    /** Other channels' failures that this one was told of. */
    reportedFailures: mapOf(anyName, z.object({ since: at, trouble })),
    /** The receiver asked not to be called before. */
    notBefore: optionalMoment,
    /** Ticks running in which something went wrong; counted up to three. */
    troubledTicks: count,
  });
};

/** All that one channel remembers: one object in the store. */
export type ChannelState = Readonly<
  z.output<ReturnType<typeof storedHead>> & {
    tasks: ReadonlyMap<SourceId, ReadonlyMap<TaskId, TaskState>>;
    /** The outbox: what the channel still has to be told, oldest first, one of each key. */
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
export type ReminderSchedule = NonNullable<ChannelState['reminders']>;
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
