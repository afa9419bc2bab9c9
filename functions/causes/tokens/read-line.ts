import { readCodes } from './codes.ts';
import { findNames } from './names.ts';
import { readQuotes } from './quotes.ts';
import { scan } from './scan.ts';
import { isMark, makeName, retype, type Token } from './token.ts';
import { dataTypes } from './vocabulary.ts';

/** A line in pieces; `offset` is where it begins in its text. */
export function readLine(
  line: string,
  offset: number,
  known: ReadonlySet<string>,
): readonly Token[] {
  const scanned = scan(line, offset);
  const { tokens } = scanned;
  readTypes(tokens);
  readQuotes(scanned);
  readCodes(tokens);
  dropMeasures(tokens);
  findNames(tokens, known);
  return tokens;
}

/** Its precision is what has to be changed; a `varchar`'s length is a measure. */
const exact = /^(?:decimal|numeric|number)$/;
const sizes = /^\((-?\d{1,10}(?:,-?\d{1,10})?)/;

function readTypes(tokens: readonly Token[]): void {
  let opened = 0;
  tokens.forEach((token, at) => {
    if (isMark(token, '<')) opened += 1;
    if (opened > 0 && isMark(tokens[at + 1], ':')) makeName(token);
    if (!dataTypes.has(token.said)) return;
    const behind = tokens.slice(at + 1, at + 5);
    const [, size] = sizes.exec(behind.map(({ text }) => text).join('')) ?? [];
    if (size === undefined) return;
    for (const part of behind.slice(0, size.includes(',') ? 4 : 2)) retype(part, 'mark');
    retype(token, 'type', exact.test(token.said) ? `${token.said}(${size})` : token.said);
  });
}

const units =
  /^(?:ms|milliseconds?|s|secs?|seconds?|min|minutes?|h|hours?|days?|bytes?|[kmgt]i?b)$/;
const calendar =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)$/;

/** Units go with the number before them, months with the numbers around them. */
function dropMeasures(tokens: readonly Token[]): void {
  tokens.forEach((token, at) => {
    if (tokens[at - 1]?.kind === 'number' && units.test(token.said)) retype(token, 'mark');
    else if (
      calendar.test(token.said) &&
      [-1, 1, 2].some((step) => tokens[at + step]?.kind === 'number')
    )
      retype(token, 'number');
  });
}
