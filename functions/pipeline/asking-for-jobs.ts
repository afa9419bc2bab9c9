import { wantsTaskNum } from '../tracking/closing.ts';
import type { SourceId } from '../mms/id.ts';
import type { Job } from '../mms/job.ts';
import type { JobLooks } from '../tracking/job-look.ts';
import type { ChannelState } from '../tracking/memory.ts';
import { wantsStopped } from '../tracking/told-jobs.ts';
import type { ListingPorts } from './listing.ts';

export type Asking = Readonly<{ now: number; stallAfter: number | undefined; until: number }>;

/**
 * The jobs of those sources of which something can be told only by knowing how many tasks a job
 * has, or whether somebody stopped it: a call in the few ticks in which that matters.
 */
export async function askWhereItMatters(
  { mms, log }: ListingPorts,
  looks: JobLooks,
  states: readonly ChannelState[],
  asking: Asking,
): Promise<readonly Job[]> {
  const wanted = [...looks.keys()].filter((source) => isWanted(source, looks, states, asking));
  const asked = await Promise.all(wanted.map((source) => mms.listJobs(source, asking.until)));
  return asked.flatMap(({ jobs, complete, problem }, index) => {
    if (!complete)
      log.warn('mms.jobs-not-listed', {
        source: wanted[index],
        reason: problem,
        instead: 'the end of a job is not told',
      });
    return jobs;
  });
}

function isWanted(
  source: SourceId,
  looks: JobLooks,
  states: readonly ChannelState[],
  { now, stallAfter }: Asking,
): boolean {
  return [...(looks.get(source) ?? [])].some(
    ([jobId, look]) =>
      look.listed === undefined &&
      states.some(({ stories }) => {
        const story = stories.get(source)?.get(jobId);
        return wantsTaskNum(story, look) || wantsStopped(story, look, stallAfter, now);
      }),
  );
}
