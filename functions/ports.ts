import type { DataSource, Timer, TimerLog } from './mms/data-source.ts';
import type { SourceId, TaskId, TimerId } from './mms/id.ts';
import type { Job } from './mms/job.ts';
import type { Target } from './mms/target.ts';
import type { Task } from './mms/task.ts';
import type { LogPosition } from './mms/log-position.ts';
import type { LogRead } from './mms/task-log.ts';
import type { Notification } from './notification/kind.ts';
import type { Trouble } from './trouble.ts';

/** Milliseconds since the epoch. `until` is such a moment, after which an answer is of no use. */
export type Clock = () => number;

export type Sleep = (milliseconds: number) => Promise<void>;

/** For the log, and for a message. No secret is in it. */
export type ReadProblem = Readonly<{ message: string; trouble: Trouble }>;

export type Listing = Readonly<{
  target: Target;
  tasks: readonly Task[];
  /** Every page was read and they fit together: a task that is not in it is not there. */
  complete: boolean;
  problems: readonly ReadProblem[];
}>;

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
  | Readonly<{ kind: 'not allowed' | 'unknown API' | 'unreadable'; problem: string }>;

/** Only `readTaskLog` rejects, with `UnreadableError`. */
export interface MmsReader {
  listTasks(target: Target, until: number): Promise<Listing>;
  /** All jobs of a source, or those that one of its timers started. */
  listJobs(sourceId: SourceId, until: number, timerId?: TimerId): Promise<JobListing>;
  /** The log from a position on; all of it without one. */
  readTaskLog(
    sourceId: SourceId,
    taskId: TaskId,
    from: LogPosition | undefined,
    until: number,
  ): Promise<LogRead>;
  getDataSource(sourceId: SourceId, until: number): Promise<Answered<DataSource>>;
  listTimers(sourceId: SourceId, until: number): Promise<Answered<readonly Timer[]>>;
  /** The newest ten rows, newest first. */
  listTimerLogs(
    sourceId: SourceId,
    timerId: TimerId,
    until: number,
  ): Promise<Answered<readonly TimerLog[]>>;
}

/** Keeps states as bytes, which lie outside Node's heap. Rejects with `StateError`. */
export interface StateStore {
  /** `undefined` when there is no such object: the first run of that channel. */
  load(name: string, until: number): Promise<Buffer | undefined>;
  save(name: string, bytes: Buffer, until: number): Promise<void>;
  /** For messages: `oss://bucket/prefix/slack.json`. */
  locate(name: string): string;
}

export type DeliveryResult =
  | Readonly<{ kind: 'accepted'; problem?: string }>
  /** The receiver asked to be left alone until then, beyond this tick. */
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

export interface Outgoing {
  /** Of the alerts that are drawn in it: once it is accepted, they are told. */
  readonly keys: readonly string[];
  /** Without markup: the preview of a dry run. */
  readonly plainText: string;
  /** Never rejects, and comes back before `until`. */
  deliver(until: number): Promise<DeliveryResult>;
}

export interface Channel {
  /** The name of its state. */
  readonly name: string;
  /** The messages of one tick, in this order. */
  compose(notification: Notification): Promise<readonly Outgoing[]>;
}

/** Where somebody listens for whether this function is alive. */
export interface Heartbeat {
  /** Never rejects, and comes back before `until`: with the reason, if it was not accepted. */
  beat(tick: 'good' | 'bad', until: number): Promise<string | undefined>;
}

type LogLine = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

/** One event a line; `fields` are redacted before they are written. */
export type Log = Readonly<Record<'info' | 'warn' | 'error', LogLine>>;
