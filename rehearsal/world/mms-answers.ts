import {
  jobStatus,
  type LogRow,
  type MigrationJob,
  type MigrationSource,
  type MigrationTask,
  type MigrationTimer,
} from './migration-records.ts';

/**
 * An object of JSON. A `bigint` goes out as bare digits, exact beyond 2^53; an undefined field is
 * absent.
 */
function json(fields: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [`"${name}":${typeof value === 'bigint' ? String(value) : JSON.stringify(value)}`],
  );
  return `{${parts.join(',')}}`;
}

/**
 * The fields of
 * https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-getmmstask
 */
export function taskJson(task: MigrationTask): string {
  const { job } = task;
  return json({
    id: BigInt(task.id),
    jobId: BigInt(job.id),
    sourceId: BigInt(job.source.id),
    dbId: 196,
    tableId: BigInt(task.id) + 20_000n,
    jobName: job.name,
    sourceName: job.source.name,
    srcDbName: job.srcDbName,
    srcSchemaName: task.srcSchemaName,
    srcTableName: task.srcTableName,
    dstDbName: job.dstDbName,
    dstSchemaName: job.dstSchemaName,
    dstTableName: task.dstTableName,
    type: 'BIGQUERY',
    status: task.status,
    running: task.running,
    stopped: task.stopped,
    retriedTimes: task.retriedTimes,
    createTime: task.createTime,
    startTime: task.startTime,
    endTime: task.endTime,
    ...task.raw,
  });
}

/**
 * The fields of
 * https://alibabacloud.com/help/zh/maxcompute/user-guide/api-maxcompute-2022-01-04-getmmsjob
 */
export function jobJson(job: MigrationJob): string {
  return json({
    id: BigInt(job.id),
    name: job.name,
    sourceId: BigInt(job.source.id),
    sourceName: job.source.name,
    dbId: 196,
    srcDbName: job.srcDbName,
    dstDbName: job.dstDbName,
    dstSchemaName: job.dstSchemaName,
    status: jobStatus(job),
    type: 'Tables',
    taskNum: job.tasks.length,
    taskDone: job.tasks.filter(({ status }) => status === 'DONE').length,
    stopped: job.stopped,
    createTime: job.createTime,
    config: { enableVerification: true, increment: false, tables: [] },
  });
}

export function rowJson(task: MigrationTask, row: LogRow): string {
  return json({
    id: BigInt(row.id),
    sourceId: BigInt(task.job.source.id),
    taskId: BigInt(task.id),
    status: row.status,
    action: row.action,
    msg: row.msg,
    createTime: row.createTime,
    ...row.raw,
  });
}

/**
 * The fields of
 * https://www.alibabacloud.com/help/ja/maxcompute/user-guide/api-maxcompute-2022-01-04-getmmsdatasource
 */
export function sourceJson(source: MigrationSource, withConfig: boolean): string {
  const { id, name, type, status, agentIsOnline, errMsg, createTime, lastUpdateTime } = source;
  return json({
    id: BigInt(id),
    name,
    type,
    region: 'cn-shanghai',
    status,
    agentIsOnline,
    errMsg,
    createTime,
    lastUpdateTime,
    scanId: 1_000_253,
    dstProject: 'mms_prod',
    dstProjects: ['mms_prod'],
    dbNum: 1,
    tableNum: source.tasks.length,
    config: withConfig
      ? source.config.map((item) => ({ ...item, name: item.key, required: true }))
      : undefined,
  });
}

/**
 * The fields of
 * https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-listmmstimers
 */
export const timerJson = (timer: MigrationTimer): string =>
  json({
    id: BigInt(timer.id),
    name: timer.name,
    sourceId: BigInt(timer.source.id),
    dbId: 196,
    srcDbName: timer.source.name,
    type: 'TABLES',
    createTime: timer.createTime,
    scheduleType: timer.scheduleType,
    value: timer.value,
    stopped: timer.stopped,
  });

/**
 * The fields of
 * https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-listmmstimerlogs
 */
export const timerRowJson = (timer: MigrationTimer, row: LogRow): string =>
  json({
    id: BigInt(row.id),
    sourceId: BigInt(timer.source.id),
    status: row.status,
    action: row.action,
    msg: row.msg,
    createTime: row.createTime,
    ...row.raw,
  });

/** What the gateway says when it refuses: PascalCase, where the answers of MMS are camelCase. */
export const refusalJson = (code: string, message: string, requestId: string): string =>
  json({
    RequestId: requestId,
    Message: message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${code}`,
    HostId: 'maxcompute',
    Code: code,
  });
