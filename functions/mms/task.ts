import type { JobId, SourceId, TaskId } from './id.ts';

/**
 * As `ListMmsTasks` and `GetMmsTask` describe it. Texts are masked and bounded; an absent field is
 * `''`. Times are MMS's own, `YYYY-MM-DD HH:mm:ss` without a zone.
 */
export type Task = Readonly<{
  id: TaskId;
  sourceId: SourceId;
  sourceName: string;
  jobId: JobId | undefined;
  jobName: string;
  /** `database.schema.table`, without the parts that MMS omits. */
  sourceTable: string;
  destinationTable: string;
  status: string;
  startTime: string;
  endTime: string;
  retriedTimes: number;
  running: boolean;
  /** Beside the status: neither a failure nor a completion. */
  stopped: boolean;
}>;

type StatusMeaning = 'waiting' | 'doing' | 'phase-done' | 'failed' | 'done' | 'unknown';

/**
 * The documented statuses, as `statusKey` spells them. `DATA_DONG` is no typing error of ours:
 * https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-listmmstasklogs
 */
const documented: ReadonlyMap<string, StatusMeaning> = new Map([
  ['INIT', 'waiting'],
  ['SCHEMADOING', 'doing'],
  ['SCHEMADONE', 'phase-done'],
  ['DATADOING', 'doing'],
  ['DATADONE', 'phase-done'],
  ['DATADONG', 'phase-done'],
  ['VERIFICATIONDOING', 'doing'],
  ['VERIFICATIONDONE', 'phase-done'],
  ['DONE', 'done'],
  ['SUCCESS', 'done'],
]);

/** Case, spaces, `-` and `_` make no difference. */
export const statusKey = (status: string): string => status.toUpperCase().replace(/[\s_-]+/g, '');

const meanings = new Map<string, StatusMeaning>();
const mostRemembered = 200;

/** Whatever ends in `FAILED` or `FAIL` is a failure, documented or not. */
export function meaningOf(status: string): StatusMeaning {
  const known = meanings.get(status);
  if (known !== undefined) return known;
  const key = statusKey(status);
  const meaning = /FAIL(?:ED)?$/.test(key) ? 'failed' : (documented.get(key) ?? 'unknown');
  if (meanings.size < mostRemembered) meanings.set(status, meaning);
  return meaning;
}

/** An undocumented `*_DOING` counts, though it is an unknown status too. */
export const beginsAttempt = (status: string): boolean => statusKey(status).endsWith('DOING');

/** `stopped`: nobody works on the task, and nobody will. */
export type TaskProgress = 'done' | 'failed' | 'running' | 'waiting' | 'stopped';

export function progressOf({ status, running, stopped }: Task): TaskProgress {
  const meaning = meaningOf(status);
  if (meaning === 'done') return 'done';
  if (running) return 'running';
  if (meaning === 'failed') return 'failed';
  return stopped ? 'stopped' : 'waiting';
}

/** The data was compared with its source. */
export const isVerification = (status: string): boolean =>
  statusKey(status).startsWith('VERIFICATION');
