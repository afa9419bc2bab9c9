import type { SourceId, TimerId, TimerLogId } from './id.ts';

/**
 * A data source as `GetMmsDataSource` describes it, without its configuration. Every text in it is
 * masked and of bounded length; an absent field is `''`.
 */
export type DataSource = Readonly<{
  id: SourceId;
  name: string;
  /** `STARTED`, `START_FAILED`, `STOP_FAILED`; the others are not documented. */
  status: string;
  /** Whether it is ever true for a source that needs no agent is not documented. */
  agentIsOnline: boolean | undefined;
  /** Why it could not be started or stopped. */
  errMsg: string;
}>;

/** What starts the jobs of a source by the clock, as `ListMmsTimers` describes it. */
export type Timer = Readonly<{
  id: TimerId;
  name: string;
  /** `Daily` or `Hourly`. */
  scheduleType: string;
  stopped: boolean;
}>;

/** A row of `ListMmsTimerLogs`: that a timer created a job, or why it did not. */
export type TimerLog = Readonly<{
  id: TimerLogId;
  /** `DOING` in the documented sample of a start that succeeded. */
  status: string;
  message: string;
  time: string;
}>;
