import type { DataSource, Timer, TimerLog } from './mms/data-source.ts';
import type { SourceId, TaskId, TimerId } from './mms/id.ts';
import type { Job } from './mms/job.ts';
import type { Target } from './mms/target.ts';
import type { Task } from './mms/task.ts';
import type { LogPosition } from './mms/log-position.ts';
import type { LogRead } from './mms/task-log.ts';
import type { Notification } from './notification/kind.ts';
import type { Trouble } from './trouble.ts';

/** Milliseconds since the epoch by the machine's clock. */
export type Clock = () => number;

/** Waits that many milliseconds. */
export type Sleep = (milliseconds: number) => Promise<void>;

/** Something that could not be read: for the log, and for a message. No secret is in it. */
export type ReadProblem = Readonly<{ message: string; trouble: Trouble }>;

/** What was read of one target. */
export type Listing = Readonly<{
  target: Target;
  tasks: readonly Task[];
  /** Every page was read and the pages fit together: a task that is not in it is not there. */
  complete: boolean;
  /** One for each page or task that could not be read. */
  problems: readonly ReadProblem[];
}>;

/** The jobs of a source; `problem` says why they are not all there. */
export type JobListing = Readonly<{
  jobs: readonly Job[];
  complete: boolean;
  problem: string | undefined;
  /** The role may not list jobs. The function works without, so it is no trouble. */
  notAllowed: boolean;
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
  listTasks(target: Target, until: number): Promise<Listing>;
  /**
   * All jobs of a source, or those that one of its timers started. Never rejects. Whoever may not
   * list jobs can still list tasks.
   */
  listJobs(sourceId: SourceId, until: number, timerId?: TimerId): Promise<JobListing>;
  /**
   * The log from a position on; all of it without one. Rejects with `UnreadableError` when it
   * cannot be had.
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

/**
 * Where the channels' states are kept, one object each, as bytes: those lie outside Node's heap,
 * which a large state would fill with its text alone. Rejects with `StateError`.
 */
export interface StateStore {
  /** `undefined` when there is no such object: the first run of that channel. */
  load(name: string, until: number): Promise<Buffer | undefined>;
  save(name: string, bytes: Buffer, until: number): Promise<void>;
  /** The object as a person would look for it, for messages: `oss://bucket/prefix/slack.json`. */
  locate(name: string): string;
}

/** What became of one message. */
export type DeliveryResult =
  | Readonly<{ kind: 'accepted'; problem?: string }>
  /** The receiver asked to wait beyond this tick: nothing is sent to it before that moment. */
  | Readonly<{ kind: 'wait'; notBefore: number; problem: string }>
  | Readonly<{
      kind: 'failed';
      problem: string;
      cause?: unknown;
      /** It answered that it takes no such message; `for good`: no message until it is mended. */
      refused?: 'once' | 'for good';
      /** The same for a message to the other channels. */
      trouble?: Trouble;
    }>;

/** One message, ready to go, and the alerts that are told once it is accepted. */
export interface Outgoing {
  /** Keys of the alerts that are drawn in it. */
  readonly keys: readonly string[];
  /** What the reader would see, without markup: the preview of a dry run. */
  readonly plainText: string;
  /** Never rejects, and comes back before `until`. */
  deliver(until: number): Promise<DeliveryResult>;
}

export interface Channel {
  /** The name of its state. */
  readonly name: string;
  /** The messages of one tick, to be delivered in this order. */
  compose(notification: Notification): Promise<readonly Outgoing[]>;
}

/** Where somebody listens for whether this function is alive. */
export interface Heartbeat {
  /** Never rejects, and comes back before `until`: with the reason, if it was not accepted. */
  beat(tick: 'good' | 'bad', until: number): Promise<string | undefined>;
}

/** One event a line; `fields` are redacted before they are written. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}
