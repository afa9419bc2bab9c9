import type { Excerpt } from './excerpt.ts';
import { codePoints } from './code-points.ts';
import { cutEnds, cutToExcerpt } from './cut-to-excerpt.ts';
import { foldStackFrames } from './fold-stack-frames.ts';

/** Says how much of a text stood where it is said. */
export type Omission = (lines: number, characters: number) => string;

export const leftOut: Omission = (lines, characters) => {
  const counted = `${characters.toLocaleString('en-US')} character${characters === 1 ? '' : 's'}`;
  if (lines === 0) return `… ${counted} left out …`;
  return `… ${lines.toLocaleString('en-US')} line${lines === 1 ? '' : 's'}, ${counted} left out …`;
};

/**
 * The excerpt as people read it: what was left out is counted where it stood, in the words of
 * `omission`.
 */
export function showExcerpt(excerpt: Excerpt, omission: Omission = leftOut): string {
  const { head, tail, omitted, omittedLines } = excerpt;
  if (omitted === 0) return head + tail;
  return [head.replace(/\n$/, ''), omission(omittedLines, omitted), tail]
    .filter((part) => part !== '')
    .join('\n');
}

/**
 * The excerpt within `limit` code points, head and tail together, the middle of stack traces given
 * up first; the mark that tells of the rest comes on top.
 */
export function shorten(excerpt: Excerpt, limit: number): Excerpt {
  if (lengthOf(excerpt) <= limit) return excerpt;
  const { omitted, omittedLines } = excerpt;
  if (omitted === 0)
    return cutToExcerpt(
      { head: foldStackFrames(excerpt.head + excerpt.tail), middle: '', tail: '' },
      limit,
    );
  const folded = {
    ...excerpt,
    head: foldStackFrames(excerpt.head),
    tail: foldStackFrames(excerpt.tail),
  };
  if (lengthOf(folded) <= limit) return folded;
  const cut = cutEnds(folded.head, folded.tail, [], limit);
  return { ...cut, omitted: cut.omitted + omitted, omittedLines: cut.omittedLines + omittedLines };
}

const lengthOf = ({ head, tail }: Excerpt): number => codePoints(head) + codePoints(tail);
