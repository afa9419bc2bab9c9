import type { Clock } from '../ports.ts';

/** The moment passed at which an answer would have been of use. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/**
 * The outcome of the work, or the error of `late` once `until` has passed. For libraries whose
 * calls cannot be aborted: such a call goes on, but nobody waits for it, and how it ends disturbs
 * nobody.
 */
export async function beforeDeadline<Value>(
  work: Promise<Value>,
  until: number,
  clock: Clock,
  late: () => Error = () => new OutOfTime('no answer came in time'),
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        reject(late());
      },
      Math.max(0, until - clock()),
    );
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The longest that one request may take: ten seconds, or what is left until the deadline. Never
 * below 1 ms.
 */
export const requestTimeout = (until: number, clock: Clock): number =>
  Math.max(1, Math.min(10_000, Math.floor(until - clock())));

/**
 * Kept free of a channel's time, so that the outcome of a request that hangs is back before the
 * deadline, not just after it.
 */
export const deliveryGrace = 50;
