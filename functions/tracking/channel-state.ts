import type { JobId, SourceId, TaskId } from '../mms/id.ts';
import type { CauseHistory } from '../notification/kind.ts';
import type { Trouble } from '../notification/trouble.ts';
import type { IdleJob } from './idle-jobs.ts';
import type { JobState } from './job-state.ts';
import type { Outbox } from './outbox.ts';
import { emptyOutbox } from './outbox.ts';
import type { SourceHealth } from './source-health.ts';
import type { TaskState } from './task-state.ts';

/** Whose state it is: a function that finds another's must not touch it. */
export type Owner = Readonly<{ functionName: string; region: string }>;

/** Since when this channel cannot be told; `permanent` until somebody changes its configuration. */
export type ChannelFailure = Readonly<{
  since: number;
  permanent: boolean;
  /** A second tick met the same: one refusal may be over by then. */
  confirmed: boolean;
  trouble: Trouble;
}>;

/** Another channel's failure that this one was told of. */
export type ReportedFailure = Readonly<{ since: number; trouble: Trouble }>;

/** When all that still fails was listed last, and how often without anything new on the list. */
export type ReminderSchedule = Readonly<{ lastAt: number; repeats: number }>;

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
  owner: undefined,
  targets: new Set(),
  tasks: new Map(),
  jobs: new Map(),
  idleJobs: new Map(),
  causes: new Map(),
  sourceNames: new Map(),
  sources: new Map(),
  unknownStatuses: new Map(),
  outbox: emptyOutbox,
  reminders: undefined,
  backlog: false,
  failure: undefined,
  reportedFailures: new Map(),
  notBefore: undefined,
  troubledTicks: 0,
};
