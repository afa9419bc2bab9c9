import FcClient from '@alicloud/fc2';
import { isRecord } from '../../functions/runtime/json.ts';
import { backoff, OutOfTime, retryUntil, type RetryDeps } from '../../functions/runtime/retry.ts';
import type { Credentials } from '../../functions/settings/credentials.ts';
import { endpoint as endpointSchema } from '../../functions/settings/endpoint.ts';
import { textOf, type Environment } from '../../functions/settings/environment.ts';
import { deployerIn, keysAdvice, type Keys } from '../deployment/deployer.ts';
import { allow } from '../deployment/policies.ts';

export type Called = Readonly<{
  functionName: string;
  region: string;
  account: string;
  credentials: Credentials;
  endpoint: string | undefined;
}>;

/**
 * `endpoint` replaces Function Compute's own, as the component takes it from
 * `FC_CLIENT_CUSTOM_ENDPOINT`; then no account is needed.
 *
 * @throws Error with a line for each thing that is missing
 */
export function calledIn(
  environment: Environment,
  keys: Keys | undefined,
  endpoint = textOf(environment, 'FC_CLIENT_CUSTOM_ENDPOINT'),
): Called {
  const { functionName, region, ...deployer } = deployerIn(environment);
  const account = keys?.account ?? deployer.account;
  const parsed = endpoint === undefined ? undefined : endpointSchema.safeParse(endpoint);
  const problems = (parsed?.error?.issues ?? []).map(({ message }) => `--endpoint ${message}`);
  if (keys?.credentials.accessKeyId.startsWith('STS') && !keys.credentials.securityToken)
    problems.push(
      `${keys.from}: is a temporary key, so its token is needed: set SecurityToken, or ALIBABA_CLOUD_SECURITY_TOKEN with ALIBABA_CLOUD_ACCESS_KEY_ID`,
    );
  if (keys === undefined) problems.push(`no credentials: ${keysAdvice}`);
  if (account === undefined && parsed === undefined)
    problems.push('no account: set AccountID to its number, or FC_DEPLOY_ROLE_ARN');
  if (keys === undefined || problems.length > 0) throw new Error(problems.join('\n'));
  const url = parsed?.data && `${parsed.data.protocol}://${parsed.data.host}`;
  const { credentials } = keys;
  return { functionName, region, account: account ?? 'unknown', credentials, endpoint: url };
}

export type Summary = Readonly<Record<string, unknown>>;

/** Why there is no summary; the second line of the message says what to do. */
export class InvocationError extends Error {
  override readonly name = 'InvocationError';
  readonly isBusy: boolean;

  constructor(said: string, hint: string, isBusy = false) {
    super(`${said}\n-> ${hint}`);
    this.isBusy = isBusy;
  }
}

const requestMs = 90_000;

/**
 * Invokes the function of FC 3.0. The library speaks an older API, but signs any path. While a tick
 * runs, the function's one instance refuses others (429), so that is tried again until `until`.
 *
 * @throws InvocationError
 */
export async function invokeFunction(
  called: Called,
  event: string,
  until: number,
  deps: RetryDeps,
): Promise<Summary> {
  const client = clientFor(called);
  const attempt = async (): Promise<Summary> => {
    const path = `/functions/${called.functionName}/invocations`;
    const answer = await client.post(path, event).catch((error: unknown) => {
      throw failureOf(error, called);
    });
    return summaryIn(answer);
  };
  const delayBefore = (error: Error, retry: number): number | undefined =>
    error instanceof InvocationError && error.isBusy
      ? backoff(retry, { first: 2_000, most: 10_000 }, deps.random)
      : undefined;
  try {
    return await retryUntil(attempt, { ...deps, until, delayBefore });
  } catch (error) {
    const last = error instanceof OutOfTime ? (error.cause ?? error) : error;
    throw last instanceof InvocationError ? last : failureOf(last, called);
  }
}

function clientFor({ account, region, credentials, endpoint }: Called): FcClient {
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const client = new FcClient(account, {
    accessKeyID: accessKeyId,
    accessKeySecret: accessKeySecret.reveal(),
    ...(securityToken && { securityToken: securityToken.reveal() }),
    region,
    secure: true,
    timeout: requestMs,
    ...(endpoint && { endpoint }),
  });
  client.version = '2023-03-30';
  return client;
}

function summaryIn({ headers, data }: Awaited<ReturnType<FcClient['post']>>): Summary {
  const body = typeof data === 'string' ? parsed(data) : data;
  const type = headers['x-fc-error-type'];
  if (type !== undefined) {
    const message =
      isRecord(body) && typeof body.errorMessage === 'string' ? body.errorMessage : type;
    const request = headers['x-fc-request-id'] ?? '';
    throw new InvocationError(
      `the function failed: ${message}`,
      `look for request ${request} in its log`,
    );
  }
  if (isRecord(body)) return body;
  throw new InvocationError('the answer is no summary', 'check FC_DEPLOY_FUNCTION_NAME');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In `@alicloud/fc2` 2.6 the message alone holds the status, the request and what was said. */
function failureOf(error: unknown, called: Called): InvocationError {
  const { message, name } = error instanceof Error ? error : new Error(String(error));
  const [, status, request = '', said = ''] =
    /failed with (\d{3})\. requestid: (.*?), message: (.*)\.$/s.exec(message) ?? [];
  if (status !== undefined) {
    const facts = [`HTTP ${status}`, request && `request ${request}`, said].filter(
      (fact) => !/^(?:request )?(?:undefined)?$/.test(fact),
    );
    const [what, hint] = refusal(Number(status), called);
    return new InvocationError(`${what} (${facts.join(', ')})`, hint, status === '429');
  }
  const where = called.endpoint ?? `${called.account}.${called.region}.fc.aliyuncs.com`;
  if (error instanceof SyntaxError)
    return new InvocationError(
      `what answers at ${where} is not Function Compute`,
      'check --endpoint',
    );
  if (/timeout|OutOfTime/i.test(name + message))
    return new InvocationError(
      `${where} did not answer in time`,
      'look at the log of the function, then try again',
    );
  const code = error instanceof Error && 'code' in error ? String(error.code) : name;
  return new InvocationError(
    `${where} could not be reached (${code})`,
    "check the region, the account's number, --endpoint and the network",
  );
}

function refusal(status: number, called: Called): readonly [what: string, hint: string] {
  const { functionName, region, account } = called;
  switch (status) {
    case 401:
    case 403: {
      const need = allow(
        'fc:InvokeFunction',
        `acs:fc:${region}:${account}:functions/${functionName}`,
      );
      return [
        'Function Compute refuses these keys',
        `check the keys and the account's number; their owner needs ${need}`,
      ];
    }
    case 404:
      return [
        `there is no function ${functionName} in ${region}`,
        'deploy it, or check FC_DEPLOY_FUNCTION_NAME and FC_DEPLOY_REGION',
      ];
    case 412:
      return ['the function cannot run', 'look at its state and its role in the console'];
    case 429:
      return ['the function is busy', 'a tick is running; try again in a minute'];
    default:
      return [
        'Function Compute refused the invocation',
        status >= 500
          ? 'try again'
          : 'check --endpoint, FC_DEPLOY_FUNCTION_NAME and FC_DEPLOY_REGION',
      ];
  }
}

export const previewsIn = ({ preview }: Summary): readonly string[] =>
  Object.entries(isRecord(preview) ? preview : {}).map(
    ([channel, text]) =>
      `\n--- ${channel} would be sent${text === '' ? ' nothing' : `:\n${String(text)}`}`,
  );
