import type { JobId, SourceId } from '../mms/id.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import { meaningOf, type Task } from '../mms/task.ts';
import { jobOf } from '../notification/alert.ts';

/** From start to end by MMS's clock, in milliseconds; `undefined` where it gives not both. */
export function durationOf({ startTime, endTime }: Task): number | undefined {
  const [start, end] = [mmsSeconds(startTime), mmsSeconds(endTime)];
  if (start === undefined || end === undefined || end < start) return undefined;
  return (end - start) * 1000;
}

/** A big table may log nothing for a long time; the job's finished tasks show what is normal. */
const timesUsual = 4;

/** How long a running task may write no row, in milliseconds. */
export const patienceFor = (stallAfter: number, usualMs: number | undefined): number =>
  Math.max(stallAfter, timesUsual * (usualMs ?? 0));

/** How long the finished tasks of a job took: the median, worked out when it is first asked for. */
export class UsualDurations {
  readonly #tasksOf: (sourceId: SourceId, jobId: JobId) => readonly Task[];
  readonly #known = new Map<string, number | undefined>();

  constructor(tasksOf: (sourceId: SourceId, jobId: JobId) => readonly Task[]) {
    this.#tasksOf = tasksOf;
  }

  of({ sourceId, jobId }: Task): number | undefined {
    if (jobId === undefined) return undefined;
    const key = jobOf({ sourceId, jobId });
    if (!this.#known.has(key)) this.#known.set(key, median(this.#tasksOf(sourceId, jobId)));
    return this.#known.get(key);
  }
}

function median(tasks: readonly Task[]): number | undefined {
  const durations = tasks
    .filter(({ status }) => meaningOf(status) === 'done')
    .flatMap((task) => durationOf(task) ?? [])
    .sort((a, b) => a - b);
  return durations[Math.floor(durations.length / 2)];
}
