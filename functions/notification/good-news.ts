import type { AlertOf } from '../kinds/alert.ts';
import { someNames, someOf } from './counting.ts';
import type { Digest } from './digest.ts';
import type { Headline } from './headline.ts';
import { placeOf, taskName } from './place.ts';
import { plainLine } from './document.ts';
import type { Reader } from './reader.ts';
import type { Block, Line } from './document.ts';
import type { Wording } from './wording/wording.ts';

/**
 * How many are told by name; of recoveries beyond that, `ids` are told by id; the rest is counted.
 */
export type GoodNewsRoom = Readonly<{ recovered: number; ids: number; done: number }>;

/** A line each. */
export function recoveredPassages(
  { recovered, failed }: Digest,
  headline: Headline,
  { say }: Reader,
  room: GoodNewsRoom,
): readonly Block[] {
  if (recovered.length === 0) return [];
  const failedAgain = new Set(failed.map(({ task }) => `${task.sourceId}/${task.id}`));
  const lines = recovered.slice(0, room.recovered).map(({ task, failures, failedAt, at }): Line =>
    say.news.recovered({
      task: taskName(task, say),
      after: say.news.after(failures, say.form.duration(at - failedAt)),
      again: failedAgain.has(`${task.sourceId}/${task.id}`),
      stateSaid: headline.alone,
    }),
  );
  const rest = recovered.slice(room.recovered);
  return [
    {
      kind: 'lines',
      tone: 'good',
      lines: rest.length === 0 ? lines : [...lines, moreRecovered(rest, room.ids, say)],
    },
  ];
}

function moreRecovered(rest: readonly AlertOf<'recovered'>[], ids: number, say: Wording): Line {
  const started = say.news.moreRecovered(rest.length);
  return ids === 0
    ? [started]
    : [
        started,
        say.form.colon,
        ...someNames(
          rest.map(({ task }) => task.id),
          ids,
          say,
        ),
      ];
}

/** One line, however many. */
export function donePassages(
  { done }: Digest,
  headline: Headline,
  { say }: Reader,
  room: GoodNewsRoom,
): readonly Block[] {
  if (done.length === 0) return [];
  const names = someOf(
    done.slice(0, room.done).map(({ task }) => taskName(task, say)),
    say,
    done.length,
  );
  const place = placeOf(
    done.map(({ task }) => task),
    say,
  );
  const elsewhere =
    place.length > 0 && !plainLine(headline.place).includes(plainLine(place)) ? place : [];
  const started = headline.alone
    ? ['✓ ']
    : [...say.news.done(done.length, elsewhere), say.form.colon];
  return [{ kind: 'lines', tone: 'good', lines: [[...started, ...names]] }];
}
