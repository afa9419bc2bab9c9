import type { Failure } from './failure.ts';
import type { MmsCall } from './mms-request.ts';

type Advice = Readonly<{ when: (failure: Failure) => boolean; advice: (call: MmsCall) => string }>;

const code =
  (pattern: RegExp) =>
  (failure: Failure): boolean =>
    pattern.test(failure.code);
const status =
  (...statuses: readonly number[]) =>
  (failure: Failure): boolean =>
    failure.status !== undefined && statuses.includes(failure.status);
const always = (advice: string) => (): string => advice;

const sourceIn = (pathname: string): string => /datasources\/(\d+)/.exec(pathname)?.[1] ?? '*';

/**
 * What to do, the first line that fits. Codes of MMS itself are undocumented; these are the
 * gateway's.
 */
const table: readonly Advice[] = [
  {
    when: code(/InvalidAccessKeyId|SecurityToken|InvalidCredentials/i),
    advice: always(
      "the credentials are unknown or have expired: check the function's role, or set new ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN",
    ),
  },
  {
    when: code(/Signature(?:DoesNotMatch|Invalid)|IncompleteSignature/i),
    advice: always(
      'check ALIBABA_CLOUD_ACCESS_KEY_SECRET, and ALIBABA_CLOUD_SECURITY_TOKEN with it',
    ),
  },
  {
    when: code(/TimeStamp|TimeTooSkewed/i),
    advice: always("set the machine's clock: it is more than 15 minutes off"),
  },
  { when: code(/NeedSsl/i), advice: always('write MMS_ENDPOINT with https://') },
  {
    when: code(/InvalidApi|InvalidVersion|InvalidAction/i),
    advice: always('this endpoint has no MMS: check MMS_REGION and MMS_ENDPOINT'),
  },
  {
    when: (failure) =>
      status(401, 403)(failure) ||
      code(/^(?:Forbidden|NoPermission|AccessDenied|Unauthorized)/i)(failure),
    advice: ({ action, pathname }) =>
      `allow the function's role odps:${action} on acs:odps:*:*:mmsdatasource/${sourceIn(pathname)}`,
  },
  {
    when: (failure) => status(404)(failure) || code(/NotFound|NotExist/)(failure),
    advice: always('check that what MMS_WATCH names exists in this region'),
  },
  {
    when: code(/^(?:ENOTFOUND|EAI_AGAIN)$/),
    advice: always('this host has no address: check MMS_REGION and MMS_ENDPOINT'),
  },
  {
    when: code(/^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/),
    advice: always("the host cannot be reached: check MMS_ENDPOINT and the function's network"),
  },
  {
    when: code(/CERT|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/i),
    advice: always("the server's certificate does not fit: check MMS_ENDPOINT"),
  },
  { when: ({ remedy }) => remedy !== 'none', advice: always('the next tick tries again') },
];

export const adviceFor = (call: MmsCall, failure: Failure): string =>
  table.find(({ when }) => when(failure))?.advice(call) ??
  'check MMS_WATCH, MMS_REGION and MMS_ENDPOINT';
