import { isInteger, parse } from 'lossless-json';

/** An object of JSON: no list, and not `null`. */
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
 * Whole numbers that a JavaScript number cannot hold become bigints. That parser is ten times
 * slower than the built-in one, so it is used only where such a number may be.
 *
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  return holdsLongInteger(text)
    ? parse(text, undefined, { parseNumber, onDuplicateKey: ({ newValue }) => newValue })
    : JSON.parse(text);
}

function parseNumber(literal: string): number | bigint {
  const value = Number(literal);
  return isInteger(literal) && !Number.isSafeInteger(value) ? BigInt(literal) : value;
}

/** Sixteen digits outside strings: fewer are always exact. */
function holdsLongInteger(text: string): boolean {
  if (!holdsLongRun(text)) return false;
  const outsideStrings = /"[^"\\]*(?:\\[^][^"\\]*)*"?|\d{16}/g;
  for (const [found] of text.matchAll(outsideStrings)) if (!found.startsWith('"')) return true;
  return false;
}

/** Sixteen digits in a row cover a place that sixteen divides, so only those places are checked. */
function holdsLongRun(text: string): boolean {
  for (let place = 0; place < text.length; place += 16) {
    if (!isDigit(text, place)) continue;
    let from = place;
    let to = place + 1;
    while (isDigit(text, from - 1)) from -= 1;
    while (isDigit(text, to)) to += 1;
    if (to - from >= 16) return true;
  }
  return false;
}

function isDigit(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  return code >= 48 && code <= 57;
}
