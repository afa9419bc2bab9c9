import type { JobId, SourceId } from './id.ts';
import type { Job } from './job.ts';
import type { Snapshot } from './snapshot.ts';
import { coversTask } from './target.ts';
import { progressOf, type Task, type TaskProgress } from './task.ts';

type JobCounts = Readonly<Record<TaskProgress, number>>;

/** A watched job, all of its tasks listed. */
export type JobSnapshot = Readonly<{
  id: JobId;
  sourceId: SourceId;
  name: string;
  sourceName: string;
  tasks: readonly Task[];
  counts: JobCounts;
  /** As `ListMmsJobs` describes it, where it was asked. */
  listed: Job | undefined;
}>;

export type JobSnapshots = ReadonlyMap<SourceId, ReadonlyMap<JobId, JobSnapshot>>;

/** Of sources and jobs that are watched and were listed completely. */
export function jobSnapshots(snapshot: Snapshot, listedJobs: readonly Job[]): JobSnapshots {
  const whole = snapshot.listed
    .filter(({ target, complete }) => complete && target.kind !== 'task')
    .map(({ target }) => target);
  const bySource = new Map<SourceId, Map<JobId, Task[]>>();
  for (const { task } of snapshot.tasks) {
    const { sourceId, jobId } = task;
    if (jobId === undefined || !whole.some((target) => coversTask(target, task))) continue;
    const byJob = bySource.get(sourceId) ?? new Map<JobId, Task[]>();
    bySource.set(sourceId, byJob);
    const known = byJob.get(jobId);
    if (known) known.push(task);
    else byJob.set(jobId, [task]);
  }
  const listed = new Map(listedJobs.map((job) => [`${job.sourceId}/${job.id}`, job]));
  const snapshotOf = (sourceId: SourceId, id: JobId, tasks: readonly Task[]): JobSnapshot => ({
    id,
    sourceId,
    name: tasks[0]?.jobName ?? '',
    sourceName: tasks[0]?.sourceName ?? '',
    tasks,
    counts: countsOf(tasks),
    listed: listed.get(`${sourceId}/${id}`),
  });
  return new Map(
    [...bySource].map(([source, byJob]) => [
      source,
      new Map([...byJob].map(([id, tasks]) => [id, snapshotOf(source, id, tasks)])),
    ]),
  );
}

function countsOf(tasks: readonly Task[]): JobCounts {
  const counts = { done: 0, failed: 0, running: 0, waiting: 0, stopped: 0 };
  for (const task of tasks) counts[progressOf(task)] += 1;
  return counts;
}
