import type { AlertOf } from '../kinds/alert.ts';
import { causeSummary, newsOf, reasonWords, sizeOf, statusWords } from './cause-lines.ts';
import type { Cluster } from './clusters.ts';
import { someOf } from './counting.ts';
import type { Digest } from './digest.ts';
import type { LogRoom } from './failure-in-full.ts';
import { createTeller } from './failures-in-full.ts';
import { taskName } from './place.ts';
import type { Reader } from './reader.ts';
import { whatToDo } from './what-to-do.ts';
import { joined, strong, type Block, type Line } from './document.ts';

type Failed = AlertOf<'failed'>;

/** How much a channel has room for. */
export type CauseRoom = Readonly<{
  /** Causes that the summary names. */
  summed: number;
  /** Failures in full: of the first cause, of each other one, of all. */
  first: number;
  others: number;
  most: number;
  /**
   * Of the rest of a cause so many stand by name beside the examples: of a short rest all, of a
   * long one some.
   */
  shortRest: number;
  someOfRest: number;
  /** Code points of a reason. */
  reason: number;
  log: (inFull: number) => LogRoom;
}>;

/** What is told of failures, and what is left to be listed by id. */
export type CausesTold = Readonly<{
  passages: readonly Block[];
  told: readonly Failed[];
  rest: readonly Readonly<{ cluster: Cluster; failures: readonly Failed[] }>[];
}>;

/** So few failures are read one after another; of more, the causes are summed up first. */
const fewAtOnce = 3;
export const atLeastInFull = 3;

/** A cause, its examples, the rest of it by name; then the next cause. */
export function tellCauses(
  { clusters, failed }: Digest,
  now: number,
  reader: Reader,
  room: CauseRoom,
): CausesTold {
  if (failed.length === 0) return { passages: [], told: [], rest: [] };
  const examples = sharesOf(clusters, room);
  const tell = createTeller(room.log(examples.reduce((sum, count) => sum + count, 0)), reader.say);
  const summed = clusters.length > 1 && failed.length > fewAtOnce;
  const passages: Block[] = summed
    ? [causeSummary(clusters, room.summed, room.reason, now, reader)]
    : [];
  const told: Failed[] = [];
  const rest: { cluster: Cluster; failures: readonly Failed[] }[] = [];
  clusters.forEach((cluster, index) => {
    const inFull = cluster.failures.slice(0, examples[index]);
    const others = cluster.failures.slice(inFull.length);
    if (inFull.length === 0 && cluster.number > room.summed) {
      rest.push({ cluster, failures: others });
      return;
    }
    const named = others.slice(
      0,
      others.length <= room.shortRest ? others.length : room.someOfRest,
    );
    if (passages.length > 0) passages.push({ kind: 'rule' });
    passages.push(
      ...detailsOf(
        cluster,
        { inFull, named, summed, alone: clusters.length === 1 },
        now,
        reader,
        room,
        tell,
      ),
    );
    told.push(...inFull, ...named);
    if (others.length > named.length) rest.push({ cluster, failures: others.slice(named.length) });
  });
  return { passages, told, rest };
}

/** How many failures of each cause are told in full: three in all at least. */
function sharesOf(
  clusters: readonly Cluster[],
  { first, others, most }: CauseRoom,
): readonly number[] {
  const shares: number[] = [];
  let left = most;
  for (const { failures } of clusters) {
    const share = Math.min(left, failures.length, shares.length === 0 ? first : others);
    shares.push(share);
    left -= share;
  }
  for (const [index, { failures }] of clusters.entries()) {
    const inFull = shares.reduce((sum, share) => sum + share, 0);
    const share = shares[index] ?? 0;
    if (inFull < atLeastInFull)
      shares[index] = Math.min(failures.length, share + atLeastInFull - inFull);
  }
  return shares;
}

type Chosen = Readonly<{
  inFull: readonly Failed[];
  named: readonly Failed[];
  summed: boolean;
  alone: boolean;
}>;

function detailsOf(
  cluster: Cluster,
  { inFull, named, summed, alone }: Chosen,
  now: number,
  reader: Reader,
  room: CauseRoom,
  tell: ReturnType<typeof createTeller>,
): readonly Block[] {
  const { say } = reader;
  const single = cluster.failures.length === 1 && inFull.length === 1;
  const advice = whatToDo(cluster, reader);
  const number: Line = single && summed ? [strong(`${cluster.number}.`), ' '] : [];
  const news = single && !summed ? newsLine(cluster, now, reader) : [];
  const reason = single && !summed ? reasonWords(cluster, room.reason, say) : [];
  const also = namesOf(cluster.failures.slice(inFull.length), named, reader);
  const after = [...(inFull.length > 0 ? also : []), ...(single ? advice : [])];
  return [
    ...(single
      ? []
      : [
          {
            kind: 'lines' as const,
            tone: 'failed' as const,
            lines: [
              ...headOf(cluster, { summed, alone }, now, reader, room),
              ...advice,
              ...(inFull.length > 0 ? [] : also),
            ],
          },
        ]),
    ...inFull.flatMap((alert, index) => tell(alert, { number, news, reason, oneMore: index > 0 })),
    ...(after.length === 0
      ? []
      : [{ kind: 'lines' as const, tone: 'failed' as const, lines: after }]),
  ];
}

/**
 * Those that still stand, and those that have recovered since: by name as far as they are named,
 * and how many more.
 */
function namesOf(
  others: readonly Failed[],
  named: readonly Failed[],
  { say }: Reader,
): readonly Line[] {
  if (named.length === 0) return [];
  const line = (since: boolean): Line => {
    const shown = named.filter(({ recoveredSince }) => recoveredSince === since);
    return shown.length === 0
      ? []
      : someOf(
          shown.map(({ task }) => taskName(task, say)),
          say,
          others.filter(({ recoveredSince }) => recoveredSince === since).length,
        );
  };
  const [standing, recovered] = [line(false), line(true)];
  return [
    ...(standing.length === 0 ? [] : [say.cause.alsoFailed(standing)]),
    ...(recovered.length === 0 ? [] : [say.cause.alsoRecovered(recovered)]),
  ];
}

/** A missing reason is neither new nor known. */
const newsLine = (cluster: Cluster, now: number, reader: Reader): readonly Line[] =>
  cluster.cause.reason === '' ? [] : [[newsOf(cluster, now, reader)]];

/** What the examples have in common: the reason, unless the summary said it. */
function headOf(
  cluster: Cluster,
  { summed, alone }: Pick<Chosen, 'summed' | 'alone'>,
  now: number,
  reader: Reader,
  room: CauseRoom,
): readonly Line[] {
  const { say } = reader;
  if (summed)
    return [
      [
        strong(say.cause.numbered(cluster.number, sizeOf(cluster, say))),
        ' · ',
        ...statusWords(cluster, 3, say),
      ],
    ];
  const reason = reasonWords(cluster, room.reason, say);
  const said =
    cluster.cause.reason === ''
      ? [strong(sizeOf(cluster, say)), say.form.colon, ...reason]
      : alone
        ? say.cause.sameForAll(reason)
        : say.cause.sameReason(sizeOf(cluster, say), reason);
  return [joined([said, ...newsLine(cluster, now, reader)], ' · ')];
}
