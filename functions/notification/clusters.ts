import type { AlertOf } from '../kinds/alert.ts';
import type { Cause, CauseMemory } from '../causes/cause.ts';
import { groupedBy } from './grouped.ts';

type Failed = AlertOf<'failed'>;

/** Failures of one cause, which one act mends. */
export type Cluster = Readonly<{
  /** Its place among the causes of the message, from 1. */
  number: number;
  cause: Cause;
  /** Those that still stand first. */
  failures: readonly Failed[];
  standing: number;
  /** What the channel knows of this cause; `undefined` or not told before: it is new. */
  memory: CauseMemory | undefined;
}>;

export const isNew = ({ memory }: Pick<Cluster, 'memory'>): boolean => memory?.toldAt === undefined;

/**
 * The cause with most failures that still stand first; of equals a new one before one that is
 * known.
 */
export function clustersOf(
  failed: readonly Failed[],
  causes: ReadonlyMap<string, CauseMemory>,
): readonly Cluster[] {
  return [...groupedBy(failed, ({ cause }) => cause.fingerprint)]
    .map(([key, members]) => {
      const standing = members.filter((alert) => !alert.recoveredSince);
      const failures = [...standing, ...members.filter((alert) => alert.recoveredSince)];
      const cause = (failures[0] ?? members[0])?.cause ?? {
        fingerprint: key,
        reason: '',
        category: undefined,
      };
      return { number: 0, cause, failures, standing: standing.length, memory: causes.get(key) };
    })
    .sort(
      (a, b) =>
        b.standing - a.standing ||
        Number(isNew(b)) - Number(isNew(a)) ||
        b.failures.length - a.failures.length,
    )
    .map((cluster, index) => ({ ...cluster, number: index + 1 }));
}

/** Somebody has to look, and was not called for this cause before. */
export const callsForSomebody = (cluster: Cluster): boolean =>
  isNew(cluster) && cluster.standing > 0;

/** How many failures have each status, the most frequent first. */
export function statusesOf(
  failures: readonly Pick<Failed, 'status'>[],
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { status } of failures) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** Tasks of which no reason is known stand together. */
export const statedKey = (cause: Cause | undefined): string =>
  cause === undefined || cause.reason === '' ? '' : cause.fingerprint;
