import type { JobId, LogId } from '../mms/id.ts';
import { parseId } from '../mms/id.ts';
import type { Failure, Running, TaskMemory } from '../tracking/memory.ts';
import { isRecord } from '../runtime/json.ts';
import { moment, momentOf, need } from './reading.ts';

/** A settled task takes one short line, since a migration ends with tens of thousands of them. */
export function encodeMemory(memory: TaskMemory): string {
  const {
    seen,
    lastLog,
    historyUntil,
    settled,
    failure,
    statusFailure,
    unread,
    missingSince,
    running,
  } = memory;
  if (
    settled &&
    !unread &&
    !failure &&
    statusFailure === undefined &&
    missingSince === undefined &&
    !running
  ) {
    const history = lastLog === undefined && historyUntil !== undefined ? `,${historyUntil}` : '';
    return `["${seen}",${lastLog === undefined ? 0 : number(lastLog)}${history}]`;
  }
  const fields = [`"seen":"${seen}"`];
  if (lastLog !== undefined) fields.push(`"log":${number(lastLog)}`);
  else if (historyUntil !== undefined) fields.push(`"historyUntil":${historyUntil}`);
  if (settled) fields.push('"settled":true');
  if (unread) fields.push('"unread":true');
  if (statusFailure !== undefined) fields.push(`"statusFailure":${JSON.stringify(statusFailure)}`);
  if (missingSince !== undefined) fields.push(`"missingSince":"${momentOf(missingSince)}"`);
  if (running)
    fields.push(
      `"running":${JSON.stringify({ since: momentOf(running.since), ...(running.told ? { told: true } : {}) })}`,
    );
  if (failure) fields.push(`"failure":${JSON.stringify(failureText(failure))}`);
  return `{${fields.join(',')}}`;
}

const failureText = (failure: Failure): unknown => ({
  ...failure,
  at: momentOf(failure.at),
  lastAt: failure.lastAt === failure.at ? undefined : momentOf(failure.lastAt),
  remindedAt: failure.remindedAt === undefined ? undefined : momentOf(failure.remindedAt),
});

/** An id as a JSON number while that is exact, as text beyond. */
const number = (id: LogId): string => (Number.isSafeInteger(Number(id)) ? id : `"${id}"`);

/** @throws Error naming the task and what was expected */
export function decodeMemory(value: unknown, jobId: JobId | undefined, what: string): TaskMemory {
  if (Array.isArray(value)) {
    const [seen, log, historyUntil] = value as readonly unknown[];
    return memoryFrom(
      { seen, settled: true, log: log === 0 ? undefined : log, historyUntil },
      jobId,
      what,
    );
  }
  return memoryFrom(
    need(isRecord(value) ? value : undefined, `${what} as a list or an object`),
    jobId,
    what,
  );
}

function memoryFrom(
  fields: Readonly<Record<string, unknown>>,
  jobId: JobId | undefined,
  what: string,
): TaskMemory {
  const {
    seen,
    log,
    historyUntil,
    settled,
    unread,
    statusFailure,
    missingSince,
    failure,
    running,
  } = fields;
  return {
    jobId,
    seen: need(typeof seen === 'string' ? seen : undefined, `"seen" of ${what}`),
    lastLog: log === undefined ? undefined : need(parseId<LogId>(log), `a log id for ${what}`),
    historyUntil:
      historyUntil === undefined
        ? undefined
        : need(typeof historyUntil === 'number' ? historyUntil : undefined, `seconds for ${what}`),
    settled: settled === true,
    unread: unread === true,
    statusFailure: typeof statusFailure === 'string' ? statusFailure : undefined,
    missingSince: moment(missingSince, `"missingSince" of ${what}`),
    failure: failure === undefined ? undefined : failureFrom(failure, what),
    running: running === undefined ? undefined : runningFrom(running, what),
  };
}

function runningFrom(value: unknown, what: string): Running {
  const { since, told } = need(
    isRecord(value) ? value : undefined,
    `"running" of ${what} as an object`,
  );
  return {
    since: need(moment(since, `"running.since" of ${what}`), `"running.since" of ${what}`),
    told: told === true,
  };
}

function failureFrom(value: unknown, what: string): Failure {
  const fields = need(isRecord(value) ? value : undefined, `"failure" of ${what} as an object`);
  const {
    open,
    listed,
    told,
    count,
    at,
    lastAt,
    cause,
    remindedAt,
    startTime,
    endTime,
    retriedTimes,
    rowOwed,
    rowJustTold,
  } = fields;
  return {
    open: open === true,
    listed: need(
      listed === 'not yet' || listed === 'failed' || listed === 'moved on' ? listed : undefined,
      `"failure.listed" of ${what}`,
    ),
    told: told === true,
    count: need(typeof count === 'number' ? count : undefined, `"failure.count" of ${what}`),
    at: need(moment(at, `"failure.at" of ${what}`), `"failure.at" of ${what}`),
    lastAt: need(
      moment(lastAt ?? at, `"failure.lastAt" of ${what}`),
      `"failure.lastAt" of ${what}`,
    ),
    cause: typeof cause === 'string' ? cause : undefined,
    remindedAt: moment(remindedAt, `"failure.remindedAt" of ${what}`),
    startTime: need(
      typeof startTime === 'string' ? startTime : undefined,
      `"failure.startTime" of ${what}`,
    ),
    endTime: need(
      typeof endTime === 'string' ? endTime : undefined,
      `"failure.endTime" of ${what}`,
    ),
    retriedTimes: need(
      typeof retriedTimes === 'number' ? retriedTimes : undefined,
      `"failure.retriedTimes" of ${what}`,
    ),
    rowOwed: rowOwed === true,
    rowJustTold: typeof rowJustTold === 'number' ? rowJustTold : undefined,
  };
}
