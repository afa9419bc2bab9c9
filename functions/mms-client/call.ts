import { randomUUID } from 'node:crypto';
import type { LimitFunction } from 'p-limit';
import { UnreadableError } from '../errors.ts';
import { ask } from '../runtime/http.ts';
import { createRedactor, redactError, type Redactor } from '../runtime/redaction.ts';
import {
  backoff,
  OutOfTime,
  requestTimeout,
  retryUntil,
  type RetryDeps,
} from '../runtime/retry.ts';
import { quote } from '../runtime/service-answer.ts';
import { secretsOf, type Credentials } from '../settings/credentials.ts';
import type { Endpoint } from '../settings/endpoint.ts';
import { unreadable, type MmsCall } from './calls.ts';
import {
  failureIn,
  failureOf,
  MmsRefusal,
  nextTickRetries,
  refusalOf,
  remedyFor,
} from './failure.ts';

export type Reading<Value> = Readonly<{
  take?: (piece: Buffer) => void;
  /**
   * `body` is empty where `take` got it piece by piece.
   *
   * @throws SyntaxError | MmsRefusal
   */
  finish: (body: Buffer) => Value;
}>;

/**
 * Each try begins a new reading.
 *
 * @throws UnreadableError before `until`
 */
export type CallMms = <Value>(
  call: MmsCall,
  until: number,
  read: () => Reading<Value>,
) => Promise<Value>;

export type CallerOptions = RetryDeps &
  Readonly<{
    endpoint: Endpoint;
    credentials: Credentials;
    limit: LimitFunction;
    retries?: number;
  }>;

/** Bytes: a page of 1,000 tasks has some 0.6 MB, and sixteen are read at a time. */
const largestAnswer = 4 * 1024 * 1024;
/** The same where it is read piece by piece: 600,000 log rows, or 2,000 long stack traces. */
const largestStream = 128 * 1024 * 1024;

export function createCallMms(options: CallerOptions): CallMms {
  const { endpoint, credentials, limit, clock, sleep, random, retries = 5 } = options;
  let redact: Redactor | undefined;

  // Once MMS asks one call to slow down, all pause: ever longer until one goes through.
  let pausedUntil = 0;
  let refusals = 0;
  const pause = (): number => Math.max(0, pausedUntil - clock());
  const slowDown = (): void => {
    if (pause() > 0) return;
    pausedUntil = clock() + backoff(refusals, { first: 400, most: 8_000 }, random);
    refusals += 1;
  };

  const tryOnce = async <Value>(
    call: MmsCall,
    until: number,
    { take, finish }: Reading<Value>,
  ): Promise<Value> => {
    while (pause() > 0 && clock() + pause() < until) await sleep(pause());
    if (clock() + pause() >= until) throw new OutOfTime('the time was up before it could be asked');
    try {
      const answer = await ask({
        method: 'GET',
        url: urlOf(call, endpoint),
        headers: await signedHeaders(call, endpoint, credentials),
        timeoutMs: requestTimeout(until, clock),
        largest: take === undefined ? largestAnswer : largestStream,
        take,
      });
      if (answer.status !== 200) throw new MmsRefusal(failureIn(answer, clock()));
      const value = finish(answer.body);
      if (pause() === 0) refusals = 0;
      return value;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.tryAgain === 'slow down') slowDown();
      // A parser's message repeats a part of the answer.
      throw error instanceof SyntaxError ? new MmsRefusal(failure) : error;
    }
  };

  const delayBefore = (error: Error, retry: number): number | undefined => {
    const { tryAgain, retryAfterMs = 0 } = failureOf(error);
    // How long MMS names is about this call: the others wait as briefly as they can.
    if (tryAgain === 'slow down') return Math.max(pause(), retryAfterMs);
    if (tryAgain === 'no' || retry >= (tryAgain === 'once' ? 1 : retries)) return undefined;
    return tryAgain === 'at once' && retry === 0
      ? 0
      : backoff(retry, { first: 200, most: 4_000 }, random);
  };

  return async (call, until, read) => {
    try {
      const attempt = () => limit(() => tryOnce(call, until, read()));
      return await retryUntil(attempt, { clock, sleep, random, until, delayBefore });
    } catch (error) {
      if (error instanceof UnreadableError) throw error;
      // Takes a while to build, and most ticks need none.
      redact ??= createRedactor(secretsOf(credentials));
      throw unusable(call, error, redact);
    }
  };
}

/** Reports the last failure rather than that the time was up. No secret is in it. */
function unusable(call: MmsCall, error: unknown, redact: Redactor): UnreadableError {
  const isLate = error instanceof OutOfTime;
  const late = 'no answer in the time that was left in this tick';
  const reason = isLate ? error.cause : error;
  if (reason === undefined) {
    const short = { en: 'no answer in time', zh: '超时未应答' };
    const trouble = { said: late, short, fix: nextTickRetries };
    return unreadable(call, `${late}; ${nextTickRetries.en}`, { trouble });
  }
  const failure = failureOf(reason);
  const quoted = quote({ ...failure, code: failure.code || 'failed' }, redact);
  const said = isLate ? `${quoted}: ${late}` : quoted;
  const { fix, short } = remedyFor(call, failure);
  const cause = redactError(reason, redact);
  const trouble = { said, short, fix };
  return unreadable(call, `${said}; ${fix.en}`, { cause, trouble, refusal: refusalOf(failure) });
}

function urlOf({ pathname, query }: MmsCall, { protocol, host }: Endpoint): URL {
  const url = new URL(pathname, `${protocol}://${host}`);
  url.search = new URLSearchParams(query).toString();
  return url;
}

const algorithm = 'ACS3-HMAC-SHA256';
/** Its SHA-256. */
const emptyBody = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature */
async function signedHeaders(
  { action, pathname, query }: MmsCall,
  { host }: Endpoint,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
): Promise<Readonly<Record<string, string>>> {
  const headers: Record<string, string> = {
    host,
    accept: 'application/json',
    'user-agent': 'mms-task-alerts',
    'x-acs-action': action,
    'x-acs-version': '2022-01-04',
    // The machine's own time: the gateway compares it with its own.
    'x-acs-date': new Date().toISOString().replace(/\.\d+/, ''),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-content-sha256': emptyBody,
  };
  if (securityToken !== undefined) {
    headers['x-acs-accesskey-id'] = accessKeyId;
    headers['x-acs-security-token'] = securityToken.reveal();
  }
  const request = { method: 'GET', pathname, query, headers };
  const signed = [algorithm, emptyBody, accessKeyId, accessKeySecret.reveal()];
  const signer = await (loadedSigner ??= loadSigner());
  return { ...headers, authorization: signer.getAuthorization(request, ...signed) };
}

type Signer = Readonly<{
  getAuthorization: (request: object, ...algorithmHashAndKey: readonly string[]) => string;
}>;

let loadedSigner: Promise<Signer> | undefined;

/** CommonJS: esbuild, vitest and Node give the default export or an object around it. */
async function loadSigner(): Promise<Signer> {
  let found: unknown = await import('@alicloud/openapi-util');
  while (typeof found === 'object' && found !== null && 'default' in found) found = found.default;
  if (isSigner(found)) return found;
  throw new TypeError('@alicloud/openapi-util has no default export that signs');
}

const isSigner = (value: unknown): value is Signer =>
  typeof value === 'function' && 'getAuthorization' in value;
