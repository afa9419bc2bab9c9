import { createHash, randomBytes } from 'node:crypto';
import { type HttpAnswer, type HttpRequest, pairsOf } from './http-message.ts';
import type { Keyring } from './keyring.ts';
import { LoopbackServer } from './loopback-server.ts';
import { escapeXml, refuse, type OssRefusal } from './oss-refusals.ts';
import { oss4Verifies, parseOss4 } from './oss4-signature.ts';

/** Which object a request means. An empty key means the bucket itself. */
type Place = Readonly<{ bucket: string; key: string }>;

const quarterOfAnHour = 15 * 60_000;

/**
 * OSS: objects and a plain listing, with signature V4 only, as buckets made since 2025 take no
 * other.
 */
export class OssServer extends LoopbackServer {
  readonly objects: ObjectStore;
  readonly region: string;
  /** Of every bucket; `undefined` where it never was on. */
  versioning: 'Enabled' | 'Suspended' | undefined;
  readonly #keyring: Keyring;
  readonly #callersNow: () => number;

  constructor(
    keyring: Keyring,
    region: string,
    now: () => number = Date.now,
    callersNow: () => number = Date.now,
  ) {
    super('oss', now);
    this.#callersNow = callersNow;
    this.objects = new ObjectStore(now);
    this.region = region;
    this.#keyring = keyring;
  }

  protected override operationOf(request: HttpRequest): string {
    const { bucket, key } = this.#placeOf(request) ?? {
      bucket: '',
      key: decodeURIComponent(request.path).slice(1),
    };
    const verb = verbs[request.method] ?? request.method;
    if (key !== '') return `${verb}Object ${key}`;
    return asksForVersioning(request)
      ? `${verb}BucketVersioning ${bucket}`
      : `${verb}Bucket ${bucket}`;
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    const requestId = randomBytes(12).toString('hex').toUpperCase();
    const answered = this.#answer(request);
    const host = request.headers.host ?? '';
    const answer = typeof answered === 'string' ? refuse(answered, host, requestId) : answered;
    return {
      ...answer,
      headers: { server: 'AliyunOSS', 'x-oss-request-id': requestId, ...answer.headers },
    };
  }

  #answer(request: HttpRequest): HttpAnswer | OssRefusal {
    const refusal = this.#identify(request);
    if (refusal !== undefined) return refusal;
    const place = this.#placeOf(request);
    if (place === undefined) return 'SignatureDoesNotMatch';
    if (!this.objects.has(place.bucket)) return 'NoSuchBucket';
    if (place.key === '')
      return request.method === 'GET' ? this.#bucket(place.bucket, request) : 'MethodNotAllowed';
    switch (request.method) {
      case 'PUT':
        return this.#put(place, request);
      case 'GET':
      case 'HEAD':
        return this.#get(place, request.headers);
      case 'DELETE':
        this.objects.delete(place.bucket, place.key);
        return { status: 204 };
      default:
        return 'MethodNotAllowed';
    }
  }

  #identify({ headers }: HttpRequest): OssRefusal | undefined {
    const given = parseOss4(headers.authorization);
    if (given === undefined) return 'AccessDenied';
    const known = this.#keyring.find(given.accessKeyId);
    // A token that is missing or another's is answered as if the key did not exist.
    if (known === undefined || known.securityToken !== headers['x-oss-security-token'])
      return 'InvalidAccessKeyId';
    if (this.#keyring.isExpired(given.accessKeyId)) return 'SecurityTokenExpired';
    if (given.region !== this.region) return 'InvalidArgument';
    const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(headers['x-oss-date'] ?? '') ?? [];
    if (day === undefined || time === undefined || day !== given.date) return 'AccessDenied';
    const signedAt = Date.parse(
      `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`,
    );
    return Math.abs(this.#callersNow() - signedAt) <= quarterOfAnHour
      ? undefined
      : 'RequestTimeTooSkewed';
  }

  /**
   * The bucket may stand in the Host header, in the path, or (with a domain of one's own) nowhere
   * at all. The signature always covers `/bucket/key`, so it tells which reading is meant;
   * `undefined` where it fits none.
   */
  #placeOf(request: HttpRequest): Place | undefined {
    const given = parseOss4(request.headers.authorization);
    const secret =
      given === undefined ? undefined : this.#keyring.find(given.accessKeyId)?.accessKeySecret;
    if (given === undefined || secret === undefined) return undefined;
    const path = decodeURIComponent(request.path).slice(1);
    const hostBucket = /^([a-z0-9][a-z0-9-]*)\.oss-/.exec(request.headers.host ?? '')?.[1];
    const slash = path.indexOf('/');
    const inPath =
      slash < 0
        ? { bucket: path, key: '' }
        : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
    const readings = [
      ...(hostBucket === undefined ? [] : [{ bucket: hostBucket, key: path }]),
      inPath,
      ...this.objects.buckets.map((bucket) => ({ bucket, key: path })),
    ];
    return readings.find((place) => oss4Verifies({ ...request, ...place }, given, secret));
  }

  #put({ bucket, key }: Place, { headers, body }: HttpRequest): HttpAnswer | OssRefusal {
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)
      return 'MissingContentLength';
    const md5 = headers['content-md5'];
    if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64'))
      return 'InvalidDigest';
    if (headers['x-oss-forbid-overwrite'] === 'true' && this.objects.get(bucket, key) !== undefined)
      return 'FileAlreadyExists';
    const { etag } = this.objects.put(bucket, key, body, headers['content-type']);
    return { status: 200, headers: { etag } };
  }

  #get({ bucket, key }: Place, headers: HttpRequest['headers']): HttpAnswer | OssRefusal {
    const object = this.objects.get(bucket, key);
    if (object === undefined) return 'NoSuchKey';
    const { body, etag, contentType, modified } = object;
    if (headers['if-match'] !== undefined && headers['if-match'] !== etag)
      return 'PreconditionFailed';
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
    const lastModified = new Date(modified).toUTCString();
    const described = {
      etag,
      'content-type': contentType,
      'last-modified': lastModified,
      'x-oss-object-type': 'Normal',
    };
    return { status: 200, headers: described, body };
  }

  #bucket(bucket: string, request: HttpRequest): HttpAnswer {
    if (!asksForVersioning(request)) return this.#listing(bucket, request.query);
    const status = this.versioning === undefined ? '' : `<Status>${this.versioning}</Status>`;
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<VersioningConfiguration>${status}</VersioningConfiguration>`;
    return { status: 200, headers: { 'content-type': 'application/xml' }, body };
  }

  /** ListObjectsV2, in one page. */
  #listing(bucket: string, query: string): HttpAnswer {
    const asked = new Map(pairsOf(query));
    const prefix = asked.get('prefix') ?? '';
    const limit = Number(asked.get('max-keys') ?? 100);
    const keys = this.objects.keys(bucket, prefix);
    const contents = keys.slice(0, limit).map((key) => {
      const object = this.objects.get(bucket, key);
      const modified = new Date(object?.modified ?? 0).toISOString();
      return (
        `<Contents><Key>${escapeXml(key)}</Key><LastModified>${modified}</LastModified><ETag>${object?.etag ?? ''}</ETag>` +
        `<Type>Normal</Type><Size>${object?.body.length ?? 0}</Size><StorageClass>Standard</StorageClass></Contents>`
      );
    });
    const body =
      `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult><Name>${bucket}</Name><Prefix>${escapeXml(prefix)}</Prefix>` +
      `<MaxKeys>${limit}</MaxKeys><IsTruncated>${String(keys.length > limit)}</IsTruncated>${contents.join('')}` +
      `<KeyCount>${contents.length}</KeyCount></ListBucketResult>`;
    return { status: 200, headers: { 'content-type': 'application/xml' }, body };
  }
}

const asksForVersioning = ({ query }: HttpRequest): boolean =>
  pairsOf(query).some(([name]) => name === 'versioning');

const verbs: Readonly<Record<string, string>> = {
  GET: 'Get',
  HEAD: 'Head',
  PUT: 'Put',
  DELETE: 'Delete',
  POST: 'Post',
};

type StoredObject = Readonly<{
  body: Buffer;
  /** Quoted, as it goes out. */
  etag: string;
  contentType: string;
  /** Milliseconds since the epoch. */
  modified: number;
}>;

/** Something that changed an object, over HTTP or by a test. */
type ObjectChange = Readonly<{
  kind: 'put' | 'delete';
  bucket: string;
  key: string;
  at: number;
  text: string;
}>;

/** The buckets of the world and what is in them. */
class ObjectStore {
  /** Every change, oldest first. */
  readonly changes: ObjectChange[] = [];
  readonly #buckets = new Map<string, Map<string, StoredObject>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  addBucket(bucket: string): void {
    if (!this.#buckets.has(bucket)) this.#buckets.set(bucket, new Map());
  }

  get buckets(): string[] {
    return [...this.#buckets.keys()];
  }

  has(bucket: string): boolean {
    return this.#buckets.has(bucket);
  }

  get(bucket: string, key: string): StoredObject | undefined {
    return this.#buckets.get(bucket)?.get(key);
  }

  /** The object as text, `undefined` where there is none. */
  text(bucket: string, key: string): string | undefined {
    return this.get(bucket, key)?.body.toString('utf8');
  }

  put(
    bucket: string,
    key: string,
    content: string | Buffer,
    contentType = 'application/octet-stream',
  ): StoredObject {
    const body = Buffer.from(content);
    const etag = `"${createHash('md5').update(body).digest('hex').toUpperCase()}"`;
    const object = { body, etag, contentType, modified: this.#now() };
    this.addBucket(bucket);
    this.#buckets.get(bucket)?.set(key, object);
    this.changes.push({
      kind: 'put',
      bucket,
      key,
      at: object.modified,
      text: body.toString('utf8'),
    });
    return object;
  }

  delete(bucket: string, key: string): void {
    if (this.#buckets.get(bucket)?.delete(key) === true)
      this.changes.push({ kind: 'delete', bucket, key, at: this.#now(), text: '' });
  }

  keys(bucket: string, prefix = ''): string[] {
    return [...(this.#buckets.get(bucket)?.keys() ?? [])]
      .filter((key) => key.startsWith(prefix))
      .sort();
  }
}
