import type { Excerpt } from '../core/excerpt.ts';
import { clean } from './clean.ts';
import { codePoints, forward } from './code-points.ts';
import { cutToExcerpt, type Ends } from './cut-to-excerpt.ts';
import { foldStackFrames } from './fold-stack-frames.ts';
import { maskSecrets } from './mask-secrets.ts';

/** How far beyond what is kept secrets are looked for: a name that stands this far before its value is still seen. */
const margin = 4096;

/**
 * A text of MMS as it may be kept and shown: cleaned, masked, and of `limit` code points at most; a longer one without
 * the middle of its stack traces and, where that is not enough, head and tail. Only the parts that may be kept are searched for secrets, so a 64 KB row costs no more than a 10 KB one.
 */
export function foreignText(raw: unknown, limit: number): Excerpt {
  const whole = clean(textOf(raw));
  const text = whole.length <= limit ? whole : foldStackFrames(whole);
  const reach = 2 * limit + margin;
  if (text.length <= 2 * reach) return cutToExcerpt({ head: maskSecrets(text), middle: '', tail: '' }, limit);
  return cutToExcerpt(maskedEnds(text, reach), limit);
}

/** A name of MMS: one line, masked, with a mark where it was cut. */
export function foreignName(raw: unknown, limit = 200): string {
  const text = clean(textOf(raw)).slice(0, 4 * limit + margin);
  const line = maskSecrets(text.replace(/\s+/g, ' '));
  return codePoints(line) <= limit ? line : `${line.slice(0, forward(line, limit - 1))}…`;
}

function textOf(raw: unknown): string {
  if (typeof raw === 'string') return raw;
  if (raw === undefined || raw === null) return '';
  if (typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean') return String(raw);
  try {
    const json: unknown = JSON.stringify(raw);
    return typeof json === 'string' ? json : '';
  } catch {
    return '';
  }
}

/** A word that reaches all across the margin has no beginning that could be judged, so it goes. */
function maskedEnds(text: string, reach: number): Ends {
  const tailStart = text.length - reach;
  const window = text.slice(tailStart);
  const firstWord = /^\S*/.exec(window)?.[0].length ?? 0;
  const tail = firstWord >= margin ? `***${window.slice(firstWord)}` : window;
  return { head: maskSecrets(text.slice(0, reach)), middle: text.slice(reach, tailStart), tail: maskSecrets(tail) };
}
