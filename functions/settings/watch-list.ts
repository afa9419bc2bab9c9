import { parseId, type JobId, type SourceId, type TaskId } from '../mms/id.ts';
import { targetName, type Target } from '../mms/target.ts';
import { accepted, nameEntry, refused, type Parsed } from './parsed.ts';

const forms =
  'expected 2000015 (a data source), 2000015/jobs/87 (a job) or 2000015/tasks/4032 (a task)';

/** The targets of `MMS_WATCH` in the order given, each once. */
export function parseWatchList(text: string): Parsed<readonly Target[]> {
  const targets = new Map<string, Target>();
  const problems: string[] = [];
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  for (const [index, entry] of entries.entries()) {
    const target = parseTarget(entry);
    if (target === undefined) problems.push(`${nameEntry(entry, index)} is not a target; ${forms}`);
    else targets.set(targetName(target), target);
  }
  if (entries.length === 0) problems.push(`names no target; ${forms}`);
  return problems.length === 0 ? accepted([...targets.values()]) : refused(...problems);
}

function parseTarget(entry: string): Target | undefined {
  const [source, collection, item, ...rest] = entry.split('/');
  const sourceId = parseId<SourceId>(source);
  if (sourceId === undefined || rest.length > 0) return undefined;
  if (collection === undefined) return { kind: 'source', sourceId };
  if (collection === 'jobs') {
    const jobId = parseId<JobId>(item);
    return jobId === undefined ? undefined : { kind: 'job', sourceId, jobId };
  }
  if (collection !== 'tasks') return undefined;
  const taskId = parseId<TaskId>(item);
  return taskId === undefined ? undefined : { kind: 'task', sourceId, taskId };
}
