import type { HttpRequest } from './http-message.ts';
import type { MigrationTask } from './migration-records.ts';
import { byText } from './percent-encoding.ts';

export type MmsAction =
  | 'ListMmsTasks'
  | 'GetMmsTask'
  | 'ListMmsTaskLogs'
  | 'ListMmsJobs'
  | 'GetMmsJob'
  | 'GetMmsDataSource'
  | 'ListMmsTimers'
  | 'ListMmsTimerLogs';
/**
 * `id` is that of the task, job or timer, empty for a list of a source's and for the source itself.
 */
export type MmsRoute = Readonly<{ action: MmsAction; sourceId: string; id: string }>;
export type Query = ReadonlyMap<string, string>;

const root = '/api/v1/mms/datasources/';

/** By what stands behind the source's id; a star is an id. */
const actions: Readonly<Record<string, MmsAction>> = {
  '': 'GetMmsDataSource',
  tasks: 'ListMmsTasks',
  'tasks/*': 'GetMmsTask',
  'tasks/*/logs': 'ListMmsTaskLogs',
  jobs: 'ListMmsJobs',
  'jobs/*': 'GetMmsJob',
  timers: 'ListMmsTimers',
  'timers/*/logs': 'ListMmsTimerLogs',
};

/** `undefined` for a path that none of the actions has. */
export function routeOf(request: HttpRequest): MmsRoute | undefined {
  if (!request.path.startsWith(root)) return undefined;
  const [sourceId = '', kind, id, ...rest] = request.path.slice(root.length).split('/');
  const pattern = [kind, id === undefined ? undefined : '*', ...rest].filter(
    (part) => part !== undefined,
  );
  const action = actions[pattern.join('/')];
  if (action === undefined || [sourceId, kind, id].includes('')) return undefined;
  return { action, sourceId, id: id ?? '' };
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
