import { parseId, type JobId, type SourceId, type TaskId } from '../mms/id.ts';
import type { Task } from '../mms/task.ts';
import type { Names } from './names.ts';
import { countOf, flagOf, isRecord } from '../runtime/json.ts';

/**
 * A task as the API lists it; every field but the id may be missing. `undefined` where it has no
 * usable id.
 */
export function taskFrom(row: unknown, askedSource: SourceId, names: Names): Task | undefined {
  if (!isRecord(row)) return undefined;
  const id = parseId<TaskId>(row.id);
  if (id === undefined) return undefined;
  const table = (...parts: readonly unknown[]): string =>
    parts
      .map(names)
      .filter((part) => part !== '')
      .join('.');
  return {
    id,
    sourceId: parseId<SourceId>(row.sourceId) ?? askedSource,
    sourceName: names(row.sourceName),
    jobId: parseId<JobId>(row.jobId),
    jobName: names(row.jobName),
    sourceTable: table(row.srcDbName, row.srcSchemaName, row.srcTableName),
    destinationTable: table(row.dstDbName, row.dstSchemaName, row.dstTableName),
    status: names(row.status),
    startTime: names(row.startTime),
    endTime: names(row.endTime),
    retriedTimes: countOf(row.retriedTimes) ?? 0,
    running: flagOf(row.running),
    stopped: flagOf(row.stopped),
  };
}
