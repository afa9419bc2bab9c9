import FcClient from '@alicloud/fc2';
import { isRecord } from '../../functions/runtime/json.ts';
import { backoff, retryUntil, type RetryDeps } from '../../functions/runtime/retry.ts';
import type { Credentials } from '../../functions/settings/credentials.ts';
import { refusalOf, type Refusal } from './refusal.ts';

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
  | Readonly<{ kind: 'failed'; type: string; message: string; requestId: string }>
  | Refusal;

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
    const message =
      isRecord(body) && typeof body.errorMessage === 'string'
        ? body.errorMessage
        : 'it says nothing about why';
    const name = isRecord(body) && typeof body.errorType === 'string' ? body.errorType : type;
    return { kind: 'failed', type: name, message, requestId };
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
