import { distance } from 'fastest-levenshtein';

/** The names that are the fewest edits away, case aside, and two at most. */
export function nearest(name: string, known: readonly string[]): readonly string[] {
  const edits = known.map((one) =>
    Math.abs(one.length - name.length) > 2
      ? Infinity
      : distance(one.toLowerCase(), name.toLowerCase()),
  );
  const least = Math.min(2, ...edits);
  return known.filter((_, index) => edits[index] === least);
}
