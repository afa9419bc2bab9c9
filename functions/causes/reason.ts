import { isGeneric } from './generic.ts';
import { shown } from './shown.ts';
import type { TellingLine } from './telling-lines.ts';
import type { Token } from './token.ts';

const longest = 140;
const ofRoot = 60;
const vendorCode =
  /^(?:[A-Z]{2,12}-\d{3,7}|[A-Za-z]+(?:ErrorCode|ErrCode|Reader|Writer|Framework)-\d{2})$/;
const exceptionClass =
  /^(?:[a-z_][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error|Throwable|Failure|Truncation)$/;
const onlyCode = /^errorcode \S+$/;
/** What a driver or an engine adds for whoever mends it. */
const advises =
  /^(?:detail|hint|context|where|to (?:enable|tolerate|avoid|fix|resolve)|if you|please|consider|verify)\b/;

/** Without the full stop: in a message it goes on. */
export const reasonOf = (lines: readonly TellingLine[]): string =>
  quoted(lines).replace(/[.。]$/, '');

/**
 * The one line that a person would quote: a vendor's code before a root cause, a root cause before
 * a beginning.
 */
function quoted(lines: readonly TellingLine[]): string {
  const best = lines.reduce<number>(
    (chosen, line, at) => (weightOf(line) >= weightOf(lines[chosen]) ? at : chosen),
    0,
  );
  const line = lines[best];
  const last = lines.at(-1);
  if (line === undefined || last === undefined) return '';
  const [before, next] = [lines[best - 1], lines[best + 1]];
  if (before !== undefined && onlyCode.test(line.canonical)) return withRoot(before, line);
  if (announces(before)) return shownTogether(before, line);
  if (announces(line) && next !== undefined) return shownTogether(line, next);
  const addsRoot = line !== last && isGeneric(last.canonical);
  const wrapsRoot =
    line !== last &&
    !isGeneric(last.canonical) &&
    last.canonical.length < 2 * ofRoot &&
    startsWithClass(last);
  return addsRoot || wrapsRoot
    ? withRoot(line, last)
    : (sentenceAndRoot(line.tokens) ?? shown(quotable(line.tokens), longest));
}

const withRoot = (line: TellingLine, root: TellingLine): string =>
  `${shown(quotable(line.tokens), longest - ofRoot - 3)} (${shown(root.tokens, ofRoot)})`;

/**
 * `Could not connect to meta store. Most recent failure: …Exception: refused`: what failed, and
 * how.
 */
function sentenceAndRoot(tokens: readonly Token[]): string | undefined {
  const root = tokens.findIndex(
    ({ text }, at) => at > 0 && exceptionClass.test(text) && tokens[at - 1]?.text === ':',
  );
  const end = tokens.slice(0, Math.max(0, root)).findLastIndex(({ text }) => text === '.');
  const words = tokens.slice(0, Math.max(0, end)).filter(({ kind }) => kind === 'word').length;
  const recent = tokens[end + 1]?.text === 'Most' && tokens[end + 2]?.text === 'recent';
  return words >= 5 && recent
    ? `${shown(tokens.slice(0, end), longest - ofRoot - 3)} (${shown(tokens.slice(root), ofRoot)})`
    : undefined;
}

/**
 * Of an answer in JSON on one line what it says for people, of a message in a message what the
 * vendor says.
 */
function quotable(tokens: readonly Token[]): readonly Token[] {
  const opened = tokens.findIndex(({ text }) => text === '{');
  const message = tokens.findIndex(
    ({ text }, at) =>
      at > opened && /^(?:error_?)?message$/i.test(text) && tokens[at + 1]?.text === ':',
  );
  if (opened >= 0 && message > 0) {
    const rest = tokens.slice(message);
    const end = rest.findIndex(
      (token, at) => at > 2 && token.text === ',' && rest[at + 2]?.text === ':',
    );
    return end > 0 ? rest.slice(0, end) : rest;
  }
  const code = tokens.findIndex(({ text }) => /^[A-Z]{2,12}-\d{3,7}$/.test(text));
  if (code > 0 && code < 24) return tokens.slice(code);
  const carried =
    tokens[0]?.text === 'Execution'
      ? tokens.findIndex(({ text }, at) => at > 4 && exceptionClass.test(text))
      : -1;
  if (carried > 0 && tokens.length > carried + 3) return tokens.slice(carried);
  const innermost = tokens.findLastIndex(
    ({ text }, at) =>
      exceptionClass.test(text) && tokens[at + 1]?.text === ':' && tokens.length > at + 5,
  );
  return innermost > 12 ? tokens.slice(innermost) : tokens;
}

/** `SQL compilation error:`, of which the next line tells what it is. */
const announces = (line: TellingLine | undefined): line is TellingLine =>
  line?.tokens.at(-1)?.text === ':' && line.tokens.length > 2;

const shownTogether = (one: TellingLine, other: TellingLine): string =>
  shown(
    [
      ...one.tokens,
      ...other.tokens.map((token, at) => (at === 0 ? { ...token, spaced: true } : token)),
    ],
    longest,
  );

const startsWithClass = ({ tokens: [first] }: TellingLine): boolean =>
  first !== undefined && exceptionClass.test(first.text);

/** How much a line tells. Of equals the last one is chosen, since the root cause stands last. */
function weightOf(line: TellingLine | undefined): number {
  if (line === undefined) return -1;
  const { tokens, canonical } = line;
  const words = tokens.filter(({ kind }) => kind === 'word').length;
  const code = tokens.findIndex(({ text }) => vendorCode.test(text));
  return (
    (code < 0 ? 0 : code < 4 ? 6 : 4) +
    (startsWithClass(line) ? 2 : 0) +
    (/^(?:message|errormessage|error_message)\b/.test(canonical) ? 3 : 0) +
    (words >= 4 ? 2 : words >= 2 ? 1 : 0) +
    (tokens.some(({ kind, text }) => kind === 'kept' && /^\d+$/.test(text)) ? 1 : 0) -
    (isGeneric(canonical) ? 5 : 0) -
    (onlyCode.test(canonical) ? 2 : 0) -
    (advises.test(canonical) ? 3 : 0)
  );
}
