import type { Span } from './span.ts';

const furthest = 600;
const port = /^\d{1,5}(?:$|[,/;?#])/;

/**
 * Passwords in `scheme://user:password@host`; a password with an unencoded `/` or `@` in it goes as
 * well.
 */
export function spansOfUserinfo(text: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    const word = /^[^\s"'`<>]*/.exec(text.slice(start, start + furthest))?.[0] ?? '';
    const colon = word.indexOf(':');
    const path = word.search(/[/?#]/);
    const authority = path === -1 ? word : word.slice(0, path);
    const at2 = authority.lastIndexOf('@');
    if (at2 !== -1) {
      if (colon !== -1 && colon < at2) spans.push({ start: start + colon + 1, end: start + at2 });
      else if (at2 >= 20) spans.push({ start, end: start + at2 });
    } else if (colon !== -1 && (path === -1 || colon < path) && !port.test(word.slice(colon + 1))) {
      const last = word.lastIndexOf('@');
      if (last > colon) spans.push({ start: start + colon + 1, end: start + last });
    }
  }
  return spans;
}
