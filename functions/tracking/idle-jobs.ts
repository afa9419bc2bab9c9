import type { JobId, SourceId } from '../mms/id.ts';
import { hasEnded, jobRevision, type Job } from '../mms/job.ts';
import { wholeSources, type Snapshot } from '../mms/snapshot.ts';
import type { Task } from '../mms/task.ts';
import { kindOf, type Kinds } from '../notification/kind.ts';
import type { ChannelState, IdleJob } from './channel-state.ts';
import { isUnsettled } from './task-state.ts';
import { isItsTurn } from './turns.ts';

/**
 * The jobs whose tasks need not be listed: ended, and for every channel as in two snapshots running
 * that showed nothing under way or pending.
 */
export function idleJobs(
  states: readonly ChannelState[],
  jobs: readonly Job[],
): ReadonlySet<JobId> {
  const isIdle = (job: Job): boolean =>
    hasEnded(job) &&
    states.every((state) => {
      const known = state.idleJobs.get(job.sourceId)?.get(job.id);
      return known?.snapshots === 2 && known.revision === jobRevision(job);
    });
  return new Set(jobs.filter(isIdle).map(({ id }) => id));
}

/** With a timer of one minute, every job is listed within ten minutes. */
const resyncMinutes = 9;

/** An idle job is listed all the same now and then, since MMS's figures may lag. */
export const isResynced = (job: JobId, now: number, listedAt: number | undefined): boolean =>
  isItsTurn(job, resyncMinutes, now, listedAt);

/** Tasks that are not `moving` are settled. */
export function trackIdleJobs(
  state: ChannelState,
  snapshot: Snapshot,
  moving: readonly Task[],
  kinds: Kinds,
): ChannelState['idleJobs'] {
  if (snapshot.jobs.length === 0) return state.idleJobs;
  const whole = wholeSources(snapshot);
  const isMoving = ({ id, sourceId, running }: Task): boolean =>
    running || isUnsettled(state.tasks.get(sourceId)?.get(id));
  const busy = new Set<string | undefined>([
    ...moving.filter(isMoving).map(({ jobId }) => jobId),
    ...state.pending.map((alert) => kindOf(kinds, alert).subject(alert).jobId),
  ]);
  const next = new Map<SourceId, Map<JobId, IdleJob>>();
  for (const job of snapshot.jobs) {
    const { id, sourceId } = job;
    const before = state.idleJobs.get(sourceId)?.get(id);
    const ofSource = next.get(sourceId) ?? new Map<JobId, IdleJob>();
    next.set(sourceId, ofSource);
    const revision = jobRevision(job);
    if (snapshot.idle.has(id) || !whole.has(sourceId)) {
      if (before !== undefined) ofSource.set(id, before);
    } else if (hasEnded(job) && !busy.has(id)) {
      ofSource.set(id, { revision, snapshots: before?.revision === revision ? 2 : 1 });
    }
  }
  return new Map([...state.idleJobs, ...next]);
}
