import {
  type JobId,
  type LogId,
  type SourceId,
  type TaskId,
  type TimerId,
  parseId,
} from '../../functions/mms/id.ts';
import { wholeText } from '../../functions/untrusted-text/excerpt.ts';
import type { Task } from '../../functions/mms/task.ts';
import type { LogRead, TaskLog } from '../../functions/mms/task-log.ts';

/** The id that the digits spell; a test that misspells one fails here. */
export function id<Name extends JobId | LogId | SourceId | TaskId | TimerId>(
  digits: string | number,
): Name {
  const parsed = parseId<Name>(String(digits));
  if (parsed === undefined) throw new Error(`${digits} is no id`);
  return parsed;
}

export const aTask = (fields: Partial<Task> = {}): Task => ({
  id: id('4032'),
  sourceId: id('2000015'),
  sourceName: 'demo',
  jobId: undefined,
  jobName: 'nightly_full',
  sourceTable: 'finance_dw.orders_2024',
  destinationTable: 'mms_prod.orders_2024',
  status: 'INIT',
  startTime: '',
  endTime: '',
  retriedTimes: 0,
  running: false,
  stopped: false,
  ...fields,
});

export const aRow = (logId: number | string, status: string, message = '', time = ''): TaskLog => ({
  id: id(logId),
  status,
  time,
  action: wholeText(''),
  message: wholeText(message),
});

/** The log as MMS would give it, whole. */
export const aLog = (rows: readonly TaskLog[]): LogRead => ({
  rows,
  leftOut: 0,
  newest: rows.at(-1)?.id,
  ids: rows.slice(-16).map((row) => row.id),
});
