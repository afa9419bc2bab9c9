const minute = 60_000;

/**
 * Whether something that is looked at every so many minutes is looked at now. Each has its own
 * minute, which spreads the looks and needs no memory. Only a warm instance knows `lastAt`.
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
 * Where a round of so many begins, so that each comes first in its turn: steps of the inverse of
 * the plastic number spread evenly over any number, whatever the interval between ticks.
 */
export const startingPoint = (now: number, count: number): number =>
  Math.floor((((now / minute) * 0.754_877_666_25) % 1) * count);
