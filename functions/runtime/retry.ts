import { asError } from '../errors.ts';
import type { Clock, Sleep } from '../ports.ts';

export type RetryDeps = Readonly<{ clock: Clock; sleep: Sleep; random: () => number }>;

/** The deadline passed before an answer came. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

type RetryOptions = RetryDeps &
  Readonly<{
    until: number;
    /** Milliseconds to wait after this error; `undefined` to give up. 0 is the first retry. */
    delayBefore: (error: Error, retry: number) => number | undefined;
  }>;

/**
 * Tries until it works, `delayBefore` gives up, or the next wait would last beyond `until`. A try
 * that still runs then is left behind.
 *
 * @throws OutOfTime at `until`; its cause is the last failure, if there was one
 */
export async function retryUntil<Value>(
  work: () => Promise<Value>,
  { clock, sleep, until, delayBefore }: RetryOptions,
): Promise<Value> {
  let last: Error | undefined;
  const tries = async (): Promise<Value> => {
    for (let retry = 0; ; retry += 1) {
      try {
        return await work();
      } catch (thrown) {
        const error = asError(thrown);
        if (!(error instanceof OutOfTime)) last = error;
        const delay = delayBefore(error, retry);
        if (delay === undefined || clock() + delay >= until) throw error;
        if (delay > 0) await sleep(delay);
      }
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    const late = (): void => {
      reject(new OutOfTime('no answer came in time'));
    };
    // What came while the thread was busy is in time.
    timer = setTimeout(() => setImmediate(late), Math.max(0, until - clock()));
  });
  try {
    return await Promise.race([tries(), deadline]);
  } catch (error) {
    throw error instanceof OutOfTime && last !== undefined
      ? new OutOfTime(error.message, { cause: last })
      : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Doubles from `first` to `most` milliseconds; up to half is taken off at random. */
export function backoff(
  retry: number,
  { first, most }: Readonly<{ first: number; most: number }>,
  random: () => number,
): number {
  const whole = Math.min(first * 2 ** Math.min(retry, 30), most);
  return Math.round(whole * (0.5 + random() / 2));
}

/** Milliseconds for one request: ten seconds, or what is left. */
export const requestTimeout = (until: number, clock: Clock): number =>
  Math.max(1, Math.min(10_000, Math.floor(until - clock())));

/** Milliseconds kept free, so that a request that hangs has failed before the deadline. */
export const deliveryGrace = 50;
