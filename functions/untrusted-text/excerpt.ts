import type { Span } from './decoded-text.ts';
import { foldStackFrames } from './stack-frames.ts';

/**
 * Head and tail of a text that was too long: the root cause of a Java trace stands last. `omitted`
 * counts code points and `omittedLines` line breaks between the two; a whole text is all head.
 * Beyond 64 KB the middle is not read: it counts in UTF-16 units, its lines do not count. Nothing
 * is cut between characters that are joined to one.
 */
export type Excerpt = Readonly<{
  head: string;
  tail: string;
  omitted: number;
  omittedLines: number;
}>;

export const wholeText = (text: string): Excerpt => ({
  head: text,
  tail: '',
  omitted: 0,
  omittedLines: 0,
});

type Omission = (lines: number, characters: number) => string;

const leftOut: Omission = (lines, characters) => {
  const counted = `${characters.toLocaleString('en-US')} character${characters === 1 ? '' : 's'}`;
  if (lines === 0) return `… ${counted} left out …`;
  return `… ${lines.toLocaleString('en-US')} line${lines === 1 ? '' : 's'}, ${counted} left out …`;
};

/** What was left out is counted where it stood. */
export function showExcerpt(excerpt: Excerpt, omission: Omission = leftOut): string {
  const { head, tail, omitted, omittedLines } = excerpt;
  if (omitted === 0) return head + tail;
  return [head.replace(/\n$/, ''), omission(omittedLines, omitted), tail]
    .filter((part) => part !== '')
    .join('\n');
}

/**
 * Within `limit` code points and the mark of what was left out; the middle of stack traces goes
 * first.
 */
export function shorten(excerpt: Excerpt, limit: number): Excerpt {
  if (codePoints(excerpt.head) + codePoints(excerpt.tail) <= limit) return excerpt;
  const { omitted } = excerpt;
  if (omitted === 0) return cutToExcerpt(foldStackFrames(excerpt.head + excerpt.tail), limit);
  const head = foldStackFrames(excerpt.head);
  return cutEnds({ ...excerpt, head, tail: foldStackFrames(excerpt.tail) }, limit);
}

export function cutToExcerpt(text: string, limit: number): Excerpt {
  const length = codePoints(text);
  if (length <= limit) return wholeText(text);
  const half = endOfFirst(text, Math.floor(length / 2));
  return cutEnds(
    { head: text.slice(0, half), tail: text.slice(half), omitted: 0, omittedLines: 0 },
    limit,
  );
}

/** The tail is the larger: the root cause stands last. */
const headShare = 0.4;

/** To `limit` code points together; one end takes what the other does not need. */
export function cutEnds({ head, tail, omitted, omittedLines }: Excerpt, limit: number): Excerpt {
  const [headLength, tailLength] = [codePoints(head), codePoints(tail)];
  if (headLength + tailLength <= limit) return { head, tail, omitted, omittedLines };
  const headLimit = Math.max(Math.floor(limit * headShare), limit - tailLength);
  const tailLimit = Math.max(limit - Math.floor(limit * headShare), limit - headLength);
  const headEnd =
    headLength <= headLimit ? head.length : toLineEnd(head, endOfFirst(head, headLimit));
  const tailStart = tailLength <= tailLimit ? 0 : toLineStart(tail, startOfLast(tail, tailLimit));
  const [after, before] = [head.slice(headEnd), tail.slice(0, tailStart)];
  const uncounted = omitted > 0 && omittedLines === 0;
  return {
    head: head.slice(0, headEnd),
    tail: tail.slice(tailStart),
    omitted: omitted + codePoints(after) + codePoints(before),
    omittedLines: uncounted ? 0 : omittedLines + lineBreaks(after) + lineBreaks(before),
  };
}

/** A cut at a line's end may cost so much of what is kept. */
const atMost = 1 / 3;

function toLineEnd(text: string, end: number): number {
  const lineEnd = text.lastIndexOf('\n', end);
  return lineEnd > 0 && end - lineEnd <= end * atMost ? lineEnd : end;
}

function toLineStart(text: string, start: number): number {
  const lineStart = text.indexOf('\n', start - 1) + 1;
  return lineStart > 0 && lineStart - start <= (text.length - start) * atMost ? lineStart : start;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

const pairs = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Counted one by one: a list of all pairs takes four times as long. */
export function codePoints(text: string): number {
  let count = text.length;
  pairs.lastIndex = 0;
  while (pairs.test(text)) count -= 1;
  return count;
}

export const lineBreaks = (text: string): number => text.split('\n').length - 1;

export const betweenCharacters = (text: string, at: number): number =>
  isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1)) ? at - 1 : at;

/** Where the first `count` code points end, or a little before: no character is cut. */
export function endOfFirst(text: string, count: number): number {
  let at = 0;
  for (let left = count; left > 0 && at < text.length; left -= 1)
    at += isLow(text.charCodeAt(at + 1)) && isHigh(text.charCodeAt(at)) ? 2 : 1;
  const start = characterAcross(text, at)?.start ?? at;
  return start === 0 ? at : start;
}

/** Where the last `count` code points begin, or a little after. */
function startOfLast(text: string, count: number): number {
  let at = text.length;
  for (let left = count; left > 0 && at > 0; left -= 1) at = betweenCharacters(text, at - 1);
  const end = characterAcross(text, at)?.end ?? at;
  return end === text.length ? at : end;
}

/** UTF-16 units; longer characters are cut. */
const longestCharacter = 64;
let graphemes: Intl.Segmenter | undefined;

/** The character, as people count them, in the middle of which `at` is. */
function characterAcross(text: string, at: number): Span | undefined {
  if (at <= 0 || at >= text.length || text.charCodeAt(at) < 0x300) return undefined;
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const from = betweenCharacters(text, Math.max(0, at - 4 * longestCharacter));
  const nearby = text.slice(from, at + longestCharacter);
  const { index = 0, segment = '' } = graphemes.segment(nearby).containing(at - from) ?? {};
  const isAcross = index < at - from && segment.length <= longestCharacter;
  return isAcross ? { start: from + index, end: from + index + segment.length } : undefined;
}
