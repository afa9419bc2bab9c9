import { canonicalOf, firstWords, readLine } from './canonical.ts';
import { withoutCarriers, withoutClasses } from './exception-classes.ts';
import { isCarrier, isGeneric } from './generic.ts';
import { withoutImpliedCode } from './implied-codes.ts';
import { linesOf, type Line } from './lines-of.ts';
import type { Token } from './token.ts';

/** A line that tells a cause from others, read. */
export type TellingLine = Readonly<{
  tokens: readonly Token[];
  /** What tells it from others. */
  canonical: string;
  /** The same with the classes of exceptions that only carry it. */
  whole: string;
  raisedAt: string | undefined;
}>;

/** Beyond these a text repeats itself; the first and the last lines say most. */
const most = 24;
const surelyThere = 40;
/** Characters that are read of all lines together: what is beyond is data, or a plan. */
const readOfAll = 24_000;
const wordsOfLong = 150;
const startsAnew = /^\s*(?:Caused by:|[\w.$]{3,200}(?:Exception|Error)\b|[A-Z]{2,10}-\d{3,7}\b)/;

/**
 * The lines that tell a cause, each once, in their order, without what another one says as well.
 */
export function tellingLines(message: string, known: ReadonlySet<string>): readonly TellingLine[] {
  const read = new Map<string, TellingLine>();
  const all = linesOf(message);
  const chosen = ends(all);
  const longest = Math.max(1_000, Math.floor(readOfAll / Math.max(8, chosen.length)));
  for (const [at, line] of chosen.entries()) {
    if (line.torn === 'beginning' && all.length > 1 && !startsAnew.test(line.text)) continue;
    if (line.torn === 'end' && at > 0) continue;
    const cut = line.text.length > longest;
    const tokens = withoutCarriers(
      readLine(cut ? line.text.slice(0, longest).replace(/\S{0,200}$/, '') : line.text, known),
    );
    const words = line.torn === 'end' ? surelyThere : cut ? wordsOfLong : Infinity;
    const whole = firstWords(canonicalOf(tokens), words);
    const canonical = firstWords(withoutImpliedCode(canonicalOf(withoutClasses(tokens))), words);
    if (canonical === '' || canonical === '…') continue;
    const earlier = read.get(canonical);
    read.set(canonical, {
      tokens: earlier?.tokens ?? tokens,
      canonical,
      whole: earlier?.whole ?? whole,
      raisedAt: line.raisedAt ?? earlier?.raisedAt,
    });
  }
  return withoutCarrying(withoutRepeated([...read.values()]));
}

/**
 * What another line says as well goes; it was raised where the last of them, the root cause, was.
 */
function withoutRepeated(lines: readonly TellingLine[]): readonly TellingLine[] {
  const says = (line: TellingLine, other: TellingLine): boolean =>
    line !== other &&
    [other.canonical, sentenceOf(other)].some(
      (words) => words !== '' && ` ${line.canonical} `.includes(` ${words} `),
    );
  const sameAs = (line: TellingLine, other: TellingLine): boolean =>
    other === line || says(line, other);
  // Of two that say the same, the first stays.
  const isSaid = (line: TellingLine, at: number): boolean =>
    lines.some((other, otherAt) => says(other, line) && !(says(line, other) && at < otherAt));
  return lines
    .filter((line, at) => !isSaid(line, at))
    .map((line) => ({
      ...line,
      raisedAt: lines.findLast((other) => other.raisedAt !== undefined && sameAs(line, other))
        ?.raisedAt,
    }));
}

/** What a line says behind its exception, where that is said in words. */
function sentenceOf({ canonical }: TellingLine): string {
  const [, rest = ''] = /^\S+(?:exception|error) (.+)$/.exec(canonical) ?? [];
  return rest.split(' ').filter((word) => word !== '…').length >= 3 && !isGeneric(rest) ? rest : '';
}

/**
 * What only carries a failure goes where the failure itself is told; above a mere `Read timed out`
 * it says something.
 */
function withoutCarrying(lines: readonly TellingLine[]): readonly TellingLine[] {
  const told = lines.some(({ canonical }) => !isCarrier(canonical) && !isGeneric(canonical));
  return told ? lines.filter(({ canonical }) => !isCarrier(canonical)) : lines;
}

function ends(lines: readonly Line[]): readonly Line[] {
  return lines.length <= most ? lines : [...lines.slice(0, most / 2), ...lines.slice(-most / 2)];
}
