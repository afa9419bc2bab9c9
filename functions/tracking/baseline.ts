import type { AlertOf } from '../kinds/alert.ts';
import type { Snapshot, ListedTask } from '../mms/snapshot.ts';
import { alertedTask } from './owed.ts';
import type { Target } from '../mms/target.ts';
import { coversTarget, coversTask, targetName } from '../mms/target.ts';
import { meaningOf } from '../mms/task.ts';

/** How many of the tasks that had failed already are named; the rest is counted. */
const namedFailures = 10;

/** One summary of a target instead of its history. */
export function baselineAlert(
  target: Target,
  tasks: readonly ListedTask[],
  now: number,
): AlertOf<'baseline'> {
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
    failed: tasks
      .filter(({ task }) => meaningOf(task.status) === 'failed')
      .slice(0, namedFailures)
      .map(({ task }) => alertedTask(task)),
    at: now,
    due: false,
  };
}

function nameOf(target: Target, first: ListedTask | undefined): string {
  if (!first) return '';
  switch (target.kind) {
    case 'source':
      return first.task.sourceName;
    case 'job':
      return first.task.jobName;
    case 'task':
      return first.task.sourceTable;
    default:
      return target satisfies never;
  }
}

const widths: Readonly<Record<Target['kind'], number>> = { source: 0, job: 1, task: 2 };

/** The targets that a channel did not know before this look, and those that it knew. */
export type TargetsByAge = Readonly<{ known: ReadonlySet<string>; fresh: readonly Target[] }>;

/**
 * A new target is dealt with once all of its tasks were listed; one that another covers goes with
 * that one.
 * @returns all targets that are dealt with now, and those that are to be summed up instead of told
 */
export function dealWith(
  { known, fresh }: TargetsByAge,
  { listed, tasks, targets }: Snapshot,
): Readonly<{ dealtWith: ReadonlySet<string>; first: readonly Target[] }> {
  const dealtWith = new Set(known);
  const first: Target[] = [];
  const isCovered = (target: Target): boolean => {
    const task =
      target.kind === 'task'
        ? tasks.find((seen) => coversTask(target, seen.task))?.task
        : undefined;
    return targets.some(
      (outer) =>
        outer !== target &&
        dealtWith.has(targetName(outer)) &&
        (coversTarget(outer, target) || (task !== undefined && coversTask(outer, task))),
    );
  };
  // The wide ones first: which job a task belongs to is known only now, from its listing.
  for (const target of [...fresh].sort((a, b) => widths[a.kind] - widths[b.kind])) {
    const complete = listed.some(
      (read) => read.complete && targetName(read.target) === targetName(target),
    );
    if (!isCovered(target)) {
      if (!complete) continue;
      first.push(target);
    }
    dealtWith.add(targetName(target));
  }
  return { dealtWith, first };
}
