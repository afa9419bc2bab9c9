import { fingerprintOf } from './fingerprint.ts';
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
  /** The targets that were read, and whether all of their tasks are among `tasks`. */
  listed: readonly Readonly<{ target: Target; complete: boolean }>[];
  /** Each task once, in the order in which it was first listed. */
  tasks: readonly SeenTask[];
}>;

/** What came of a task's log, as far as the channel that asks needed it. */
export type ReadingOf = (seen: SeenTask) => Reading;

export function seenOnce(listings: readonly Readonly<{ tasks: readonly Task[] }>[]): readonly SeenTask[] {
  const byId = new Map<string, SeenTask>();
  for (const { tasks } of listings) {
    for (const task of tasks) {
      const key = `${task.sourceId}/${task.id}`;
      if (!byId.has(key)) byId.set(key, { task, seen: fingerprintOf(task) });
    }
  }
  return [...byId.values()];
}
