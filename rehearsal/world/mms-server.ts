import { randomUUID } from 'node:crypto';
import { mmsRefusal } from './fault.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
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
import { acs3Verifies, parseAcs3 } from './signatures.ts';

const quarterOfAnHour = 15 * 60_000;

/** The MMS part of the MaxCompute OpenAPI: every request must be signed, nothing can be changed. */
export class MmsServer extends LoopbackServer {
  /** What a server does that knows better than `pageSize`. */
  pageSizeCap = Number.POSITIVE_INFINITY;
  /** A larger `pageSize` is refused. */
  largestPageSize = Number.POSITIVE_INFINITY;
  logOrder: 'newest first' | 'oldest first' | 'mixed' = 'newest first';
  /** An empty list, no `data`, or a null in its place. */
  nothing: 'empty' | 'absent' | 'null' = 'empty';
  /** Of the requests that were taken; none is taken twice. */
  readonly nonces = new Set<string>();
  readonly #migration: Migration;
  readonly #keyring: Keyring;
  readonly #taskJson = new WeakMap<MigrationTask, Readonly<{ revision: number; json: string }>>();

  constructor(migration: Migration, keyring: Keyring, now: () => number = Date.now) {
    super(now);
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
      return mmsRefusal(
        405,
        'UnsupportedHTTPMethod',
        'Nothing can be changed here: only GET is taken.',
      );
    const route = routeOf(request);
    if (route === undefined) return noSuchApi();
    return this.#stranger(request, route.action) ?? this.#answer(route, queryOf(request));
  }

  /** What somebody is answered who may not ask this, or not so. */
  #stranger(request: HttpRequest, action: string): HttpAnswer | undefined {
    const { headers } = request;
    const given = parseAcs3(headers.authorization);
    if (given === undefined)
      return mmsRefusal(
        400,
        'MissingAuthorization',
        'An ACS3-HMAC-SHA256 Authorization header is mandatory.',
      );
    const known = this.#keyring.find(given.accessKeyId);
    if (known === undefined)
      return mmsRefusal(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
    if (known.securityToken !== headers['x-acs-security-token'])
      return mmsRefusal(
        400,
        'InvalidSecurityToken.MismatchWithAccessKey',
        'Specified SecurityToken mismatch with the AccessKey.',
      );
    if (this.#keyring.isExpired(given.accessKeyId))
      return mmsRefusal(400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.');
    if (!acs3Verifies(request, given, known.accessKeySecret))
      return mmsRefusal(
        403,
        'SignatureDoesNotMatch',
        'Specified signature does not match our calculation.',
      );
    if (headers['x-acs-action'] !== action || headers['x-acs-version'] !== '2022-01-04')
      return noSuchApi();
    // Whatever time the migration lives in, requests are signed with the machine's.
    const age = Math.abs(Date.now() - Date.parse(headers['x-acs-date'] ?? ''));
    if (!(age <= quarterOfAnHour))
      return mmsRefusal(
        400,
        'InvalidTimeStamp.Expired',
        'Specified time stamp or date value is expired.',
      );
    const nonce = headers['x-acs-signature-nonce'] ?? '';
    if (this.nonces.has(nonce))
      return mmsRefusal(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
    this.nonces.add(nonce);
    return undefined;
  }

  #answer({ action, sourceId, id }: MmsRoute, query: URLSearchParams): HttpAnswer {
    const source = this.#migration.source(sourceId);
    if (source === undefined) return unknownId('DataSource', sourceId);
    const task = this.#migration.task(sourceId, id);
    const timer = this.#migration.timer(sourceId, id);
    switch (action) {
      case 'ListMmsTasks': {
        const jobId = query.get('jobId');
        const holder = jobId === null ? source : this.#migration.job(sourceId, jobId);
        return this.#page(holder?.tasks ?? [], query, (one) => this.#jsonOf(one));
      }
      case 'GetMmsTask':
        return task === undefined ? unknownId('Task', id) : found(this.#jsonOf(task));
      case 'ListMmsTaskLogs':
        return task === undefined ? unknownId('Task', id) : this.#log(task);
      case 'ListMmsJobs': {
        const timerId = query.get('timerId');
        const isAskedFor = (one: MigrationJob): boolean =>
          timerId === null || one.timer?.id === timerId;
        return this.#page(source.jobs.filter(isAskedFor), query, jobJson);
      }
      case 'GetMmsDataSource':
        return found(sourceJson(source, query.get('withConfig') !== 'false'));
      case 'ListMmsTimers':
        return this.#page(source.timers, query, timerJson);
      case 'ListMmsTimerLogs':
        if (timer === undefined) return unknownId('Timer', id);
        return this.#page(timer.rows, query, (row) => rowJson(source, row));
      default:
        return action satisfies never;
    }
  }

  /** One page of a list that is kept oldest first; the newest come first. */
  #page<Item>(
    list: readonly Item[],
    query: URLSearchParams,
    toJson: (item: Item) => string,
  ): HttpAnswer {
    const pageNum = Number(query.get('pageNum') ?? 1);
    const asked = Number(query.get('pageSize') ?? 20);
    if (asked > this.largestPageSize)
      return invalid(`The parameter pageSize must be between 1 and ${this.largestPageSize}.`);
    const pageSize = Math.min(asked, this.pageSizeCap);
    if (![pageNum, pageSize].every((number) => Number.isInteger(number) && number > 0))
      return invalid('pageNum and pageSize must be positive whole numbers.');
    const total = list.length;
    if (total === 0 && this.nothing !== 'empty') return this.#nothing();
    const end = Math.max(0, total - (pageNum - 1) * pageSize);
    const items = list.slice(Math.max(0, end - pageSize), end).reverse();
    return found(
      `{"total":${total},"pageNum":${pageNum},"pageSize":${pageSize},"objectList":[${items.map(toJson).join(',')}]}`,
    );
  }

  #log(task: MigrationTask): HttpAnswer {
    if (task.rows.length === 0 && this.nothing !== 'empty') return this.#nothing();
    const rows = task.rows.map((row) => rowJson(task.job.source, row, task));
    if (this.logOrder === 'newest first') rows.reverse();
    if (this.logOrder === 'mixed')
      rows.push(...rows.splice(0, Math.ceil(rows.length / 2)).reverse());
    return found(`[${rows.join(',')}]`);
  }

  #nothing(): HttpAnswer {
    return this.nothing === 'null' ? found('null') : found();
  }

  #jsonOf(task: MigrationTask): string {
    const kept = this.#taskJson.get(task);
    if (kept?.revision === task.revision) return kept.json;
    const json = taskJson(task);
    this.#taskJson.set(task, { revision: task.revision, json });
    return json;
  }
}

const queryOf = ({ query }: HttpRequest): URLSearchParams => new URLSearchParams(query);
/** `data` may be missing. */
const found = (data?: string): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json;charset=utf-8' },
  body: `{"requestId":"${randomUUID().toUpperCase()}"${data === undefined ? '' : `,"data":${data}`}}`,
});

const noSuchApi = (): HttpAnswer =>
  mmsRefusal(
    404,
    'InvalidApi.NotFound',
    'Specified api is not found, please check your url and method.',
  );
const invalid = (message: string): HttpAnswer => mmsRefusal(400, 'InvalidParameter', message);
const unknownId = (what: string, id: string): HttpAnswer =>
  mmsRefusal(404, `Mms${what}NotFound`, `Specified ${what} ${id} does not exist.`);

const root = '/api/v1/mms/datasources/';

/** By what follows the source's id; a star is an id. */
const actions = {
  '': 'GetMmsDataSource',
  tasks: 'ListMmsTasks',
  'tasks/*': 'GetMmsTask',
  'tasks/*/logs': 'ListMmsTaskLogs',
  jobs: 'ListMmsJobs',
  timers: 'ListMmsTimers',
  'timers/*/logs': 'ListMmsTimerLogs',
} as const;

/** `id` is that of the task or timer, empty for a list of a source's and for the source itself. */
type MmsRoute = Readonly<{
  action: (typeof actions)[keyof typeof actions];
  sourceId: string;
  id: string;
}>;

/** `undefined` for a path that none of the actions has. */
function routeOf(request: HttpRequest): MmsRoute | undefined {
  if (!request.path.startsWith(root)) return undefined;
  const [sourceId = '', kind, id, ...rest] = request.path.slice(root.length).split('/');
  const pattern = [kind, id === undefined ? undefined : '*', ...rest].filter(
    (part) => part !== undefined,
  );
  const action = new Map(Object.entries(actions)).get(pattern.join('/'));
  if (action === undefined || [sourceId, kind, id].includes('')) return undefined;
  return { action, sourceId, id: id ?? '' };
}

/** A `bigint` goes out as bare digits, exact beyond 2^53; an undefined field is absent. */
function json(fields: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [`"${name}":${typeof value === 'bigint' ? String(value) : JSON.stringify(value)}`],
  );
  return `{${parts.join(',')}}`;
}

/**
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
    dstTableName: task.dstTableName,
    type: 'BIGQUERY',
    status: task.status,
    running: task.running,
    stopped: task.stopped,
    retriedTimes: task.retriedTimes,
    createTime: task.createTime,
    startTime: task.startTime,
    endTime: task.endTime,
  });
}

/** https://alibabacloud.com/help/zh/maxcompute/user-guide/api-maxcompute-2022-01-04-getmmsjob */
function jobJson(job: MigrationJob): string {
  return json({
    id: BigInt(job.id),
    name: job.name,
    sourceId: BigInt(job.source.id),
    sourceName: job.source.name,
    srcDbName: job.srcDbName,
    dstDbName: job.dstDbName,
    status: jobStatus(job),
    taskNum: job.tasks.length,
    taskDone: job.tasks.filter(({ status }) => status === 'DONE').length,
    stopped: job.stopped,
  });
}

/**
 * A row of a task's log or, without a task, of a timer's:
 * https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-listmmstimerlogs
 */
const rowJson = (source: MigrationSource, row: LogRow, task?: MigrationTask): string =>
  json({
    id: BigInt(row.id),
    sourceId: BigInt(source.id),
    taskId: task && BigInt(task.id),
    status: row.status,
    action: row.action,
    msg: row.msg,
    createTime: row.createTime,
  });

/**
 * https://www.alibabacloud.com/help/ja/maxcompute/user-guide/api-maxcompute-2022-01-04-getmmsdatasource
 */
function sourceJson(source: MigrationSource, withConfig: boolean): string {
  const { id, name, type, status, agentIsOnline, errMsg } = source;
  return json({
    id: BigInt(id),
    name,
    type,
    status,
    agentIsOnline,
    errMsg,
    config: withConfig
      ? source.config.map((item) => ({ ...item, name: item.key, required: true }))
      : undefined,
  });
}

/**
 * https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-listmmstimers
 */
const timerJson = (timer: MigrationTimer): string =>
  json({
    id: BigInt(timer.id),
    name: timer.name,
    sourceId: BigInt(timer.source.id),
    scheduleType: timer.scheduleType,
    value: timer.value,
    stopped: timer.stopped,
  });
