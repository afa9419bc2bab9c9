import type { LogId } from '../mms/id.ts';
import { compareIds } from '../mms/id.ts';
import type { ListedTask } from '../mms/snapshot.ts';
import type { TaskMemory } from './memory.ts';
import { meaningOf } from '../mms/task.ts';

/**
 * The newest row that every one of these memories is past; `undefined` when one of them has seen
 * none.
 */
export function oldestKnownLog(memories: readonly (TaskMemory | undefined)[]): LogId | undefined {
  let oldest: LogId | undefined;
  for (const memory of memories) {
    const log = memory?.lastLog;
    if (log === undefined) return undefined;
    if (oldest === undefined || compareIds(log, oldest) < 0) oldest = log;
  }
  return oldest;
}

/**
 * Failures first and tasks that only run last, since the time may not suffice for all. Those that
 * run start at another place each time, so that none of them is always the one that is left out.
 */
export function inReadingOrder<Planned extends Readonly<{ seen: ListedTask; moved: boolean }>>(
  planned: readonly Planned[],
  now: number,
): readonly Planned[] {
  const failed = planned.filter(
    (read) => read.moved && meaningOf(read.seen.task.status) === 'failed',
  );
  const moved = planned.filter(
    (read) => read.moved && meaningOf(read.seen.task.status) !== 'failed',
  );
  const running = planned.filter((read) => !read.moved);
  // Steps of the golden ratio spread evenly over any number of tasks, however far apart the ticks
  // are.
  const start = Math.floor((((now / 1000) * 0.618_033_988_75) % 1) * running.length);
  return [...failed, ...moved, ...running.slice(start), ...running.slice(0, start)];
}
