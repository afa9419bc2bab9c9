import { UnreadableError, type UnreadableOptions } from '../errors.ts';
import type { SourceId, TaskId, TimerId } from '../mms/id.ts';
import { targetName, type Target } from '../mms/target.ts';

/**
 * A GET: `DeleteMmsJob` is a POST on the very path of `GetMmsJob`. Nor is `ListMmsDataSources` ever
 * called, which gives away the sources' credentials.
 */
export type MmsCall = Readonly<{
  action: string;
  pathname: string;
  query: Readonly<Record<string, string>>;
  /** For messages: `source 2000015`. */
  about: string;
}>;

export const unreadable = (
  { action, about }: MmsCall,
  why: string,
  options?: UnreadableOptions,
): UnreadableError => new UnreadableError(`${action} of ${about}: ${why}`, options);

const callTo = (
  action: string,
  path: string,
  about: string,
  query: MmsCall['query'] = {},
): MmsCall => ({ action, pathname: `/api/v1/mms/datasources/${path}`, query, about });

/** Of a list without its page. */
export const calls = {
  task: (source: SourceId, task: TaskId) =>
    callTo('GetMmsTask', `${source}/tasks/${task}`, `task ${source}/tasks/${task}`),
  taskLogs: (source: SourceId, task: TaskId) =>
    callTo('ListMmsTaskLogs', `${source}/tasks/${task}/logs`, `task ${source}/tasks/${task}`),
  tasks: (target: Exclude<Target, { kind: 'task' }>) =>
    callTo(
      'ListMmsTasks',
      `${target.sourceId}/tasks`,
      `${target.kind} ${targetName(target)}`,
      target.kind === 'job' ? { jobId: target.jobId } : {},
    ),
  jobs: (source: SourceId) => callTo('ListMmsJobs', `${source}/jobs`, `source ${source}`),
  jobsOfTimer: (source: SourceId, timerId: TimerId) =>
    callTo('ListMmsJobs', `${source}/jobs`, `timer ${source}/timers/${timerId}`, { timerId }),
  /** Without its configuration, which holds credentials. The default is undocumented. */
  dataSource: (source: SourceId) =>
    callTo('GetMmsDataSource', source, `source ${source}`, { withConfig: 'false' }),
  timers: (source: SourceId) => callTo('ListMmsTimers', `${source}/timers`, `source ${source}`),
  timerLogs: (source: SourceId, timer: TimerId) =>
    callTo('ListMmsTimerLogs', `${source}/timers/${timer}/logs`, `timer ${source}/timers/${timer}`),
} as const;
