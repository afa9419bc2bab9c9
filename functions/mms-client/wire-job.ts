import { parseId, type JobId, type SourceId } from '../mms/id.ts';
import type { Job } from '../mms/job.ts';
import type { Names } from './names.ts';
import { countOf, flagOf, isRecord } from '../runtime/json.ts';

/**
 * A job as the API lists it; every field but the id may be missing. `undefined` where it has no
 * usable id.
 */
export function jobFrom(row: unknown, askedSource: SourceId, names: Names): Job | undefined {
  if (!isRecord(row)) return undefined;
  const id = parseId<JobId>(row.id);
  if (id === undefined) return undefined;
  return {
    id,
    sourceId: parseId<SourceId>(row.sourceId) ?? askedSource,
    name: names(row.name),
    status: names(row.status),
    stopped: flagOf(row.stopped),
    taskNum: countOf(row.taskNum) ?? 0,
    taskDone: countOf(row.taskDone) ?? 0,
  };
}
