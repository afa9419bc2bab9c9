import type { LimitFunction } from 'p-limit';
import type { Credentials } from '../settings/credentials.ts';
import type { Endpoint } from '../settings/endpoint.ts';
import { parseId, type SourceId, type TaskId } from '../mms/id.ts';
import { targetName, type Target } from '../mms/target.ts';
import type { Task } from '../mms/task.ts';
import type { LogviewLinks } from '../untrusted-text/logview-links.ts';
import type { ListingHints, MmsReader } from '../ports.ts';
import { redactorOf } from '../runtime/redact-credentials.ts';
import type { RetryDeps } from '../runtime/retry.ts';
import { largePage, readInLargePages, type LargePages } from './large-pages.ts';
import { pageFrom } from './list-page.ts';
import type { Listed, ReadPage } from './listing-pass.ts';
import { createMmsCaller, type CallMms } from './mms-caller.ts';
import { createMmsRequest, type MmsCall } from './mms-request.ts';
import { createNames, type Names } from './names.ts';
import { readWholeListing, type About, type WholeListing } from './whole-listing.ts';
import { isRecord } from '../runtime/json.ts';
import { jobFrom } from './wire-job.ts';
import { logRowsFrom } from './wire-log.ts';
import { taskFrom } from './wire-task.ts';

export type MmsReaderOptions = RetryDeps &
  Readonly<{
    endpoint: Endpoint;
    credentials: Credentials;
    /** Bounds the requests in flight, over everything that this reader reads. */
    limit: LimitFunction;
    /** Links to LogView in log rows; they are stripped where nothing is said. */
    logviewLinks?: LogviewLinks;
    /** What the instance knows from earlier readers; without it, each finds out anew. */
    largePages?: LargePages | undefined;
  }>;

/** What is asked for; what comes may be less. */
const pageSize = 100;

/** MMS over HTTP with the keys of one invocation. */
export function createMmsReader({
  endpoint,
  credentials,
  logviewLinks,
  largePages = { answer: 'not asked' },
  ...options
}: MmsReaderOptions): MmsReader {
  const call = createMmsCaller({
    ...options,
    request: createMmsRequest(endpoint, credentials),
    redact: redactorOf(credentials),
  });
  const names = createNames();
  const { clock } = options;
  const listTarget = async (
    target: Target,
    until: number,
    { tasks = 0, forSafety = false }: ListingHints,
  ): Promise<WholeListing<Task>> => {
    if (target.kind === 'task')
      return await getTask(call, names, target.sourceId, target.taskId, until);
    const list = taskListOf(target);
    const pages = (size: number, by: number): ReadPage<Task> =>
      pagesOf(call, list, (row) => taskFrom(row, target.sourceId, names), size, by);
    const inLargePages =
      forSafety && tasks > pageSize
        ? await readInLargePages(
            pages(largePage, aThirdOf(until)),
            aboutOf(list),
            Math.ceil(tasks / largePage),
            largePages,
          )
        : undefined;
    return (
      inLargePages ??
      (await readWholeListing(pages(pageSize, until), aboutOf(list), Math.ceil(tasks / pageSize)))
    );
  };
  // What only saves calls must not cost the time that the tasks take without it.
  const aThirdOf = (until: number): number => clock() + (until - clock()) / 3;
  return {
    listTasks: async (target, until, hints = {}) => {
      const { items, complete, problems } = await listTarget(target, until, hints);
      return { target, tasks: items, complete, problems };
    },
    listJobs: async (sourceId, until) => {
      const list: List = {
        action: 'ListMmsJobs',
        what: `source ${sourceId}`,
        rows: 'jobs',
        pathname: `${sourcePath(sourceId)}/jobs`,
        filter: {},
      };
      const read = pagesOf(
        call,
        list,
        (row) => jobFrom(row, sourceId, names),
        pageSize,
        aThirdOf(until),
      );
      const { items, complete, problems } = await readWholeListing(read, aboutOf(list));
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

type List = Pick<MmsCall, 'action' | 'pathname'> &
  Readonly<{ what: string; rows: string; filter: MmsCall['query'] }>;

const aboutOf = ({ action, what, rows }: List): About => ({ what: `${action} of ${what}`, rows });

function taskListOf(target: Exclude<Target, { kind: 'task' }>): List {
  const filter = target.kind === 'job' ? { jobId: target.jobId } : {};
  const what = `${target.kind} ${targetName(target)}`;
  return {
    action: 'ListMmsTasks',
    what,
    rows: 'tasks',
    pathname: `${sourcePath(target.sourceId)}/tasks`,
    filter,
  };
}

function pagesOf<Item extends Listed>(
  call: CallMms,
  { action, pathname, what, filter }: List,
  itemFrom: (row: unknown) => Item | undefined,
  size: number,
  until: number,
): ReadPage<Item> {
  return async (pageNum) => {
    const query = { ...filter, pageNum: String(pageNum), pageSize: String(size) };
    const page = `${what}, page ${pageNum}`;
    return pageFrom(
      await call({ action, pathname, query }, page, until),
      `${action} of ${page}`,
      itemFrom,
    );
  };
}

async function getTask(
  call: CallMms,
  names: Names,
  sourceId: SourceId,
  taskId: TaskId,
  until: number,
): Promise<WholeListing<Task>> {
  const what = `task ${sourceId}/tasks/${taskId}`;
  const pathname = `${sourcePath(sourceId)}/tasks/${taskId}`;
  try {
    const body = await call({ action: 'GetMmsTask', pathname, query: {} }, what, until);
    const data = isRecord(body) ? body.data : undefined;
    const task = taskFrom(data, sourceId, names);
    if (task?.id === taskId) return { items: [task], complete: true, problems: [] };
    const given = isRecord(data) ? parseId<TaskId>(data.id) : undefined;
    const answer =
      given === undefined
        ? 'the answer holds no usable `data.id`'
        : `the answer is about task ${given}`;
    return {
      items: [],
      complete: false,
      problems: [`GetMmsTask of ${what}: ${answer}; the next tick tries again`],
    };
  } catch (error) {
    return {
      items: [],
      complete: false,
      problems: [error instanceof Error ? error.message : String(error)],
    };
  }
}
