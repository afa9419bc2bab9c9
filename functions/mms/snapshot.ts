import type { JobId, SourceId, TaskId } from './id.ts';
import type { Job } from './job.ts';
import { revisionOf } from './revision.ts';
import { coversTask, type Target } from './target.ts';
import { progressOf, type Task, type TaskProgress } from './task.ts';

export type ListedTask = Readonly<{ task: Task; revision: string }>;

/** What was listed of MMS in one tick, the same for every channel. */
export type Snapshot = Readonly<{
  now: number;
  /** Every configured target, those that others cover included. */
  targets: readonly Target[];
  /** `complete`: nothing is missing but the tasks of idle jobs. */
  listed: readonly Readonly<{ target: Target; complete: boolean }>[];
  /** Their tasks were not listed in this tick: they are as they were. */
  idle: ReadonlySet<JobId>;
  /** Of the sources that were asked for theirs. */
  jobs: readonly Job[];
  /** Each once, in the order in which it was first listed. */
  tasks: readonly ListedTask[];
  ids: ReadonlyMap<SourceId, ReadonlySet<TaskId>>;
  byJob: readonly JobSnapshot[];
}>;

/** Watched as a whole, and listed completely. */
export const wholeSources = ({ listed }: Snapshot): ReadonlySet<SourceId> =>
  new Set(
    listed.flatMap(({ target, complete }) =>
      complete && target.kind === 'source' ? [target.sourceId] : [],
    ),
  );

/** While a page stays as it was, its tasks are the same objects in every tick. */
const listedBefore = new WeakMap<Task, ListedTask>();

export function listedOnce(
  listings: readonly Readonly<{ tasks: readonly Task[] }>[],
): Pick<Snapshot, 'tasks' | 'ids'> {
  const ids = new Map<SourceId, Set<TaskId>>();
  const tasks: ListedTask[] = [];
  for (const listing of listings) {
    for (const task of listing.tasks) {
      const ofSource = ids.get(task.sourceId) ?? new Set();
      if (ofSource.size === 0) ids.set(task.sourceId, ofSource);
      else if (ofSource.has(task.id)) continue;
      ofSource.add(task.id);
      tasks.push(asListed(task));
    }
  }
  return { tasks, ids };
}

function asListed(task: Task): ListedTask {
  const known = listedBefore.get(task);
  if (known !== undefined) return known;
  const listed = { task, revision: revisionOf(task) };
  listedBefore.set(task, listed);
  return listed;
}

/** A watched job, all of its tasks listed. */
export type JobSnapshot = Readonly<{
  id: JobId;
  sourceId: SourceId;
  name: string;
  sourceName: string;
  tasks: readonly Task[];
  counts: Readonly<Record<TaskProgress, number>>;
  /** As `ListMmsJobs` describes it, where it was asked. */
  listed: Job | undefined;
}>;

/** Of sources and jobs that are watched and were listed completely. */
export function jobSnapshots(
  { listed, tasks: all, jobs }: Omit<Snapshot, 'byJob'>,
  further: readonly Job[] = [],
): readonly JobSnapshot[] {
  const whole = listed.filter(({ target, complete }) => complete && target.kind !== 'task');
  const byJob = new Map<string, Readonly<{ id: JobId; first: Task; tasks: Task[] }>>();
  for (const { task } of all) {
    const { sourceId, jobId: id } = task;
    if (id === undefined || !whole.some(({ target }) => coversTask(target, task))) continue;
    const place = `${sourceId}/${id}`;
    const known = byJob.get(place);
    if (known) known.tasks.push(task);
    else byJob.set(place, { id, first: task, tasks: [task] });
  }
  const described = new Map([...jobs, ...further].map((job) => [`${job.sourceId}/${job.id}`, job]));
  return [...byJob].map(([place, { id, first, tasks }]) => {
    const counts = { done: 0, failed: 0, running: 0, waiting: 0, stopped: 0 };
    for (const task of tasks) counts[progressOf(task)] += 1;
    const { sourceId, sourceName, jobName: name } = first;
    return { id, sourceId, name, sourceName, tasks, counts, listed: described.get(place) };
  });
}
