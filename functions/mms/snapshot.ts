import { revisionOf } from './revision.ts';
import type { JobId } from './id.ts';
import type { Job } from './job.ts';
import type { Target } from './target.ts';
import type { Task } from './task.ts';
import type { Reading } from '../tracking/task-life.ts';

/** One task as this tick's listings show it. */
export type ListedTask = Readonly<{ task: Task; revision: string }>;

/** What was read of MMS in one tick, the same for every channel. */
export type Snapshot = Readonly<{
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
  tasks: readonly ListedTask[];
}>;

/** What came of a task's log, as far as the channel that asks needed it. */
export type ReadingOf = (seen: ListedTask) => Reading;

export function seenOnce(
  listings: readonly Readonly<{ tasks: readonly Task[] }>[],
): readonly ListedTask[] {
  const byId = new Map<string, ListedTask>();
  for (const { tasks } of listings) {
    for (const task of tasks) {
      const key = `${task.sourceId}/${task.id}`;
      if (!byId.has(key)) byId.set(key, { task, revision: revisionOf(task) });
    }
  }
  return [...byId.values()];
}
