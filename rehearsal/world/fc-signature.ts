import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from './http-message.ts';

export type FcAuthorization = Readonly<{ accessKeyId: string; signature: string }>;

/** `undefined` where the header is not one of this kind. */
export function parseFc(header: string | undefined): FcAuthorization | undefined {
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
export function fcSignature({ method, path, headers }: HttpRequest, secret: string): string {
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
export function fcVerifies(request: HttpRequest, given: FcAuthorization, secret: string): boolean {
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
