import type { SourceId } from '../mms/id.ts';
import type { ChannelState } from './channel-state.ts';
import type { Failures, TaskState } from './task-state.ts';

/** While nothing new stands on the list, it comes after twice, four times, eight times as long. */
const mostRepeats = 3;

/** Of a task that stands failed, if it was told of. */
export function standingFailures({ phase, missingSince }: TaskState): Failures | undefined {
  const stands = phase.name === 'failed' && phase.failures.count > 0 && missingSince === undefined;
  return stands ? phase.failures : undefined;
}

/** In most ticks they are the same objects. */
const found = new WeakMap<ReadonlyMap<string, TaskState>, readonly TaskState[]>();

function standingIn(states: ReadonlyMap<string, TaskState>): readonly TaskState[] {
  const known = found.get(states);
  if (known !== undefined) return known;
  const standing = [...states.values()].filter((state) => standingFailures(state) !== undefined);
  found.set(states, standing);
  return standing;
}

/**
 * The schedule once all that still fails is listed now, or `undefined` while that is not due: a
 * task has to stay failed for `remindAfter`, and so long has to lie between two lists.
 */
export function reminderDue(
  { tasks, reminders }: Pick<ChannelState, 'tasks' | 'reminders'>,
  remindAfter: number | undefined,
  now: number,
): ChannelState['reminders'] {
  if (remindAfter === undefined) return undefined;
  const standing = [...tasks.values()]
    .flatMap(standingIn)
    .flatMap((state) => standingFailures(state) ?? []);
  if (standing.length === 0) return undefined;
  const listedAt = reminders?.lastAt ?? -Infinity;
  const since = now - listedAt;
  const hasNew = standing.some(({ lastAt }) => lastAt > listedAt && now - lastAt >= remindAfter);
  if (hasNew && since >= remindAfter) return { lastAt: now, repeats: 1 };
  if (reminders === undefined || since < remindAfter * 2 ** reminders.repeats) return undefined;
  return { lastAt: now, repeats: Math.min(mostRepeats, reminders.repeats + 1) };
}

/** A reminder names all tasks that stand failed, so all of these have to be listed. */
export function jobsToRemindOf(
  states: readonly ChannelState[],
  sourceId: SourceId,
  remindAfter: number | undefined,
  now: number,
): ReadonlySet<string> {
  const due = states.filter((state) => reminderDue(state, remindAfter, now) !== undefined);
  const standing = due.flatMap(({ tasks }) => standingIn(tasks.get(sourceId) ?? new Map()));
  return new Set(standing.flatMap(({ jobId }) => jobId ?? []));
}
