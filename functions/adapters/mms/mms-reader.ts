import type { LimitFunction } from 'p-limit';
import type { Credentials } from '../../configuration/credentials.ts';
import type { Endpoint } from '../../configuration/endpoint.ts';
import { parseId, type SourceId, type TaskId } from '../../core/id.ts';
import { targetName, type Target } from '../../core/target.ts';
import type { Listing, MmsReader } from '../../ports.ts';
import { redactorOf } from '../redact-credentials.ts';
import type { Patience } from '../retry.ts';
import { createMmsCaller, type CallMms } from './mms-caller.ts';
import { createMmsRequest } from './mms-request.ts';
import { createNames, type Names } from './names.ts';
import { listTaskPages, type TaskListing } from './task-listing.ts';
import { pageFrom } from './task-page.ts';
import { isRecord } from './wire.ts';
import { logRowsFrom } from './wire-log.ts';
import { taskFrom } from './wire-task.ts';

export type MmsReaderOptions = Patience & Readonly<{
  endpoint: Endpoint;
  credentials: Credentials;
  /** Bounds the requests in flight, over everything that this reader reads. */
  limit: LimitFunction;
}>;

/** What is asked for; what comes may be less. */
const pageSize = 100;

/** MMS over HTTP with the keys of one invocation. */
export function createMmsReader({ endpoint, credentials, ...options }: MmsReaderOptions): MmsReader {
  const call = createMmsCaller({ ...options, request: createMmsRequest(endpoint, credentials), redact: redactorOf(credentials) });
  const names = createNames();
  return {
    listTasks: async (target, until): Promise<Listing> => ({ target, ...(await readTarget(call, names, target, until)) }),
    readTaskLog: async (sourceId, taskId, after, until) => {
      const what = `task ${sourceId}/tasks/${taskId}`;
      const pathname = `${sourcePath(sourceId)}/tasks/${taskId}/logs`;
      const body = await call({ action: 'ListMmsTaskLogs', pathname, query: {} }, what, until);
      return logRowsFrom(body, after, `ListMmsTaskLogs of ${what}`, names);
    },
  };
}

const sourcePath = (sourceId: SourceId): string => `/api/v1/mms/datasources/${sourceId}`;

function readTarget(call: CallMms, names: Names, target: Target, until: number): Promise<TaskListing> {
  switch (target.kind) {
    case 'source': return listTasks(call, names, target, {}, until);
    case 'job': return listTasks(call, names, target, { jobId: target.jobId }, until);
    case 'task': return getTask(call, names, target.sourceId, target.taskId, until);
    default: return target satisfies never;
  }
}

function listTasks(call: CallMms, names: Names, target: Target, filter: Readonly<Record<string, string>>, until: number): Promise<TaskListing> {
  const what = `${target.kind} ${targetName(target)}`;
  const pathname = `${sourcePath(target.sourceId)}/tasks`;
  return listTaskPages(async (pageNum) => {
    const query = { ...filter, pageNum: String(pageNum), pageSize: String(pageSize) };
    const page = `${what}, page ${pageNum}`;
    return pageFrom(await call({ action: 'ListMmsTasks', pathname, query }, page, until), page, target.sourceId, names);
  }, what);
}

async function getTask(call: CallMms, names: Names, sourceId: SourceId, taskId: TaskId, until: number): Promise<TaskListing> {
  const what = `task ${sourceId}/tasks/${taskId}`;
  const pathname = `${sourcePath(sourceId)}/tasks/${taskId}`;
  try {
    const body = await call({ action: 'GetMmsTask', pathname, query: {} }, what, until);
    const data = isRecord(body) ? body.data : undefined;
    const task = taskFrom(data, sourceId, names);
    if (task?.id === taskId) return { tasks: [task], complete: true, problems: [] };
    const given = isRecord(data) ? parseId<TaskId>(data.id) : undefined;
    const answer = given === undefined ? 'the answer holds no usable `data.id`' : `the answer is about task ${given}`;
    return { tasks: [], complete: false, problems: [`GetMmsTask of ${what}: ${answer}; the next tick tries again`] };
  } catch (error) {
    return { tasks: [], complete: false, problems: [error instanceof Error ? error.message : String(error)] };
  }
}
