import { wholeText, type Excerpt } from '../core/excerpt.ts';

/** A long text as it is before it is cut: its masked ends and what lies between them, which is counted only. */
export type Ends = Readonly<{ head: string; middle: string; tail: string }>;

/** Head and tail of `limit` code points together; the tail is the larger, since the root cause stands last. */
export function cutToExcerpt({ head, middle, tail }: Ends, limit: number): Excerpt {
  if (middle === '' && tail === '' && codePoints(head) <= limit) return wholeText(head);
  const tailSource = middle === '' && tail === '' ? head : tail;
  const headEnd = backToLineEnd(head, forward(head, Math.floor(limit * 0.4)));
  const tailStart = onToLineStart(tailSource, backward(tailSource, limit - Math.floor(limit * 0.4)));
  const omitted = tailSource === head
    ? [head.slice(headEnd, Math.max(headEnd, tailStart))]
    : [head.slice(headEnd), middle, tail.slice(0, tailStart)];
  return {
    head: head.slice(0, headEnd).trimEnd(),
    tail: tailSource.slice(tailStart),
    omitted: omitted.reduce((sum, part) => sum + codePoints(part), 0),
    omittedLines: omitted.reduce((sum, part) => sum + lineBreaks(part), 0),
  };
}

export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i += 1) {
    if (isHigh(text.charCodeAt(i)) && isLow(text.charCodeAt(i + 1))) count -= 1;
  }
  return count;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** Where the first `count` code points end. */
export function forward(text: string, count: number): number {
  let i = 0;
  for (let left = count; left > 0 && i < text.length; left -= 1) i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
  return i;
}

/** Where the last `count` code points begin. */
export function backward(text: string, count: number): number {
  let i = text.length;
  for (let left = count; left > 0 && i > 0; left -= 1) {
    i -= i > 1 && isLow(text.charCodeAt(i - 1)) && isHigh(text.charCodeAt(i - 2)) ? 2 : 1;
  }
  return i;
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** A cut at a line's end reads better, where that costs a quarter of what is kept at most. */
function backToLineEnd(text: string, end: number): number {
  const lineEnd = text.lastIndexOf('\n', end);
  return lineEnd >= end * 0.75 && lineEnd > 0 ? lineEnd : end;
}

function onToLineStart(text: string, start: number): number {
  const lineStart = text.indexOf('\n', start === 0 ? 0 : start - 1) + 1;
  return lineStart > 0 && lineStart - start <= (text.length - start) * 0.25 ? lineStart : start;
}
