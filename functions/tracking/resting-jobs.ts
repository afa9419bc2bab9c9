import type { JobId, SourceId } from '../mms/id.ts';
import type { Job } from '../mms/job.ts';
import { hasEnded, jobFingerprint } from '../mms/job.ts';
import type { Snapshot } from '../mms/snapshot.ts';
import type { ChannelState, JobMemory } from './memory.ts';
import { meaningOf } from '../mms/task.ts';

/**
 * The jobs whose tasks need not be listed: ended, and for every channel the same as in two looks
 * running that showed nothing under way or owed.
 */
export function restingJobs(
  states: readonly ChannelState[],
  jobs: readonly Job[],
): ReadonlySet<JobId> {
  const rests = (job: Job): boolean =>
    hasEnded(job) &&
    states.every((state) => {
      const memory = state.jobs.get(job.sourceId)?.get(job.id);
      return memory?.looks === 2 && memory.seen === jobFingerprint(job);
    });
  return new Set(jobs.filter(rests).map(({ id }) => id));
}

/** What the channel remembers of the jobs after this look at them. */
export function lookAtJobs(state: ChannelState, look: Snapshot): ChannelState['jobs'] {
  if (look.jobs.length === 0) return state.jobs;
  const restless = restlessJobs(state, look);
  const complete = new Set(
    look.listed
      .filter((listed) => listed.complete && listed.target.kind === 'source')
      .map(({ target }) => target.sourceId),
  );
  const next = new Map<SourceId, Map<JobId, JobMemory>>();
  for (const job of look.jobs) {
    const before = state.jobs.get(job.sourceId)?.get(job.id);
    const after =
      look.atRest.has(job.id) || !complete.has(job.sourceId)
        ? before
        : lookAt(job, before, restless);
    const jobs = next.get(job.sourceId) ?? new Map<JobId, JobMemory>();
    next.set(job.sourceId, after ? jobs.set(job.id, after) : jobs);
  }
  return new Map([...state.jobs, ...next]);
}

function lookAt(
  job: Job,
  before: JobMemory | undefined,
  restless: ReadonlySet<JobId | undefined>,
): JobMemory | undefined {
  if (!hasEnded(job) || restless.has(job.id)) return undefined;
  const seen = jobFingerprint(job);
  return { seen, looks: before?.seen === seen ? 2 : 1 };
}

/** Jobs of which something is under way, unread, awaited or owed. */
function restlessJobs(state: ChannelState, look: Snapshot): ReadonlySet<JobId | undefined> {
  const restless = new Set<JobId | undefined>();
  for (const { task } of look.tasks) {
    const memory = state.tasks.get(task.sourceId)?.get(task.id);
    const awaited = !memory || memory.unread || memory.statusFailure !== undefined;
    if (awaited || task.running || meaningOf(task.status) === 'doing') restless.add(task.jobId);
  }
  for (const alert of state.owed) if ('task' in alert) restless.add(alert.task.jobId);
  return restless;
}
