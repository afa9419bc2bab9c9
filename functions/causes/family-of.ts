import type { CauseCategory } from './categories.ts';
import { signs } from './family-signs.ts';

const says = signs.map(
  ({ words, parts }) =>
    new RegExp([...(words.length > 0 ? [`\\b(?:${words.join('|')})\\b`] : []), ...parts].join('|')),
);

/** A count of -1 says that there is no count, so that nothing was compared. */
const uncounted = /(?:^| )-1(?: |$)/;

export function familyOf(canonical: string): CauseCategory | undefined {
  const family = signs[says.findIndex((shape) => shape.test(canonical))]?.family;
  return family === 'row-counts' && uncounted.test(canonical) ? undefined : family;
}
