import type { AlertedTask, AlertOf } from '../kinds/alert.ts';
import { meaningOf } from '../mms/task.ts';
import { someNames } from './counting.ts';
import type { Digest } from './digest.ts';
import { placeOf, tableOf, unitOf } from './place.ts';
import type { Reader } from './reader.ts';
import { code, type Line } from './document.ts';
import type { Wording } from './wording/wording.ts';

/** What the headline says of one kind of alert. */
export type Clause = Readonly<{
  /** `3 tables failed` */
  first: Line;
  /** The same for a title, below which the rest is told. */
  short?: Line;
  /** What belongs to it and can be told apart: `2 of them recovered since`. */
  more?: readonly Line[];
  place: Line;
  detail: Line;
  /** It counts tables, so that the next need not say of what. */
  tally: boolean;
}>;

export function recoveryClause(
  { recovered }: Digest,
  { say }: Reader,
  counted: boolean,
): Clause | undefined {
  const [back] = recovered;
  if (back === undefined) return undefined;
  const tasks = recovered.map(({ task }) => task);
  const after = say.news.after(back.failures, say.form.duration(back.at - back.failedAt));
  return {
    first: [say.headline.recovered(recovered.length, counted ? undefined : unitOf(tasks))],
    place: placeOf(tasks, say),
    detail:
      recovered.length > 1 ? names(tasks, say) : [code(tableOf(back.task)), say.form.comma, after],
    tally: true,
  };
}

export function completionClause(
  { done }: Digest,
  { say }: Reader,
  counted: boolean,
): Clause | undefined {
  if (done.length === 0) return undefined;
  const tasks = done.map(({ task }) => task);
  const first = [say.headline.done(done.length, counted ? undefined : unitOf(tasks))];
  return { first, place: placeOf(tasks, say), detail: names(tasks, say), tally: true };
}

export function unknownClause({ unknown }: Digest, { say }: Reader): Clause | undefined {
  if (unknown.length === 0) return undefined;
  return {
    first: [say.headline.unknownStatuses(unknown.length)],
    place: placeOf(
      unknown.map(({ task }) => task),
      say,
    ),
    detail: someNames(
      unknown.map(({ status }) => status),
      3,
      say,
    ),
    tally: false,
  };
}

export function watchingClause(
  { baselines }: Digest,
  { say }: Reader,
  first: boolean,
): Clause | undefined {
  const [only] = baselines;
  if (only === undefined) return undefined;
  const { headline } = say;
  const watching =
    baselines.length === 1
      ? headline.watching([code(only.name || only.target)], first)
      : [headline.watchingTargets(baselines.length, first)];
  return { first: watching, place: [], detail: [totalsOf(baselines, say)], tally: false };
}

const names = (tasks: readonly AlertedTask[], say: Wording): Line =>
  someNames(tasks.map(tableOf), 3, say);

/** `5,000 tasks, 4,100 done, 12 already failed` */
export const totalsOf = (
  baselines: readonly AlertOf<'baseline'>[],
  { headline }: Wording,
): string =>
  headline.totals(
    baselines.reduce((sum, { total }) => sum + total, 0),
    tasksWith(baselines, 'done'),
    tasksWith(baselines, 'failed'),
  );

const tasksWith = (baselines: readonly AlertOf<'baseline'>[], meaning: 'done' | 'failed'): number =>
  baselines
    .flatMap(({ statuses }) => Object.entries(statuses))
    .reduce((sum, [status, tasks]) => (meaningOf(status) === meaning ? sum + tasks : sum), 0);
