import type { SourceId, TimerId, TimerLogId } from './id.ts';

/**
 * As `GetMmsDataSource` describes it, without its configuration. Texts are masked and bounded; an
 * absent field is `''`.
 */
export type DataSource = Readonly<{
  id: SourceId;
  name: string;
  /** `STARTED`, `START_FAILED`, `STOP_FAILED`; the others are not documented. */
  status: string;
  /** May never be true for a source that needs no agent: not documented. */
  agentIsOnline: boolean | undefined;
  /** Why it did not start or stop. */
  errMsg: string;
}>;

/** Starts the jobs of a source by the clock, as `ListMmsTimers` describes it. */
export type Timer = Readonly<{
  id: TimerId;
  name: string;
  /** `Daily` or `Hourly`. */
  scheduleType: string;
  stopped: boolean;
}>;

/** Of `ListMmsTimerLogs`: that a timer created a job, or why it did not. */
export type TimerLog = Readonly<{
  id: TimerLogId;
  /** `DOING` in the documented sample of a success. */
  status: string;
  message: string;
  time: string;
}>;
