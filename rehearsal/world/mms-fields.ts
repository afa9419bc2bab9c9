import {
  type LogRow,
  type MigrationTask,
  jobStatus,
  type MigrationJob,
  type MigrationSource,
  type MigrationTimer,
} from './migration-records.ts';

/** What MMS answers, by its documented names. An undefined field is absent; ids are integers. */
export type MmsFields = Readonly<Record<string, unknown>>;

/**
 * https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-getmmstask
 */
export const taskFields = (task: MigrationTask): MmsFields => ({
  id: BigInt(task.id),
  jobId: BigInt(task.job.id),
  sourceId: BigInt(task.job.source.id),
  dbId: 196,
  tableId: BigInt(task.id) + 20_000n,
  jobName: task.job.name,
  sourceName: task.job.source.name,
  srcDbName: task.job.srcDbName,
  srcSchemaName: task.srcSchemaName,
  srcTableName: task.srcTableName,
  dstDbName: task.job.dstDbName,
  dstTableName: task.dstTableName,
  type: 'BIGQUERY',
  status: task.status,
  running: task.running,
  stopped: task.stopped,
  retriedTimes: task.retriedTimes,
  createTime: task.createTime,
  startTime: task.startTime,
  endTime: task.endTime,
});

/** https://alibabacloud.com/help/zh/maxcompute/user-guide/api-maxcompute-2022-01-04-getmmsjob */
export const jobFields = (job: MigrationJob): MmsFields => ({
  id: BigInt(job.id),
  name: job.name,
  sourceId: BigInt(job.source.id),
  sourceName: job.source.name,
  srcDbName: job.srcDbName,
  dstDbName: job.dstDbName,
  status: jobStatus(job),
  taskNum: job.tasks.length,
  taskDone: job.tasks.filter(({ status }) => status === 'DONE').length,
  stopped: job.stopped,
});

/**
 * A row of a task's log or, without a task, of a timer's:
 * https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-listmmstimerlogs
 */
export const rowFields = (
  source: MigrationSource,
  row: LogRow,
  task?: MigrationTask,
): MmsFields => ({
  ...row,
  id: BigInt(row.id),
  sourceId: BigInt(source.id),
  taskId: task && BigInt(task.id),
});

/**
 * https://www.alibabacloud.com/help/ja/maxcompute/user-guide/api-maxcompute-2022-01-04-getmmsdatasource
 */
export function sourceFields(source: MigrationSource, withConfig: boolean): MmsFields {
  const { id, name, type, status, agentIsOnline, errMsg } = source;
  const config = source.config.map((item) => ({ ...item, name: item.key, required: true }));
  const own = { id: BigInt(id), name, type, status, agentIsOnline, errMsg };
  return withConfig ? { ...own, config } : own;
}

/**
 * https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-listmmstimers
 */
export const timerFields = ({ rows: _, source, ...timer }: MigrationTimer): MmsFields => ({
  ...timer,
  id: BigInt(timer.id),
  sourceId: BigInt(source.id),
});
