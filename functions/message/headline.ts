import type { AlertedTask, AlertOf } from '../core/alert.ts';
import { meaningOf } from '../core/task.ts';
import { count, duration, number, someNames } from './counting.ts';
import type { Digest } from './digest.ts';
import { placeOf, tableOf } from './place.ts';
import { sharedReason } from './reason.ts';
import { code, joined, type Tone, type Words } from './words.ts';

/** State words and counts first, then where; then, as far as there is room, what. */
export type Headline = Readonly<{
  tone: Tone;
  /** `3 tasks failed`: what weighs most. */
  first: Words;
  /** Where that happened. */
  place: Words;
  /** `2 recovered, 12 done`: what else there is. */
  others: Words;
  detail: Words;
  /** There is one kind of alert only, so that what the headline counts need not be counted again. */
  alone: boolean;
}>;

export function headlineOf(digest: Digest): Headline {
  const [leading = []] = [digest.failed, digest.recovered, digest.unknown, digest.done].filter((kind) => kind.length > 0);
  const [first = [], ...others] = countsOf(digest);
  return {
    tone: toneOf(digest),
    first,
    place: placeOf(leading.map(({ task }) => task)),
    others: joined(others, ', '),
    detail: detailOf(digest),
    alone: Object.values(digest).filter((alerts) => alerts.length > 0).length === 1,
  };
}

/** As the lock screen and the subject show it. */
export function lineOf(headline: Headline): Words {
  const { first, place, others, detail } = headline;
  return [
    ...first,
    ...(place.length === 0 ? [] : [' in ', ...place]),
    ...(others.length === 0 ? [] : [', ', ...others]),
    ...(detail.length === 0 ? [] : [': ', ...detail]),
  ];
}

/** Above the message: without the detail, which stands below it, unless the detail is a sum of what stands there. */
export function titleOf(headline: Headline): Words {
  const { tone, first, place, others, detail } = headline;
  if (others.length > 0) return lineOf({ ...headline, detail: [] });
  if (tone === 'plain') return [...first, ': ', ...detail];
  return place.length === 0 ? first : [...first, ' · ', ...place];
}

function toneOf(digest: Digest): Tone {
  if (digest.failed.length > 0) return digest.failed.every((alert) => alert.recoveredSince) ? 'attention' : 'failed';
  if (digest.unknown.length > 0) return 'attention';
  return digest.recovered.length + digest.done.length > 0 ? 'good' : 'plain';
}

function countsOf({ failed, recovered, unknown, baselines, done }: Digest): Words[] {
  const since = failed.filter(({ recoveredSince }) => recoveredSince).length;
  const tasks = [
    { alerts: failed.length, state: 'failed', more: recoveredLater(since, failed.length) },
    { alerts: recovered.length, state: 'recovered', more: [] },
    { alerts: done.length, state: 'done', more: [] },
  ].filter(({ alerts }) => alerts > 0)
    .flatMap(({ alerts, state, more }, index) => [[`${index === 0 ? count(alerts, 'task') : number(alerts)} ${state}`], ...more]);
  return [
    ...tasks,
    ...(unknown.length > 0 ? [[count(unknown.length, 'unknown status', 'unknown statuses')]] : []),
    ...(baselines.length > 0 ? [watching(baselines, tasks.length + unknown.length === 0)] : []),
  ];
}

function recoveredLater(since: number, failed: number): readonly Words[] {
  if (since === 0) return [];
  return [[since === failed ? 'recovered since' : `${number(since)} of them recovered since`]];
}

function watching(baselines: readonly AlertOf<'baseline'>[], first: boolean): Words {
  const verb = first ? 'Watching ' : 'now watching ';
  const [only] = baselines;
  if (only !== undefined && baselines.length === 1) return [verb, code(only.name || only.target)];
  return [`${verb}${count(baselines.length, 'target')}`];
}

function detailOf({ failed, recovered, unknown, baselines, done }: Digest): Words {
  if (failed.length > 0) return failureDetail(failed);
  const [back] = recovered;
  if (back !== undefined) {
    if (recovered.length > 1) return names(recovered);
    return [code(tableOf(back.task)), `, after ${count(back.failures, 'failure')}, ${duration(back.at - back.failedAt)}`];
  }
  const [odd] = unknown;
  if (odd !== undefined) return someNames(unknown.map(({ status }) => status), 3);
  if (done.length > 0) return names(done);
  return baselines.length > 0 ? [totals(baselines)] : [];
}

function failureDetail(failed: readonly AlertOf<'failed'>[]): Words {
  const reason = sharedReason(failed);
  const [first] = failed;
  if (first !== undefined && failed.length === 1) return [code(tableOf(first.task)), ', ', code(reason || first.status)];
  if (reason !== '') return [code(reason)];
  return failed.length <= 5 ? names(failed) : byStatus(failed);
}

function byStatus(failed: readonly AlertOf<'failed'>[]): Words {
  const counts = new Map<string, number>();
  for (const { status } of failed) counts.set(status, (counts.get(status) ?? 0) + 1);
  const ordered = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = joined(ordered.slice(0, 3).map(([status, tasks]) => [`${number(tasks)} `, code(status)]), ', ');
  return ordered.length > 3 ? [...shown, ` and ${count(ordered.length - 3, 'more status', 'more statuses')}`] : shown;
}

const names = (alerts: readonly Readonly<{ task: AlertedTask }>[]): Words =>
  someNames(alerts.map(({ task }) => tableOf(task)), 3);

/** `5,000 tasks, 4,100 done, 12 already failed` */
export function totals(baselines: readonly AlertOf<'baseline'>[]): string {
  const total = baselines.reduce((sum, { total: tasks }) => sum + tasks, 0);
  if (total === 0) return 'no tasks yet';
  const done = tasksWith(baselines, 'done');
  const failed = tasksWith(baselines, 'failed');
  return [count(total, 'task'), `${number(done)} done`, ...(failed > 0 ? [`${number(failed)} already failed`] : [])].join(', ');
}

const tasksWith = (baselines: readonly AlertOf<'baseline'>[], meaning: 'done' | 'failed'): number =>
  baselines.flatMap(({ statuses }) => Object.entries(statuses))
    .reduce((sum, [status, tasks]) => (meaningOf(status) === meaning ? sum + tasks : sum), 0);
