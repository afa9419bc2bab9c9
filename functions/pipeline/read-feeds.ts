import type { SourceId, TimerId } from '../mms/id.ts';
import { hasEnded } from '../mms/job.ts';
import type { Target } from '../mms/target.ts';
import type { TimerLog } from '../mms/data-source.ts';
import type { JobRef } from '../notification/alert.ts';
import type { Answered, Log, MmsReader } from '../ports.ts';
import type { ChannelState } from '../tracking/channel-state.ts';
import { silentFor, type FeedReport } from '../tracking/feeds.ts';
import { isItsTurn } from '../tracking/turns.ts';

type FeedPorts = Readonly<{
  mms: MmsReader;
  log: Log;
  lookedAt: Map<string, number>;
  warned: Set<string>;
}>;

type FeedOrder = Readonly<{
  targets: readonly Target[];
  states: readonly ChannelState[];
  now: number;
  until: number;
}>;

/** Minutes between two looks at a source, and at the rows of a timer. */
const every = { source: 10, timer: 60 } as const;

/**
 * Asks what feeds the watched sources, those whose turn it is. Whoever may not ask that can still
 * watch tasks: it is a warning, once an instance.
 */
export async function readFeeds(
  ports: FeedPorts,
  order: FeedOrder,
): Promise<ReadonlyMap<SourceId, FeedReport>> {
  const sources = order.targets.filter(({ kind }) => kind === 'source');
  const due = sources.filter(({ sourceId }) => isDue(sourceId, ports, order));
  const reports = due.map(
    async ({ sourceId }) => [sourceId, await readFeed(sourceId, ports, order)] as const,
  );
  return new Map(await Promise.all(reports));
}

/** A channel that knows nothing of it yet learns at once what there is. */
function isDue(sourceId: SourceId, { lookedAt }: FeedPorts, { states, now }: FeedOrder): boolean {
  const lastAt = lookedAt.get(sourceId);
  const isNew = states.some(({ feeds }) => !feeds.has(sourceId));
  return (isNew && lastAt === undefined) || isItsTurn(sourceId, every.source, now, lastAt);
}

async function readFeed(
  sourceId: SourceId,
  ports: FeedPorts,
  order: FeedOrder,
): Promise<FeedReport> {
  const { mms, lookedAt } = ports;
  const { states, now, until } = order;
  lookedAt.set(sourceId, now);
  const [source, listed] = await Promise.all([
    mms.getDataSource(sourceId, until),
    mms.listTimers(sourceId, until),
  ]);
  const timers = valueOf(listed, 'ListMmsTimers', ports);
  const rows = new Map<TimerId, readonly TimerLog[]>();
  const blockedBy = new Map<TimerId, JobRef>();
  const read = (timers ?? []).map(async (timer): Promise<void> => {
    const { id, stopped } = timer;
    const key = `${sourceId}/timers/${id}`;
    const lastAt = lookedAt.get(key);
    const isNew = states.some(({ feeds }) => feeds.get(sourceId)?.timers?.has(id) !== true);
    const isTurn = isItsTurn(withinTurns(sourceId, id), every.timer, now, lastAt);
    if (stopped || !((isNew && lastAt === undefined) || isTurn)) return;
    lookedAt.set(key, now);
    const answer = await mms.listTimerLogs(sourceId, id, until);
    const found = valueOf(answer, 'ListMmsTimerLogs', ports);
    if (found === undefined) return;
    rows.set(id, found);
    const isSilent = states.some(
      ({ feeds }) =>
        silentFor(feeds.get(sourceId)?.timers?.get(id), timer, found, now) !== undefined,
    );
    const job = isSilent ? await unfinishedJob(sourceId, id, ports, until) : undefined;
    if (job !== undefined) blockedBy.set(id, job);
  });
  await Promise.all(read);
  return { source: valueOf(source, 'GetMmsDataSource', ports), timers, rows, blockedBy };
}

/** The minute of a timer has to be one in which its source is looked at. */
const withinTurns = (sourceId: SourceId, timerId: TimerId): string => {
  const between = BigInt(every.source);
  return String(BigInt(timerId) * between + (BigInt(sourceId) % between));
};

/** The newest job of a timer that has not ended: it starts no other as long as that stands. */
async function unfinishedJob(
  sourceId: SourceId,
  timerId: TimerId,
  { mms }: FeedPorts,
  until: number,
): Promise<JobRef | undefined> {
  const { jobs } = await mms.listJobs(sourceId, until, timerId);
  const job = jobs.filter((one) => !hasEnded(one)).at(-1);
  return job && { id: job.id, sourceId, name: job.name, sourceName: '' };
}

function valueOf<Value>(
  answer: Answered<Value>,
  action: string,
  { log, warned }: FeedPorts,
): Value | undefined {
  if (answer.kind === 'answer') return answer.value;
  const { kind, problem } = answer;
  const instead = 'what feeds the tasks is not watched: agents, errors of sources, timers';
  if (!warned.has(action)) log.warn('mms.feeds-not-read', { action, kind, problem, instead });
  warned.add(action);
  return undefined;
}
