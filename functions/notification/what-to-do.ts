import { causeCategories } from '../causes/categories.ts';
import { remedies } from '../causes/remedies.ts';
import type { AlertOf } from '../kinds/alert.ts';
import type { Cluster } from './clusters.ts';
import { mayHaveLostData, rowsOf } from './data-loss.ts';
import type { Reader } from './reader.ts';
import type { Line } from './document.ts';

/**
 * One line, with a link where Alibaba Cloud explains it; nothing for a cause that nobody knows: a
 * guess would cost trust.
 */
export function whatToDo(
  { cause: { category: family }, failures }: Cluster,
  { say, language }: Reader,
): readonly Line[] {
  const known =
    causeCategories.find((name) => name === family) ??
    (failures.every(countsDiffer) ? 'row-counts' : undefined);
  if (known === undefined) return [];
  const { advice, link } = remedies[known];
  return [
    say.cause.whatToDo(
      advice[language],
      link === undefined ? [] : [{ link, label: say.cause.readMore }],
    ),
  ];
}

/** Counts tell what words of an unknown kind do not. */
function countsDiffer(alert: AlertOf<'failed'>): boolean {
  const rows = mayHaveLostData(alert) ? rowsOf(alert) : undefined;
  return rows !== undefined && rows.source !== rows.destination;
}
