import type { Language } from './notification/language.ts';
import type { Notification } from './notification/notification.ts';
import type { Job } from './mms/job.ts';
import type { LogId, SourceId, TaskId } from './mms/id.ts';
import type { Target } from './mms/target.ts';
import type { Task, TaskLog } from './mms/task.ts';

/** Milliseconds since the epoch by the machine's clock. */
export type Clock = () => number;

/** What was read of one target. */
export type Listing = Readonly<{
  target: Target;
  tasks: readonly Task[];
  /** Every page was read and the pages fit together: a task that is not in it is not there. */
  complete: boolean;
  /**
   * One for each page or task that could not be read: what failed and what to do, no secret in it.
   */
  problems: readonly string[];
}>;

/** What may save calls or time; nothing is lost where it is wrong. */
export type ListingHints = Readonly<{
  /** How many tasks there are likely to be. */
  tasks?: number;
  /** The tasks should be as they were: pages may be larger than is usual. */
  forSafety?: boolean;
}>;

/** The jobs of a source; `problem` says why they are not all there. */
export type JobListing = Readonly<{
  jobs: readonly Job[];
  complete: boolean;
  problem: string | undefined;
}>;

/**
 * MMS as one invocation sees it. `until` is the moment at which an answer is of no use any more.
 */
export interface MmsReader {
  /** Never rejects: what could not be read stands in `problems`. */
  listTasks(target: Target, until: number, hints?: ListingHints): Promise<Listing>;
  /** Never rejects. Whoever may not list jobs can still list tasks. */
  listJobs(sourceId: SourceId, until: number): Promise<JobListing>;
  /**
   * The rows after `after` (all of them without it), oldest first, each id once.
   * Rejects with `UnreadableError` when they cannot be had.
   */
  readTaskLog(
    sourceId: SourceId,
    taskId: TaskId,
    after: LogId | undefined,
    until: number,
  ): Promise<readonly TaskLog[]>;
}

/** Where the channels' states are kept, one object each. Rejects with `StateError`. */
export interface StateStore {
  /** `undefined` when there is no such object: the first run of that channel. */
  load(name: string, until: number): Promise<string | undefined>;
  save(name: string, text: string, until: number): Promise<void>;
  /** The object as a person would look for it, for messages: `oss://bucket/prefix/slack.json`. */
  locate(name: string): string;
}

/** Of the channel and of its state, such as `slack`. */
export type ChannelName = string;

/** What became of one message. */
export type DeliveryResult =
  | Readonly<{ kind: 'accepted'; problem?: string }>
  /** The receiver asked for patience beyond this tick: nothing is sent to it before that moment. */
  | Readonly<{ kind: 'wait'; notBefore: number; problem: string }>
  /** Nothing arrived, or nobody knows whether it did; the next tick tries again. */
  | Readonly<{
      kind: 'failed';
      failure: 'retryable' | 'unknown';
      problem: string;
      cause?: unknown;
    }>
  /** The receiver refuses whatever comes until somebody changes the configuration. */
  | Readonly<{
      kind: 'failed';
      failure: 'permanent';
      problem: string;
      /** What is wrong in a few words, for people: `webhook revoked`. */
      label: Readonly<Record<Language, string>>;
      cause?: unknown;
    }>;

/** One message, ready to go, and the alerts that are told once it is accepted. */
export interface Outgoing {
  /** Keys as `alertKey` gives them. */
  readonly covers: readonly string[];
  /** What the reader would see, without markup: the preview of a dry run. */
  readonly plainText: string;
  /** Never rejects, and comes back before `until`. */
  deliver(until: number): Promise<DeliveryResult>;
}

export interface Channel {
  readonly name: ChannelName;
  /**
   * The messages of one tick, to be delivered in this order. Together they cover every alert given;
   * none without one.
   */
  compose(briefing: Notification, now: number): Promise<readonly Outgoing[]>;
}

/** Where somebody listens for whether this function is alive. */
export interface Heartbeat {
  /**
   * Never rejects, and comes back before `until`; why it was not heard, without its address, where
   * it was not.
   */
  beat(tick: 'good' | 'bad', until: number): Promise<string | undefined>;
}

/** One event a line; `fields` are redacted before they are written. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}
