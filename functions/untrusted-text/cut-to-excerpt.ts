import { wholeText, type Excerpt } from './excerpt.ts';
import {
  backToLineEnd,
  backward,
  codePoints,
  forward,
  lineBreaks,
  onToLineStart,
} from './code-points.ts';

/**
 * A text before it is cut: its two ends and what was left out between them, as far as that is known
 * here.
 */
export type Ends = Readonly<{ head: string; middle: string; tail: string }>;

/** Of what is kept, this much is head: the tail is the larger, since the root cause stands last. */
const headShare = 0.4;

/** Head and tail of `limit` code points together. */
export function cutToExcerpt({ head, middle, tail }: Ends, limit: number): Excerpt {
  if (middle !== '' || tail !== '') return cutEnds(head, tail, [middle], limit);
  if (codePoints(head) <= limit) return wholeText(head);
  const half = backward(head, Math.floor(codePoints(head) / 2));
  return cutEnds(head.slice(0, half), head.slice(half), [], limit);
}

/** Both ends cut to `limit` code points together; `between` was left out before and is counted. */
export function cutEnds(
  head: string,
  tail: string,
  between: readonly string[],
  limit: number,
): Excerpt {
  const [headRoom, tailRoom] = shares(codePoints(head), codePoints(tail), limit);
  const headEnd =
    headRoom === undefined ? head.length : backToLineEnd(head, forward(head, headRoom));
  const tailStart = tailRoom === undefined ? 0 : onToLineStart(tail, backward(tail, tailRoom));
  const omitted = [head.slice(headEnd), ...between, tail.slice(0, tailStart)];
  return {
    head: head.slice(0, headEnd),
    tail: tail.slice(tailStart),
    omitted: omitted.reduce((sum, part) => sum + codePoints(part), 0),
    omittedLines: omitted.reduce((sum, part) => sum + lineBreaks(part), 0),
  };
}

/** What each end may take; `undefined` where it fits as it is, which leaves more for the other. */
function shares(
  head: number,
  tail: number,
  limit: number,
): readonly [number | undefined, number | undefined] {
  const forHead = Math.floor(limit * headShare);
  if (head <= forHead) return [undefined, limit - head];
  if (tail <= limit - forHead) return [limit - tail, undefined];
  return [forHead, limit - forHead];
}
