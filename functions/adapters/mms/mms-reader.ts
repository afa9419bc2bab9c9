import type { LimitFunction } from 'p-limit';
import type { Credentials } from '../../configuration/credentials.ts';
import type { Endpoint } from '../../configuration/endpoint.ts';
import { parseId, type SourceId, type TaskId } from '../../core/id.ts';
import { targetName, type Target } from '../../core/target.ts';
import type { Task } from '../../core/task.ts';
import type { LogviewLinks } from '../../foreign-text/logview-links.ts';
import type { MmsReader } from '../../ports.ts';
import { redactorOf } from '../redact-credentials.ts';
import type { Patience } from '../retry.ts';
import { pageFrom } from './list-page.ts';
import type { Listed } from './listing-pass.ts';
import { createMmsCaller, type CallMms } from './mms-caller.ts';
import { createMmsRequest, type MmsCall } from './mms-request.ts';
import { createNames, type Names } from './names.ts';
import { readWholeListing, type WholeListing } from './whole-listing.ts';
import { isRecord } from './wire.ts';
import { jobFrom } from './wire-job.ts';
import { logRowsFrom } from './wire-log.ts';
import { taskFrom } from './wire-task.ts';

export type MmsReaderOptions = Patience & Readonly<{
  endpoint: Endpoint;
  credentials: Credentials;
  /** Bounds the requests in flight, over everything that this reader reads. */
  limit: LimitFunction;
  /** Links to LogView in log rows; they are stripped where nothing is said. */
  logviewLinks?: LogviewLinks;
}>;

/** What is asked for; what comes may be less. */
const pageSize = 100;

/** MMS over HTTP with the keys of one invocation. */
export function createMmsReader({ endpoint, credentials, logviewLinks, ...options }: MmsReaderOptions): MmsReader {
  const call = createMmsCaller({ ...options, request: createMmsRequest(endpoint, credentials), redact: redactorOf(credentials) });
  const names = createNames();
  const { clock } = options;
  return {
    listTasks: async (target, until) => {
      const { items, complete, problems } = await listTarget(call, names, target, until);
      return { target, tasks: items, complete, problems };
    },
    listJobs: async (sourceId, until) => {
      // Jobs only save calls: asking for them must not cost the time that their tasks take.
      const soon = clock() + (until - clock()) / 3;
      const list: List = { action: 'ListMmsJobs', what: `source ${sourceId}`, rows: 'jobs', pathname: `${sourcePath(sourceId)}/jobs`, filter: {} };
      const { items, complete, problems } = await readList(call, list, (row) => jobFrom(row, sourceId, names), soon);
      return { jobs: items, complete, problem: complete ? undefined : problems.join('; ') };
    },
    readTaskLog: async (sourceId, taskId, after, until) => {
      const what = `task ${sourceId}/tasks/${taskId}`;
      const pathname = `${sourcePath(sourceId)}/tasks/${taskId}/logs`;
      const body = await call({ action: 'ListMmsTaskLogs', pathname, query: {} }, what, until);
      return logRowsFrom(body, after, `ListMmsTaskLogs of ${what}`, names, logviewLinks);
    },
  };
}

const sourcePath = (sourceId: SourceId): string => `/api/v1/mms/datasources/${sourceId}`;

function listTarget(call: CallMms, names: Names, target: Target, until: number): Promise<WholeListing<Task>> {
  if (target.kind === 'task') return getTask(call, names, target.sourceId, target.taskId, until);
  const filter = target.kind === 'job' ? { jobId: target.jobId } : {};
  const what = `${target.kind} ${targetName(target)}`;
  const list: List = { action: 'ListMmsTasks', what, rows: 'tasks', pathname: `${sourcePath(target.sourceId)}/tasks`, filter };
  return readList(call, list, (row) => taskFrom(row, target.sourceId, names), until);
}

type List = Pick<MmsCall, 'action' | 'pathname'> & Readonly<{ what: string; rows: string; filter: MmsCall['query'] }>;

function readList<Item extends Listed>(
  call: CallMms, { action, pathname, what, rows, filter }: List, itemFrom: (row: unknown) => Item | undefined, until: number,
): Promise<WholeListing<Item>> {
  return readWholeListing(async (pageNum) => {
    const query = { ...filter, pageNum: String(pageNum), pageSize: String(pageSize) };
    const page = `${what}, page ${pageNum}`;
    return pageFrom(await call({ action, pathname, query }, page, until), `${action} of ${page}`, itemFrom);
  }, { what: `${action} of ${what}`, rows });
}

async function getTask(call: CallMms, names: Names, sourceId: SourceId, taskId: TaskId, until: number): Promise<WholeListing<Task>> {
  const what = `task ${sourceId}/tasks/${taskId}`;
  const pathname = `${sourcePath(sourceId)}/tasks/${taskId}`;
  try {
    const body = await call({ action: 'GetMmsTask', pathname, query: {} }, what, until);
    const data = isRecord(body) ? body.data : undefined;
    const task = taskFrom(data, sourceId, names);
    if (task?.id === taskId) return { items: [task], complete: true, problems: [] };
    const given = isRecord(data) ? parseId<TaskId>(data.id) : undefined;
    const answer = given === undefined ? 'the answer holds no usable `data.id`' : `the answer is about task ${given}`;
    return { items: [], complete: false, problems: [`GetMmsTask of ${what}: ${answer}; the next tick tries again`] };
  } catch (error) {
    return { items: [], complete: false, problems: [error instanceof Error ? error.message : String(error)] };
  }
}
