import type { SourceId, TaskId } from './id.ts';
import type { Look } from './look.ts';
import type { ChannelState, TaskMemory } from './memory.ts';
import { targetName } from './target.ts';

type Memories = ReadonlyMap<SourceId, ReadonlyMap<TaskId, TaskMemory>>;

/** How long a task that complete listings lack is remembered, in milliseconds: it may come back, and is no news then. */
export const missingIsForgottenAfter = 7 * 24 * 60 * 60 * 1000;

/** The sources of which this tick shows every task that is watched. */
function fullyListed(look: Look): ReadonlySet<SourceId> {
  const sources = new Set(look.targets.map((target) => target.sourceId));
  for (const { target, complete } of look.listed) if (!complete) sources.delete(target.sourceId);
  return sources;
}

function listedTasks(look: Look): ReadonlySet<string> {
  return new Set(look.tasks.map(({ task }) => `${task.sourceId}/${task.id}`));
}

/**
 * A target that is watched no more takes its tasks along, so that it starts anew when it is added again; what the
 * channel is owed already stays owed.
 */
export function forgetUnwatched(state: ChannelState, look: Look): ChannelState {
  const watched = new Set(look.targets.map(targetName));
  const removed = [...state.targets].filter((name) => !watched.has(name));
  if (removed.length === 0) return state;
  const shrunk = new Set(removed.map((name) => name.split('/')[0]));
  const sources = new Set(look.targets.map((target) => target.sourceId));
  const listed = listedTasks(look);
  const complete = fullyListed(look);
  const tasks = new Map<SourceId, ReadonlyMap<TaskId, TaskMemory>>();
  for (const [source, memories] of state.tasks) {
    if (!sources.has(source)) continue;
    const keep = !shrunk.has(source) || !complete.has(source);
    tasks.set(source, keep ? memories : new Map([...memories].filter(([id]) => listed.has(`${source}/${id}`))));
  }
  // Which tasks were the removed target's is known only from a complete listing of what is left: until then it stays.
  const pending = removed.filter((name) => [...sources].some((source) => source === name.split('/')[0] && !complete.has(source)));
  return { ...state, tasks, targets: new Set([...state.targets].filter((name) => watched.has(name) || pending.includes(name))) };
}

/** Marks the tasks that a complete listing lacks, and forgets those that it has lacked for long. */
export function rememberMissing(tasks: Memories, look: Look): Memories {
  const listed = listedTasks(look);
  const complete = fullyListed(look);
  const next = new Map<SourceId, ReadonlyMap<TaskId, TaskMemory>>();
  for (const [source, memories] of tasks) {
    if (!complete.has(source)) {
      next.set(source, memories);
      continue;
    }
    const kept = new Map<TaskId, TaskMemory>();
    for (const [id, memory] of memories) {
      if (listed.has(`${source}/${id}`)) kept.set(id, memory);
      else if (memory.missingSince === undefined) kept.set(id, { ...memory, missingSince: look.now });
      else if (look.now - memory.missingSince < missingIsForgottenAfter) kept.set(id, memory);
    }
    next.set(source, kept);
  }
  return next;
}
