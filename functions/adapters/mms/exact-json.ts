import { isInteger, parse } from 'lossless-json';

/**
 * Parses JSON without rounding whole numbers: one that a JavaScript number cannot hold becomes a bigint. That parser is
 * an order of magnitude slower than the built-in one, so it is used only where such a number may stand.
 *
 * Throws `SyntaxError`.
 */
export function parseExactly(text: string): unknown {
  return holdsLongInteger(text) ? parse(text, undefined, { parseNumber, onDuplicateKey: ({ newValue }) => newValue }) : JSON.parse(text);
}

function parseNumber(literal: string): number | bigint {
  const value = Number(literal);
  return isInteger(literal) && !Number.isSafeInteger(value) ? BigInt(literal) : value;
}

/** Whether sixteen digits in a row stand outside strings: fewer are always held exactly. */
function holdsLongInteger(text: string): boolean {
  if (!/\d{16}/.test(text)) return false;
  const outsideStrings = /"[^"\\]*(?:\\[^][^"\\]*)*"?|\d{16}/g;
  for (const [found] of text.matchAll(outsideStrings)) if (!found.startsWith('"')) return true;
  return false;
}
