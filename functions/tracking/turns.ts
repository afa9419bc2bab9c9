const minute = 60_000;

/**
 * Whether something that is looked at every so many minutes is looked at now. Each thing has its
 * own minute, so that the looks are spread evenly and need no memory; `lastAt`, which only a warm
 * instance knows, saves what was looked at just now and fetches what was passed over.
 */
export function isItsTurn(
  id: string,
  everyMinutes: number,
  now: number,
  lastAt: number | undefined,
): boolean {
  if (lastAt !== undefined && now - lastAt >= everyMinutes * minute) return true;
  if (lastAt !== undefined && now - lastAt < minute) return false;
  const ofItsOwn = Number(BigInt(id) % BigInt(everyMinutes));
  return Math.floor(now / minute) % everyMinutes === ofItsOwn;
}

/**
 * Where a round of so many begins, so that each comes first in its turn. Steps of the inverse of
 * the plastic number spread evenly over any number, for all usual intervals between ticks.
 */
export const startingPoint = (now: number, count: number): number =>
  Math.floor((((now / minute) * 0.754_877_666_25) % 1) * count);
