/** Places a value between two pixels, equal ratios at equal distances. */
export type Scale = Readonly<{ at: (value: number) => number; ticks: readonly number[] }>;

/** The powers of ten that hold all values, at least one of them. */
export function powersAround(values: readonly number[]): readonly [low: number, high: number] {
  const low = Math.floor(Math.log10(Math.min(...values)));
  return [10 ** low, 10 ** Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))];
}

export function logScale(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
): Scale {
  const width = Math.log10(high) - Math.log10(low);
  const ticks: number[] = [];
  for (let power = Math.ceil(Math.log10(low)); power <= Math.log10(high) + 1e-9; power += 1)
    ticks.push(10 ** power);
  return {
    at: (value) => from + ((Math.log10(value) - Math.log10(low)) / width) * (to - from),
    ticks,
  };
}

/**
 * Moves labels, given from top to bottom by where they should stand, apart until each has its room.
 */
export function apart(places: readonly number[], room: number, bottom: number): readonly number[] {
  const placed: number[] = [];
  for (const place of places) placed.push(Math.max(place, (placed.at(-1) ?? -Infinity) + room));
  for (let n = placed.length - 1, most = bottom; n >= 0; n -= 1, most -= room)
    placed[n] = Math.min(placed[n] ?? most, most);
  return placed;
}
