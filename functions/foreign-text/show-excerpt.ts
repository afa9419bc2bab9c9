import type { Excerpt } from '../core/excerpt.ts';
import { backward, codePoints, cutToExcerpt, forward } from './cut-to-excerpt.ts';

/** The excerpt as people read it: what was left out is counted where it stood. */
export function showExcerpt(excerpt: Excerpt): string {
  if (excerpt.omitted === 0) return excerpt.head + excerpt.tail;
  return [excerpt.head, omission(excerpt), excerpt.tail].filter((part) => part !== '').join('\n');
}

function omission({ omitted, omittedLines }: Excerpt): string {
  const characters = `${omitted.toLocaleString('en-US')} character${omitted === 1 ? '' : 's'}`;
  if (omittedLines === 0) return `… ${characters} left out …`;
  return `… ${omittedLines.toLocaleString('en-US')} line${omittedLines === 1 ? '' : 's'}, ${characters} left out …`;
}

/** The same excerpt within `limit` code points, head and tail together; the mark that tells of the rest comes on top. */
export function shorten(excerpt: Excerpt, limit: number): Excerpt {
  if (codePoints(excerpt.head) + codePoints(excerpt.tail) <= limit) return excerpt;
  if (excerpt.omitted === 0) return cutToExcerpt({ head: excerpt.head + excerpt.tail, middle: '', tail: '' }, limit);
  const headLimit = Math.min(codePoints(excerpt.head), Math.max(Math.floor(limit * 0.4), limit - codePoints(excerpt.tail)));
  const headEnd = forward(excerpt.head, headLimit);
  const tailStart = backward(excerpt.tail, limit - headLimit);
  const cut = [excerpt.head.slice(headEnd), excerpt.tail.slice(0, tailStart)];
  return {
    head: excerpt.head.slice(0, headEnd),
    tail: excerpt.tail.slice(tailStart),
    omitted: excerpt.omitted + cut.reduce((sum, part) => sum + codePoints(part), 0),
    omittedLines: excerpt.omittedLines + cut.reduce((sum, part) => sum + part.split('\n').length - 1, 0),
  };
}
