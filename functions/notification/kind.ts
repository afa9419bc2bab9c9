import * as z from 'zod/mini';
import type { CauseHistory } from '../causes/cause.ts';

import type { Alert, AlertOf, JobProgress, Some, Subject } from './alert.ts';
import type { Block, Line, Tone } from './document.ts';
import type { Limits } from './limits.ts';
import type { Locale, LocaleSettings } from './locale.ts';

/** What the messages of one channel in one tick are made from. */
export type Notification = Readonly<{
  now: number;
  kinds: Kinds;
  alerts: readonly Alert[];
  causes: CauseHistory;
  /** Of the jobs that the alerts are about, those first of which most is told. */
  progress: readonly JobProgress[];
  /** Nothing could be told from then on: what is told now is not of this moment. */
  outage: Readonly<{ since: number }> | undefined;
  /** Messages that the channel has accepted; part of the mail's id, so that no two are alike. */
  messagesBefore: number;
  /** By id. */
  sourceNames: ReadonlyMap<string, string>;
}>;

/** Who reads a channel. */
export type Audience = LocaleSettings &
  Readonly<{
    /** For links to the console. */
    region: string | undefined;
    /** A mail tells the same, so a chat may point there. */
    mailAlso: boolean;
    channelTitle: (channel: string) => string;
  }>;

/** What a section is drawn from. */
export type Scene = Notification &
  Audience &
  Locale &
  Readonly<{
    limits: Limits;
    /** Alerts that a section of another kind draws. */
    absorbed: ReadonlySet<Alert>;
    /** Sources whose news is old: they, or the channel, could not be reached. */
    isLate: (sourceId: string) => boolean;
    /** Jobs, as `source/job`, whose tasks the headline has counted. */
    headlined: ReadonlySet<string>;
  }>;

export type Timing =
  | 'at once'
  /** Its interval doubles up to four times, or sixteen times for good news. */
  | 'digest'
  | 'good-news digest'
  /** With the next message; never by itself. */
  | 'along';

/** What the headline says of one kind's alerts: what and why, then where. */
export type Clause = Readonly<{
  text: Line;
  /** The same where another kind leads. */
  short?: Line;
  /** Worse goes first. */
  tone: Tone;
  /** Said once, at the end. */
  place?: Line;
  /** Clauses that follow leave out the tasks of its jobs. */
  countsTasks?: boolean;
}>;

/** Its columns stand in `csv.ts`. */
export type CsvRow = Readonly<Record<string, string>>;

export type Table = Readonly<{ file: string; rows: readonly CsvRow[] }>;

/** Methods, so that a room for its own alerts is one for any: `kindOf` finds the right one. */
interface Room<A extends Alert> {
  /** Further news with the same key replaces what still waits. */
  key(alert: A): string;
  subject(alert: A): Subject;
  /** At once without it. */
  timing?(alert: A, causes: CauseHistory): Timing;
  /** Of two alerts with one key that wait; without it the newer stays. */
  combine?(waiting: A, newer: A): A;
  /** What is kept while a channel is down for long and thousands wait. */
  shorten?(alert: A): A;
  /** Keys (`causeKey`) of the causes that are known to the channel from then on. */
  causes?(alert: A): readonly string[];
  /** Tasks that it stands for in a summary; one without it. */
  count?(alert: A): number;
  /** Somebody has to look now: Slack calls people, and a mail is urgent. */
  calls?(alert: A, causes: CauseHistory): boolean;
  /** Tells it from another alert with the same key; holds no time of ours. */
  eventId(alert: A): string;
  csvRows(alert: A): readonly CsvRow[];
  /** A table of its own beside the mail. */
  table?(alert: A): Table | undefined;
  headline(alerts: Some<A>, scene: Scene): Clause | undefined;
  /** An alert that stands in no block's `tells` stays in the outbox. */
  section(alerts: Some<A>, scene: Scene): readonly Block[];
  /** Alerts of other kinds that this section draws. */
  absorbs?(alerts: readonly A[], scene: Scene): readonly Alert[];
  /** Its section says where the jobs stand. */
  drawsProgress?(alerts: readonly A[]): boolean;
  /** A source that can be read again: what else is told of it is not of this moment. */
  restores?(alert: A): string | undefined;
  /** Stands above the ids of alerts for which no section had room. */
  idHeading?(alert: A, scene: Scene): Line | undefined;
}

/** A complete room, for alerts of any kind. */
export type Kind = Required<Room<Alert>> &
  Readonly<{
    problemsOf: (stored: unknown) => readonly string[];
    of: (alerts: readonly Alert[]) => readonly Alert[];
  }>;

/** In the order of their weight. */
export type Kinds = Readonly<Record<string, Kind>>;

/** @throws Error for an alert of a kind that is not in the list */
export function kindOf(kinds: Kinds, { kind }: Readonly<{ kind: string }>): Kind {
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (known === undefined) throw new Error(`there is no alert kind ${kind}`);
  return known;
}

export const keysOf = (alerts: readonly Alert[], { kinds }: Notification): readonly string[] =>
  alerts.map((alert) => kindOf(kinds, alert).key(alert));

const plainRoom = {
  timing: () => 'at once',
  combine: (_, newer) => newer,
  shorten: (alert) => alert,
  causes: () => [],
  count: () => 1,
  calls: () => false,
  table: () => undefined,
  absorbs: () => [],
  drawsProgress: () => false,
  restores: () => undefined,
  idHeading: () => undefined,
} satisfies Partial<Room<Alert>>;

/** `schema` is built when an alert is first decoded: most ticks have none. */
export function defineKind<Schema extends () => z.core.$ZodType<Alert>>(
  kind: AlertOf<Schema>['kind'],
  schema: Schema,
  room: Room<AlertOf<Schema>>,
): Kind & Readonly<{ schema: Schema }> {
  let built: z.core.$ZodType | undefined;
  return {
    ...plainRoom,
    ...room,
    schema,
    problemsOf: (stored) => {
      const { error } = z.safeParse((built ??= schema()), stored);
      return error?.issues.map(({ path }) => path.join('.') || 'all of it') ?? [];
    },
    of: (alerts) => alerts.filter((alert) => alert.kind === kind),
  };
}
