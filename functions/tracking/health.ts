import type { BlindAlert } from '../kinds/blind.ts';
import type { SourceId } from '../mms/id.ts';
import type { Snapshot } from '../mms/snapshot.ts';
import { plainTrouble, type Trouble } from '../trouble.ts';
import type {
  ChannelFailure,
  ChannelState,
  ReportedFailure,
  SourceHealth,
} from './channel-state.ts';

/** One unreadable tick may be the network. */
const ticksToTell = 3;

const hour = 60 * 60_000;

/** While it lasts, after the first message; then daily. */
const toldAgainAfter = [0, hour, 4 * hour];

const nextAfter = (notified: number): number =>
  toldAgainAfter[notified] ?? 4 * hour + (notified - 2) * 24 * hour;

/** `target`, where only that part of the source cannot be read. */
export type Unreadable = Trouble & Readonly<{ target?: string | undefined }>;

export type Readability = ReadonlyMap<SourceId, Unreadable | undefined>;

export function trackSources(
  { sources, tasks, sourceNames }: ChannelState,
  readability: Readability,
  snapshot: Snapshot,
  raise: (alert: BlindAlert) => void,
): ChannelState['sources'] {
  const { now } = snapshot;
  const next = new Map<SourceId, SourceHealth>();
  const tell = (sourceId: SourceId, health: SourceHealth, until: number | undefined): void => {
    const { since, trouble, target, isEmpty, notified } = health;
    raise({
      kind: 'blind',
      what: 'source',
      sourceId,
      sourceName: sourceNames.get(sourceId),
      target,
      isEmpty,
      trouble,
      since,
      until,
      nth: notified,
      at: now,
    });
  };
  for (const [sourceId, unreadable] of readability) {
    const known = sources.get(sourceId);
    if (unreadable === undefined && !listsNothing(sourceId, tasks, snapshot)) {
      if (known !== undefined && known.notified > 0) tell(sourceId, known, now);
      continue;
    }
    const health = healthAfter(known, unreadable, now);
    next.set(sourceId, health);
    if (health.notified > (known?.notified ?? 0)) tell(sourceId, health, undefined);
  }
  return next;
}

function healthAfter(
  known: SourceHealth | undefined,
  unreadable: Unreadable | undefined,
  now: number,
): SourceHealth {
  const { target, ...trouble }: Unreadable = unreadable ?? plainTrouble('');
  const isEmpty = unreadable === undefined;
  // Each of both has to last before it is told.
  const isOther = known?.notified === 0 && known.isEmpty !== isEmpty;
  const none = { ticks: 0, since: now, notified: 0, notifiedAt: undefined };
  const before = known === undefined || isOther ? none : known;
  const { since, notified, notifiedAt } = before;
  const ticks = Math.min(ticksToTell, before.ticks + 1);
  const isDue = ticks >= ticksToTell && now - (notifiedAt ?? now) >= nextAfter(notified);
  const facts = { since, trouble, target, isEmpty, ticks };
  if (isDue) return { ...facts, notified: notified + 1, notifiedAt: notifiedAt ?? now };
  // Nothing new writes nothing.
  return known !== undefined && notified > 0 ? known : { ...facts, notified, notifiedAt };
}

/** So many tasks do not vanish by themselves. */
const tasksMissed = 10;

function listsNothing(
  sourceId: SourceId,
  tasks: ChannelState['tasks'],
  snapshot: Snapshot,
): boolean {
  if ((tasks.get(sourceId)?.size ?? 0) <= tasksMissed) return false;
  const { listed, jobs, idle, ids } = snapshot;
  const own = listed.filter(({ target }) => target.sourceId === sourceId);
  if (own.length === 0 || own.some(({ complete }) => !complete)) return false;
  const isIdle = jobs.some((job) => job.sourceId === sourceId && idle.has(job.id));
  return !isIdle && !ids.has(sourceId);
}

export function sourceNamesAfter(
  { sourceNames }: ChannelState,
  { tasks }: Snapshot,
): ChannelState['sourceNames'] {
  const names = new Map(sourceNames);
  const seen = new Set<SourceId>();
  for (const { task } of tasks) {
    if (seen.has(task.sourceId)) continue;
    seen.add(task.sourceId);
    if (task.sourceName !== '') names.set(task.sourceId, task.sourceName);
  }
  return names;
}

/** By name; `unknown` where a state could not be read. */
export type OtherChannels = ReadonlyMap<string, ChannelFailure | 'healthy' | 'unknown'>;

/** One refusal may be over by the next tick, unless it is for good. */
const mostRefusals = 3;

export function afterFailure(
  before: ChannelFailure | undefined,
  { trouble, refused }: Readonly<{ trouble: Trouble; refused: 'once' | 'for good' | undefined }>,
  now: number,
): ChannelFailure {
  const permanent = refused === 'for good';
  const refusals = Math.min(mostRefusals, (before?.refusals ?? 0) + 1);
  return {
    since: before?.since ?? now,
    permanent,
    refusals: refused === undefined ? 0 : refusals,
    trouble: before?.permanent === permanent ? before.trouble : trouble,
  };
}

/** As the others hear of it in the same tick: a refusal for good needs no second one. */
export const metNow = (failure: ChannelFailure): ChannelFailure =>
  failure.permanent ? { ...failure, refusals: mostRefusals } : failure;

const isLasting = ({ refusals, permanent }: ChannelFailure): boolean =>
  refusals >= (permanent ? 2 : mostRefusals);

/** Another channel's failure is told once while it lasts, and once when it is over. */
export function trackChannels(
  reported: ChannelState['reportedFailures'],
  others: OtherChannels,
  now: number,
  raise: (alert: BlindAlert) => void,
): ChannelState['reportedFailures'] {
  const next = new Map<string, ReportedFailure>();
  const tell = (channel: string, failure: ReportedFailure, until: number | undefined): void => {
    raise({ kind: 'blind', what: 'channel', channel, ...failure, until, nth: 1, at: now });
  };
  for (const [channel, health] of others) {
    const known = reported.get(channel);
    if (health === 'healthy') {
      if (known !== undefined) tell(channel, known, now);
    } else if (health === 'unknown' || health.since === known?.since) {
      if (known !== undefined) next.set(channel, known);
    } else if (isLasting(health)) {
      const { since, trouble } = health;
      next.set(channel, { since, trouble });
      tell(channel, { since, trouble }, undefined);
    }
  }
  return next;
}
