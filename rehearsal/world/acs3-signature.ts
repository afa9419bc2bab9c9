import { createHash, createHmac } from 'node:crypto';
import { byText, encode, pairsOf, type HttpRequest } from './http-message.ts';

/** https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature */
const algorithm = 'ACS3-HMAC-SHA256';

type Acs3Authorization = Readonly<{
  accessKeyId: string;
  signedHeaders: readonly string[];
  signature: string;
}>;

const shape = new RegExp(
  `^${algorithm} Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$`,
);

/** `undefined` for another algorithm. */
export function parseAcs3(header: string | undefined): Acs3Authorization | undefined {
  const [, accessKeyId, signedHeaders, signature] = shape.exec(header ?? '') ?? [];
  if (accessKeyId === undefined || signedHeaders === undefined || signature === undefined)
    return undefined;
  return { accessKeyId, signedHeaders: signedHeaders.split(';'), signature };
}

type Signed = Pick<HttpRequest, 'method' | 'path' | 'query' | 'headers'>;

export function acs3Signature(
  request: Signed,
  signedHeaders: readonly string[],
  secret: string,
): string {
  const query = pairsOf(request.query)
    .sort(([a], [b]) => byText(a, b))
    .map(([key, value]) => `${encode(key)}=${encode(value)}`);
  const canonicalRequest = [
    request.method,
    request.path,
    query.join('&'),
    ...signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim()}`),
    '',
    signedHeaders.join(';'),
    request.headers['x-acs-content-sha256'] ?? '',
  ].join('\n');
  const digest = createHash('sha256').update(canonicalRequest).digest('hex');
  return createHmac('sha256', secret).update(`${algorithm}\n${digest}`).digest('hex');
}

const mandatory = [
  'host',
  'x-acs-action',
  'x-acs-content-sha256',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-version',
];

/** Whether the signature is the secret's, covers every header that it must, and fits the body. */
export function acs3Verifies(
  request: HttpRequest,
  given: Acs3Authorization,
  secret: string,
): boolean {
  const mustBeSigned = [
    ...mandatory,
    ...Object.keys(request.headers).filter((name) => name.startsWith('x-acs-')),
  ];
  if (mustBeSigned.some((name) => !given.signedHeaders.includes(name))) return false;
  if (
    createHash('sha256').update(request.body).digest('hex') !==
    request.headers['x-acs-content-sha256']
  )
    return false;
  return acs3Signature(request, given.signedHeaders, secret) === given.signature;
}
