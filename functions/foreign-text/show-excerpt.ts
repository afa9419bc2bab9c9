import type { Excerpt } from '../core/excerpt.ts';
import { codePoints } from './code-points.ts';
import { cutEnds, cutToExcerpt } from './cut-to-excerpt.ts';
import { foldStackFrames } from './fold-stack-frames.ts';

/** The excerpt as people read it: what was left out is counted where it stood. */
export function showExcerpt(excerpt: Excerpt): string {
  if (excerpt.omitted === 0) return excerpt.head + excerpt.tail;
  return [excerpt.head.replace(/\n$/, ''), omission(excerpt), excerpt.tail].filter((part) => part !== '').join('\n');
}

function omission({ omitted, omittedLines }: Excerpt): string {
  const characters = `${omitted.toLocaleString('en-US')} character${omitted === 1 ? '' : 's'}`;
  if (omittedLines === 0) return `… ${characters} left out …`;
  return `… ${omittedLines.toLocaleString('en-US')} line${omittedLines === 1 ? '' : 's'}, ${characters} left out …`;
}

/**
 * The excerpt within `limit` code points, head and tail together, the middle of stack traces given up first; the mark
 * that tells of the rest comes on top.
 */
export function shorten(excerpt: Excerpt, limit: number): Excerpt {
  if (lengthOf(excerpt) <= limit) return excerpt;
  const { omitted, omittedLines } = excerpt;
  if (omitted === 0) return cutToExcerpt({ head: foldStackFrames(excerpt.head + excerpt.tail), middle: '', tail: '' }, limit);
  const folded = { ...excerpt, head: foldStackFrames(excerpt.head), tail: foldStackFrames(excerpt.tail) };
  if (lengthOf(folded) <= limit) return folded;
  const cut = cutEnds(folded.head, folded.tail, [], limit);
  return { ...cut, omitted: cut.omitted + omitted, omittedLines: cut.omittedLines + omittedLines };
}

const lengthOf = ({ head, tail }: Excerpt): number => codePoints(head) + codePoints(tail);
