import type { Cause } from '../causes/cause.ts';
import type { CauseGroup, JobRef, TaskRef } from './alert.ts';
import type { CsvRow } from './kind.ts';

/** A row leaves out what does not apply to it. */
export const csvColumns = [
  'kind',
  'task_id',
  'status',
  'source_table',
  'destination_table',
  'job_name',
  'job_id',
  'source_name',
  'source_id',
  'log_ids',
  'mms_time',
  'failed_attempts',
  'failure',
  'reason',
  'cause',
  'since',
] as const;

export const taskColumns = (task: TaskRef): CsvRow => ({
  task_id: task.id,
  status: task.status,
  source_table: task.sourceTable,
  destination_table: task.destinationTable,
  job_name: task.jobName,
  job_id: task.jobId ?? '',
  source_name: task.sourceName,
  source_id: task.sourceId,
});

export const jobColumns = (job: JobRef): CsvRow => ({
  job_name: job.name,
  job_id: job.id,
  source_name: job.sourceName,
  source_id: job.sourceId,
});

export const causeColumns = (cause: Cause | undefined): CsvRow => ({
  reason: cause?.reason ?? '',
  cause: cause?.fingerprint ?? '',
});

export const failedRows = (groups: readonly CauseGroup[]): readonly CsvRow[] =>
  groups.flatMap(({ cause, tasks }) =>
    tasks.map((task) => ({ ...taskColumns(task), ...causeColumns(cause) })),
  );

/** A time of ours, as spreadsheets read it. */
export const since = (milliseconds: number): CsvRow => ({
  since: new Date(milliseconds).toISOString(),
});
