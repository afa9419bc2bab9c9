import type { JobId, SourceId, TaskId } from './id.ts';
import type { Look } from './look.ts';
import type { ChannelState, TaskMemory } from './memory.ts';
import type { Target } from './target.ts';
import { coversTask, targetName } from './target.ts';

type Memories = ReadonlyMap<SourceId, ReadonlyMap<TaskId, TaskMemory>>;

/** How long a task that complete listings lack is remembered, in milliseconds: it may come back, and is no news then. */
export const missingIsForgottenAfter = 7 * 24 * 60 * 60 * 1000;

/**
 * A target that is watched no more takes its tasks along, so that it starts anew when it is added again; what the
 * channel is owed already stays owed.
 */
export function forgetUnwatched(state: ChannelState, targets: readonly Target[]): ChannelState {
  const watched = new Set(targets.map(targetName));
  if ([...state.targets].every((name) => watched.has(name))) return state;
  const tasks = new Map<SourceId, ReadonlyMap<TaskId, TaskMemory>>();
  for (const [sourceId, memories] of state.tasks) {
    const kept = [...memories].filter(([id, { jobId }]) => targets.some((target) => coversTask(target, { id, sourceId, jobId })));
    if (kept.length > 0) tasks.set(sourceId, new Map(kept));
  }
  return { ...state, tasks, targets: new Set([...state.targets].filter((name) => watched.has(name))) };
}

/**
 * Marks the tasks that a complete listing lacks, and forgets those that it has lacked for long. What did not change stays
 * the same object, since in most ticks nothing does.
 */
export function rememberMissing(tasks: Memories, look: Look): Memories {
  const listed = idsBySource(look);
  let next: Map<SourceId, ReadonlyMap<TaskId, TaskMemory>> | undefined;
  for (const [source, memories] of tasks) {
    const shown = wouldBeShown(look, source);
    const ids = listed.get(source);
    let kept: Map<TaskId, TaskMemory> | undefined;
    for (const [id, memory] of memories) {
      if (ids?.has(id) === true || !shown(id, memory.jobId)) continue;
      if (memory.missingSince === undefined) (kept ??= new Map(memories)).set(id, { ...memory, missingSince: look.now });
      else if (look.now - memory.missingSince >= missingIsForgottenAfter) (kept ??= new Map(memories)).delete(id);
    }
    if (kept) (next ??= new Map(tasks)).set(source, kept);
  }
  return next ?? tasks;
}

function idsBySource({ tasks }: Look): ReadonlyMap<SourceId, ReadonlySet<TaskId>> {
  const ids = new Map<SourceId, Set<TaskId>>();
  for (const { task } of tasks) {
    const before = ids.get(task.sourceId);
    if (before) before.add(task.id);
    else ids.set(task.sourceId, new Set([task.id]));
  }
  return ids;
}

/** Whether a task of this source would have been listed if it were there. */
function wouldBeShown(look: Look, sourceId: SourceId): (id: TaskId, jobId: JobId | undefined) => boolean {
  const own = look.listed.filter(({ target }) => target.sourceId === sourceId);
  return (id, jobId) => {
    if (jobId !== undefined && look.atRest.has(jobId)) return false;
    const covering = own.filter(({ target }) => coversTask(target, { id, sourceId, jobId }));
    return covering.length > 0 && covering.every(({ complete }) => complete);
  };
}
