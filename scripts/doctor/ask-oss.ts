import { OutOfTime, requestTimeout } from '../../functions/runtime/deadline.ts';
import type { HttpAnswer } from '../../functions/runtime/http.ts';
import { redactorOf } from '../../functions/runtime/redact-credentials.ts';
import { backoff, retryUntil, type RetryDeps } from '../../functions/runtime/retry.ts';
import { quote } from '../../functions/runtime/service-answer.ts';
import type { Credentials } from '../../functions/settings/credentials.ts';
import type { StateLocation } from '../../functions/settings/places.ts';
import { createOssClient, type OssCall } from '../../functions/storage/oss-client.ts';
import { ossFailureOf, OssRefusal, type OssFailure } from '../../functions/storage/oss-failure.ts';

export type OssState = Extract<StateLocation, { kind: 'oss' }>;

export type AskOss = Readonly<{
  /** The answer, where its status is 2xx. Rejects with what `failureIn` reads. */
  call: (oss: OssCall) => Promise<HttpAnswer>;
  said: (failure: OssFailure) => string;
}>;

const retries = 2;

/** Asks as the function does, but gives up early: somebody is waiting. */
export function createAskOss(
  state: OssState,
  credentials: Credentials,
  until: number,
  patience: RetryDeps,
): AskOss {
  const ask = createOssClient(state, credentials);
  const redact = redactorOf(credentials);
  const delayBefore = (error: Error, retry: number): number | undefined =>
    ossFailureOf(error).transient && retry < retries
      ? backoff(retry, { first: 200, most: 2_000 }, patience.random)
      : undefined;
  const attempt = async (oss: OssCall): Promise<HttpAnswer> => {
    const answer = await ask(oss, requestTimeout(until, patience.clock));
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw new OssRefusal(answer);
  };
  return {
    call: (oss) => retryUntil(() => attempt(oss), { ...patience, until, delayBefore }),
    said: (failure) => quote(failure, redact),
  };
}

export const failureIn = (error: unknown): OssFailure =>
  ossFailureOf(error instanceof OutOfTime ? (error.cause ?? error) : error);
