import pRetry from 'p-retry';
import type { Clock } from '../ports.ts';
import { beforeDeadline, OutOfTime } from './deadline.ts';
import type { Sleep } from './sleep.ts';

/** What trying again needs of the outside; `random` gives numbers from 0 up to 1. */
export type RetryDeps = Readonly<{ clock: Clock; sleep: Sleep; random: () => number }>;

type Again = RetryDeps &
  Readonly<{
    until: number;
    /**
     * Milliseconds to wait before the try after this error, `undefined` when another would be of no
     * use. 0 is the first retry.
     */
    delayBefore: (error: Error, retry: number) => number | undefined;
  }>;

/**
 * Tries until it works, until trying again is of no use, or until the wait for it would last beyond
 * `until`. At `until` it rejects with `OutOfTime`, whose cause is what went wrong before, if
 * anything did.
 */
export async function retryUntil<Value>(
  work: () => Promise<Value>,
  { clock, sleep, until, delayBefore }: Again,
): Promise<Value> {
  let last: Error | undefined;
  const retrying = pRetry(work, {
    retries: Number.POSITIVE_INFINITY,
    factor: 1,
    minTimeout: 0,
    // The wait happens here and not in p-retry, whose timers nobody can hand in.
    shouldRetry: async ({ error, retriesConsumed }) => {
      if (!(error instanceof OutOfTime)) last = error;
      const delay = delayBefore(error, retriesConsumed);
      if (delay === undefined || clock() + delay >= until) return false;
      if (delay > 0) await sleep(delay);
      return true;
    },
  });
  try {
    return await beforeDeadline(retrying, until, clock);
  } catch (error) {
    throw error instanceof OutOfTime && last !== undefined
      ? new OutOfTime(error.message, { cause: last })
      : error;
  }
}

/**
 * Doubles from `first` up to `most` milliseconds, a random half of it taken off so that callers do
 * not return in step.
 */
export function backoff(
  retry: number,
  { first, most }: Readonly<{ first: number; most: number }>,
  random: () => number,
): number {
  const whole = Math.min(first * 2 ** Math.min(retry, 30), most);
  return Math.round(whole * (0.5 + random() / 2));
}
