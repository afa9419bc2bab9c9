const minute = 60_000;

/**
 * Whether it is time to look at something again. Each has its own minute, which spreads the looks
 * and needs no memory. Only a warm instance knows `lastAt`.
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
 * Where to begin a round, so that each comes first in its turn: steps of the inverse of the plastic
 * number spread evenly over any count, whatever the interval between ticks.
 */
export const startingPoint = (now: number, count: number): number =>
  Math.floor((((now / minute) * 0.754_877_666_25) % 1) * count);
