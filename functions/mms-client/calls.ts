import type { SourceId, TaskId, TimerId } from '../mms/id.ts';
import { targetName, type Target } from '../mms/target.ts';

/**
 * A read of the API. There are no others: `DeleteMmsJob` is a POST on the very path of `GetMmsJob`,
 * and `ListMmsDataSources` gives away the sources' credentials.
 */
export type MmsCall = Readonly<{
  action:
    | 'ListMmsTasks'
    | 'ListMmsJobs'
    | 'GetMmsTask'
    | 'ListMmsTaskLogs'
    | 'GetMmsDataSource'
    | 'ListMmsTimers'
    | 'ListMmsTimerLogs';
  pathname: string;
  query: Readonly<Record<string, string>>;
  /** What is asked about, for messages: `source 2000015`. */
  about: string;
}>;

const root = '/api/v1/mms/datasources';

export const getTask = (sourceId: SourceId, taskId: TaskId): MmsCall => ({
  action: 'GetMmsTask',
  pathname: `${root}/${sourceId}/tasks/${taskId}`,
  query: {},
  about: `task ${sourceId}/tasks/${taskId}`,
});

export const listTaskLogs = (sourceId: SourceId, taskId: TaskId): MmsCall => ({
  action: 'ListMmsTaskLogs',
  pathname: `${root}/${sourceId}/tasks/${taskId}/logs`,
  query: {},
  about: `task ${sourceId}/tasks/${taskId}`,
});

/** Without the page that is asked for, as are all lists here. */
export const listTasks = (target: Exclude<Target, { kind: 'task' }>): MmsCall => ({
  action: 'ListMmsTasks',
  pathname: `${root}/${target.sourceId}/tasks`,
  query: target.kind === 'job' ? { jobId: target.jobId } : {},
  about: `${target.kind} ${targetName(target)}`,
});

/** All of a source, or those that a timer started. */
export const listJobs = (sourceId: SourceId, timerId?: TimerId): MmsCall => ({
  action: 'ListMmsJobs',
  pathname: `${root}/${sourceId}/jobs`,
  query: timerId === undefined ? {} : { timerId },
  about: timerId === undefined ? `source ${sourceId}` : `timer ${sourceId}/timers/${timerId}`,
});

/**
 * Without its configuration, which holds the source's credentials. Whether it is left out unasked
 * is not documented.
 */
export const getDataSource = (sourceId: SourceId): MmsCall => ({
  action: 'GetMmsDataSource',
  pathname: `${root}/${sourceId}`,
  query: { withConfig: 'false' },
  about: `source ${sourceId}`,
});

export const listTimers = (sourceId: SourceId): MmsCall => ({
  action: 'ListMmsTimers',
  pathname: `${root}/${sourceId}/timers`,
  query: {},
  about: `source ${sourceId}`,
});

export const listTimerLogs = (sourceId: SourceId, timerId: TimerId): MmsCall => ({
  action: 'ListMmsTimerLogs',
  pathname: `${root}/${sourceId}/timers/${timerId}/logs`,
  query: {},
  about: `timer ${sourceId}/timers/${timerId}`,
});
