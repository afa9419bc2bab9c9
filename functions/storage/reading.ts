/**
 * Small checks for a parser: each gives the value or says what was expected, never what stood
 * there.
 */

/** @throws Error saying what was expected */
export function need<T>(value: T | undefined, expected: string): T {
  if (value === undefined) throw new Error(`expected ${expected}`);
  return value;
}

/** An ISO moment as milliseconds since the epoch; absent is absent. */
export function moment(value: unknown, what: string): number | undefined {
  if (value === undefined) return undefined;
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  return need(Number.isNaN(at) ? undefined : at, `${what} as an ISO time`);
}

export const momentOf = (at: number): string => new Date(at).toISOString();
