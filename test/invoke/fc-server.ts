import { randomUUID, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpAnswer, HttpRequest } from '../../rehearsal/world/http-message.ts';
import type { Keyring } from '../../rehearsal/world/keyring.ts';
import { LoopbackServer } from '../../rehearsal/world/loopback-server.ts';

/** How an invocation ends; an error is a 200 too, and a header tells it apart. */
type FcResult =
  | Readonly<{ kind: 'value'; value: unknown }>
  | Readonly<{ kind: 'error'; type: string; errorType: string; message: string }>;

type FcFunction = (event: string) => FcResult;

const quarterOfAnHour = 15 * 60_000;

/** Function Compute 3.0 as far as synchronous invocations go. Every request must be signed. */
export class FcServer extends LoopbackServer {
  readonly functions = new Map<string, FcFunction>();
  readonly #keyring: Keyring;

  constructor(keyring: Keyring) {
    super();
    this.#keyring = keyring;
  }

  protected override operationOf(request: HttpRequest): string {
    const name = nameIn(request);
    return request.method === 'POST' && name !== undefined
      ? `InvokeFunction ${name}`
      : `${request.method} ${request.path}`;
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    const requestId = `1-${randomUUID()}`;
    const { status, headers = {}, body = '' } = this.#answer(request);
    return { status, headers: { 'x-fc-request-id': requestId, ...headers }, body };
  }

  #answer(request: HttpRequest): HttpAnswer {
    const refusal = this.#stranger(request);
    if (refusal !== undefined) return refusal;
    const name = nameIn(request);
    if (request.method !== 'POST' || name === undefined)
      return refuse(404, 'PathNotSupported', 'The path is not supported.');
    const called = this.functions.get(name);
    if (called === undefined)
      return refuse(404, 'FunctionNotFound', `function '${name}' does not exist`);
    const result = called(request.body.toString('utf8'));
    if (result.kind === 'value')
      return {
        status: 200,
        headers: { 'content-type': 'application/octet-stream' },
        body: JSON.stringify(result.value),
      };
    const { type, errorType, message } = result;
    const body = JSON.stringify({
      errorMessage: message,
      errorType,
      stackTrace: ['at handler (/code/index.js:1:1)'],
    });
    return {
      status: 200,
      headers: { 'content-type': 'application/json', 'x-fc-error-type': type },
      body,
    };
  }

  /** The refusal of a request whose sender is not known for certain. */
  #stranger(request: HttpRequest): HttpAnswer | undefined {
    const given = parseFc(request.headers.authorization);
    if (given === undefined)
      return refuse(400, 'MissingRequiredHeader', 'An Authorization header is mandatory.');
    const known = this.#keyring.find(given.accessKeyId);
    if (known === undefined || known.securityToken !== request.headers['x-fc-security-token']) {
      return refuse(
        403,
        'InvalidAccessKeyID',
        'The access key ID you provided does not exist in our records.',
      );
    }
    const age = Math.abs(Date.now() - Date.parse(request.headers.date ?? ''));
    if (Number.isNaN(age) || age > quarterOfAnHour)
      return refuse(403, 'RequestTimeTooSkewed', 'The date of the request is too far off.');
    const genuine = fcVerifies(request, given, known.accessKeySecret);
    return genuine
      ? undefined
      : refuse(
          403,
          'SignatureNotMatch',
          'The request signature we calculated does not match the signature you provided.',
        );
  }
}

const nameIn = ({ path }: HttpRequest): string | undefined => {
  const name = /^\/2023-03-30\/functions\/([^/]+)\/invocations$/.exec(path)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
};

const refuse = (status: number, code: string, message: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ RequestId: randomUUID(), Code: code, Message: message }),
});

type FcAuthorization = Readonly<{ accessKeyId: string; signature: string }>;

/** `undefined` where the header is not one of this kind. */
function parseFc(header: string | undefined): FcAuthorization | undefined {
  const [, accessKeyId, signature] = /^FC ([^:\s]+):(\S+)$/.exec(header ?? '') ?? [];
  return accessKeyId === undefined || signature === undefined
    ? undefined
    : { accessKeyId, signature };
}

/**
 * The older signature of Function Compute: method, digest and type of the body, date, every `x-fc-`
 * header in order, and the path without its query.
 * https://www.alibabacloud.com/help/doc-detail/53252.htm
 */
function fcSignature({ method, path, headers }: HttpRequest, secret: string): string {
  const ours = Object.keys(headers)
    .filter((name) => name.startsWith('x-fc-'))
    .sort();
  const signed = [
    method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    headers.date ?? '',
    ...ours.map((name) => `${name}:${headers[name] ?? ''}`),
    decodeURIComponent(path),
  ];
  return createHmac('sha256', secret).update(signed.join('\n')).digest('base64');
}

/**
 * Whether the signature is the secret's and the digest, which the library writes in hexadecimal
 * first, is the body's.
 */
function fcVerifies(request: HttpRequest, given: FcAuthorization, secret: string): boolean {
  const digest = Buffer.from(createHash('md5').update(request.body).digest('hex')).toString(
    'base64',
  );
  if (request.body.length > 0 && request.headers['content-md5'] !== digest) return false;
  const [expected, actual] = [
    Buffer.from(fcSignature(request, secret)),
    Buffer.from(given.signature),
  ];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
