import { randomUUID } from 'node:crypto';
import { mmsRefusal } from './fault.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import type { Keyring } from './keyring.ts';
import { LoopbackServer } from './loopback-server.ts';
import type { MigrationTask } from './migration-records.ts';
import type { Migration } from './migration.ts';
import {
  jobFields,
  rowFields,
  sourceFields,
  taskFields,
  timerFields,
  type MmsFields,
} from './mms-fields.ts';
import { acs3Verifies, parseAcs3 } from './signatures.ts';

const quarterOfAnHour = 15 * 60_000;

/** The MMS part of the MaxCompute OpenAPI: every request must be signed, nothing can be changed. */
export class MmsServer extends LoopbackServer {
  /** What a server does that knows better than `pageSize`. */
  pageSizeCap = Number.POSITIVE_INFINITY;
  /** A larger `pageSize` is refused. */
  largestPageSize = Number.POSITIVE_INFINITY;
  logOrder: 'newest first' | 'oldest first' | 'mixed' = 'newest first';
  /** Of a log without rows: an empty list, no `data`, or a null in its place. */
  nothing: 'empty' | 'absent' | 'null' = 'empty';
  /** Of the requests that were taken; none is taken twice. */
  readonly nonces = new Set<string>();
  readonly #migration: Migration;
  readonly #keyring: Keyring;
  readonly #taskJson = new WeakMap<MigrationTask, Readonly<{ revision: number; json: string }>>();

  constructor(migration: Migration, keyring: Keyring) {
    super();
    this.#migration = migration;
    this.#keyring = keyring;
  }

  protected override operationOf(request: HttpRequest): string {
    const route = routeOf(request);
    if (route === undefined) return `${request.method} ${request.path}`;
    const { action, sourceId, id, query } = route;
    if (action === 'GetMmsDataSource') return `${action} ${sourceId}`;
    return `${action} ${id === '' ? `page ${query.get('pageNum') ?? '1'}` : id}`;
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    if (request.method !== 'GET') return refuse('UnsupportedHTTPMethod');
    const route = routeOf(request);
    if (route === undefined) return refuse('InvalidApi.NotFound');
    const refusal = this.#strangerIn(request, route.action);
    return refusal === undefined ? this.#answer(route) : refuse(refusal);
  }

  /** What somebody is answered who may not ask this, or not so. */
  #strangerIn(request: HttpRequest, action: string): MmsRefusal | undefined {
    const { headers } = request;
    const given = parseAcs3(headers.authorization);
    if (given === undefined) return 'MissingAuthorization';
    const known = this.#keyring.find(given.accessKeyId);
    if (known === undefined) return 'InvalidAccessKeyId.NotFound';
    if (known.securityToken !== headers['x-acs-security-token'])
      return 'InvalidSecurityToken.MismatchWithAccessKey';
    if (this.#keyring.expired.has(given.accessKeyId)) return 'InvalidSecurityToken.Expired';
    if (!acs3Verifies(request, given, known.accessKeySecret)) return 'SignatureDoesNotMatch';
    if (headers['x-acs-action'] !== action || headers['x-acs-version'] !== '2022-01-04')
      return 'InvalidApi.NotFound';
    // Whatever time the migration lives in, requests are signed with the machine's.
    const age = Math.abs(Date.now() - Date.parse(headers['x-acs-date'] ?? ''));
    if (!(age <= quarterOfAnHour)) return 'InvalidTimeStamp.Expired';
    const nonce = headers['x-acs-signature-nonce'] ?? '';
    if (this.nonces.has(nonce)) return 'SignatureNonceUsed';
    this.nonces.add(nonce);
    return undefined;
  }

  #answer({ action, sourceId, id, query }: MmsRoute): HttpAnswer {
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
        const jobs = source.jobs.filter((job) => timerId === null || job.timer?.id === timerId);
        return this.#page(jobs, query, (job) => json(jobFields(job)));
      }
      case 'GetMmsDataSource':
        return found(json(sourceFields(source, query.get('withConfig') !== 'false')));
      case 'ListMmsTimers':
        return this.#page(source.timers, query, (one) => json(timerFields(one)));
      case 'ListMmsTimerLogs':
        if (timer === undefined) return unknownId('Timer', id);
        return this.#page(timer.rows, query, (row) => json(rowFields(source, row)));
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
    const end = Math.max(0, total - (pageNum - 1) * pageSize);
    const items = list.slice(Math.max(0, end - pageSize), end).reverse();
    return found(
      `{"total":${total},"pageNum":${pageNum},"pageSize":${pageSize},"objectList":[${items.map(toJson).join(',')}]}`,
    );
  }

  #log(task: MigrationTask): HttpAnswer {
    if (task.rows.length === 0 && this.nothing !== 'empty')
      return found(this.nothing === 'null' ? 'null' : undefined);
    const rows = task.rows.map((row) => json(rowFields(task.job.source, row, task)));
    if (this.logOrder === 'newest first') rows.reverse();
    if (this.logOrder === 'mixed')
      rows.push(...rows.splice(0, Math.ceil(rows.length / 2)).reverse());
    return found(`[${rows.join(',')}]`);
  }

  #jsonOf(task: MigrationTask): string {
    const kept = this.#taskJson.get(task);
    if (kept?.revision === task.revision) return kept.json;
    const made = json(taskFields(task));
    this.#taskJson.set(task, { revision: task.revision, json: made });
    return made;
  }
}

/** `data` may be missing. */
const found = (data?: string): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json;charset=utf-8' },
  body: `{"requestId":"${randomUUID().toUpperCase()}"${data === undefined ? '' : `,"data":${data}`}}`,
});

/** A `bigint` goes out as bare digits, exact beyond 2^53. */
function json(fields: MmsFields): string {
  const parts = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      return `"${name}":${typeof value === 'bigint' ? String(value) : JSON.stringify(value)}`;
    });
  return `{${parts.join(',')}}`;
}

const refusals = {
  UnsupportedHTTPMethod: [405, 'Nothing can be changed here: only GET is taken.'],
  'InvalidApi.NotFound': [404, 'Specified api is not found, please check your url and method.'],
  MissingAuthorization: [400, 'An ACS3-HMAC-SHA256 Authorization header is mandatory.'],
  'InvalidAccessKeyId.NotFound': [404, 'Specified access key is not found.'],
  'InvalidSecurityToken.MismatchWithAccessKey': [
    400,
    'Specified SecurityToken mismatch with the AccessKey.',
  ],
  'InvalidSecurityToken.Expired': [400, 'Specified SecurityToken is expired.'],
  SignatureDoesNotMatch: [403, 'Specified signature does not match our calculation.'],
  'InvalidTimeStamp.Expired': [400, 'Specified time stamp or date value is expired.'],
  SignatureNonceUsed: [400, 'Specified signature nonce was used already.'],
} as const satisfies Record<string, readonly [number, string]>;

type MmsRefusal = keyof typeof refusals;

function refuse(code: MmsRefusal): HttpAnswer {
  const [status, message] = refusals[code];
  return mmsRefusal(status, code, message);
}

const invalid = (message: string): HttpAnswer => mmsRefusal(400, 'InvalidParameter', message);
const unknownId = (what: string, id: string): HttpAnswer =>
  mmsRefusal(404, `Mms${what}NotFound`, `Specified ${what} ${id} does not exist.`);

/** By what follows the source's id; a star is an id. */
const actions = new Map(
  Object.entries({
    '': 'GetMmsDataSource',
    '/tasks': 'ListMmsTasks',
    '/tasks/*': 'GetMmsTask',
    '/tasks/*/logs': 'ListMmsTaskLogs',
    '/jobs': 'ListMmsJobs',
    '/timers': 'ListMmsTimers',
    '/timers/*/logs': 'ListMmsTimerLogs',
  } as const),
);

/** `id` is that of the task or timer, empty for a list of a source's and for the source itself. */
type MmsRoute = Readonly<{
  action: NonNullable<ReturnType<typeof actions.get>>;
  sourceId: string;
  id: string;
  query: URLSearchParams;
}>;

/** `undefined` for a path that none of the actions has. */
function routeOf({ path, query }: HttpRequest): MmsRoute | undefined {
  const [, sourceId = '', rest = ''] =
    /^\/api\/v1\/mms\/datasources\/([^/]+)(.*)$/.exec(path) ?? [];
  const [, , id = ''] = rest.split('/');
  const action = actions.get(rest.replace(/^(\/\w+)\/[^/]+/, '$1/*'));
  if (action === undefined || sourceId === '') return undefined;
  return { action, sourceId, id, query: new URLSearchParams(query) };
}
