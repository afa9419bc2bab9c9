import { randomUUID } from 'node:crypto';
import { acs3Verifies, parseAcs3 } from './acs3-signature.ts';
import { type HttpAnswer, type HttpRequest, pairsOf, byText } from './http-message.ts';
import type { Keyring } from './keyring.ts';
import { LoopbackServer } from './loopback-server.ts';
import {
  type LogRow,
  type MigrationTask,
  jobStatus,
  type MigrationJob,
  type MigrationSource,
  type MigrationTimer,
} from './migration-records.ts';
import type { Migration } from './migration.ts';

const quarterOfAnHour = 15 * 60_000;

/**
 * The MMS part of the MaxCompute OpenAPI, over a `Migration`. Every request must be signed; nothing
 * can be changed.
 */
export class MmsServer extends LoopbackServer {
  /** What a server does that knows better than `pageSize`. */
  pageSizeCap = Number.POSITIVE_INFINITY;
  /** A larger `pageSize` is refused. */
  largestPageSize = Number.POSITIVE_INFINITY;
  defaultPageSize = 20;
  listOrder: 'newest first' | 'oldest first' = 'newest first';
  logOrder: 'newest first' | 'oldest first' | 'mixed' = 'newest first';
  /**
   * How an answer says that there is nothing: with an empty list, without `data`, or with a null in
   * its place.
   */
  nothing: 'empty' | 'absent' | 'null' = 'empty';
  readonly #migration: Migration;
  readonly #keyring: Keyring;
  readonly #callersNow: () => number;
  readonly #nonces = new Set<string>();
  readonly #taskJson = new WeakMap<MigrationTask, Readonly<{ revision: number; json: string }>>();

  constructor(
    migration: Migration,
    keyring: Keyring,
    now: () => number = Date.now,
    callersNow: () => number = Date.now,
  ) {
    super('mms', now);
    this.#callersNow = callersNow;
    this.#migration = migration;
    this.#keyring = keyring;
  }

  protected override operationOf(request: HttpRequest): string {
    const route = routeOf(request);
    if (request.method !== 'GET' || route === undefined) return `${request.method} ${request.path}`;
    if (route.action === 'GetMmsDataSource') return `${route.action} ${route.sourceId}`;
    return route.id === ''
      ? `${route.action} page ${queryOf(request).get('pageNum') ?? '1'}`
      : `${route.action} ${route.id}`;
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    if (request.method !== 'GET')
      return refuse(
        405,
        'UnsupportedHTTPMethod',
        'Nothing can be changed here: only GET is taken.',
      );
    const route = routeOf(request);
    if (route === undefined)
      return refuse(
        404,
        'InvalidApi.NotFound',
        'Specified api is not found, please check your url and method.',
      );
    return this.#stranger(request, route.action) ?? this.#answer(route, queryOf(request));
  }

  /** The refusal of a request whose sender is not known for certain. */
  #stranger(request: HttpRequest, action: string): HttpAnswer | undefined {
    const { headers } = request;
    const given = parseAcs3(headers.authorization);
    if (given === undefined)
      return refuse(
        400,
        'MissingAuthorization',
        'An ACS3-HMAC-SHA256 Authorization header is mandatory.',
      );
    const known = this.#keyring.find(given.accessKeyId);
    if (known === undefined)
      return refuse(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
    if (known.securityToken !== headers['x-acs-security-token']) {
      return refuse(
        400,
        'InvalidSecurityToken.MismatchWithAccessKey',
        'Specified SecurityToken mismatch with the AccessKey.',
      );
    }
    if (this.#keyring.isExpired(given.accessKeyId))
      return refuse(400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.');
    if (!acs3Verifies(request, given, known.accessKeySecret)) {
      return refuse(
        403,
        'SignatureDoesNotMatch',
        'Specified signature does not match our calculation.',
      );
    }
    if (headers['x-acs-action'] !== action || headers['x-acs-version'] !== '2022-01-04') {
      return refuse(404, 'InvalidApi.NotFound', `This path is ${action} of version 2022-01-04.`);
    }
    return this.#stale(headers['x-acs-date'] ?? '', headers['x-acs-signature-nonce'] ?? '');
  }

  /** Signed requests carry their callers' time, whatever time the migration lives in. */
  #stale(date: string, nonce: string): HttpAnswer | undefined {
    const age = Math.abs(this.#callersNow() - Date.parse(date));
    if (Number.isNaN(age) || age > quarterOfAnHour)
      return refuse(
        400,
        'InvalidTimeStamp.Expired',
        'Specified time stamp or date value is expired.',
      );
    if (this.#nonces.has(nonce))
      return refuse(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
    this.#nonces.add(nonce);
    return undefined;
  }

  #answer({ action, sourceId, id }: MmsRoute, query: Query): HttpAnswer {
    const source = this.#migration.source(sourceId);
    if (source === undefined) return unknownId('DataSource', sourceId);
    const task = this.#migration.task(sourceId, id);
    const job = this.#migration.job(sourceId, id);
    switch (action) {
      case 'ListMmsTasks': {
        const jobId = query.get('jobId');
        const tasks = filtered(
          jobId === undefined ? source.tasks : (this.#migration.job(sourceId, jobId)?.tasks ?? []),
          query,
        );
        const inOrder = sorted(tasks, query);
        return this.#page(
          inOrder ?? tasks,
          query,
          (one) => this.#jsonOf(one),
          inOrder === undefined && this.listOrder === 'newest first',
        );
      }
      case 'GetMmsTask':
        return task === undefined ? unknownId('Task', id) : found(this.#jsonOf(task));
      case 'ListMmsTaskLogs':
        return task === undefined ? unknownId('Task', id) : this.#log(task);
      case 'ListMmsJobs': {
        const name = query.get('name');
        const timerId = query.get('timerId');
        const jobs = source.jobs.filter(
          (one) =>
            (name === undefined || one.name === name) &&
            (timerId === undefined || one.timer?.id === timerId),
        );
        return this.#page(jobs, query, jobJson, this.listOrder === 'newest first');
      }
      case 'GetMmsJob':
        return job === undefined ? unknownId('Job', id) : found(jobJson(job));
      case 'GetMmsDataSource': {
        const withConfig = query.get('withConfig') ?? 'true';
        if (withConfig !== 'true' && withConfig !== 'false')
          return refuse(400, 'InvalidParameter', 'withConfig must be true or false.');
        return found(sourceJson(source, withConfig === 'true'));
      }
      case 'ListMmsTimers': {
        const [name, stopped] = [query.get('name'), query.get('stopped')];
        const timers = source.timers.filter(
          (timer) =>
            (name === undefined || timer.name === name) &&
            (stopped === undefined || String(timer.stopped) === stopped),
        );
        return this.#page(timers, query, timerJson, this.listOrder === 'newest first');
      }
      case 'ListMmsTimerLogs': {
        const timer = this.#migration.timer(sourceId, id);
        if (timer === undefined) return unknownId('Timer', id);
        const toJson = (row: LogRow): string => timerRowJson(timer, row);
        return this.#page(timer.rows, query, toJson, this.logOrder === 'newest first');
      }
      default:
        return action satisfies never;
    }
  }

  #page<Item>(
    list: readonly Item[],
    query: Query,
    toJson: (item: Item) => string,
    newestFirst: boolean,
  ): HttpAnswer {
    const pageNum = Number(query.get('pageNum') ?? 1);
    const asked = Number(query.get('pageSize') ?? this.defaultPageSize);
    if (asked > this.largestPageSize)
      return refuse(
        400,
        'InvalidParameter',
        `The parameter pageSize must be between 1 and ${this.largestPageSize}.`,
      );
    const pageSize = Math.min(asked, this.pageSizeCap);
    const page = pageOf(list, { pageNum, pageSize, newestFirst });
    if (page === undefined)
      return refuse(
        400,
        'InvalidParameter',
        'pageNum and pageSize must be positive whole numbers.',
      );
    if (page.total === 0 && this.nothing !== 'empty') return this.#nothing();
    return found(
      `{"total":${page.total},"pageNum":${pageNum},"pageSize":${pageSize},"objectList":[${page.items.map(toJson).join(',')}]}`,
    );
  }

  #log(task: MigrationTask): HttpAnswer {
    if (task.rows.length === 0 && this.nothing !== 'empty') return this.#nothing();
    const rows = task.rows.map((row) => rowJson(task, row));
    if (this.logOrder === 'newest first') rows.reverse();
    if (this.logOrder === 'mixed')
      rows.push(...rows.splice(0, Math.ceil(rows.length / 2)).reverse());
    return found(`[${rows.join(',')}]`);
  }

  #nothing(): HttpAnswer {
    return this.nothing === 'null' ? found('null') : answer(200, `{"requestId":"${requestId()}"}`);
  }

  #jsonOf(task: MigrationTask): string {
    const kept = this.#taskJson.get(task);
    if (kept?.revision === task.revision) return kept.json;
    const json = taskJson(task);
    this.#taskJson.set(task, { revision: task.revision, json });
    return json;
  }
}

const queryOf = ({ query }: HttpRequest): Query => new Map(pairsOf(query));
const requestId = (): string => randomUUID().toUpperCase();
const answer = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json;charset=utf-8' },
  body,
});
const found = (json: string): HttpAnswer =>
  answer(200, `{"requestId":"${requestId()}","data":${json}}`);
const refuse = (status: number, code: string, message: string): HttpAnswer =>
  answer(status, refusalJson(code, message, requestId()));
const unknownId = (what: string, id: string): HttpAnswer =>
  refuse(404, `Mms${what}NotFound`, `Specified ${what} ${id} does not exist.`);

type MmsAction =
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
type MmsRoute = Readonly<{ action: MmsAction; sourceId: string; id: string }>;
type Query = ReadonlyMap<string, string>;

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
function routeOf(request: HttpRequest): MmsRoute | undefined {
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
function filtered(tasks: readonly MigrationTask[], query: Query): readonly MigrationTask[] {
  const filters = Object.entries(taskFilters).flatMap(([key, field]) => {
    const wanted = query.get(key);
    return wanted === undefined ? [] : [(task: MigrationTask) => field(task) === wanted];
  });
  return filters.length === 0
    ? tasks
    : tasks.filter((task) => filters.every((passes) => passes(task)));
}

/** `undefined` where the query asks for no order. */
function sorted(
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

type Page<Item> = Readonly<{
  total: number;
  pageNum: number;
  pageSize: number;
  items: readonly Item[];
}>;

/** One page of a list that is kept oldest first; `undefined` where the numbers make no sense. */
function pageOf<Item>(
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
function taskJson(task: MigrationTask): string {
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
function jobJson(job: MigrationJob): string {
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

function rowJson(task: MigrationTask, row: LogRow): string {
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
function sourceJson(source: MigrationSource, withConfig: boolean): string {
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
const timerJson = (timer: MigrationTimer): string =>
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
const timerRowJson = (timer: MigrationTimer, row: LogRow): string =>
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
