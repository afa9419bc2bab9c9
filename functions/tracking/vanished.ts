import type { JobId, SourceId, TaskId } from '../mms/id.ts';
import type { JobLooks } from './job-look.ts';
import type { JobStory } from './job-story.ts';
import type { Snapshot } from '../mms/snapshot.ts';
import type { ChannelState, TaskMemory } from './memory.ts';
import type { Target } from '../mms/target.ts';
import { coversJob, coversTask, targetName } from '../mms/target.ts';

type Memories = ReadonlyMap<SourceId, ReadonlyMap<TaskId, TaskMemory>>;

/**
 * How long a task that complete listings lack is remembered, in milliseconds: it may come back, and
 * is no news then.
 */
export const missingIsForgottenAfter = 7 * 24 * 60 * 60 * 1000;

/**
 * A target that is watched no more takes its tasks along, so that it starts anew when it is added
 * again; what the channel is owed already stays owed.
 */
export function forgetUnwatched(state: ChannelState, targets: readonly Target[]): ChannelState {
  const watched = new Set(targets.map(targetName));
  if ([...state.targets].every((name) => watched.has(name))) return state;
  const tasks = new Map<SourceId, ReadonlyMap<TaskId, TaskMemory>>();
  for (const [sourceId, memories] of state.tasks) {
    const kept = [...memories].filter(([id, { jobId }]) =>
      targets.some((target) => coversTask(target, { id, sourceId, jobId })),
    );
    if (kept.length > 0) tasks.set(sourceId, new Map(kept));
  }
  const stories = new Map(
    [...state.stories].map(
      ([sourceId, jobs]) =>
        [
          sourceId,
          new Map(
            [...jobs].filter(([jobId]) =>
              targets.some((target) => coversJob(target, sourceId, jobId)),
            ),
          ),
        ] as const,
    ),
  );
  const blind = new Map(
    [...state.blind].filter(([sourceId]) => targets.some((target) => target.sourceId === sourceId)),
  );
  return {
    ...state,
    tasks,
    stories: withoutEmpty(stories),
    blind,
    targets: new Set([...state.targets].filter((name) => watched.has(name))),
  };
}

const withoutEmpty = <Source, Job, Story>(
  stories: ReadonlyMap<Source, ReadonlyMap<Job, Story>>,
): ReadonlyMap<Source, ReadonlyMap<Job, Story>> =>
  new Map([...stories].filter(([, jobs]) => jobs.size > 0));

/** The stories without those of jobs that a complete listing of their source lacks. */
export function forgetGoneJobs(
  stories: ChannelState['stories'],
  look: Snapshot,
  jobs: JobLooks,
): ChannelState['stories'] {
  let kept: Map<SourceId, ReadonlyMap<JobId, JobStory>> | undefined;
  for (const { target, complete } of look.listed) {
    const known = stories.get(target.sourceId);
    if (!complete || target.kind !== 'source' || !known) continue;
    const listed = jobs.get(target.sourceId);
    const left = [...known].filter(([id]) => listed?.has(id) === true || look.atRest.has(id));
    if (left.length < known.size) (kept ??= new Map(stories)).set(target.sourceId, new Map(left));
  }
  return kept === undefined ? stories : withoutEmpty(kept);
}

/**
 * Marks the tasks that a complete listing lacks, and forgets those that it has lacked for long.
 * What did not change stays the same object, since in most ticks nothing does.
 */
export function rememberMissing(tasks: Memories, look: Snapshot): Memories {
  const listed = idsBySource(look);
  let next: Map<SourceId, ReadonlyMap<TaskId, TaskMemory>> | undefined;
  for (const [source, memories] of tasks) {
    const shown = wouldBeShown(look, source);
    const ids = listed.get(source);
    let kept: Map<TaskId, TaskMemory> | undefined;
    for (const [id, memory] of memories) {
      if (memory.jobId !== undefined && look.atRest.has(memory.jobId)) continue;
      if (ids?.has(id) === true || !shown(id, memory.jobId)) continue;
      if (memory.missingSince === undefined)
        (kept ??= new Map(memories)).set(id, { ...memory, missingSince: look.now });
      else if (look.now - memory.missingSince >= missingIsForgottenAfter)
        (kept ??= new Map(memories)).delete(id);
    }
    if (kept) (next ??= new Map(tasks)).set(source, kept);
  }
  return next ?? tasks;
}

function idsBySource({ tasks }: Snapshot): ReadonlyMap<SourceId, ReadonlySet<TaskId>> {
  const ids = new Map<SourceId, Set<TaskId>>();
  for (const { task } of tasks) {
    const before = ids.get(task.sourceId);
    if (before) before.add(task.id);
    else ids.set(task.sourceId, new Set([task.id]));
  }
  return ids;
}

/**
 * Whether a task of this source whose job does not rest would have been listed if it were there.
 */
function wouldBeShown(
  look: Snapshot,
  sourceId: SourceId,
): (id: TaskId, jobId: JobId | undefined) => boolean {
  const own = look.listed.filter(({ target }) => target.sourceId === sourceId);
  return (id, jobId) => {
    const covering = own.filter(({ target }) => coversTask(target, { id, sourceId, jobId }));
    return covering.length > 0 && covering.every(({ complete }) => complete);
  };
}
