import { createHash, randomBytes } from 'node:crypto';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import type { Keyring } from './keyring.ts';
import { LoopbackServer } from './loopback-server.ts';
import { oss4Signature, parseOss4 } from './signatures.ts';

/** Which object a request means. An empty key means the bucket itself. */
type Place = Readonly<{ bucket: string; key: string }>;

const quarterOfAnHour = 15 * 60_000;

/**
 * OSS, as far as the function and its doctor ask it: the objects of one bucket, and whether it
 * keeps versions. The bucket stands in the path, as in every request to an IP address. Signatures
 * are V4 only, as buckets made since 2025 take no other.
 */
export class OssServer extends LoopbackServer {
  readonly objects = new Map<string, Readonly<{ body: Buffer; contentType: string }>>();
  /** Every change of an object, over HTTP or by a test, oldest first. */
  readonly changes: Readonly<{ kind: 'put' | 'delete'; key: string; text: string }>[] = [];
  /** `undefined` where it never was on. */
  versioning: 'Enabled' | 'Suspended' | undefined;
  readonly #keyring: Keyring;
  readonly #own: Readonly<{ region: string; bucket: string }>;

  constructor(keyring: Keyring, own: Readonly<{ region: string; bucket: string }>) {
    super();
    this.#keyring = keyring;
    this.#own = own;
  }

  text(key: string): string | undefined {
    return this.objects.get(key)?.body.toString('utf8');
  }

  put(key: string, body: Buffer, contentType = 'application/json'): void {
    this.objects.set(key, { body, contentType });
    this.changes.push({ kind: 'put', key, text: body.toString('utf8') });
  }

  delete(key: string): void {
    if (this.objects.delete(key)) this.changes.push({ kind: 'delete', key, text: '' });
  }

  protected override operationOf(request: HttpRequest): string {
    const { bucket, key } = placeOf(request);
    const verb = `${request.method.charAt(0)}${request.method.slice(1).toLowerCase()}`;
    if (key !== '') return `${verb}Object ${key}`;
    return `${verb}Bucket${asksForVersioning(request) ? 'Versioning' : ''} ${bucket}`;
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    const requestId = randomBytes(12).toString('hex').toUpperCase();
    const answered = this.#answer(request);
    const host = request.headers.host ?? '';
    const answer = typeof answered === 'string' ? refuse(answered, host, requestId) : answered;
    const headers = { server: 'AliyunOSS', 'x-oss-request-id': requestId, ...answer.headers };
    return { ...answer, headers };
  }

  #answer(request: HttpRequest): HttpAnswer | OssRefusal {
    const place = placeOf(request);
    const { bucket, key } = place;
    const refusal = this.#strangerIn(request, place);
    if (refusal !== undefined) return refusal;
    if (bucket !== this.#own.bucket) return 'NoSuchBucket';
    if (asksForVersioning(request) && key === '' && request.method === 'GET')
      return this.#versioning();
    if (key === '' || request.query !== '') return 'MethodNotAllowed';
    switch (request.method) {
      case 'GET':
        return this.#get(key, request);
      case 'PUT':
        return this.#put(key, request);
      case 'DELETE':
        this.delete(key);
        return { status: 204 };
      default:
        return 'MethodNotAllowed';
    }
  }

  #strangerIn(request: HttpRequest, { bucket, key }: Place): OssRefusal | undefined {
    const { headers } = request;
    const given = parseOss4(headers.authorization);
    if (given === undefined) return 'AccessDenied';
    const known = this.#keyring.find(given.accessKeyId);
    // A token that is missing or another's is answered as if the key did not exist.
    if (known === undefined || known.securityToken !== headers['x-oss-security-token'])
      return 'InvalidAccessKeyId';
    if (this.#keyring.expired.has(given.accessKeyId)) return 'SecurityTokenExpired';
    if (given.region !== this.#own.region) return 'InvalidArgument';
    const date = headers['x-oss-date'] ?? '';
    if (!date.startsWith(given.date)) return 'AccessDenied';
    const time = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/, '$1-$2-$3T$4:$5:');
    if (!(Math.abs(Date.now() - Date.parse(time)) <= quarterOfAnHour))
      return 'RequestTimeTooSkewed';
    const signed = { ...request, path: `/${bucket}/${key}` };
    return oss4Signature(signed, given, known.accessKeySecret) === given.signature
      ? undefined
      : 'SignatureDoesNotMatch';
  }

  #put(key: string, { headers, body }: HttpRequest): HttpAnswer | OssRefusal {
    const md5 = headers['content-md5'];
    if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64'))
      return 'InvalidDigest';
    this.put(key, body, headers['content-type']);
    return { status: 200, headers: { etag: etagOf(body) } };
  }

  #get(key: string, { headers }: HttpRequest): HttpAnswer | OssRefusal {
    const object = this.objects.get(key);
    if (object === undefined) return 'NoSuchKey';
    const etag = etagOf(object.body);
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
    const given = { etag, 'content-type': object.contentType };
    return { status: 200, headers: given, body: object.body };
  }

  #versioning(): HttpAnswer {
    const status = this.versioning === undefined ? '' : `<Status>${this.versioning}</Status>`;
    return xml(200, `<VersioningConfiguration>${status}</VersioningConfiguration>`);
  }
}

function placeOf({ path }: HttpRequest): Place {
  const [bucket = '', ...key] = decodeURIComponent(path).slice(1).split('/');
  return { bucket, key: key.join('/') };
}

const asksForVersioning = ({ query }: HttpRequest): boolean => /^versioning=?$/.test(query);

const etagOf = (body: Buffer): string =>
  `"${createHash('md5').update(body).digest('hex').toUpperCase()}"`;

const xml = (status: number, element: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${element}\n`,
});

/** https://www.alibabacloud.com/help/en/oss/user-guide/http-status-code */
const refusals = {
  AccessDenied: [403, 'You have no right to access this object because of bucket acl.'],
  InvalidAccessKeyId: [403, 'The OSS Access Key Id you provided does not exist in our records.'],
  InvalidArgument: [400, 'Invalid signing region in Authorization header.'],
  InvalidDigest: [400, 'The Content-MD5 you specified was invalid.'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  RequestTimeTooSkewed: [
    403,
    'The difference between the request time and the current time is too large.',
  ],
  SecurityTokenExpired: [403, 'The security token you provided has expired.'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
} as const satisfies Record<string, readonly [number, string]>;

type OssRefusal = keyof typeof refusals;

export function refuse(code: OssRefusal, host: string, requestId: string): HttpAnswer {
  const [status, message] = refusals[code];
  const fields = { Code: code, Message: message, RequestId: requestId, HostId: host };
  const inner = Object.entries(fields).map(([name, value]) => `  <${name}>${value}</${name}>\n`);
  return xml(status, `<Error>\n${inner.join('')}</Error>`);
}
