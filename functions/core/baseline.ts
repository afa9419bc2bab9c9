import type { AlertOf } from './alert.ts';
import type { SeenTask } from './look.ts';
import { alertedTask } from './owed.ts';
import type { Target } from './target.ts';
import { targetName } from './target.ts';
import { meaningOf } from './task.ts';

/** How many of the tasks that had failed already are named; the rest is counted. */
const namedFailures = 10;

/** One summary of a target instead of its history. */
export function baselineAlert(target: Target, tasks: readonly SeenTask[], now: number): AlertOf<'baseline'> {
  const statuses: Record<string, number> = {};
  for (const { task } of tasks) statuses[task.status] = (statuses[task.status] ?? 0) + 1;
  return {
    kind: 'baseline',
    target: targetName(target),
    name: nameOf(target, tasks[0]),
    total: tasks.length,
    statuses,
    running: tasks.filter(({ task }) => task.running).length,
    stopped: tasks.filter(({ task }) => task.stopped).length,
    failed: tasks.filter(({ task }) => meaningOf(task.status) === 'failed').slice(0, namedFailures).map(({ task }) => alertedTask(task)),
    at: now,
    due: false,
  };
}

function nameOf(target: Target, first: SeenTask | undefined): string {
  if (!first) return '';
  switch (target.kind) {
    case 'source': return first.task.sourceName;
    case 'job': return first.task.jobName;
    case 'task': return first.task.sourceTable;
    default: return target satisfies never;
  }
}
