import type { SourceId, TimerId } from '../mms/id.ts';
import { hasEnded } from '../mms/job.ts';
import type { Target } from '../mms/target.ts';
import type { Timer, TimerLog } from '../mms/data-source.ts';
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
  { mms, log, lookedAt, warned }: FeedPorts,
  { targets, states, now, until }: FeedOrder,
): Promise<ReadonlyMap<SourceId, FeedReport>> {
  /** What a channel does not know yet is looked at without waiting for its turn. */
  const takesTurn = (path: string, turnOf: string, minutes: number, isNew: boolean): boolean => {
    const lastAt = lookedAt.get(path);
    const due = (isNew && lastAt === undefined) || isItsTurn(turnOf, minutes, now, lastAt);
    if (due) lookedAt.set(path, now);
    return due;
  };

  const valueOf = <Value>(answer: Answered<Value>, action: string): Value | undefined => {
    if (answer.kind === 'answer') return answer.value;
    const { kind, problem } = answer;
    const instead = 'what feeds the tasks is not watched: agents, errors of sources, timers';
    if (!warned.has(action)) log.warn('mms.feeds-not-read', { action, kind, problem, instead });
    warned.add(action);
    return undefined;
  };

  const readFeed = async (sourceId: SourceId): Promise<FeedReport> => {
    const [source, listed] = await Promise.all([
      mms.getDataSource(sourceId, until),
      mms.listTimers(sourceId, until),
    ]);
    const timers = valueOf(listed, 'ListMmsTimers');
    const rows = new Map<TimerId, readonly TimerLog[]>();
    const blockedBy = new Map<TimerId, JobRef>();
    const readTimer = async (timer: Timer): Promise<void> => {
      const { id, stopped } = timer;
      const known = states.map(({ feeds }) => feeds.get(sourceId)?.timers?.get(id));
      const isNew = known.includes(undefined);
      const turnOf = withinTurns(sourceId, id);
      if (stopped || !takesTurn(`${sourceId}/timers/${id}`, turnOf, every.timer, isNew)) return;
      const found = valueOf(await mms.listTimerLogs(sourceId, id, until), 'ListMmsTimerLogs');
      if (found === undefined) return;
      rows.set(id, found);
      if (known.every((state) => silentFor(state, timer, found, now) === undefined)) return;
      const job = await unfinishedJob(mms, sourceId, id, until);
      if (job !== undefined) blockedBy.set(id, job);
    };
    await Promise.all((timers ?? []).map(readTimer));
    return { source: valueOf(source, 'GetMmsDataSource'), timers, rows, blockedBy };
  };

  const due = targets.filter(
    ({ kind, sourceId }) =>
      kind === 'source' &&
      takesTurn(
        sourceId,
        sourceId,
        every.source,
        states.some(({ feeds }) => !feeds.has(sourceId)),
      ),
  );
  return new Map(
    await Promise.all(
      due.map(async ({ sourceId }) => [sourceId, await readFeed(sourceId)] as const),
    ),
  );
}

/** The minute of a timer has to be one in which its source is looked at. */
const withinTurns = (sourceId: SourceId, timerId: TimerId): string => {
  const between = BigInt(every.source);
  return String(BigInt(timerId) * between + (BigInt(sourceId) % between));
};

/** The newest job of a timer that has not ended: until it has, the timer starts no other. */
async function unfinishedJob(
  mms: MmsReader,
  sourceId: SourceId,
  timerId: TimerId,
  until: number,
): Promise<JobRef | undefined> {
  const { jobs } = await mms.listJobs(sourceId, until, timerId);
  const job = jobs.filter((one) => !hasEnded(one)).at(-1);
  return job && { id: job.id, sourceId, name: job.name, sourceName: '' };
}
