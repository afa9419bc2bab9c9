import type { Alert } from '../kinds/alert.ts';
import { alertKey } from '../kinds/alert.ts';
import type { SourceId, TaskId } from '../mms/id.ts';
import { compareIds } from '../mms/id.ts';
import { reconcileLore, whoHas, whoTold } from './reconcile-lore.ts';
import type { ChannelState, TaskMemory } from './memory.ts';
import type { Knows } from './reconcile-lore.ts';

/**
 * One state out of two that invocations made at the same time. Each has told or owes all that it
 * has seen, so the one that has seen more of a task speaks for it; where both have seen the same,
 * what either has told is told. Where that is unclear, what either owes stays owed: it may be told
 * twice, it is not lost.
 */
export function reconcile(mine: ChannelState, theirs: ChannelState): ChannelState {
  return {
    targets: new Set([...theirs.targets, ...mine.targets]),
    tasks: reconcileTasks(mine.tasks, theirs.tasks),
    // What is at rest is found out anew; until then more is listed.
    jobs: new Map(),
    unknownStatuses: new Map([...theirs.unknownStatuses, ...mine.unknownStatuses]),
    ...reconcileLore(mine, theirs),
    owed: reconcileOwed(mine, theirs),
    completionsToldAt: later(mine.completionsToldAt, theirs.completionsToldAt),
    remindersToldAt: later(mine.remindersToldAt, theirs.remindersToldAt),
    notBefore: later(mine.notBefore, theirs.notBefore),
  };
}

function reconcileOwed(mine: ChannelState, theirs: ChannelState): readonly Alert[] {
  const [own, others] = [byKey(mine.owed), byKey(theirs.owed)];
  const merged = [...new Map([...own, ...others])].flatMap(([key, alert]) => {
    const [mineOwed, theirOwed] = [own.get(key), others.get(key)];
    switch (whoKnowsMore(alert, mine, theirs)) {
      case 'mine':
        return mineOwed ?? [];
      case 'theirs':
        return theirOwed ?? [];
      case 'same':
        return mineOwed && theirOwed ? mineOwed : [];
      case 'unclear':
        return mineOwed ?? theirOwed ?? [];
    }
  });
  return merged.sort((a, b) => a.at - b.at);
}

function whoKnowsMore(alert: Alert, mine: ChannelState, theirs: ChannelState): Knows {
  if (alert.kind === 'baseline')
    return whoHas(mine.targets.has(alert.target), theirs.targets.has(alert.target));
  if (alert.kind === 'unknown')
    return whoHas(mine.unknownStatuses.has(alert.status), theirs.unknownStatuses.has(alert.status));
  const marked = whoTold(alert, mine, theirs);
  if (marked !== undefined || !('task' in alert)) return marked ?? 'unclear';
  const { sourceId, id } = alert.task;
  return compareMemories(mine.tasks.get(sourceId)?.get(id), theirs.tasks.get(sourceId)?.get(id));
}

function compareMemories(mine: TaskMemory | undefined, theirs: TaskMemory | undefined): Knows {
  if (!mine || !theirs) return whoHas(mine !== undefined, theirs !== undefined);
  const rows = compareLogs(mine, theirs);
  if (rows !== 0) return rows > 0 ? 'mine' : 'theirs';
  const alike =
    mine.settled === theirs.settled &&
    mine.failure?.count === theirs.failure?.count &&
    mine.statusFailure === theirs.statusFailure;
  return alike ? 'same' : 'unclear';
}

function compareLogs({ lastLog: mine }: TaskMemory, { lastLog: theirs }: TaskMemory): number {
  if (mine === undefined || theirs === undefined)
    return Number(mine !== undefined) - Number(theirs !== undefined);
  return compareIds(mine, theirs);
}

function reconcileTasks(
  mine: ChannelState['tasks'],
  theirs: ChannelState['tasks'],
): ChannelState['tasks'] {
  const merged = new Map<SourceId, Map<TaskId, TaskMemory>>(
    [...theirs].map(([source, memories]) => [source, new Map(memories)]),
  );
  for (const [source, memories] of mine) {
    const tasks = merged.get(source) ?? new Map<TaskId, TaskMemory>();
    merged.set(source, tasks);
    for (const [task, memory] of memories) tasks.set(task, furtherOf(memory, tasks.get(task)));
  }
  return merged;
}

function furtherOf(mine: TaskMemory, theirs: TaskMemory | undefined): TaskMemory {
  const knows = compareMemories(mine, theirs);
  if (!theirs || knows === 'mine' || knows === 'same') return mine;
  const awaits = theirs.statusFailure !== undefined && mine.statusFailure === undefined;
  return knows === 'theirs' || awaits || (theirs.failure?.count ?? 0) > (mine.failure?.count ?? 0)
    ? theirs
    : mine;
}

const byKey = (alerts: readonly Alert[]): ReadonlyMap<string, Alert> =>
  new Map(alerts.map((alert) => [alertKey(alert), alert]));

const later = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
