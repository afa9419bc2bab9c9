import type { JobId, SourceId, TaskId } from '../mms/id.ts';
import type { CauseHistory } from '../causes/cause.ts';
import type { Trouble } from '../trouble.ts';
import type { FeedState } from './feeds.ts';
import type { JobState } from './job-state.ts';
import { type Outbox, emptyOutbox } from './outbox.ts';
import type { TaskState } from './task-state.ts';

/** Whose state it is: a function that finds another's must not touch it. */
export type Owner = Readonly<{ functionName: string; region: string }>;

/** Since when this channel cannot be told; `permanent` until somebody changes its configuration. */
export type ChannelFailure = Readonly<{
  since: number;
  permanent: boolean;
  /** In so many ticks running it answered and took nothing; counted up to three. */
  refusals: number;
  trouble: Trouble;
}>;

/** Another channel's failure that this one was told of. */
export type ReportedFailure = Readonly<{ since: number; trouble: Trouble }>;

/** When all that still fails was listed last, and how often without anything new on the list. */
export type ReminderSchedule = Readonly<{ lastAt: number; repeats: number }>;

/** A source that cannot be read, or lists nothing, in so many ticks running. Times are ours. */
export type SourceHealth = Readonly<{
  ticks: number;
  since: number;
  trouble: Trouble;
  /** As `MMS_WATCH` names it, where only that job or task of the source cannot be read. */
  target?: string | undefined;
  /** It lists nothing where it had tasks. */
  isEmpty: boolean;
  /** How often it was told, and when first. */
  notified: number;
  notifiedAt?: number | undefined;
}>;

/** An ended job: its revision, and in how many snapshots running it was quiet. Two suffice. */
export type IdleJob = Readonly<{ revision: string; snapshots: 1 | 2 }>;

/** All that one channel remembers: one object in the store. Times are milliseconds, ours. */
export type ChannelState = Readonly<{
  owner?: Owner | undefined;
  /** Targets, as `MMS_WATCH` names them, whose history is dealt with. */
  targets: ReadonlySet<string>;
  tasks: ReadonlyMap<SourceId, ReadonlyMap<TaskId, TaskState>>;
  /** Jobs that moved. */
  jobs: ReadonlyMap<SourceId, ReadonlyMap<JobId, JobState>>;
  /** Ended jobs of which nothing is under way or pending. */
  idleJobs: ReadonlyMap<SourceId, ReadonlyMap<JobId, IdleJob>>;
  /** By `causeKey`. */
  causes: CauseHistory;
  /** What MMS calls the watched sources, for when they cannot be read. */
  sourceNames: ReadonlyMap<SourceId, string>;
  /** The sources that cannot be read, or list nothing. */
  sources: ReadonlyMap<SourceId, SourceHealth>;
  /** What feeds the watched sources. */
  feeds: ReadonlyMap<SourceId, FeedState>;
  /** Undocumented statuses that were told, by `statusKey`, and how many tasks entered each. */
  unknownStatuses: ReadonlyMap<string, number>;
  outbox: Outbox;
  reminders?: ReminderSchedule | undefined;
  /** Failed tasks were left unread for want of time: what comes of them belongs to that message. */
  backlog: boolean;
  failure?: ChannelFailure | undefined;
  reportedFailures: ReadonlyMap<string, ReportedFailure>;
  /** The receiver asked not to be called before. */
  notBefore?: number | undefined;
  /** Ticks running in which something went wrong; counted up to three. */
  troubledTicks: number;
}>;

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
  outbox: emptyOutbox,
  backlog: false,
  reportedFailures: new Map(),
  troubledTicks: 0,
};
