import { fingerprintOf } from './fingerprint.ts';
import type { JobId, SourceId, TaskId } from './id.ts';
import type { Job } from './job.ts';
import type { Target } from './target.ts';
import type { Task } from './task.ts';
import type { Reading } from './task-life.ts';

/** One task as this tick's listings show it. */
export type SeenTask = Readonly<{ task: Task; seen: string }>;

/** What was read of MMS in one tick, the same for every channel. */
export type Look = Readonly<{
  now: number;
  /** Every configured target, those that others cover included. */
  targets: readonly Target[];
  /** The targets that were listed, and whether nothing is missing but the tasks of jobs at rest. */
  listed: readonly Readonly<{ target: Target; complete: boolean }>[];
  /** Jobs at rest, whose tasks were not listed in this tick: they are as they were. */
  atRest: ReadonlySet<JobId>;
  /** The jobs of the sources that were asked for theirs. */
  jobs: readonly Job[];
  /** Each task once, in the order in which it was first listed. */
  tasks: readonly SeenTask[];
}>;

/** What came of a task's log, as far as the channel that asks needed it. */
export type ReadingOf = (seen: SeenTask) => Reading;

export function seenOnce(listings: readonly Readonly<{ tasks: readonly Task[] }>[]): readonly SeenTask[] {
  const known = new Map<SourceId, Set<TaskId>>();
  const seen: SeenTask[] = [];
  for (const { tasks } of listings) {
    for (const task of tasks) {
      const ids = known.get(task.sourceId) ?? new Set<TaskId>();
      if (ids.size === 0) known.set(task.sourceId, ids);
      if (ids.has(task.id)) continue;
      ids.add(task.id);
      seen.push({ task, seen: fingerprintOf(task) });
    }
  }
  return seen;
}
