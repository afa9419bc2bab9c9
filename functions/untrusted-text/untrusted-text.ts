import {
  betweenCharacters,
  codePoints,
  cutEnds,
  cutToExcerpt,
  endOfFirst,
  lineBreaks,
  type Excerpt,
} from './excerpt.ts';
import { maskAllButLogview, stripLogviewLinks, type LogviewLinks } from './logview-links.ts';
import { maskSecrets } from './mask-secrets.ts';
import { sanitise } from './sanitise.ts';
import { foldStackFrames } from './stack-frames.ts';

/** Of a longer text, half of this is read at either end. */
const mostRead = 65_536;

/** Secrets are looked for this far beyond what is kept: the name of a value may stand there. */
const margin = 4_096;

/**
 * Sanitised, masked and within `limit` code points: the middle of stack traces goes first, then the
 * middle of the text. Only what may be kept is searched, so the time is bounded.
 */
export function untrustedText(
  raw: unknown,
  limit: number,
  links: LogviewLinks = { kind: 'strip', language: 'en' },
): Excerpt {
  const text = textOf(raw);
  const reach = 2 * limit + margin;
  const mask = (part: string): string =>
    links.kind === 'keep' ? maskAllButLogview(part, maskSecrets) : maskSecrets(part);
  const clean = (part: string): string => {
    const sanitised = sanitise(part);
    const stripped =
      links.kind === 'strip' ? stripLogviewLinks(sanitised, links.language) : sanitised;
    return stripped.length <= limit ? stripped : foldStackFrames(stripped);
  };
  const isWhole = text.length <= mostRead;
  const head = clean(isWhole ? text : text.slice(0, mostRead / 2));
  const tail = isWhole ? head : withoutCutWord(clean(text.slice(-mostRead / 2)));
  const headEnd = Math.min(betweenCharacters(head, reach), head.length);
  const tailStart = Math.max(startOfTail(tail, reach), 0);
  if (isWhole && tailStart <= headEnd) return cutToExcerpt(mask(head), limit);
  const unread = text.length - mostRead + head.length - headEnd + tailStart;
  const middle = isWhole ? head.slice(headEnd, tailStart) : '';
  return cutEnds(
    {
      head: mask(head.slice(0, headEnd)),
      tail: mask(tail.slice(tailStart)),
      omitted: isWhole ? codePoints(middle) : unread,
      omittedLines: lineBreaks(middle),
    },
    limit,
  );
}

/** A word across the whole margin is judged by its beginning and what stands before it. */
function startOfTail(text: string, reach: number): number {
  const from = betweenCharacters(text, text.length - reach);
  const word = /^\S*/.exec(text.slice(Math.max(0, from), from + margin))?.[0] ?? '';
  if (word.length < margin) return from;
  let start = from;
  while (start > 0 && /\S/.test(text.charAt(start - 1))) start -= 1;
  return start - margin;
}

/** Without its beginning a long word may be anything. */
const withoutCutWord = (tail: string): string =>
  tail.replace(/^\S+/, (word) => (word.length < margin ? word : '***'));

/** One line, masked, with a mark where it was cut. */
export function untrustedName(raw: unknown, limit = 200): string {
  const read = 4 * limit + margin;
  const line = maskSecrets(sanitise(textOf(raw).slice(0, read)).replace(/\s+/g, ' '));
  return codePoints(line) <= limit ? line : `${line.slice(0, endOfFirst(line, limit - 1))}…`;
}

function textOf(raw: unknown): string {
  if (typeof raw === 'string') return raw;
  if (raw === undefined || raw === null) return '';
  if (typeof raw === 'bigint') return String(raw);
  try {
    const json: unknown = JSON.stringify(raw);
    return typeof json === 'string' ? json : '';
  } catch {
    return '';
  }
}
