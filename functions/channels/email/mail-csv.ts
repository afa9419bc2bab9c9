import type { Alert, AlertedTask } from '../../kinds/alert.ts';
import type { Cause } from '../../causes/cause.ts';
import type { AlertedJob } from '../../tracking/job-standing.ts';
import { csvTable } from './csv-table.ts';

export const csvName = 'mms-alerts.csv';

const columns = [
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
type Row = Readonly<Partial<Record<(typeof columns)[number], string>>>;

/** Every alert as a line. */
export const csvOf = (alerts: readonly Alert[]): string =>
  csvTable(
    columns,
    alerts.map((alert) => ({ kind: alert.kind, ...rowOf(alert) })),
  );

function rowOf(alert: Alert): Row {
  switch (alert.kind) {
    case 'failed':
      return {
        ...ofTask(alert.task),
        ...ofCause(alert.cause),
        status: alert.status,
        log_ids: alert.rows.map(({ logId }) => logId).join(' '),
        mms_time: alert.rows[0]?.time ?? '',
        failed_attempts: String(alert.attempts),
        failure: String(alert.ordinal),
        ...(alert.rows.length === 0 && alert.logUnread !== undefined
          ? { reason: alert.logUnread }
          : {}),
      };
    case 'recovered':
      return {
        ...ofTask(alert.task),
        failed_attempts: String(alert.failures),
        since: time(alert.failedAt),
      };
    case 'reminder':
      return { ...ofTask(alert.task), ...ofCause(alert.cause), since: time(alert.failedAt) };
    case 'unknown':
      return { ...ofTask(alert.task), status: alert.status };
    case 'done':
      return ofTask(alert.task);
    case 'stalled':
      return {
        ...(alert.what === 'task' ? ofTask(alert.task) : ofJob(alert.job)),
        since: time(alert.since),
      };
    case 'job-finished':
      return ofJob(alert.job);
    case 'escalation':
      return { ...ofJob(alert.job), reason: alert.why, since: time(alert.since) };
    case 'baseline':
      return { source_name: alert.name, source_id: alert.target };
    case 'blind':
      return {
        source_id: alert.what === 'source' ? alert.sourceId : alert.channel,
        reason: alert.reason,
        since: time(alert.since),
      };
    default:
      return alert satisfies never;
  }
}

/** The columns that tell of a task. */
export const ofTask = (task: AlertedTask): Row => ({
  task_id: task.id,
  status: task.status,
  source_table: task.sourceTable,
  destination_table: task.destinationTable,
  job_name: task.jobName,
  job_id: task.jobId ?? '',
  source_name: task.sourceName,
  source_id: task.sourceId,
});

const ofJob = (job: AlertedJob): Row => ({
  job_name: job.name,
  job_id: job.id,
  source_name: job.sourceName,
  source_id: job.sourceId,
});

/** The columns that tell why. */
export const ofCause = (cause: Cause | undefined): Row => ({
  reason: cause?.reason ?? '',
  cause: cause?.fingerprint ?? '',
});

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();
