import type { Alert } from './alert.ts';
import type { JobId, LogId, SourceId, TaskId } from './id.ts';

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
  /** Whether the listing has shown the failed status, and whether it has left it since: then a retry is under way. */
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

export type TaskMemory = Readonly<{
  jobId: JobId | undefined;
  /** Fingerprint of the listed state at the last look. */
  seen: string;
  /** Rows up to this one are dealt with; `undefined` while the log was never read (or was empty). */
  lastLog: LogId | undefined;
  /** While `lastLog` is undefined: rows up to this second of MMS's clock were there before the baseline. */
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
};

/** `looks` equal looks running showed the job ended and quiet; `seen` is its fingerprint in them. Two suffice. */
export type JobMemory = Readonly<{ seen: string; looks: 1 | 2 }>;

/** All that one channel remembers; one object in the store. */
export type ChannelState = Readonly<{
  /** Targets, as `targetName` writes them, whose history is dealt with. */
  targets: ReadonlySet<string>;
  tasks: ReadonlyMap<SourceId, ReadonlyMap<TaskId, TaskMemory>>;
  /** Ended jobs of which nothing is under way or owed, by source. */
  jobs: ReadonlyMap<SourceId, ReadonlyMap<JobId, JobMemory>>;
  /** Undocumented statuses that were told, and how many tasks entered each. */
  unknownStatuses: ReadonlyMap<string, number>;
  /** What this channel still has to be told, oldest first. */
  owed: readonly Alert[];
  /** When completions were last told, by our clock in milliseconds. */
  completionsToldAt: number | undefined;
  /** The receiver asked not to be called before. */
  notBefore: number | undefined;
}>;

export const emptyState: ChannelState = {
  targets: new Set(),
  tasks: new Map(),
  jobs: new Map(),
  unknownStatuses: new Map(),
  owed: [],
  completionsToldAt: undefined,
  notBefore: undefined,
};
