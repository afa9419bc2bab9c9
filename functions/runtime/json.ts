import { isInteger, parse } from 'lossless-json';

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// A service's documented types are not binding, so these accept what comes.

/** `''` for anything but a text. */
export const textIn = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** Also as text; `undefined` for anything else. */
export function countOf(value: unknown): number | undefined {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

export const flagOf = (value: unknown): boolean =>
  value === true || value === 1 || value === 'true';

/**
 * Whole numbers beyond a JavaScript number become bigints, by a parser that is ten times slower.
 *
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  return holdsLongInteger(text)
    ? parse(text, undefined, { parseNumber, onDuplicateKey: ({ newValue }) => newValue })
    : JSON.parse(text);
}

/** The same; `undefined` for what is no JSON. */
export function jsonIn(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

function parseNumber(literal: string): number | bigint {
  const value = Number(literal);
  return isInteger(literal) && !Number.isSafeInteger(value) ? BigInt(literal) : value;
}

/** Sixteen digits outside strings: fewer are always exact. */
function holdsLongInteger(text: string): boolean {
  if (!/\d{16}/.test(text)) return false;
  const outsideStrings = /"[^"\\]*(?:\\[^][^"\\]*)*"?|\d{16}/g;
  for (const [found] of text.matchAll(outsideStrings)) if (!found.startsWith('"')) return true;
  return false;
}
