import type { HttpRequest } from './http-message.ts';
import type { MigrationTask } from './migration-records.ts';
import { byText } from './percent-encoding.ts';

export type MmsAction =
  'ListMmsTasks' | 'GetMmsTask' | 'ListMmsTaskLogs' | 'ListMmsJobs' | 'GetMmsJob';
/** `id` is that of the task or job, empty for a list. */
export type MmsRoute = Readonly<{ action: MmsAction; sourceId: string; id: string }>;
export type Query = ReadonlyMap<string, string>;

const path =
  /^\/api\/v1\/mms\/datasources\/([^/]+)\/(?:(tasks)|(?:tasks\/([^/]+))|(?:tasks\/([^/]+)\/logs)|(jobs)|(?:jobs\/([^/]+)))$/;

/** `undefined` for a path that none of the actions has. */
export function routeOf(request: HttpRequest): MmsRoute | undefined {
  const [, sourceId, tasks, task, logs, jobs, job] =
    path.exec(request.path)?.map((part: string | undefined) => part ?? '') ?? [];
  if (sourceId === undefined) return undefined;
  if (tasks) return { action: 'ListMmsTasks', sourceId, id: '' };
  if (task) return { action: 'GetMmsTask', sourceId, id: task };
  if (logs) return { action: 'ListMmsTaskLogs', sourceId, id: logs };
  return jobs
    ? { action: 'ListMmsJobs', sourceId, id: '' }
    : { action: 'GetMmsJob', sourceId, id: job ?? '' };
}

const taskFilters: Readonly<Record<string, (task: MigrationTask) => string | undefined>> = {
  jobName: ({ job }) => job.name,
  srcDbName: ({ job }) => job.srcDbName,
  srcTableName: ({ srcTableName }) => srcTableName,
  dstDbName: ({ job }) => job.dstDbName,
  dstTableName: ({ dstTableName }) => dstTableName,
  status: ({ status }) => status,
};

/** The list itself where nothing is filtered, however long it is. */
export function filtered(tasks: readonly MigrationTask[], query: Query): readonly MigrationTask[] {
  const filters = Object.entries(taskFilters).flatMap(([key, field]) => {
    const wanted = query.get(key);
    return wanted === undefined ? [] : [(task: MigrationTask) => field(task) === wanted];
  });
  return filters.length === 0
    ? tasks
    : tasks.filter((task) => filters.every((passes) => passes(task)));
}

/** `undefined` where the query asks for no order. */
export function sorted(
  tasks: readonly MigrationTask[],
  query: Query,
): readonly MigrationTask[] | undefined {
  for (const [key, field] of [
    ['sorter.startTime', 'startTime'],
    ['sorter.status', 'status'],
  ] as const) {
    const order = query.get(key);
    if (order !== undefined)
      return tasks.toSorted(
        (a, b) => byText(a[field] ?? '', b[field] ?? '') * (order === 'desc' ? -1 : 1),
      );
  }
  return undefined;
}

export type Page<Item> = Readonly<{
  total: number;
  pageNum: number;
  pageSize: number;
  items: readonly Item[];
}>;

/** One page of a list that is kept oldest first; `undefined` where the numbers make no sense. */
export function pageOf<Item>(
  list: readonly Item[],
  asked: Readonly<{ pageNum: number; pageSize: number; newestFirst: boolean }>,
): Page<Item> | undefined {
  const { pageNum, pageSize, newestFirst } = asked;
  if (!Number.isInteger(pageNum) || !Number.isInteger(pageSize) || pageNum < 1 || pageSize < 1)
    return undefined;
  const [begin, end] = [(pageNum - 1) * pageSize, pageNum * pageSize];
  const total = list.length;
  const items = newestFirst
    ? list.slice(Math.max(0, total - end), Math.max(0, total - begin)).reverse()
    : list.slice(begin, end);
  return { total, pageNum, pageSize, items };
}
