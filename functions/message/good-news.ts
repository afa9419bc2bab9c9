import type { AlertOf } from '../core/alert.ts';
import { count, duration, number, someNames } from './counting.ts';
import type { Digest } from './digest.ts';
import { placeOf, tableOf } from './place.ts';
import { code, joined, type Passage, type Words } from './words.ts';

/** How many are told by name; the rest is counted, recoveries with their ids as far as `ids` goes. */
export type GoodNewsRoom = Readonly<{ recovered: number; ids: number; done: number }>;

export function recoveredPassages({ recovered, failed }: Digest, room: GoodNewsRoom): readonly Passage[] {
  if (recovered.length === 0) return [];
  const failedAgain = new Set(failed.map(({ task }) => `${task.sourceId}/${task.id}`));
  const lines = recovered.slice(0, room.recovered).map((alert) => [
    ...recoveredLine(alert),
    ...(failedAgain.has(`${alert.task.sourceId}/${alert.task.id}`) ? [', failed again since'] : []),
  ]);
  const rest = recovered.slice(room.recovered);
  const more: Words[] = rest.length === 0
    ? []
    : [[`✓ ${number(rest.length)} more recovered: `, ...someNames(rest.map(({ task }) => task.id), room.ids)]];
  return [{ kind: 'lines', tone: 'good', lines: [...lines, ...more] }];
}

const recoveredLine = ({ task, failures, failedAt, at }: AlertOf<'recovered'>): Words =>
  ['✓ recovered: ', code(tableOf(task)), ' (', code(task.id), `), after ${count(failures, 'failure')}, ${duration(at - failedAt)}`];

export function donePassages({ done }: Digest, room: GoodNewsRoom): readonly Passage[] {
  if (done.length === 0) return [];
  const shown = joined(done.slice(0, room.done).map(({ task }) => [code(tableOf(task)), ' (', code(task.id), ')']), ', ');
  const more = done.length > room.done ? [` and ${number(done.length - room.done)} more`] : [];
  const place = placeOf(done.map(({ task }) => task));
  const line = [`✓ ${number(done.length)} done`, ...(place.length === 0 ? [] : [' in ', ...place]), ': ', ...shown, ...more];
  return [{ kind: 'lines', tone: 'good', lines: [line] }];
}
