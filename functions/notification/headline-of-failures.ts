import type { AlertOf } from '../kinds/alert.ts';
import { isNew, type Cluster } from './clusters.ts';
import { sentenceWithin } from './names.ts';
import { mayHaveLostData, rowsOf } from './data-loss.ts';
import type { Digest } from './digest.ts';
import type { Clause } from './headline-of-news.ts';
import { placeOf, tableOf, unitOf } from './place.ts';
import type { Reader } from './reader.ts';
import { code, quote, type Line } from './document.ts';

/** One cause is named, several are counted. */
export function failureClause(
  digest: Digest,
  reader: Reader,
  counted: boolean,
): Clause | undefined {
  const { failed, clusters } = digest;
  const [first] = clusters;
  if (first === undefined) return undefined;
  const { form, headline } = reader.say;
  const since = failed.filter(({ recoveredSince }) => recoveredSince).length;
  const lost = failed.filter((alert) => !alert.recoveredSince && mayHaveLostData(alert)).length;
  return {
    first: [countOf(digest, reader, counted)],
    short: [
      headline.failed(failed.length, counted ? undefined : unitOf(failed.map(({ task }) => task))),
    ],
    more: [
      ...(clusters.length > 1 ? [[headline.causes(clusters.length)]] : []),
      ...(lost > 0 ? [[headline.dataLoss(lost, lost === failed.length)]] : []),
      ...(since > 0 ? [[headline.recoveredSince(since, since === failed.length)]] : []),
    ],
    place: placeOf(
      failed.map(({ task }) => task),
      reader.say,
    ),
    detail:
      clusters.length > 1
        ? []
        : [
            ...onlyName(failed, form.comma),
            ...(rowsMissing(failed, reader) ?? reasonOf(first, failed)),
          ],
    tally: true,
  };
}

/** Of one cause that the channel knows, how many it has broken by now. */
function countOf(
  { failed, clusters }: Digest,
  { say: { headline }, time }: Reader,
  counted: boolean,
): string {
  const unit = unitOf(failed.map(({ task }) => task));
  const [only] = clusters;
  if (
    only?.memory !== undefined &&
    clusters.length === 1 &&
    !isNew(only) &&
    only.memory.seen > failed.length
  ) {
    return headline.moreFailed(failed.length, unit, {
      all: only.memory.seen,
      at: time(only.memory.firstAt),
    });
  }
  return headline.failed(failed.length, counted ? undefined : unit);
}

const onlyName = (failed: Digest['failed'], comma: string): Line =>
  failed[0] !== undefined && failed.length === 1 ? [code(tableOf(failed[0].task)), comma] : [];

const longest = 120;

const reasonOf = ({ cause }: Cluster, [first]: readonly AlertOf<'failed'>[]): Line => [
  cause.reason === '' ? code(first?.status ?? '') : quote(sentenceWithin(cause.reason, longest)),
];

/** Of one table, how far the counts are apart. */
function rowsMissing(
  [only, ...others]: Digest['failed'],
  { say: { failure } }: Reader,
): Line | undefined {
  const rows =
    only === undefined || others.length > 0 || !mayHaveLostData(only) ? undefined : rowsOf(only);
  return rows === undefined || rows.source === rows.destination
    ? undefined
    : [failure.rowsMissing(rows.source - rows.destination, rows.source)];
}
