import type { SourceId, TaskId } from '../mms/id.ts';
import { wholeSources, type Snapshot } from '../mms/snapshot.ts';
import { coversJob, coversTask, targetName, type Target } from '../mms/target.ts';
import { BySourceDraft, type BySource } from './by-source.ts';
import type { ChannelState } from './channel-state.ts';
import type { TaskState } from './task-state.ts';

/** A task that comes back within this time is no news. */
const forgottenAfter = 7 * 24 * 60 * 60_000;

/**
 * A target that is watched no more takes its tasks along, to start anew when it is added again;
 * what is pending stays so.
 */
export function forgetUnwatched(state: ChannelState, targets: readonly Target[]): ChannelState {
  const watched = new Set(targets.map(targetName));
  if ([...state.targets].every((name) => watched.has(name))) return state;
  const isSource = (sourceId: SourceId): boolean =>
    targets.some((target) => target.sourceId === sourceId);
  const isWatched = (sourceId: SourceId, id: TaskId, { jobId }: TaskState): boolean =>
    targets.some((target) => coversTask(target, { id, sourceId, jobId }));
  return {
    ...state,
    targets: new Set([...state.targets].filter((name) => watched.has(name))),
    tasks: filtered(state.tasks, isWatched),
    jobs: filtered(state.jobs, (sourceId, jobId) =>
      targets.some((target) => coversJob(target, sourceId, jobId)),
    ),
    sources: new Map([...state.sources].filter(([sourceId]) => isSource(sourceId))),
    feeds: new Map([...state.feeds].filter(([sourceId]) => watched.has(sourceId))),
  };
}

function filtered<Id, Value>(
  bySource: BySource<Id, Value>,
  isKept: (sourceId: SourceId, id: Id, value: Value) => boolean,
): BySource<Id, Value> {
  const next = new BySourceDraft(bySource);
  for (const [sourceId, values] of bySource) {
    for (const [id, value] of values) if (!isKept(sourceId, id, value)) next.delete(sourceId, id);
  }
  return next.after();
}

export function forgetGoneJobs(
  jobs: ChannelState['jobs'],
  snapshot: Snapshot,
): ChannelState['jobs'] {
  const whole = wholeSources(snapshot);
  const known = new Set([...snapshot.idle, ...snapshot.byJob.map(({ id }) => id)]);
  return filtered(jobs, (sourceId, id) => !whole.has(sourceId) || known.has(id));
}

/** Marks tasks that a complete listing lacks, and forgets those that were missing for long. */
export function markMissing(
  tasks: ChannelState['tasks'],
  snapshot: Snapshot,
): ChannelState['tasks'] {
  const { now, ids, idle, listed } = snapshot;
  const next = new BySourceDraft(tasks);
  for (const [sourceId, states] of tasks) {
    const listedIds = ids.get(sourceId);
    for (const [id, state] of states) {
      const { jobId, missingSince } = state;
      if (listedIds?.has(id) === true || (jobId !== undefined && idle.has(jobId))) continue;
      const covering = listed.filter(({ target }) => coversTask(target, { id, sourceId, jobId }));
      if (covering.length === 0 || covering.some(({ complete }) => !complete)) continue;
      if (missingSince === undefined) next.set(sourceId, id, { ...state, missingSince: now });
      else if (now - missingSince >= forgottenAfter) next.delete(sourceId, id);
    }
  }
  return next.after();
}
