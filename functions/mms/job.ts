import type { JobId, SourceId } from './id.ts';
import { shortHash } from './revision.ts';

/**
 * As `ListMmsJobs` describes it. It has no end time and no count of failures: those stand in its
 * tasks.
 */
export type Job = Readonly<{
  id: JobId;
  sourceId: SourceId;
  name: string;
  /** `INIT`, `DOING`, `DONE`, `FAILED`; the last two only once nothing of it is under way. */
  status: string;
  stopped: boolean;
  taskNum: number;
  taskDone: number;
}>;

export const hasEnded = ({ status }: Job): boolean => status === 'DONE' || status === 'FAILED';

export const jobRevision = ({ status, stopped, taskNum, taskDone }: Job): string =>
  shortHash(`${status}|${stopped}|${taskNum}|${taskDone}`);
