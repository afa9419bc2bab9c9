import type { Alert } from '../kinds/alert.ts';
import type { CauseMemory } from '../causes/cause.ts';
import type { JobId, LogId, SourceId, TaskId } from '../mms/id.ts';
import type { JobStory } from './job-story.ts';
import type { Loss, Sight } from './sight.ts';

/** What a channel remembers of a failure until the task is done. */
export type Failure = Readonly<{
  /** The attempt at hand has failed: further rows of it are no news. */
  open: boolean;
  /** This channel was told (or is owed the telling); a failure counted in a baseline was not. */
  told: boolean;
  /** Failed attempts since the task was last done, those of a baseline not counted. */
  count: number;
  /** When the first of them was seen, by our clock, in milliseconds. */
  at: number;
  /** When the last of them was seen. */
  lastAt: number;
  /** The key of its cause, where the log was read. */
  cause: string | undefined;
  /** When somebody was last reminded that it stands. */
  remindedAt: number | undefined;
  /**
   * Whether the listing has shown the failed status, and whether it has left it since: then a retry
   * is under way.
   */
  listed: 'not yet' | 'failed' | 'moved on';
  /** As listed with the failure: a change of the start or of the count begins a new attempt. */
  startTime: string;
  endTime: string;
  retriedTimes: number;
  /** Told from the status alone: the row that belongs to it may still come and is no news then. */
  rowOwed: boolean;
  /** The second of MMS's clock at which the failed row was written that the last look told. */
  rowJustTold: number | undefined;
}>;

/**
 * A running task: since when it has written no log row, or been seen to run, and whether that was
 * told.
 */
export type Running = Readonly<{ since: number; told: boolean }>;

export type TaskMemory = Readonly<{
  jobId: JobId | undefined;
  /** Fingerprint of the listed state at the last look. */
  seen: string;
  /**
   * Rows up to this one are dealt with; `undefined` while the log was never read (or was empty).
   */
  lastLog: LogId | undefined;
  /**
   * While `lastLog` is undefined: rows up to this second of MMS's clock were there before the
   * baseline.
   */
  historyUntil: number | undefined;
  /** It is `DONE` and nothing is left to say about that. */
  settled: boolean;
  failure: Failure | undefined;
  /** The status said failed and no row did: it is told at the next look. */
  statusFailure: string | undefined;
  /** The log could not be read at the last look. */
  unread: boolean;
  /** Since when complete listings lack it, by our clock in milliseconds. */
  missingSince: number | undefined;
  running: Running | undefined;
}>;

export const neverSeen: TaskMemory = {
  jobId: undefined,
  seen: '',
  lastLog: undefined,
  historyUntil: undefined,
  settled: false,
  failure: undefined,
  statusFailure: undefined,
  unread: false,
  missingSince: undefined,
  running: undefined,
};

/**
 * `looks` equal looks running showed the job ended and quiet; `seen` is its fingerprint in them.
 * Two suffice.
 */
export type JobMemory = Readonly<{ seen: string; looks: 1 | 2 }>;

/** All that one channel remembers; one object in the store. */
export type ChannelState = Readonly<{
  /** Targets, as `targetName` writes them, whose history is dealt with. */
  targets: ReadonlySet<string>;
  tasks: ReadonlyMap<SourceId, ReadonlyMap<TaskId, TaskMemory>>;
  /** Ended jobs of which nothing is under way or owed, by source. */
  jobs: ReadonlyMap<SourceId, ReadonlyMap<JobId, JobMemory>>;
  /** What happened to the watched jobs that moved. */
  stories: ReadonlyMap<SourceId, ReadonlyMap<JobId, JobStory>>;
  /** By `Cause.key`. */
  causes: ReadonlyMap<string, CauseMemory>;
  /** What MMS calls the watched sources, for when they cannot be read. */
  sourceNames: ReadonlyMap<SourceId, string>;
  /** The sources that cannot be read. */
  blind: ReadonlyMap<SourceId, Sight>;
  /** Since when the channel itself refuses whatever it is told. */
  lost: Loss | undefined;
  /** Other channels of whose loss this one was told, and since when they were lost. */
  lossesTold: ReadonlyMap<string, number>;
  /** Ticks running in which something went wrong; counted up to three. */
  troubledTicks: number;
  /** Undocumented statuses that were told, and how many tasks entered each. */
  unknownStatuses: ReadonlyMap<string, number>;
  /** What this channel still has to be told, oldest first. */
  owed: readonly Alert[];
  /** When completions were last told, by our clock in milliseconds. */
  completionsToldAt: number | undefined;
  /** When somebody was last reminded of tasks that stay failed. */
  remindersToldAt: number | undefined;
  /** The receiver asked not to be called before. */
  notBefore: number | undefined;
}>;

export const emptyState: ChannelState = {
  targets: new Set(),
  tasks: new Map(),
  jobs: new Map(),
  stories: new Map(),
  causes: new Map(),
  sourceNames: new Map(),
  blind: new Map(),
  lost: undefined,
  lossesTold: new Map(),
  troubledTicks: 0,
  unknownStatuses: new Map(),
  owed: [],
  completionsToldAt: undefined,
  remindersToldAt: undefined,
  notBefore: undefined,
};
