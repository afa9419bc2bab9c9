import type { JobId, SourceId } from '../mms/id.ts';
import type { Job } from '../mms/job.ts';
import type { AlertedJob } from './job-standing.ts';
import type { Snapshot } from '../mms/snapshot.ts';
import type { Task } from '../mms/task.ts';
import { meaningOf } from '../mms/task.ts';
import { coversTask } from '../mms/target.ts';

/** Each task of a job is counted in one of these. */
export type JobCounts = Readonly<{
  done: number;
  failed: number;
  running: number;
  waiting: number;
  stopped: number;
}>;

/** A watched job as this tick shows it. */
export type JobLook = Readonly<{
  job: AlertedJob;
  tasks: readonly Task[];
  counts: JobCounts;
  /** As `ListMmsJobs` describes it, where it was asked. */
  listed: Job | undefined;
}>;

export type JobLooks = ReadonlyMap<SourceId, ReadonlyMap<JobId, JobLook>>;

/**
 * The jobs of which every task was listed: those of sources and jobs that are watched and could be
 * read.
 */
export function jobLooks(look: Snapshot, jobs: readonly Job[]): JobLooks {
  const whole = look.listed
    .filter(({ target, complete }) => complete && target.kind !== 'task')
    .map(({ target }) => target);
  const bySource = new Map<SourceId, Map<JobId, Task[]>>();
  for (const { task } of look.tasks) {
    const { sourceId, jobId } = task;
    if (jobId === undefined || !whole.some((target) => coversTask(target, task))) continue;
    const byJob = bySource.get(sourceId) ?? new Map<JobId, Task[]>();
    bySource.set(sourceId, byJob);
    const known = byJob.get(jobId);
    if (known) known.push(task);
    else byJob.set(jobId, [task]);
  }
  const listedJobs = new Map(jobs.map((job) => [`${job.sourceId}/${job.id}`, job]));
  return new Map(
    [...bySource].map(([source, byJob]) => [
      source,
      new Map(
        [...byJob].map(([id, tasks]) => {
          const job = {
            id,
            sourceId: source,
            name: tasks[0]?.jobName ?? '',
            sourceName: tasks[0]?.sourceName ?? '',
          };
          return [
            id,
            { job, tasks, counts: countsOf(tasks), listed: listedJobs.get(`${source}/${id}`) },
          ];
        }),
      ),
    ]),
  );
}

function countsOf(tasks: readonly Task[]): JobCounts {
  const counts = { done: 0, failed: 0, running: 0, waiting: 0, stopped: 0 };
  for (const task of tasks) counts[stateOf(task)] += 1;
  return counts;
}

/**
 * A stop is neither a failure nor a completion: nobody works on the task, and nobody is going to.
 */
export function stateOf({ status, running, stopped }: Task): keyof JobCounts {
  const meaning = meaningOf(status);
  if (meaning === 'done') return 'done';
  if (running) return 'running';
  if (meaning === 'failed') return 'failed';
  return stopped ? 'stopped' : 'waiting';
}

/** Nothing of it is left to run, as far as the listed tasks tell. */
export const allEnded = ({ counts }: JobLook): boolean =>
  counts.running === 0 && counts.waiting === 0;
