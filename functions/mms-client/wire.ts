/**
 * Readers of parsed JSON that take what comes: a service's own words about its types are not
 * binding.
 */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** A count, also where it stands as text; `undefined` for anything else. */
export function countOf(value: unknown): number | undefined {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

export const flagOf = (value: unknown): boolean =>
  value === true || value === 1 || value === 'true';
