import { untrustedName } from '../untrusted-text/untrusted-text.ts';

/** What is known of a call to OSS that failed. */
export type OssFailure = Readonly<{
  code: string;
  /** `undefined` where no answer came. */
  status: number | undefined;
  requestId: string;
  message: string;
  transient: boolean;
}>;

const ours = new Set(['RequestError', 'ResponseError']);
const brokenConnection =
  /ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|socket hang up|terminated before/;
const passing = new Set([
  'RequestTimeout',
  'InternalError',
  'ServiceUnavailable',
  'DownloadTrafficRateLimitExceeded',
  'UploadTrafficRateLimitExceeded',
]);

/**
 * Reads what `ali-oss` 6.23 throws: statuses below zero where there was no answer, no code where a
 * gateway answered.
 */
export function ossFailureOf(error: unknown): OssFailure {
  const {
    name = '',
    message = String(error),
    code,
    status,
    requestId,
  } = (typeof error === 'object' && error !== null ? error : {}) as Readonly<{
    name?: string;
    message?: string;
    code?: unknown;
    status?: unknown;
    requestId?: unknown;
  }>;
  const answered = typeof status === 'number' && status > 0 ? status : undefined;
  const broken =
    answered === undefined &&
    (/Timeout|RemoteSocketClosed/.test(name) || brokenConnection.test(message));
  const known = typeof code === 'string' ? code : '';
  // An error around a 200 is an answer that broke off in its body.
  const passes =
    answered !== undefined &&
    (answered >= 500 || answered < 300 || answered === 408 || answered === 429);
  return {
    code:
      known === '' || ours.has(known)
        ? broken && name.includes('Timeout')
          ? 'timeout'
          : ''
        : known,
    status: answered,
    requestId: typeof requestId === 'string' ? requestId : '',
    message: untrustedName(messageOf(message, answered !== undefined && known === ''), 300),
    transient: broken || passes || passing.has(known) || /throttl|qpslimit|ratelimit/i.test(known),
  };
}

/**
 * Without the URL, the sockets and the headers that the HTTP client adds. Where the body of an
 * answer was no XML, the message is the whole of it and says nothing to a reader.
 */
const messageOf = (message: string, isWholeBody: boolean): string =>
  isWholeBody
    ? 'the answer is none of OSS'
    : message.replace(/, (?:GET|PUT) https?:[^]*$/, '').replace(/\n[^]*$/, '');

export type OssOperation = 'GetObject' | 'PutObject';

/** What to do, in words of what an operator can change. */
export function ossAdvice(
  { code, status, message, transient }: OssFailure,
  operation: OssOperation,
  bucket: string,
): string {
  if (/InvalidAccessKeyId|SecurityToken/.test(code)) {
    return "the credentials are unknown or have expired: check the function's role, or set new ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN";
  }
  if (code === 'SignatureDoesNotMatch')
    return 'check ALIBABA_CLOUD_ACCESS_KEY_SECRET, and the region in OSS_ENDPOINT, which is signed';
  if (code === 'RequestTimeTooSkewed')
    return "set the machine's clock: it is more than 15 minutes off";
  if (code === 'NoSuchBucket')
    return `create the bucket ${bucket}, or check STATE_URL and OSS_ENDPOINT`;
  if (/region|endpoint/i.test(message) && status !== undefined && status < 500)
    return 'the bucket is in another region: set OSS_ENDPOINT to the endpoint of its region';
  if (status === 403 || status === 401)
    return `allow the function's role oss:${operation} on acs:oss:*:*:${bucket}/*`;
  if (/ENOTFOUND|EAI_AGAIN/.test(message))
    return 'this host has no address: check OSS_ENDPOINT and the bucket in STATE_URL';
  if (/CERT|certificate|SELF_SIGNED/i.test(message))
    return "the server's certificate does not fit: check OSS_ENDPOINT";
  return transient ? 'the next tick tries again' : 'check STATE_URL and OSS_ENDPOINT';
}
