import { adviceOnEndpoint, isPassing, NoAnswer, type HttpAnswer } from '../runtime/http.ts';
import type { ServiceSaid } from '../runtime/service-answer.ts';

/** What is known of a call to OSS that failed. */
export type OssFailure = ServiceSaid &
  Readonly<{
    /** The endpoint that OSS names instead, or `''`. */
    endpoint: string;
    /** Another try may do. */
    transient: boolean;
    noAnswer: NoAnswer | undefined;
  }>;

/** OSS answered, but not with what was asked for. */
export class OssRefusal extends Error {
  override readonly name = 'OssRefusal';
  readonly failure: OssFailure;
  constructor(answer: HttpAnswer) {
    super('OSS refused it');
    this.failure = failureIn(answer);
  }
}

const transientCode =
  /^(?:RequestTimeout|InternalError|ServiceUnavailable)$|TrafficRateLimitExceeded|throttl|qpslimit|ratelimit/i;

/**
 * Its errors are XML, also where a HEAD or a proxy leaves no body.
 * https://www.alibabacloud.com/help/en/oss/developer-reference/error-responses
 */
function failureIn({ status, headers, body }: HttpAnswer): OssFailure {
  const xml = body.toString('utf8');
  const code = element(xml, 'Code');
  const header = headers['x-oss-request-id'];
  const endpoint = element(xml, 'Endpoint');
  return {
    code,
    status,
    requestId: element(xml, 'RequestId') || (typeof header === 'string' ? header : ''),
    message: element(xml, 'Message') || (code === '' ? 'the answer is none of OSS' : ''),
    endpoint: /^[a-z0-9.-]{1,100}\.aliyuncs\.com$/.test(endpoint) ? endpoint : '',
    transient: status >= 500 || status === 408 || status === 429 || transientCode.test(code),
    noAnswer: undefined,
  };
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

function element(xml: string, name: string): string {
  const [, text = ''] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? [];
  return text.trim().replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity);
}

/** Reads what a call to OSS rejects with. */
export function ossFailureOf(error: unknown): OssFailure {
  if (error instanceof OssRefusal) return error.failure;
  const noAnswer = error instanceof NoAnswer ? error : undefined;
  return {
    code: noAnswer?.code ?? '',
    status: undefined,
    requestId: '',
    message: error instanceof Error ? error.message : String(error),
    endpoint: '',
    transient: noAnswer !== undefined && isPassing(noAnswer),
    noAnswer,
  };
}

/** There is no such object, in OSS's own words: the first run of a channel, and nothing else is. */
export const isNoSuchKey = ({ status, code }: OssFailure): boolean =>
  status === 404 && code === 'NoSuchKey';

export type OssOperation = 'GetObject' | 'PutObject';

type Advice = Readonly<{
  when: (failure: OssFailure) => boolean;
  advice: (failure: OssFailure, operation: OssOperation, bucket: string) => string;
}>;

const code =
  (pattern: RegExp) =>
  (failure: OssFailure): boolean =>
    pattern.test(failure.code);
const codeOrMessage =
  (pattern: RegExp) =>
  (failure: OssFailure): boolean =>
    pattern.test(`${failure.code} ${failure.message}`);
const credentials =
  'or set new ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN';

/**
 * What to do, in words of what an operator can change: the first line that fits.
 * https://www.alibabacloud.com/help/en/oss/user-guide/http-403-error-code
 */
const table: readonly Advice[] = [
  {
    when: code(/UserDisable|InDebt|Arrear|Overdue|AbnormalBucketOwnerStatus|BucketDisable/i),
    advice: () =>
      'OSS has suspended the account or the bucket: settle what is overdue, or see the security notices in the console',
  },
  {
    when: (failure) =>
      code(/AccessKey/i)(failure) && /disabled|inactive|forbidden/i.test(failure.message),
    advice: () =>
      `the AccessKey is disabled, or limited to other addresses: enable it in RAM, ${credentials}`,
  },
  {
    when: code(/InvalidAccessKeyId|SecurityToken/),
    advice: () =>
      `the credentials are unknown or have expired: check the function's role, ${credentials}`,
  },
  {
    when: code(/^SignatureDoesNotMatch$/),
    advice: () =>
      'check ALIBABA_CLOUD_ACCESS_KEY_SECRET, and the region in OSS_ENDPOINT, which is signed',
  },
  {
    when: code(/^RequestTimeTooSkewed$/),
    advice: () => "set the machine's clock: it is more than 15 minutes off",
  },
  {
    when: code(/^(?:NoSuchBucket|InvalidBucketName)$/),
    advice: (_, __, bucket) => `create the bucket ${bucket}, or check STATE_URL and OSS_ENDPOINT`,
  },
  {
    when: (failure) =>
      failure.endpoint !== '' ||
      codeOrMessage(/Redirect|specified endpoint|signing region/i)(failure),
    advice: ({ endpoint }) =>
      `the bucket is in another region: set OSS_ENDPOINT to ${endpoint === '' ? 'the endpoint of its region' : `https://${endpoint}`}`,
  },
  {
    when: code(/^InvalidObjectState$/),
    advice: () =>
      "the object is archived: restore it to the Standard class, and leave it out of the bucket's lifecycle rules",
  },
  {
    when: codeOrMessage(/\bkms|kms\b|UbsmsInvalidBid/i),
    advice: () =>
      "the bucket encrypts with a KMS key: see that KMS is active and the key enabled, and allow the function's role kms:GenerateDataKey and kms:Decrypt",
  },
  {
    when: code(/^(?:FileImmutable|FileAlreadyExists|ObjectNotAppendable)$/),
    advice: (_, __, bucket) =>
      `a rule of the bucket ${bucket} forbids to overwrite: leave the state out of it, or name another bucket in STATE_URL`,
  },
  {
    when: (failure) =>
      code(/^AccessDenied$/)(failure) &&
      !/authorizer/i.test(failure.message) &&
      /\bpolicy\b|\bips?\b|white ?list|referer/i.test(failure.message),
    advice: (_, operation, bucket) =>
      `a policy of the bucket ${bucket}, of its VPC endpoint or of an address list refuses it: allow the function's role oss:${operation} there`,
  },
  {
    when: (failure) => failure.code !== '' && (failure.status === 403 || failure.status === 401),
    advice: (_, operation, bucket) =>
      `allow the function's role oss:${operation} on acs:oss:*:*:${bucket}/*`,
  },
];

export function ossAdvice(failure: OssFailure, operation: OssOperation, bucket: string): string {
  if (failure.noAnswer?.code === 'too large')
    return 'what is stored there is larger than any state: check STATE_URL, or move the object away to begin anew';
  const found =
    failure.noAnswer === undefined
      ? table.find(({ when }) => when(failure))?.advice(failure, operation, bucket)
      : adviceOnEndpoint(failure.noAnswer, 'OSS_ENDPOINT and the bucket in STATE_URL')?.en;
  if (found !== undefined) return found;
  return failure.transient ? 'the next tick tries again' : 'check STATE_URL and OSS_ENDPOINT';
}
