import type { Excerpt } from './excerpt.ts';
import { clean } from './clean.ts';
import { betweenCharacters, codePoints, forward } from './code-points.ts';
import { cutToExcerpt } from './cut-to-excerpt.ts';
import { foldStackFrames } from './fold-stack-frames.ts';
import { maskAllButLogview, stripLogviewLinks, type LogviewLinks } from './logview-links.ts';
import { maskSecrets } from './mask-secrets.ts';

/**
 * How far beyond what is kept secrets are looked for: a name that stands this far before its value
 * is still seen.
 */
const margin = 4096;

/**
 * A text of MMS as it may be kept and shown: cleaned, masked, and of `limit` code points at most; a
 * longer one without the middle of its stack traces and, where that is not enough, head and tail.
 * Only the parts that may be kept are searched for secrets, so a 64 KB row costs little more than a
 * 10 KB one.
 */
export function untrustedText(
  raw: unknown,
  limit: number,
  links: LogviewLinks = { kind: 'strip', language: 'en' },
): Excerpt {
  const cleaned = clean(textOf(raw));
  const whole = links.kind === 'strip' ? stripLogviewLinks(cleaned, links.language) : cleaned;
  const mask = (part: string): string =>
    links.kind === 'keep' ? maskAllButLogview(part, maskSecrets) : maskSecrets(part);
  const text = whole.length <= limit ? whole : foldStackFrames(whole);
  const reach = 2 * limit + margin;
  const headEnd = betweenCharacters(text, reach);
  const tailStart = betweenCharacters(text, startOfTail(text, text.length - reach));
  if (tailStart <= headEnd) return cutToExcerpt({ head: mask(text), middle: '', tail: '' }, limit);
  const [head, tail] = [text.slice(0, headEnd), text.slice(tailStart)].map(mask);
  return cutToExcerpt(
    { head: head ?? '', middle: text.slice(headEnd, tailStart), tail: tail ?? '' },
    limit,
  );
}

/**
 * A word that reaches all across the margin is judged by its beginning and by what stands before
 * it.
 */
function startOfTail(text: string, from: number): number {
  const word = /^\S*/.exec(text.slice(Math.max(0, from), from + margin))?.[0] ?? '';
  if (word.length < margin) return from;
  let start = from;
  while (start > 0 && /\S/.test(text.charAt(start - 1))) start -= 1;
  return start - margin;
}

/** A name of MMS: one line, masked, with a mark where it was cut. */
export function untrustedName(raw: unknown, limit = 200): string {
  const text = clean(textOf(raw)).slice(0, 4 * limit + margin);
  const line = maskSecrets(text.replace(/\s+/g, ' '));
  return codePoints(line) <= limit ? line : `${line.slice(0, forward(line, limit - 1))}…`;
}

function textOf(raw: unknown): string {
  if (typeof raw === 'string') return raw;
  if (raw === undefined || raw === null) return '';
  if (typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean')
    return String(raw);
  try {
    const json: unknown = JSON.stringify(raw);
    return typeof json === 'string' ? json : '';
  } catch {
    return '';
  }
}
