import { adviceFor } from '../../functions/mms-client/advice.ts';
import { failureOf } from '../../functions/mms-client/failure.ts';
import { createMmsRequest, type MmsCall } from '../../functions/mms-client/mms-request.ts';
import { OutOfTime, requestTimeout } from '../../functions/runtime/deadline.ts';
import { redactorOf } from '../../functions/runtime/redact-credentials.ts';
import { backoff, retryUntil, type RetryDeps } from '../../functions/runtime/retry.ts';
import type { Credentials } from '../../functions/settings/credentials.ts';
import type { Endpoint } from '../../functions/settings/endpoint.ts';
import { untrustedName } from '../../functions/untrusted-text/untrusted-text.ts';
import { serviceSaid } from './service-said.ts';

/** The answer's body, or why there is none. */
export type Answer = Readonly<{ kind: 'body'; body: unknown }> | Refusal;

export type Refusal = Readonly<{ kind: 'refused'; said: string; advice: string }>;

export type AskMms = (call: MmsCall) => Promise<Answer>;

const retries = 2;

/** Asks as the function does, but gives up early: somebody is waiting. */
export function createMmsProbe(
  endpoint: Endpoint,
  credentials: Credentials,
  until: number,
  patience: RetryDeps,
): AskMms {
  const request = createMmsRequest(endpoint, credentials);
  const redact = redactorOf(credentials);
  const { clock, random } = patience;
  const delayBefore = (error: Error, retry: number): number | undefined =>
    failureOf(error).remedy === 'none' || retry >= retries
      ? undefined
      : backoff(retry, { first: 400, most: 2_000 }, random);
  return async (call) => {
    const attempt = (): Promise<unknown> => request(call, requestTimeout(until, clock));
    try {
      return { kind: 'body', body: await retryUntil(attempt, { ...patience, until, delayBefore }) };
    } catch (error) {
      const failure = failureOf(error instanceof OutOfTime ? (error.cause ?? error) : error);
      const said = untrustedName(redact(serviceSaid(failure)), 300);
      return { kind: 'refused', said: `${call.action}: ${said}`, advice: adviceFor(call, failure) };
    }
  };
}
