import { createHash, createHmac } from 'node:crypto';
import type { HttpRequest } from './http-message.ts';

type Signed = Pick<HttpRequest, 'method' | 'path' | 'query' | 'headers'>;

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/**
 * RFC 3986: what Alibaba Cloud's signatures mean by encoding. `encodeURIComponent` leaves five
 * characters too many.
 */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The pairs sorted by their encoded names: `+` and `|` stand elsewhere when they are raw. */
const sortedQuery = (query: string): readonly (readonly [name: string, value: string])[] =>
  [...new URLSearchParams(query)]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => Number(a > b) - Number(a < b));

const headerLines = ({ headers }: Signed, names: readonly string[]): readonly string[] =>
  names.map((name) => `${name}:${(headers[name] ?? '').trim()}`);

/** https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature */
const acs3 = 'ACS3-HMAC-SHA256';

type Acs3Authorization = Readonly<{
  accessKeyId: string;
  signedHeaders: readonly string[];
  signature: string;
}>;

const acs3Shape = new RegExp(
  `^${acs3} Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$`,
);

/** `undefined` for another algorithm. */
export function parseAcs3(header = ''): Acs3Authorization | undefined {
  const match = acs3Shape.exec(header);
  if (match === null) return undefined;
  const [, accessKeyId = '', signedHeaders = '', signature = ''] = match;
  return { accessKeyId, signedHeaders: signedHeaders.split(';'), signature };
}

export function acs3Signature(
  request: Signed,
  signedHeaders: readonly string[],
  secret: string,
): string {
  const canonicalRequest = [
    request.method,
    request.path,
    sortedQuery(request.query)
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
    ...headerLines(request, signedHeaders),
    '',
    signedHeaders.join(';'),
    request.headers['x-acs-content-sha256'] ?? '',
  ].join('\n');
  return createHmac('sha256', secret)
    .update(`${acs3}\n${sha256(canonicalRequest)}`)
    .digest('hex');
}

const mandatory = ['host', 'x-acs-content-sha256', 'x-acs-date', 'x-acs-signature-nonce'];

/** Whether the signature is the secret's, covers every header that it must, and fits the body. */
export function acs3Verifies(
  request: HttpRequest,
  { signedHeaders, signature }: Acs3Authorization,
  secret: string,
): boolean {
  const { headers, body } = request;
  const own = Object.keys(headers).filter((name) => name.startsWith('x-acs-'));
  return (
    [...mandatory, ...own].every((name) => signedHeaders.includes(name)) &&
    sha256(body) === headers['x-acs-content-sha256'] &&
    acs3Signature(request, signedHeaders, secret) === signature
  );
}

/**
 * https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4
 */
const oss4 = 'OSS4-HMAC-SHA256';

type Oss4Authorization = Readonly<{
  accessKeyId: string;
  date: string;
  region: string;
  additionalHeaders: readonly string[];
  signature: string;
}>;

const oss4Shape = new RegExp(
  `^${oss4} Credential=([^/,]+)/(\\d{8})/([^/,]+)/oss/aliyun_v4_request,(?:AdditionalHeaders=([^,]+),)?Signature=([0-9a-f]{64})$`,
);

/** `undefined` for another algorithm. */
export function parseOss4(header = ''): Oss4Authorization | undefined {
  const match = oss4Shape.exec(header);
  if (match === null) return undefined;
  const [, accessKeyId = '', date = '', region = '', additional, signature = ''] = match;
  return { accessKeyId, date, region, additionalHeaders: additional?.split(';') ?? [], signature };
}

/** `path` is not encoded; the bucket stands in it whatever form the URL had. */
export function oss4Signature(
  request: Signed,
  given: Omit<Oss4Authorization, 'signature'>,
  secret: string,
): string {
  const { method, path, query, headers } = request;
  const signedHeaders = Object.keys(headers)
    .sort()
    .filter(
      (name) =>
        ['content-type', 'content-md5', ...given.additionalHeaders].includes(name) ||
        name.startsWith('x-oss-'),
    );
  const canonicalRequest = [
    method,
    encode(path).replaceAll('%2F', '/'),
    sortedQuery(query)
      .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
      .join('&'),
    ...headerLines(request, signedHeaders),
    '',
    given.additionalHeaders.join(';'),
    headers['x-oss-content-sha256'] ?? '',
  ].join('\n');
  const scope = [given.date, given.region, 'oss', 'aliyun_v4_request'];
  const stringToSign = [
    oss4,
    headers['x-oss-date'] ?? '',
    scope.join('/'),
    sha256(canonicalRequest),
  ].join('\n');
  const key = scope.reduce(
    (outer, part) => createHmac('sha256', outer).update(part).digest(),
    Buffer.from(`aliyun_v4${secret}`),
  );
  return createHmac('sha256', key).update(stringToSign).digest('hex');
}
