import { aboutOf, type SourceAlert } from '../kinds/source.ts';
import type { DataSource, Timer, TimerLog } from '../mms/data-source.ts';
import { compareIds, type SourceId, type TimerId, type TimerLogId } from '../mms/id.ts';
import { mmsSeconds } from '../mms/mms-time.ts';
import { statusKey } from '../mms/task.ts';
import type { JobRef } from '../notification/alert.ts';

/** What was asked of what feeds one source; `undefined` for what was not, or got no answer. */
export type FeedReport = Readonly<{
  source: DataSource | undefined;
  timers: readonly Timer[] | undefined;
  /** The newest rows of the timers that were asked for theirs, newest first. */
  rows: ReadonlyMap<TimerId, readonly TimerLog[]>;
  /** A job of the timer that has not ended. */
  blockedBy: ReadonlyMap<TimerId, JobRef>;
}>;

/** What a channel knows of what feeds one source. Times are milliseconds, ours. */
export type FeedState = Readonly<{
  agentWasOnline: boolean;
  /** Looks running in which the agent that was online is offline, and since when. */
  offline?: Readonly<{ looks: number; since: number }> | undefined;
  /** The last error text, `''` where there was none. */
  errMsg: string;
  /** The last good status, and the one after it that was told. */
  goodStatus: string;
  badStatus: string;
  timers: ReadonlyMap<TimerId, TimerState>;
  /** What was told and is not over, by what it is about, and since when it is so. */
  episodes: ReadonlyMap<string, number>;
}>;

/** The newest row of a timer, and when it was seen first. */
type TimerState = Readonly<{ newest: TimerLogId; seenAt: number }>;

const looksToTell = 3;

/** The one status that is documented as good; the others are only told where it was left. */
const isGood = (status: string): boolean => statusKey(status) === 'STARTED';

const hasFailed = ({ status }: TimerLog): boolean =>
  /(?:FAILED|FAIL|ERROR)$/.test(statusKey(status));

/** Some fields hold the word instead of nothing. */
const textOf = (text: string): string => (text === 'null' ? '' : text);

/** An error that is repeated with another time or id in it is the same. */
const isSameText = (a: string, b: string): boolean => withoutNumbers(a) === withoutNumbers(b);
const withoutNumbers = (text: string): string => text.replace(/[0-9a-f-]*\d[0-9a-f-]*/gi, '#');

type About = Readonly<{ sourceId: SourceId; sourceName: string; now: number }>;

/** What the channel knows after these answers, and what there is to tell. */
export function trackFeed(
  before: FeedState | undefined,
  report: FeedReport,
  about: About,
): Readonly<{ feed: FeedState; alerts: readonly SourceAlert[] }> {
  const draft = new FeedDraft(
    before,
    report.source?.name ? { ...about, sourceName: report.source.name } : about,
  );
  if (report.source !== undefined) draft.look(report.source);
  if (report.timers !== undefined) draft.keepTimers(report.timers);
  for (const timer of report.timers ?? []) {
    const rows = report.rows.get(timer.id);
    if (rows !== undefined) draft.lookAtTimer(timer, rows, report.blockedBy.get(timer.id));
  }
  return { feed: draft.after(), alerts: draft.alerts };
}

const hour = 60 * 60_000;
const periods: ReadonlyMap<string, number> = new Map([
  ['DAILY', 24 * hour],
  ['HOURLY', hour],
]);

/**
 * How far its rows are apart: as its schedule says, or further where the rows show that; unknown
 * for a schedule that nobody has documented and fewer than three rows. MMS's times name no zone, so
 * they are compared with each other only.
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

/** It wrote rows before, and none for two of its periods. */
export function silentFor(
  known: TimerState | undefined,
  timer: Timer,
  rows: readonly TimerLog[],
  now: number,
): number | undefined {
  const [newest] = rows;
  const period = periodOf(timer, rows);
  if (known === undefined || newest?.id !== known.newest || period === undefined) return undefined;
  const silence = now - known.seenAt;
  return silence >= 2 * period ? silence : undefined;
}

/** What is wrong; the rest of the alert says where and since when. */
type Trouble = SourceAlert extends infer Alert
  ? Alert extends SourceAlert
    ? Omit<Alert, 'kind' | 'at' | 'dueAt' | 'sourceId' | 'sourceName' | 'since' | 'until'>
    : never
  : never;

class FeedDraft {
  readonly alerts: SourceAlert[] = [];
  readonly #before: FeedState | undefined;
  readonly #about: About;
  #feed: FeedState;

  constructor(before: FeedState | undefined, about: About) {
    this.#before = before;
    this.#about = about;
    this.#feed = before ?? {
      agentWasOnline: false,
      errMsg: '',
      goodStatus: '',
      badStatus: '',
      timers: new Map(),
      episodes: new Map(),
    };
  }

  after(): FeedState {
    return this.#feed;
  }

  look({ agentIsOnline, errMsg, status }: DataSource): void {
    if (agentIsOnline !== undefined) this.#lookAtAgent(agentIsOnline);
    this.#lookAtError(textOf(errMsg));
    this.#lookAtStatus(status);
  }

  #lookAtAgent(isOnline: boolean): void {
    const { agentWasOnline, offline } = this.#feed;
    if (isOnline) {
      if (!agentWasOnline || offline) this.#change({ agentWasOnline: true, offline: undefined });
      this.#end({ what: 'agent offline' });
      return;
    }
    if (!agentWasOnline || (offline?.looks ?? 0) >= looksToTell) return;
    const { looks = 0, since = this.#about.now } = offline ?? {};
    this.#change({ offline: { looks: looks + 1, since } });
    if (looks + 1 === looksToTell) this.#begin({ what: 'agent offline' }, since);
  }

  #lookAtError(said: string): void {
    const { errMsg } = this.#feed;
    if (isSameText(errMsg, said)) return;
    this.#change({ errMsg: said });
    if (said === '') this.#end({ what: 'error', said });
    else if (this.#before !== undefined) this.#begin({ what: 'error', said }, this.#about.now);
  }

  #lookAtStatus(status: string): void {
    const { goodStatus: before, badStatus } = this.#feed;
    if (isGood(status)) {
      this.#end({ what: 'status', status, before });
      if (before !== status || badStatus !== '')
        this.#change({ goodStatus: status, badStatus: '' });
      return;
    }
    if (before === '' || status === '' || status === badStatus) return;
    this.#change({ badStatus: status });
    this.#begin({ what: 'status', status, before }, this.#about.now);
  }

  /** What was told of a timer that is gone, or was stopped, is of no matter any more. */
  keepTimers(timers: readonly Timer[]): void {
    const running = timers.filter(({ stopped }) => !stopped);
    const ids = new Set(running.map(({ id }) => id));
    const known = [...this.#feed.timers].filter(([id]) => ids.has(id));
    if (known.length === this.#feed.timers.size) return;
    const kept = new Set(running.flatMap((timer) => [silent(timer), failing(timer)].map(aboutOf)));
    const episodes = [...this.#feed.episodes].filter(
      ([about]) => kept.has(about) || !about.startsWith('timer'),
    );
    this.#change({ timers: new Map(known), episodes: new Map(episodes) });
  }

  lookAtTimer(timer: Timer, rows: readonly TimerLog[], blockedBy: JobRef | undefined): void {
    const { now } = this.#about;
    const [newest] = rows;
    const known = this.#feed.timers.get(timer.id);
    const silentMs = silentFor(known, timer, rows, now);
    if (silentMs !== undefined && known !== undefined) {
      this.#begin({ ...silent(timer), silentMs, blockedBy }, known.seenAt);
      return;
    }
    if (newest === undefined || (known && compareIds(newest.id, known.newest) <= 0)) return;
    const timers = new Map(this.#feed.timers).set(timer.id, { newest: newest.id, seenAt: now });
    this.#change({ timers });
    this.#end(silent(timer));
    // One that failed since the last look is told, though the next may have gone well.
    const failed = rows.find(
      (row) => known && compareIds(row.id, known.newest) > 0 && hasFailed(row),
    );
    if (failed) {
      this.#begin({ ...failing(timer), status: failed.status, said: failed.message }, now);
    }
    if (!hasFailed(newest)) this.#end(failing(timer));
  }

  /** Told once an episode; an error that becomes another one is told again. */
  #begin(trouble: Trouble, since: number): void {
    const about = aboutOf(trouble);
    const isTold = this.#feed.episodes.has(about);
    if (isTold && 'timer' in trouble) return;
    const from = this.#feed.episodes.get(about) ?? since;
    this.#change({ episodes: new Map(this.#feed.episodes).set(about, from) });
    this.alerts.push(this.#alert(trouble, from, undefined));
  }

  #end(trouble: Trouble): void {
    const about = aboutOf(trouble);
    const since = this.#feed.episodes.get(about);
    if (since === undefined) return;
    const episodes = new Map(this.#feed.episodes);
    episodes.delete(about);
    this.#change({ episodes });
    this.alerts.push(this.#alert(trouble, since, this.#about.now));
  }

  #alert(trouble: Trouble, since: number, until: number | undefined): SourceAlert {
    const { sourceId, sourceName, now } = this.#about;
    return { kind: 'source', sourceId, sourceName, at: now, since, until, ...trouble };
  }

  #change(news: Partial<FeedState>): void {
    this.#feed = { ...this.#feed, ...news };
  }
}

const silent = ({ id, name }: Timer) =>
  ({ what: 'timer silent', timer: { id, name }, silentMs: 0 }) as const;
const failing = ({ id, name }: Timer) =>
  ({ what: 'timer failed', timer: { id, name }, status: '', said: '' }) as const;
