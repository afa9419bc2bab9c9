import { createHash, createHmac } from 'node:crypto';
import { byText, encode, pairsOf } from './http-message.ts';

/**
 * https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4
 */
const algorithm = 'OSS4-HMAC-SHA256';

type Oss4Authorization = Readonly<{
  accessKeyId: string;
  date: string;
  region: string;
  additionalHeaders: readonly string[];
  signature: string;
}>;

const shape = new RegExp(
  `^${algorithm} Credential=([^/,]+)/(\\d{8})/([^/,]+)/oss/aliyun_v4_request,(?:AdditionalHeaders=([^,]*),)?Signature=([0-9a-f]{64})$`,
);

/** `undefined` for another algorithm. */
export function parseOss4(header: string | undefined): Oss4Authorization | undefined {
  const [, accessKeyId, date, region, additional, signature] = shape.exec(header ?? '') ?? [];
  if (
    accessKeyId === undefined ||
    date === undefined ||
    region === undefined ||
    signature === undefined
  )
    return undefined;
  const additionalHeaders =
    additional === undefined || additional === '' ? [] : additional.split(';');
  return { accessKeyId, date, region, additionalHeaders, signature };
}

/** The bucket stands in the path whatever form the URL had; `key` is not encoded. */
type Oss4Request = Readonly<{
  method: string;
  bucket: string;
  key: string;
  query: string;
  headers: Readonly<Record<string, string>>;
}>;

export function oss4Signature(
  request: Oss4Request,
  given: Omit<Oss4Authorization, 'signature'>,
  secret: string,
): string {
  const path = request.bucket === '' ? '/' : `/${request.bucket}/${request.key}`;
  // Sorted by the encoded keys: `+` and `|` stand elsewhere when they are raw.
  const query = pairsOf(request.query)
    .map(([key, value]): [string, string] => [encode(key), encode(value)])
    .sort(([a], [b]) => byText(a, b))
    .map(([key, value]) => (value === '' ? key : `${key}=${value}`));
  const signedHeaders = Object.keys(request.headers)
    .sort(byText)
    .filter(
      (name) =>
        name === 'content-type' ||
        name === 'content-md5' ||
        name.startsWith('x-oss-') ||
        given.additionalHeaders.includes(name),
    );
  const canonicalRequest = [
    request.method,
    encode(path).replaceAll('%2F', '/'),
    query.join('&'),
    ...signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim()}`),
    '',
    given.additionalHeaders.join(';'),
    request.headers['x-oss-content-sha256'] ?? '',
  ].join('\n');
  const stringToSign = [
    algorithm,
    request.headers['x-oss-date'] ?? '',
    `${given.date}/${given.region}/oss/aliyun_v4_request`,
    createHash('sha256').update(canonicalRequest).digest('hex'),
  ].join('\n');
  const key = [given.date, given.region, 'oss', 'aliyun_v4_request'].reduce(
    (outer, part) => createHmac('sha256', outer).update(part).digest(),
    Buffer.from(`aliyun_v4${secret}`),
  );
  return createHmac('sha256', key).update(stringToSign).digest('hex');
}

export const oss4Verifies = (
  request: Oss4Request,
  given: Oss4Authorization,
  secret: string,
): boolean => oss4Signature(request, given, secret) === given.signature;
