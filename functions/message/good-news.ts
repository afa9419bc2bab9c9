import type { AlertOf } from '../core/alert.ts';
import { count, duration, number, someNames } from './counting.ts';
import type { Digest } from './digest.ts';
import type { Headline } from './headline.ts';
import { placeOf, tableOf } from './place.ts';
import { plainWords } from './plain-text.ts';
import { code, joined, type Passage, type Words } from './words.ts';

/** How many are told by name; of recoveries beyond that, `ids` are told by id; the rest is counted. */
export type GoodNewsRoom = Readonly<{ recovered: number; ids: number; done: number }>;

/** A line each. */
export function recoveredPassages({ recovered, failed }: Digest, headline: Headline, room: GoodNewsRoom): readonly Passage[] {
  if (recovered.length === 0) return [];
  const failedAgain = new Set(failed.map(({ task }) => `${task.sourceId}/${task.id}`));
  const lines = recovered.slice(0, room.recovered).map(({ task, failures, failedAt, at }): Words => [
    headline.alone ? '✓ ' : '✓ recovered: ', code(tableOf(task)), ' (', code(task.id),
    `), after ${count(failures, 'failure')}, ${duration(at - failedAt)}`,
    ...(failedAgain.has(`${task.sourceId}/${task.id}`) ? [', failed again since'] : []),
  ]);
  const rest = recovered.slice(room.recovered);
  return [{ kind: 'lines', tone: 'good', lines: rest.length === 0 ? lines : [...lines, moreRecovered(rest, room.ids)] }];
}

const moreRecovered = (rest: readonly AlertOf<'recovered'>[], ids: number): Words => {
  const started = `✓ ${number(rest.length)} more recovered`;
  return ids === 0 ? [started] : [`${started}: `, ...someNames(rest.map(({ task }) => task.id), ids)];
};

/** One line, however many. */
export function donePassages({ done }: Digest, headline: Headline, room: GoodNewsRoom): readonly Passage[] {
  if (done.length === 0) return [];
  const shown = joined(done.slice(0, room.done).map(({ task }) => [code(tableOf(task)), ' (', code(task.id), ')']), ', ');
  const more = done.length > room.done ? [` and ${number(done.length - room.done)} more`] : [];
  const place = placeOf(done.map(({ task }) => task));
  const elsewhere = place.length > 0 && !plainWords(headline.place).startsWith(plainWords(place)) ? [' in ', ...place] : [];
  const started = headline.alone ? ['✓ '] : [`✓ ${number(done.length)} done`, ...elsewhere, ': '];
  return [{ kind: 'lines', tone: 'good', lines: [[...started, ...shown, ...more]] }];
}
