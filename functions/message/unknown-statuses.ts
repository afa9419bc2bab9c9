import { count, someNames } from './counting.ts';
import type { Digest } from './digest.ts';
import { tableOf } from './place.ts';
import { code, type Passage, type Words } from './words.ts';

/** Statuses that nobody has documented, a line for each of the first `shown`. */
export function unknownPassages({ unknown }: Digest, shown: number): readonly Passage[] {
  if (unknown.length === 0) return [];
  const lines = unknown.slice(0, shown).map(({ status, task, others }): Words => [
    '? unknown status ', code(status), ': task ', code(task.id), ' (', code(tableOf(task)), ')',
    ...(others > 0 ? [` and ${count(others, 'more task')}`] : []),
  ]);
  const rest = unknown.slice(shown);
  const more: readonly Words[] = rest.length === 0
    ? []
    : [[`? ${count(rest.length, 'more unknown status', 'more unknown statuses')}: `, ...someNames(rest.map(({ status }) => status), 5)]];
  const which = unknown.length === 1 ? 'this status' : 'these statuses';
  const advice = [`MMS does not document ${which}: look at the task in the console. Each status is told once.`];
  return [{ kind: 'lines', tone: 'attention', lines: [...lines, ...more, advice] }];
}
