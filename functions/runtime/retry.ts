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
  const tries = async (): Promise<Value> => {
    for (let retry = 0; ; retry += 1) {
      try {
        return await work();
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        if (!(error instanceof OutOfTime)) last = error;
        const delay = delayBefore(error, retry);
        if (delay === undefined || clock() + delay >= until) throw error;
        if (delay > 0) await sleep(delay);
      }
    }
  };
  try {
    return await beforeDeadline(tries(), until, clock);
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
