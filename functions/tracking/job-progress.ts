import type { JobSnapshot } from '../mms/job-snapshot.ts';
import type { JobProgress } from '../notification/alert.ts';
import { ratePerHour, type JobState } from './job-state.ts';

const hourMs = 60 * 60_000;

/** Where a job stands, and when it would finish at the rate of the last hour. */
export function progressOf(
  { id, sourceId, name, sourceName, tasks, counts, listed }: JobSnapshot,
  job: JobState | undefined,
  now: number,
): JobProgress {
  const perHour = job === undefined ? undefined : ratePerHour(job, now);
  const left = counts.running + counts.waiting;
  const hasEnd = perHour !== undefined && perHour > 0 && left > 0;
  return {
    id,
    sourceId,
    name,
    sourceName,
    ...counts,
    total: Math.max(tasks.length, listed?.taskNum ?? 0),
    perHour,
    leftMs: hasEnd ? (left / perHour) * hourMs : undefined,
  };
}
