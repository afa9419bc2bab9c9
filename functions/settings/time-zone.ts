import { accepted, refused, type Parsed } from './parsed.ts';

const form = 'expected an IANA name such as Asia/Shanghai, or UTC';

/**
 * A time zone by its IANA name, in whatever case. Offsets are refused: they know no summer time,
 * and whether `+08:00` is taken depends on the version of Node. So are abbreviations: `CST` would
 * be Chicago, and is Shanghai to many.
 */
export function parseTimeZone(text: string): Parsed<string> {
  if (/^(?:UTC|GMT)?[+-]?\d/i.test(text)) return refused(`is an offset, not a time zone; ${form}`);
  const known = /^(?:UTC|[a-z_]+(?:\/[\w+-]+)+)$/i.test(text) ? knownAs(text) : undefined;
  if (known === undefined) return refused(`is no name of a time zone; ${form}`);
  return accepted(known.toLowerCase() === text.toLowerCase() ? known : text);
}

/** The name as this machine spells it, perhaps an older one of the same zone. */
function knownAs(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
