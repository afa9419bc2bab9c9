import type { JobId, SourceId } from '../mms/id.ts';
import type { Running, TaskMemory } from './memory.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import type { Task } from '../mms/task.ts';
import { meaningOf } from '../mms/task.ts';

/** Since when a task runs without a word; counted by our clock, since MMS's times have no zone. */
export function runningSince(
  before: TaskMemory | undefined,
  after: TaskMemory,
  task: Task,
  now: number,
): Running | undefined {
  if (!task.running) return undefined;
  const moved = !before?.running || before.seen !== after.seen || before.lastLog !== after.lastLog;
  return moved ? { since: now, told: false } : before.running;
}

/** A big table is silent for long without being stuck: its siblings tell how long is usual. */
const timesUsual = 4;
const siblingsNeeded = 5;

/** How long a running task may write no row, in milliseconds. */
export const patienceWith = (stallAfter: number, usualMs: number | undefined): number =>
  usualMs === undefined ? stallAfter : Math.max(stallAfter, timesUsual * usualMs);

/** From start to end by MMS's clock, in milliseconds; `undefined` where it gives not both. */
export function durationOf({ startTime, endTime }: Task): number | undefined {
  const [start, end] = [mmsSeconds(startTime), mmsSeconds(endTime)];
  return start === undefined || end === undefined || end < start ? undefined : (end - start) * 1000;
}

/** How long the finished tasks of a job took: the median, worked out when it is asked for first. */
export class UsualDurations {
  readonly #tasksOf: (sourceId: SourceId, jobId: JobId) => readonly Task[];
  readonly #known = new Map<string, number | undefined>();

  constructor(tasksOf: (sourceId: SourceId, jobId: JobId) => readonly Task[]) {
    this.#tasksOf = tasksOf;
  }

  of({ sourceId, jobId }: Task): number | undefined {
    if (jobId === undefined) return undefined;
    const key = `${sourceId}/${jobId}`;
    if (!this.#known.has(key)) this.#known.set(key, medianDuration(this.#tasksOf(sourceId, jobId)));
    return this.#known.get(key);
  }
}

function medianDuration(tasks: readonly Task[]): number | undefined {
  const durations = tasks
    .filter(({ status }) => meaningOf(status) === 'done')
    .flatMap((task) => durationOf(task) ?? [])
    .sort((a, b) => a - b);
  return durations.length < siblingsNeeded
    ? undefined
    : durations[Math.floor(durations.length / 2)];
}
