import { distance } from 'fastest-levenshtein';

const plain = (name: string): string => name.toLowerCase().replace(/[-_]/g, '');

/** The one name that is at most two edits away, case and hyphens aside. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const editsTo = (one: string): number => distance(plain(one), plain(name));
  const least = Math.min(...known.map(editsTo));
  const [best, ...others] = known.filter((one) => editsTo(one) === least);
  return least <= 2 && others.length === 0 ? best : undefined;
}
