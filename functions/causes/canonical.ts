import { keepCodes } from './codes.ts';
import { engineNoise } from './engine-noise.ts';
import { withoutCarriers } from './exception-classes.ts';
import { findNames } from './names.ts';
import { noise } from './noise.ts';
import { withoutPrefixes } from './prefixes.ts';
import { openQuotes } from './quoted.ts';
import { said, type Token } from './token.ts';
import { tokensOf } from './tokens-of.ts';
import { joinTypes } from './types-of-data.ts';
import { verbs } from './vocabulary.ts';

const allNoise = [...engineNoise, ...noise];

/** A line as pieces of which each is known to stay or to differ from table to table. */
export function readLine(text: string, known: ReadonlySet<string>): readonly Token[] {
  const cleaned = allNoise.reduce(
    (left, { shape, instead }) => left.replace(shape, instead ?? ''),
    withoutPrefixes(text),
  );
  return findNames(
    dropMeasures(keepCodes(joinTypes(openQuotes(tokensOf(withoutPrefixes(cleaned.trim())))))),
    known,
  );
}

const units = new RegExp(
  `^(?:${[
    'ns|us|ms|milliseconds?|millis|msec|s|sec|secs|seconds?|m|min|mins|minutes?|h|hr|hrs|hours?|d|days?',
    'b|bytes?|kb|mb|gb|tb|kib|mib|gib|tib|k|g|t|%',
    'am|pm|utc|gmt|cst|pst|pdt|est|edt|cet',
  ].join('|')})$`,
  'i',
);
const calendar =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}$/i;

/** Units and months beside a number go with it. */
function dropMeasures(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'word') return [token];
    const after = tokens[at - 1]?.kind === 'number';
    if (after && units.test(token.text)) return [];
    if ((after || tokens[at + 1]?.kind === 'number') && calendar.test(token.text)) return [];
    return [token];
  });
}

/**
 * What tells this line from others: its words in their order, with one `…` for whatever is a name
 * or a number.
 * `1 row` and `3 rows` are one.
 */
export function canonicalOf(tokens: readonly Token[]): string {
  const words: string[] = [];
  let counted = false;
  for (const token of withoutCarriers(tokens)) {
    if (token.kind === 'mark') continue;
    const spoken = said(token) || '…';
    const word =
      counted && /[^su]s$/.test(spoken) && spoken.length > 3 && !verbs.has(spoken)
        ? spoken.slice(0, -1)
        : spoken;
    counted = token.kind === 'number';
    if (word !== '…' || words.at(-1) !== '…') words.push(word);
  }
  return words.join(' ');
}

/** What a line whose end is missing is told by: as many of its first words as are surely there. */
export const firstWords = (canonical: string, count: number): string =>
  count === Infinity ? canonical : canonical.split(' ').slice(0, count).join(' ');
