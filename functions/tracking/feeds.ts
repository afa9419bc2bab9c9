import { aboutOf, type SourceAlert } from '../kinds/source.ts';
import type { DataSource, Timer, TimerLog } from '../mms/data-source.ts';
import { compareIds, parseId, type SourceId, type TimerId, type TimerLogId } from '../mms/id.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import { shortHash } from '../mms/revision.ts';
import { statusKey } from '../mms/task.ts';
import type { JobRef } from '../notification/alert.ts';
import type { ChannelState, FeedState, TimerState } from './channel-state.ts';

/** What MMS says of what feeds a source; `undefined` where it was not asked, or did not answer. */
export type FeedReport = Readonly<{
  source: DataSource | undefined;
  timers: readonly Timer[] | undefined;
  /** The newest rows of the timers that were asked, newest first. */
  rows: ReadonlyMap<TimerId, readonly TimerLog[]>;
  /** A job of the timer that has not ended. */
  blockedBy: ReadonlyMap<TimerId, JobRef>;
}>;

const noRow = parseId<TimerLogId>('0');

const looksToTell = 3;

/** So many error texts or statuses are told apart; one that comes back is told once. */
const mostRemembered = 20;

/** The one status documented as good; the others are told only where it was left. */
const isGood = (status: string): boolean => statusKey(status) === 'STARTED';

const hasFailed = ({ status }: TimerLog): boolean =>
  /(?:FAILED|FAIL|ERROR)$/.test(statusKey(status));

/** An error with another time or id in it is the same. */
const hashOf = (error: string): string => shortHash(error.replace(/[0-9a-f-]*\d[0-9a-f-]*/gi, '#'));

type About = Readonly<{
  sourceId: SourceId;
  sourceName: string;
  now: number;
  raise: (alert: SourceAlert) => void;
}>;

export function trackFeeds(
  { feeds, sourceNames }: Pick<ChannelState, 'feeds' | 'sourceNames'>,
  reports: ReadonlyMap<SourceId, FeedReport>,
  now: number,
  raise: (alert: SourceAlert) => void,
): ChannelState['feeds'] {
  const next = new Map(feeds);
  for (const [sourceId, { source, timers, rows, blockedBy }] of reports) {
    const before = feeds.get(sourceId);
    // Until the source was seen, nobody knows what was there before.
    if (before === undefined && source === undefined) continue;
    const { name = '' } = source ?? {};
    const sourceName = name === '' ? (sourceNames.get(sourceId) ?? '') : name;
    const draft = new FeedDraft(before, { sourceId, sourceName, now, raise });
    if (source !== undefined) draft.look(source);
    if (timers !== undefined) draft.listTimers(timers);
    for (const timer of timers ?? []) {
      const ofTimer = rows.get(timer.id);
      if (ofTimer !== undefined) draft.lookAtTimer(timer, ofTimer, blockedBy.get(timer.id));
    }
    next.set(sourceId, draft.feed);
  }
  return next;
}

const hour = 60 * 60_000;
const periods: ReadonlyMap<string, number> = new Map([
  ['DAILY', 24 * hour],
  ['HOURLY', hour],
]);

/**
 * How far its rows are apart, in milliseconds: as its schedule says, or further where three rows or
 * more show that. MMS's times are compared with each other only.
 */
function periodOf({ scheduleType }: Timer, rows: readonly TimerLog[]): number | undefined {
  const times = rows.flatMap(({ time }) => mmsSeconds(time) ?? []);
  const gaps = times.flatMap((time, index) => {
    const older = times[index + 1];
    return older === undefined || time <= older ? [] : [(time - older) * 1000];
  });
  const median = gaps.length < 2 ? undefined : gaps.sort((a, b) => a - b)[gaps.length >> 1];
  const scheduled = periods.get(statusKey(scheduleType));
  return scheduled === undefined ? median : Math.max(scheduled, median ?? 0);
}

/** How long it has written no row, if that is two of its periods. */
export function silentFor(
  known: TimerState | undefined,
  timer: Timer,
  rows: readonly TimerLog[],
  now: number,
): number | undefined {
  const period = periodOf(timer, rows);
  if (known?.seenAt === undefined || period === undefined) return undefined;
  if ((rows[0]?.id ?? noRow) !== known.newest) return undefined;
  const silence = now - known.seenAt;
  return silence >= 2 * period ? silence : undefined;
}

type Trouble = SourceAlert extends infer Alert
  ? Alert extends SourceAlert
    ? Omit<Alert, 'kind' | 'at' | 'dueAt' | 'sourceId' | 'sourceName' | 'since' | 'until'>
    : never
  : never;

class FeedDraft {
  feed: FeedState;
  readonly #isFirstLook: boolean;
  readonly #about: About;

  constructor(before: FeedState | undefined, about: About) {
    this.#isFirstLook = before === undefined;
    this.#about = about;
    this.feed = before ?? {
      agentWasOnline: false,
      goodStatus: '',
      badStatuses: [],
      errors: [],
      episodes: new Map(),
    };
  }

  look({ agentIsOnline, errMsg, status }: DataSource): void {
    if (agentIsOnline !== undefined) this.#lookAtAgent(agentIsOnline);
    // Some fields hold the word for nothing.
    this.#lookAtError(errMsg === 'null' ? '' : errMsg);
    this.#lookAtStatus(status);
  }

  #lookAtAgent(isOnline: boolean): void {
    const { agentWasOnline, offline } = this.feed;
    if (isOnline) {
      this.#change({ agentWasOnline: true, offline: undefined });
      this.#end({ what: 'agent offline' });
    } else if (agentWasOnline && (offline?.looks ?? 0) < looksToTell) {
      const { looks = 0, since = this.#about.now } = offline ?? {};
      this.#change({ offline: { looks: looks + 1, since } });
      if (looks + 1 === looksToTell) this.#begin({ what: 'agent offline' }, since);
    }
  }

  #lookAtError(said: string): void {
    const { errors } = this.feed;
    const error = hashOf(said);
    if (said === '') {
      this.#change({ errors: [] });
      this.#end({ what: 'error', said });
    } else if (!errors.includes(error)) {
      this.#change({ errors: [...errors, error].slice(-mostRemembered) });
      if (!this.#isFirstLook) this.#begin({ what: 'error', said }, this.#about.now);
    }
  }

  #lookAtStatus(status: string): void {
    const { goodStatus: before, badStatuses } = this.feed;
    const key = statusKey(status);
    if (isGood(status)) {
      this.#change({ goodStatus: status, badStatuses: [] });
      this.#end({ what: 'status', status, before });
    } else if (before !== '' && key !== '' && !badStatuses.includes(key)) {
      this.#change({ badStatuses: [...badStatuses, key].slice(-mostRemembered) });
      this.#begin({ what: 'status', status, before }, this.#about.now);
    }
  }

  /**
   * What the first listed timers wrote until now is history; a later one is news from its first row
   * on. Nothing is expected of one that is stopped or gone.
   */
  listTimers(timers: readonly Timer[]): void {
    const running = new Set(timers.flatMap(({ id, stopped }) => (stopped ? [] : [id])));
    const known = new Map(this.feed.timers ?? timers.map(({ id }) => [id, {}]));
    const episodes = new Map(this.feed.episodes);
    for (const [id, state] of known) {
      if (running.has(id)) continue;
      known.set(id, { ...state, seenAt: undefined });
      for (const what of ['timer silent', 'timer failed'] as const) {
        episodes.delete(aboutOf({ what, timer: { id } }));
      }
    }
    this.#change({ timers: known, episodes });
  }

  lookAtTimer(timer: Timer, rows: readonly TimerLog[], blockedBy: JobRef | undefined): void {
    const { now } = this.#about;
    const { id, name } = timer;
    const { timers = new Map<TimerId, TimerState>() } = this.feed;
    const known = timers.get(id) ?? { newest: noRow };
    const silence = { what: 'timer silent', timer: { id, name } } as const;
    const silentMs = silentFor(known, timer, rows, now);
    if (silentMs !== undefined) {
      this.#begin({ ...silence, silentMs, blockedBy }, now - silentMs);
      return;
    }
    const { newest: since } = known;
    const fresh = rows.filter((row) => since !== undefined && compareIds(row.id, since) > 0);
    if (fresh.length === 0 && known.seenAt !== undefined) return;
    const newest = fresh[0]?.id ?? since ?? rows[0]?.id ?? noRow;
    this.#change({ timers: new Map(timers).set(id, { newest, seenAt: now }) });
    this.#end({ ...silence, silentMs: 0 });
    const failure = { what: 'timer failed', timer: { id, name } } as const;
    // Told though the next start may have gone well: then the start after that ends it, since one
    // message says one thing about a timer.
    const failed = fresh.find(hasFailed);
    const isNew = failed !== undefined && !this.feed.episodes.has(aboutOf(failure));
    if (failed) this.#begin({ ...failure, status: failed.status, said: failed.message }, now);
    if (fresh[0] !== failed && !isNew) this.#end({ ...failure, status: '', said: '' });
  }

  /** Once an episode; an error or a status that becomes another one is told again. */
  #begin(trouble: Trouble, since: number): void {
    const about = aboutOf(trouble);
    const { episodes } = this.feed;
    const from = episodes.get(about) ?? since;
    if (episodes.has(about) && 'timer' in trouble) return;
    this.#change({ episodes: new Map(episodes).set(about, from) });
    this.#raise(trouble, from, undefined);
  }

  #end(trouble: Trouble): void {
    const episodes = new Map(this.feed.episodes);
    const since = episodes.get(aboutOf(trouble));
    if (since === undefined) return;
    episodes.delete(aboutOf(trouble));
    this.#change({ episodes });
    this.#raise(trouble, since, this.#about.now);
  }

  #raise(trouble: Trouble, since: number, until: number | undefined): void {
    const { sourceId, sourceName, now, raise } = this.#about;
    raise({ kind: 'source', sourceId, sourceName, at: now, since, until, ...trouble });
  }

  #change(news: Partial<FeedState>): void {
    this.feed = { ...this.feed, ...news };
  }
}
