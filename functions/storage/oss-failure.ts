import { adviceOnEndpoint, isPassing, retryAfterIn, type HttpAnswer } from '../runtime/http.ts';
import {
  keyRemedies,
  rowFor,
  unanswered,
  type RemedyRow,
  type ServiceSaid,
} from '../runtime/service-answer.ts';

type OssFailure = ServiceSaid &
  Readonly<{
    /** The endpoint that OSS names instead, or `''`. */
    endpoint: string;
    transient: boolean;
    /** How long OSS asks to be left alone. */
    retryAfterMs?: number | undefined;
  }>;

export class OssRefusal extends Error {
  override readonly name = 'OssRefusal';
  readonly failure: OssFailure;
  constructor(answer: HttpAnswer, now: number) {
    super('OSS refused it');
    this.failure = { ...failureIn(answer), retryAfterMs: retryAfterIn(answer.headers, now) };
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

export function ossFailureOf(error: unknown): OssFailure {
  if (error instanceof OssRefusal) return error.failure;
  const said = unanswered(error);
  const transient = said.noAnswer !== undefined && isPassing(said.noAnswer);
  return { ...said, endpoint: '', transient };
}

/** Only this is the first run of a channel. */
export const isNoSuchKey = ({ status, code }: OssFailure): boolean =>
  status === 404 && code === 'NoSuchKey';

export type OssOperation = 'GetObject' | 'PutObject';

/** The first that fits. https://www.alibabacloud.com/help/en/oss/user-guide/http-403-error-code */
const advice: readonly (readonly [RemedyRow[0], string])[] = [
  [
    /UserDisable|InDebt|Arrear|Overdue|AbnormalBucketOwnerStatus|BucketDisable/i,
    'OSS has suspended the account or the bucket: settle what is overdue, or see the security notices in the console',
  ],
  [
    /^(?:NotOpened|UserNotOpened|ServiceNotOpened|OssNotOpened)$/i,
    'OSS is not activated for this account: activate it in the console',
  ],
  ...keyRemedies.map(([condition, [en]]) => [condition, en] as const),
  [
    /^SignatureDoesNotMatch$/,
    'check ALIBABA_CLOUD_ACCESS_KEY_SECRET, and the region in OSS_ENDPOINT, which is signed',
  ],
  [
    /^(?:NoSuchBucket|InvalidBucketName)$/,
    'create the bucket {bucket}, or check STATE_URL and OSS_ENDPOINT',
  ],
  [
    { said: /Redirect|specified endpoint|signing region/i },
    'the bucket is in another region: set OSS_ENDPOINT to the endpoint of its region',
  ],
  [
    /^InvalidObjectState$/,
    "the object is archived: restore it to the Standard class, and leave it out of the bucket's lifecycle rules",
  ],
  [
    { said: /\bkms|kms\b|UbsmsInvalidBid/i },
    "the bucket encrypts with a KMS key: see that KMS is active and the key enabled, and allow the function's role kms:GenerateDataKey and kms:Decrypt",
  ],
  [
    /^(?:FileImmutable|FileAlreadyExists|ObjectNotAppendable)$/,
    'a rule of the bucket {bucket} forbids to overwrite: leave the state out of it, or name another bucket in STATE_URL',
  ],
  [
    ({ code, message }) =>
      code === 'AccessDenied' &&
      !/authorizer/i.test(message) &&
      /\bpolicy\b|\bips?\b|white ?list|referer/i.test(message),
    "a policy of the bucket {bucket}, of its VPC endpoint or of an address list refuses it: allow the function's role oss:{operation} there",
  ],
  [
    ({ code, status }) => code !== '' && (status === 403 || status === 401),
    "allow the function's role oss:{operation} on acs:oss:*:*:{bucket}/*",
  ],
];

export function ossAdvice(failure: OssFailure, operation: OssOperation, bucket: string): string {
  const { noAnswer, endpoint, transient } = failure;
  if (noAnswer?.code === 'too large')
    return 'what is stored there is larger than any state: check STATE_URL, or move the object away to begin anew';
  if (endpoint !== '')
    return `the bucket is in another region: set OSS_ENDPOINT to https://${endpoint}`;
  const found =
    noAnswer === undefined
      ? rowFor(advice, failure)?.[1]
      : adviceOnEndpoint(noAnswer, 'OSS_ENDPOINT and the bucket in STATE_URL')?.en;
  if (found !== undefined)
    return found.replace('{bucket}', bucket).replace('{operation}', operation);
  return transient ? 'the next tick tries again' : 'check STATE_URL and OSS_ENDPOINT';
}
