import { parseId, type JobId, type SourceId, type TaskId } from '../mms/id.ts';
import { targetName, type Target } from '../mms/target.ts';
import * as z from 'zod/mini';
import { listOf } from './environment.ts';

const forms =
  'expected 2000015 (a data source: a bare number is always one), 2000015/jobs/87 (a job) or 2000015/tasks/4032 (a task)';

export const watchList = z.pipe(
  listOf(`target; ${forms}`, (entry, refuse) => {
    const target = parseTarget(entry);
    if (target === undefined) refuse(`is not a target; ${forms}`);
    return target;
  }),
  z.transform((targets): readonly Target[] => [
    ...new Map(targets.map((target) => [targetName(target), target])).values(),
  ]),
);

function parseTarget(entry: string): Target | undefined {
  const [source, collection, item, ...rest] = entry.split('/');
  const sourceId = parseId<SourceId>(source);
  // Nothing has the id 0.
  if (sourceId === undefined || rest.length > 0 || [source, item].includes('0')) return undefined;
  if (collection === undefined) return { kind: 'source', sourceId };
  if (collection === 'jobs') {
    const jobId = parseId<JobId>(item);
    return jobId === undefined ? undefined : { kind: 'job', sourceId, jobId };
  }
  if (collection !== 'tasks') return undefined;
  const taskId = parseId<TaskId>(item);
  return taskId === undefined ? undefined : { kind: 'task', sourceId, taskId };
}
