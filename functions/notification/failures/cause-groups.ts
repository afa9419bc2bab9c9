import type { Cause } from '../../causes/cause.ts';
import type { CauseGroup, TaskRef } from '../alert.ts';

/** The rest is counted: so many take some 6 MB of the 32 that a state may have. */
const mostListed = 20_000;

/** The largest group first; failures without a reason are one group. */
export function causeGroupsOf(
  failed: readonly Readonly<{ task: TaskRef; cause?: Cause | undefined }>[],
): readonly CauseGroup[] {
  const groups = new Map<string, { cause: Cause | undefined; count: number; tasks: TaskRef[] }>();
  for (const [index, { task, cause }] of failed.entries()) {
    const key = cause === undefined || cause.reason === '' ? '' : cause.fingerprint;
    const group = groups.get(key) ?? { cause: key === '' ? undefined : cause, count: 0, tasks: [] };
    groups.set(key, group);
    group.count += 1;
    if (index < mostListed) group.tasks.push(task);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
