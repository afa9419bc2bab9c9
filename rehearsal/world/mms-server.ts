import { randomUUID } from 'node:crypto';
import { acs3Verifies, parseAcs3 } from './acs3-signature.ts';
import type { Keyring } from './keyring.ts';
import { LoopbackServer, type HttpAnswer, type HttpRequest } from './loopback-server.ts';
import type { Migration } from './migration.ts';
import type { MigrationSource, MigrationTask } from './migration-records.ts';
import { jobJson, refusalJson, rowJson, taskJson } from './mms-answers.ts';
import { byText, pairsOf } from './percent-encoding.ts';

type Query = ReadonlyMap<string, string>;
type Route = Readonly<{ action: string; source: string; id: string }>;

const route = /^\/api\/v1\/mms\/datasources\/([^/]+)\/(tasks|jobs)(?:\/([^/]+)(\/logs)?)?$/;
const quarterOfAnHour = 15 * 60_000;

/** The MMS part of the MaxCompute OpenAPI, over a `Migration`. Every request must be signed; nothing can be changed. */
export class MmsServer extends LoopbackServer {
  /** What a server does that knows better than `pageSize`. */
  pageSizeCap = Number.POSITIVE_INFINITY;
  defaultPageSize = 20;
  listOrder: 'newest first' | 'oldest first' = 'newest first';
  logOrder: 'newest first' | 'oldest first' | 'mixed' = 'newest first';
  /** How an answer without rows says so. */
  emptyLog: 'array' | 'absent' | 'null' = 'array';
  readonly #migration: Migration;
  readonly #keyring: Keyring;
  readonly #nonces = new Set<string>();
  readonly #taskJson = new WeakMap<MigrationTask, { revision: number; json: string }>();

  constructor(migration: Migration, keyring: Keyring, now: () => number = Date.now) {
    super('mms', now);
    this.#migration = migration;
    this.#keyring = keyring;
  }

  protected override operationOf(request: HttpRequest): string {
    const called = routeOf(request);
    if (called === undefined) return `${request.method} ${request.path}`;
    const { action, id } = called;
    return id === '' ? `${action} page ${new Map(pairsOf(request.query)).get('pageNum') ?? '1'}` : `${action} ${id}`;
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    if (request.method !== 'GET') return refuse(405, 'UnsupportedHTTPMethod', 'This server is read-only: only GET is taken.');
    const called = routeOf(request);
    if (called === undefined) return refuse(404, 'InvalidApi.NotFound', 'Specified api is not found, please check your url and method.');
    return this.#identify(request, called.action) ?? this.#answer(called, new Map(pairsOf(request.query)));
  }

  #identify(request: HttpRequest, action: string): HttpAnswer | undefined {
    const { headers } = request;
    const given = parseAcs3(headers.authorization);
    if (given === undefined) return refuse(400, 'MissingAuthorization', 'An ACS3-HMAC-SHA256 Authorization header is mandatory.');
    const known = this.#keyring.find(given.accessKeyId);
    if (known === undefined) return refuse(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
    if (known.securityToken !== headers['x-acs-security-token']) {
      return refuse(400, 'InvalidSecurityToken.MismatchWithAccessKey', 'Specified SecurityToken mismatch with the AccessKey.');
    }
    if (this.#keyring.isExpired(given.accessKeyId)) return refuse(400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.');
    if (!acs3Verifies(request, given, known.accessKeySecret)) {
      return refuse(403, 'SignatureDoesNotMatch', 'Specified signature does not match our calculation.');
    }
    if (headers['x-acs-action'] !== action || headers['x-acs-version'] !== '2022-01-04') {
      return refuse(404, 'InvalidApi.NotFound', `This path is ${action} of version 2022-01-04.`);
    }
    // Signed requests carry the machine's time, whatever time the migration lives in.
    if (!(Math.abs(Date.now() - Date.parse(headers['x-acs-date'] ?? '')) <= quarterOfAnHour)) {
      return refuse(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
    }
    const nonce = headers['x-acs-signature-nonce'] ?? '';
    if (nonce === '' || this.#nonces.has(nonce)) return refuse(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
    this.#nonces.add(nonce);
    return undefined;
  }

  #answer({ action, source: sourceId, id }: Route, query: Query): HttpAnswer {
    const source = this.#migration.source(sourceId);
    if (source === undefined) return notFound('data source', sourceId);
    const task = this.#migration.task(sourceId, id);
    const job = this.#migration.job(sourceId, id);
    switch (action) {
      case 'ListMmsTasks':
        return this.#page(this.#tasks(source, query), query, (one) => this.#jsonOf(one));
      case 'GetMmsTask':
        return task === undefined ? notFound('task', id) : data(this.#jsonOf(task));
      case 'ListMmsTaskLogs':
        return task === undefined ? notFound('task', id) : this.#log(task);
      case 'ListMmsJobs': {
        const name = query.get('name');
        const jobs = source.jobs.filter((one) => name === undefined || one.name === name);
        return this.#page(jobs, query, jobJson);
      }
      default:
        return job === undefined ? notFound('job', id) : data(jobJson(job));
    }
  }

  /** Oldest first. Without other filters than the job the kept list itself, however long it is. */
  #tasks(source: MigrationSource, query: Query): readonly MigrationTask[] {
    const jobId = query.get('jobId');
    const tasks = jobId === undefined ? source.tasks : (this.#migration.job(source.id, jobId)?.tasks ?? []);
    const filters = Object.entries(taskFilters).flatMap(([key, field]) => {
      const wanted = query.get(key);
      return wanted === undefined ? [] : [(task: MigrationTask) => field(task) === wanted];
    });
    const found = filters.length === 0 ? tasks : tasks.filter((task) => filters.every((passes) => passes(task)));
    return sorted(found, query);
  }

  #page<Item>(items: readonly Item[], query: Query, toJson: (item: Item) => string): HttpAnswer {
    const pageNum = Number(query.get('pageNum') ?? 1);
    const pageSize = Math.min(Number(query.get('pageSize') ?? this.defaultPageSize), this.pageSizeCap);
    if (!Number.isInteger(pageNum) || !Number.isInteger(pageSize) || pageNum < 1 || pageSize < 1) {
      return refuse(400, 'InvalidParameter', 'pageNum and pageSize must be positive whole numbers.');
    }
    const begin = (pageNum - 1) * pageSize;
    const page = this.listOrder === 'oldest first' || [...query.keys()].some((key) => key.startsWith('sorter.'))
      ? items.slice(begin, begin + pageSize)
      : items.slice(Math.max(0, items.length - begin - pageSize), Math.max(0, items.length - begin)).reverse();
    const list = page.map(toJson).join(',');
    return data(`{"total":${items.length},"pageNum":${pageNum},"pageSize":${pageSize},"objectList":[${list}]}`);
  }

  #log(task: MigrationTask): HttpAnswer {
    if (task.rows.length === 0 && this.emptyLog !== 'array') return this.emptyLog === 'null' ? data('null') : ok(`{"requestId":"${randomUUID()}"}`);
    const rows = task.rows.map((row) => rowJson(task, row));
    if (this.logOrder === 'newest first') rows.reverse();
    if (this.logOrder === 'mixed') rows.push(...rows.splice(0, Math.ceil(rows.length / 2)).reverse());
    return data(`[${rows.join(',')}]`);
  }

  #jsonOf(task: MigrationTask): string {
    const kept = this.#taskJson.get(task);
    if (kept?.revision === task.revision) return kept.json;
    const json = taskJson(task);
    this.#taskJson.set(task, { revision: task.revision, json });
    return json;
  }
}

const taskFilters: Readonly<Record<string, (task: MigrationTask) => string | undefined>> = {
  jobName: ({ job }) => job.name,
  srcDbName: ({ job }) => job.srcDbName,
  srcTableName: ({ srcTableName }) => srcTableName,
  dstDbName: ({ job }) => job.dstDbName,
  dstTableName: ({ dstTableName }) => dstTableName,
  status: ({ status }) => status,
};

function sorted(tasks: readonly MigrationTask[], query: Query): readonly MigrationTask[] {
  for (const [key, field] of [['sorter.startTime', 'startTime'], ['sorter.status', 'status']] as const) {
    const order = query.get(key);
    if (order !== undefined) return tasks.toSorted((a, b) => byText(a[field] ?? '', b[field] ?? '') * (order === 'desc' ? -1 : 1));
  }
  return tasks;
}

function routeOf(request: HttpRequest): Route | undefined {
  const [, source, kind, id = '', logs] = route.exec(decodeURIComponent(request.path)) ?? [];
  if (source === undefined) return undefined;
  const action = logs !== undefined ? 'ListMmsTaskLogs' : `${id === '' ? 'List' : 'Get'}Mms${kind === 'jobs' ? 'Job' : 'Task'}${id === '' ? 's' : ''}`;
  return kind === 'jobs' && logs !== undefined ? undefined : { action, source, id };
}

const jsonType = { 'content-type': 'application/json;charset=utf-8' };
const ok = (body: string): HttpAnswer => ({ status: 200, headers: jsonType, body });
const data = (json: string): HttpAnswer => ok(`{"requestId":"${randomUUID().toUpperCase()}","data":${json}}`);
const refuse = (status: number, code: string, message: string): HttpAnswer => ({
  status, headers: jsonType, body: refusalJson(code, message, randomUUID().toUpperCase()),
});
const notFound = (what: string, id: string): HttpAnswer =>
  refuse(404, `Mms${what === 'data source' ? 'DataSource' : what === 'job' ? 'Job' : 'Task'}NotFound`, `The ${what} ${id} does not exist.`);
