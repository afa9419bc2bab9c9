import type OssClient from 'ali-oss';
import { OutOfTime, requestTimeout } from '../../functions/runtime/deadline.ts';
import { createOssClient } from '../../functions/storage/oss-client.ts';
import { ossFailureOf, type OssFailure } from '../../functions/storage/oss-failure.ts';
import { redactorOf } from '../../functions/runtime/redact-credentials.ts';
import { backoff, retryUntil, type RetryDeps } from '../../functions/runtime/retry.ts';
import type { Credentials } from '../../functions/settings/credentials.ts';
import type { StateLocation } from '../../functions/settings/places.ts';
import { serviceSaid } from './service-said.ts';

export type OssState = Extract<StateLocation, { kind: 'oss' }>;

export type AskOss = Readonly<{
  /** Rejects with what `failureIn` reads. */
  call: <Value>(ask: (client: OssClient, timeout: number) => Promise<Value>) => Promise<Value>;
  said: (failure: OssFailure) => string;
}>;

const retries = 2;

/** Asks as the function does, but gives up early: somebody is waiting. */
export async function createAskOss(
  state: OssState,
  credentials: Credentials,
  until: number,
  patience: RetryDeps,
): Promise<AskOss> {
  const client = await createOssClient(state, credentials);
  const redact = redactorOf(credentials);
  const delayBefore = (error: Error, retry: number): number | undefined =>
    ossFailureOf(error).transient && retry < retries
      ? backoff(retry, { first: 200, most: 2_000 }, patience.random)
      : undefined;
  return {
    call: (ask) =>
      retryUntil(() => ask(client, requestTimeout(until, patience.clock)), {
        ...patience,
        until,
        delayBefore,
      }),
    said: (failure) => redact(serviceSaid(failure)),
  };
}

export const failureIn = (error: unknown): OssFailure =>
  ossFailureOf(error instanceof OutOfTime ? (error.cause ?? error) : error);
