import type { Task } from '../mms/task.ts';
import type { TaskRef } from '../notification/alert.ts';

/** The task as an alert names it. */
export function taskRef(task: Task): TaskRef {
  const { id, sourceId, sourceName, jobId, jobName, sourceTable, destinationTable, status } = task;
  return { id, sourceId, sourceName, jobId, jobName, sourceTable, destinationTable, status };
}
