import type { JobLook } from './job-look.ts';
import type { JobStanding } from './job-standing.ts';
import type { JobStory } from './job-story.ts';
import { lately } from './job-story.ts';

const hour = 60 * 60_000;
/** A rate from less than that is a guess. */
const shortestRate = 10 * 60_000;

/** Where a job stands, and when it would finish at the rate of the last hour. */
export function standingOf(
  { job, tasks, counts, listed }: JobLook,
  story: JobStory | undefined,
  now: number,
): JobStanding {
  const perHour = rateOf(story, now);
  const left = counts.running + counts.waiting;
  return {
    ...job,
    ...counts,
    total: Math.max(tasks.length, listed?.taskNum ?? 0),
    perHour,
    leftMs:
      perHour === undefined || perHour === 0 || left === 0 ? undefined : (left / perHour) * hour,
  };
}

function rateOf(story: JobStory | undefined, now: number): number | undefined {
  const watched = Math.min(hour, now - (story?.movedAt ?? now));
  if (story === undefined || watched < shortestRate) return undefined;
  return (lately(story, watched, now).done / watched) * hour;
}
