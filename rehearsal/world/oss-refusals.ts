import type { HttpAnswer } from './http-message.ts';

/**
 * HTTP status, message and EC by code;
 * https://www.alibabacloud.com/help/en/oss/user-guide/http-status-code
 */
const refusals = {
  AccessDenied: [
    403,
    'You have no right to access this object because of bucket acl.',
    '0003-00000001',
  ],
  FileAlreadyExists: [
    409,
    'The object you specified already exists and can not be overwritten.',
    '0026-00000002',
  ],
  InvalidAccessKeyId: [
    403,
    'The OSS Access Key Id you provided does not exist in our records.',
    '0002-00000902',
  ],
  InvalidArgument: [400, 'Invalid signing region in Authorization header.', '0002-00000250'],
  InvalidDigest: [400, 'The Content-MD5 you specified was invalid.', '0017-00000503'],
  MethodNotAllowed: [
    405,
    'The specified method is not allowed against this resource.',
    '0017-00000903',
  ],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.', '0017-00000105'],
  NoSuchBucket: [404, 'The specified bucket does not exist.', '0015-00000101'],
  NoSuchKey: [404, 'The specified key does not exist.', '0026-00000001'],
  PreconditionFailed: [
    412,
    'At least one of the pre-conditions you specified did not hold.',
    '0017-00001001',
  ],
  RequestTimeTooSkewed: [
    403,
    'The difference between the request time and the current time is too large.',
    '0002-00000504',
  ],
  SecurityTokenExpired: [403, 'The security token you provided has expired.', '0002-00000007'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    '0002-00000040',
  ],
} as const satisfies Record<string, readonly [number, string, string]>;

export type OssRefusal = keyof typeof refusals;

export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

export function refuse(code: OssRefusal, host: string, requestId: string): HttpAnswer {
  const [status, message, ec] = refusals[code];
  const fields = { Code: code, Message: message, RequestId: requestId, HostId: host, EC: ec };
  const inner = Object.entries(fields)
    .map(([name, value]) => `  <${name}>${escapeXml(value)}</${name}>\n`)
    .join('');
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-oss-ec': ec },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n${inner}</Error>\n`,
  };
}
