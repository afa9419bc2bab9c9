import type { Language } from './notification/language.ts';
import type { Notification } from './notification/notification.ts';
import type { Job } from './mms/job.ts';
import type { DataSource, Timer, TimerLog } from './mms/data-source.ts';
import type { LogId, SourceId, TaskId, TimerId } from './mms/id.ts';
import type { LogPosition } from './mms/log-position.ts';
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

/** What was read of the log of a task. */
export type LogRead = Readonly<{
  /**
   * The rows that are newer than the position, and those at or below it that became visible late;
   * all of them where the log began anew. Oldest first, each id once.
   */
  rows: readonly TaskLog[];
  /** Rows of this kind that are older and left out, where there are more than can be given. */
  omitted: number;
  /** The newest row of the log; `undefined` where it has none. */
  newest: LogId | undefined;
  /** No row shows that the log is the one that was read before: its ids began anew. */
  restarted: boolean;
  /** The last rows of the log, 16 at most, oldest first. */
  ids: readonly LogId[];
}>;

/** What came of a question that the function can do without. */
export type Answered<Value> =
  | Readonly<{ kind: 'answer'; value: Value }>
  /** The role may not ask it; this endpoint has no such API; anything else. */
  | Readonly<{ kind: 'not allowed' | 'unknown API' | 'unreadable'; problem: string }>;

/**
 * MMS as one invocation sees it. `until` is the moment at which an answer is of no use any more.
 */
export interface MmsReader {
  /** Never rejects: what could not be read stands in `problems`. */
  listTasks(target: Target, until: number, hints?: ListingHints): Promise<Listing>;
  /**
   * All jobs of a source, or those that one of its timers started. Never rejects. Whoever may not
   * list jobs can still list tasks.
   */
  listJobs(sourceId: SourceId, until: number, timerId?: TimerId): Promise<JobListing>;
  /**
   * What the log of a task holds that is news to whoever stands `from` there.
   * Rejects with `UnreadableError` when it cannot be had.
   */
  readTaskLog(
    sourceId: SourceId,
    taskId: TaskId,
    from: LogPosition | undefined,
    until: number,
  ): Promise<LogRead>;
  /** Never rejects. */
  getDataSource(sourceId: SourceId, until: number): Promise<Answered<DataSource>>;
  /** Never rejects. */
  listTimers(sourceId: SourceId, until: number): Promise<Answered<readonly Timer[]>>;
  /** The newest rows, ten at most, the newest first. Never rejects. */
  listTimerLogs(
    sourceId: SourceId,
    timerId: TimerId,
    until: number,
  ): Promise<Answered<readonly TimerLog[]>>;
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
