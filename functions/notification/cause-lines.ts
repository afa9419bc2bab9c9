import { isNew, statusesOf, type Cluster } from './clusters.ts';
import { sentenceWithin } from './names.ts';
import { mayHaveLostData } from './data-loss.ts';
import { unitOf } from './place.ts';
import type { Reader } from './reader.ts';
import { code, joined, quote, strong, type Block, type Line } from './document.ts';
import type { Wording } from './wording/wording.ts';

/** How many tables the cause broke: `1,200 tables`. */
export const sizeOf = ({ failures }: Cluster, { form }: Wording): string =>
  form.counted(failures.length, unitOf(failures.map(({ task }) => task)));

export const reasonWords = (
  { cause }: Pick<Cluster, 'cause'>,
  limit: number,
  say: Wording,
): Line => [cause.reason === '' ? say.cause.noReason : quote(sentenceWithin(cause.reason, limit))];

const minute = 60_000;

/** Whether the cause is new, or how far it has come. */
export function newsOf(
  cluster: Cluster,
  now: number,
  { say: { cause }, time, bareTime }: Reader,
): string {
  const { memory, failures } = cluster;
  if (memory?.toldAt === undefined || isNew(cluster)) {
    const firstAt = memory?.firstAt ?? now;
    return cause.fresh(now - firstAt > 2 * minute ? time(firstAt) : undefined);
  }
  const since = bareTime(memory.toldAt);
  return cause.growing(
    failures.length,
    since === bareTime(memory.firstAt) ? undefined : since,
    Math.max(memory.seen, failures.length),
    time(memory.firstAt),
  );
}

/** What one screen must tell of a storm: every cause in a line, the largest first. */
export function causeSummary(
  clusters: readonly Cluster[],
  shown: number,
  reason: number,
  now: number,
  reader: Reader,
): Block {
  const { say } = reader;
  const lines = clusters
    .slice(0, shown)
    .map((cluster): Line => [
      strong(say.cause.numbered(cluster.number, sizeOf(cluster, say))),
      say.form.colon,
      ...reasonWords(cluster, reason, say),
      ...(cluster.cause.reason === '' ? [] : [` · ${newsOf(cluster, now, reader)}`]),
      ...(cluster.failures.some(mayHaveLostData) ? [` · ${say.failure.dataLoss}`] : []),
    ]);
  const rest = clusters.slice(shown);
  const failures = say.form.counted(
    rest.reduce((sum, cluster) => sum + cluster.failures.length, 0),
    'task',
  );
  return {
    kind: 'lines',
    tone: 'failed',
    lines: [
      ...lines,
      ...(rest.length === 0 ? [] : [[say.cause.moreCauses(rest.length, failures)]]),
    ],
  };
}

/** `DATA_FAILED 1,067 · SCHEMA_FAILED 133`; a number only where there are several. */
export function statusWords({ failures }: Cluster, shown: number, say: Wording): Line {
  const statuses = statusesOf(failures);
  const words = statuses
    .slice(0, shown)
    .map(([status, count]): Line => [
      code(status),
      ...(statuses.length > 1 ? [` ${say.form.number(count)}`] : []),
    ]);
  const more = statuses.length - shown;
  return joined([...words, ...(more > 0 ? [[say.news.moreStatuses(more)]] : [])], ' · ');
}
