import pLimit from 'p-limit';
import { createCallMms, UnreadableCall, type Reading } from '../../functions/mms-client/call.ts';
import type { MmsCall } from '../../functions/mms-client/calls.ts';
import type { RetryDeps } from '../../functions/runtime/retry.ts';
import type { Credentials } from '../../functions/settings/credentials.ts';
import type { Endpoint } from '../../functions/settings/endpoint.ts';

/** What was read of the answer, or why there is none. */
export type Answer<Value> = Readonly<{ kind: 'read'; value: Value }> | Refusal;

export type Refusal = Readonly<{ kind: 'refused'; said: string; advice: string }>;

export type AskMms = <Value>(
  call: MmsCall,
  finish: Reading<Value>['finish'],
) => Promise<Answer<Value>>;

/** Asks as the function does, but gives up early: somebody is waiting. */
export function createMmsProbe(
  endpoint: Endpoint,
  credentials: Credentials,
  until: number,
  patience: RetryDeps,
): AskMms {
  const { clock, sleep, random } = patience;
  const limit = pLimit(1);
  const callMms = createCallMms({ endpoint, credentials, limit, clock, sleep, random, retries: 2 });
  return async (call, finish) => {
    try {
      return { kind: 'read', value: await callMms(call, until, () => ({ finish })) };
    } catch (error) {
      if (!(error instanceof UnreadableCall)) throw error;
      const { said, advice } = error;
      return { kind: 'refused', said: `${call.action}: ${said}`, advice };
    }
  };
}
