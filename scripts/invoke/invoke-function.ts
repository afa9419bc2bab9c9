import FcClient from '@alicloud/fc2';
import { isRecord } from '../../functions/runtime/json.ts';
import { backoff, retryUntil, type RetryDeps } from '../../functions/runtime/retry.ts';
import type { Credentials } from '../../functions/settings/credentials.ts';
import { allow } from '../deployment/policies.ts';

export type Called = Readonly<{
  functionName: string;
  region: string;
  account: string;
  credentials: Credentials;
  /** Another than Function Compute's own, as a URL. */
  endpoint: string | undefined;
}>;

export type Outcome =
  | Readonly<{ kind: 'summary'; summary: Readonly<Record<string, unknown>> }>
  /** The function ran and rejected, or was ended. */
  | Readonly<{ kind: 'failed'; message: string; requestId: string }>
  | Refusal;

/** The function was not reached. `again` where another attempt may reach it. */
type Refusal = Readonly<{ kind: 'refused'; said: string; hint: string; again: boolean }>;

/** Longer than the function may take. */
const requestMs = 90_000;

/**
 * Invokes the function of FC 3.0 and waits for its answer. The library speaks an older API, but
 * signs whatever path it is given: with the newer version it reaches the newer function. While a
 * tick runs, the function's one instance takes no other invocation (429), so that is tried again
 * until `until`.
 */
export async function invokeFunction(
  called: Called,
  event: string,
  until: number,
  patience: RetryDeps,
): Promise<Outcome> {
  const client = clientFor(called);
  const path = `/functions/${called.functionName}/invocations`;
  const attempt = async (): Promise<Outcome> => {
    try {
      return outcomeOf(await client.post(path, event));
    } catch (error) {
      const refusal = refusalOf(error, called);
      if (refusal.again) throw new Busy(refusal);
      return refusal;
    }
  };
  const delayBefore = (error: Error, retry: number): number | undefined =>
    error instanceof Busy
      ? backoff(retry, { first: 2_000, most: 10_000 }, patience.random)
      : undefined;
  try {
    return await retryUntil(attempt, { ...patience, until, delayBefore });
  } catch (error) {
    if (error instanceof Busy) return error.refusal;
    return refusalOf(error instanceof Error ? (error.cause ?? error) : error, called);
  }
}

class Busy extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super('busy');
    this.refusal = refusal;
  }
}

function clientFor({ account, region, credentials, endpoint }: Called): FcClient {
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const client = new FcClient(account, {
    accessKeyID: accessKeyId,
    accessKeySecret: accessKeySecret.reveal(),
    ...(securityToken === undefined ? {} : { securityToken: securityToken.reveal() }),
    region,
    secure: true,
    timeout: requestMs,
    ...(endpoint === undefined ? {} : { endpoint: endpoint.replace(/\/+$/, '') }),
  });
  client.version = '2023-03-30';
  return client;
}

type Answer = Awaited<ReturnType<FcClient['post']>>;

/**
 * Whatever its content type, a summary is JSON. An error of the function is a 200 with a header
 * that says so.
 */
function outcomeOf({ headers, data }: Answer): Outcome {
  const body = typeof data === 'string' ? parsed(data) : data;
  const type = headers['x-fc-error-type'];
  const requestId = headers['x-fc-request-id'] ?? '';
  if (type !== undefined) {
    const said = isRecord(body) ? body.errorMessage : undefined;
    return { kind: 'failed', message: typeof said === 'string' ? said : type, requestId };
  }
  if (isRecord(body)) return { kind: 'summary', summary: body };
  return {
    kind: 'refused',
    again: false,
    said: 'the answer is no summary',
    hint: 'check FC_DEPLOY_FUNCTION_NAME',
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const refused = (said: string, hint: string, again = false): Refusal => ({
  kind: 'refused',
  said,
  hint,
  again,
});

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ECONNRESET',
]);

/**
 * Reads the errors of `@alicloud/fc2` 2.6: the status stands in the message alone, and what the
 * newer API says about it gets lost.
 */
function refusalOf(error: unknown, called: Called): Refusal {
  const { message, name } = error instanceof Error ? error : new Error(String(error));
  const [, status = '', requestId = '', said = ''] =
    /failed with (\d{3})\. requestid: (.*?), message: (.*)\.$/s.exec(message) ?? [];
  if (status !== '') return ofStatus(Number(status), about(status, requestId, said), called);
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const where = called.endpoint ?? `${called.account}.${called.region}.fc.aliyuncs.com`;
  if (error instanceof SyntaxError)
    return refused(`what answers at ${where} is not Function Compute`, 'check --endpoint');
  if (/timeout/i.test(name + message))
    return refused(
      `${where} did not answer in time`,
      'look at the log of the function, then try again',
    );
  const hint = unreachable.has(code)
    ? "check the region, the account's number and the network"
    : 'check --endpoint';
  return refused(`${where} could not be reached (${code || name})`, hint);
}

const about = (status: string, requestId: string, said: string): string =>
  [
    `HTTP ${status}`,
    ...[requestId].filter(known).map((id) => `request ${id}`),
    ...[said].filter(known),
  ].join(', ');

const known = (text: string): boolean => text !== '' && text !== 'undefined';

function ofStatus(
  status: number,
  said: string,
  { functionName, region, account }: Called,
): Refusal {
  const resource = `acs:fc:${region}:${account}:functions/${functionName}`;
  switch (status) {
    case 401:
    case 403:
      return refused(
        `Function Compute refuses these keys (${said})`,
        `check the keys and the account's number; their owner needs ${allow('fc:InvokeFunction', resource)}`,
      );
    case 404:
      return refused(
        `there is no function ${functionName} in ${region} (${said})`,
        'deploy it, or check FC_DEPLOY_FUNCTION_NAME and FC_DEPLOY_REGION',
      );
    case 412:
      return refused(
        `the function cannot run (${said})`,
        'look at its state and its role in the console',
      );
    case 429:
      return refused(
        `the function is busy (${said})`,
        'a tick is running; try again in a minute',
        true,
      );
    default:
      return refused(
        `Function Compute refused the invocation (${said})`,
        status >= 500
          ? 'try again'
          : 'check --endpoint, FC_DEPLOY_FUNCTION_NAME and FC_DEPLOY_REGION',
      );
  }
}

type Print = (line: string) => void;

/**
 * The summary goes to `print`, as JSON that a program may read; what is for people goes to `note`.
 * Gives the exit code.
 */
export function report(outcome: Outcome, print: Print, note: Print): number {
  switch (outcome.kind) {
    case 'summary': {
      print(JSON.stringify(outcome.summary, undefined, 2));
      const { preview } = outcome.summary;
      for (const [channel, text] of Object.entries(isRecord(preview) ? preview : {})) {
        note(
          typeof text === 'string' && text !== ''
            ? `\n--- ${channel} would be sent:\n${text}`
            : `\n--- ${channel} would be sent nothing`,
        );
      }
      return 0;
    }
    case 'failed': {
      note(`the function failed: ${outcome.message}`);
      if (outcome.requestId !== '') note(`-> look for request ${outcome.requestId} in its log`);
      return 1;
    }
    case 'refused':
      note(outcome.said);
      note(`-> ${outcome.hint}`);
      return 1;
    default:
      return outcome satisfies never;
  }
}
