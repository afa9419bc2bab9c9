import { nearest } from '../functions/settings/nearest.ts';

const withoutHyphens = (name: string): string => name.replace(/[-_]/g, '');

/**
 * A hint to append, or `''`. Case and hyphens do not count; between two names that are equally near
 * nobody guesses.
 */
export function didYouMean(written: string, known: readonly string[]): string {
  const names = new Map(known.map((one) => [withoutHyphens(one), one]));
  const [meant = '', ...others] = nearest(withoutHyphens(written), [...names.keys()]);
  const name = names.get(meant);
  return name === undefined || others.length > 0 ? '' : `; did you mean ${name}?`;
}
