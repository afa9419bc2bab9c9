import { distance } from 'fastest-levenshtein';

/** Those that are the fewest edits away, case aside, and two at most. */
export function nearest(name: string, known: readonly string[]): readonly string[] {
  const edits = known.map((one) =>
    Math.abs(one.length - name.length) > 2
      ? Infinity
      : distance(one.toLowerCase(), name.toLowerCase()),
  );
  const least = Math.min(2, ...edits);
  return known.filter((_, index) => edits[index] === least);
}

const withoutHyphens = (name: string): string => name.replace(/[-_]/g, '');

/** A hint to append, or `''`. Case and hyphens do not count; of two equally near none is meant. */
export function didYouMean(written: string, known: readonly string[]): string {
  const names = new Map(known.map((one) => [withoutHyphens(one), one]));
  const [meant = '', ...others] = nearest(withoutHyphens(written), [...names.keys()]);
  const name = names.get(meant);
  return name === undefined || others.length > 0 ? '' : `; did you mean ${name}?`;
}
