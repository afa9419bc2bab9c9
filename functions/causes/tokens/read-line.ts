import { readCodes } from './codes.ts';
import { findNames } from './names.ts';
import { readQuotes } from './quotes.ts';
import { scan } from './scan.ts';
import { isWord, retype, type Token } from './token.ts';
import { readTypes } from './types.ts';

/**
 * A line as pieces of which each is known to tell causes apart or to differ from table to table.
 * `offset` is where the line begins in its text, `known` are words that are names.
 */
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

const units =
  /^(?:[nu]s|ms|milliseconds?|millis|msec|s|secs?|seconds?|m|min|mins|minutes?|h|hrs?|hours?|d|days?|b|bytes?|[kmgt]i?b?|am|pm|utc|gmt|cst|p[sd]t|e[sd]t|cet)$/;
const calendar =
  /^(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day|uary|ruary|ch|il|ust|ember|ober)?$/;

/** Units go with the number before them, months and weekdays with the numbers around them. */
function dropMeasures(tokens: readonly Token[]): void {
  tokens.forEach((token, at) => {
    if (!isWord(token)) return;
    const after = tokens[at - 1]?.kind === 'number';
    if (after && units.test(token.said)) retype(token, 'mark', '');
    else if (token.text.length > 2 && calendar.test(token.said) && isInDate(tokens, at))
      retype(token, 'number', '');
  });
}

/**
 * `Mon Jan 01`, `Tue, 03 Sep 2024`: a number stands on either side, or a comma or a month between.
 */
function isInDate(tokens: readonly Token[], at: number): boolean {
  const near = [-1, 1, 2].map((step) => tokens[at + step]);
  const [before, next, second] = near;
  if (before?.kind === 'number' || next?.kind === 'number') return true;
  const skips = next?.text === ',' || calendar.test(next?.said ?? '');
  return skips && second?.kind === 'number';
}
