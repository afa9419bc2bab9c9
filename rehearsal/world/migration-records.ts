/**
 * What MMS keeps; only `Migration` changes it. Ids are digits, so that they can pass 2^53; absent
 * fields are absent in its answers too.
 */
export type MigrationSource = SourceFields &
  Readonly<{
    id: string;
    name: string;
    jobs: MigrationJob[];
    /** The listed ones, oldest first. */
    tasks: MigrationTask[];
    timers: MigrationTimer[];
  }>;

export type SourceFields = Readonly<{
  type: string;
  status: string;
  agentIsOnline: boolean;
  errMsg: string | undefined;
  /** Credentials in plain text included, as MMS keeps it. */
  config: readonly Readonly<{ key: string; type: string; value: string }>[];
}>;

export type MigrationTimer = TimerFields &
  Readonly<{
    id: string;
    name: string;
    source: MigrationSource;
    /** Oldest first. */
    rows: LogRow[];
  }>;

export type TimerFields = Readonly<{
  scheduleType: 'Daily' | 'Hourly';
  /** `HH:MM` of a daily timer, `MM` of an hourly one. */
  value: string;
  stopped: boolean;
}>;

export type MigrationJob = Readonly<{
  id: string;
  name: string;
  source: MigrationSource;
  timer: MigrationTimer | undefined;
  srcDbName: string;
  dstDbName: string;
  stopped: boolean;
  /** The listed ones, oldest first. */
  tasks: MigrationTask[];
}>;

export type TaskFields = Readonly<{
  srcSchemaName: string | undefined;
  srcTableName: string;
  dstTableName: string;
  status: string;
  running: boolean;
  stopped: boolean;
  retriedTimes: number;
  createTime: string;
  startTime: string | undefined;
  endTime: string | undefined;
}>;

export type MigrationTask = TaskFields &
  Readonly<{
    id: string;
    job: MigrationJob;
    /** Oldest first. */
    rows: LogRow[];
    /** Grows with every change of a field. */
    revision: number;
  }>;

/**
 * A row as it goes out: `action` begins and `createTime` ends with a newline where MMS's own do.
 */
export type LogRow = Readonly<{
  id: string;
  status?: string | undefined;
  action?: string | undefined;
  msg?: string | undefined;
  createTime?: string | undefined;
}>;

/**
 * Eight hours before UTC midnight it is midnight there: MMS writes local time and names no zone.
 */
const shanghai = 8 * 3_600_000;

export const mmsTime = (at: number): string =>
  new Date(at + shanghai).toISOString().slice(0, 19).replace('T', ' ');

/** Nothing is failed while something is still under way. */
export function jobStatus(job: MigrationJob): string {
  if (job.tasks.some(({ running }) => running)) return 'DOING';
  if (job.tasks.some(({ status }) => status.endsWith('_FAILED'))) return 'FAILED';
  if (job.tasks.every(({ status }) => status === 'INIT')) return 'INIT';
  return job.tasks.every(({ status }) => status === 'DONE') ? 'DONE' : 'DOING';
}
