import * as z from 'zod/mini';
import type { CauseHistory } from '../causes/cause.ts';
import type { Alert, JobProgress, Subject } from './alert.ts';
import type { Block, Line, Tone } from './document.ts';
import type { Limits } from './limits.ts';
import type { Locale } from './locale.ts';

/** All that the messages of one channel in one tick are made from. */
export type Notification = Readonly<{
  now: number;
  kinds: Kinds;
  /** The alerts that are due. */
  alerts: readonly Alert[];
  causes: CauseHistory;
  /** Where the jobs stand that the alerts are about, those first of which most is told. */
  progress: readonly JobProgress[];
  /** The channel could not be told from then on; what it is told now is not of this moment. */
  outage: Readonly<{ since: number }> | undefined;
  /**
   * Messages that the channel has accepted so far: a later one is another one, alike as it may be.
   */
  messagesBefore: number;
  /** What MMS calls the watched sources, by id. */
  sourceNames: ReadonlyMap<string, string>;
}>;

/** Who reads a channel, and what stands beside it. */
export type Audience = Readonly<{
  /** Of the migration, for links to the console. */
  region: string | undefined;
  /** A mail tells the same, so that a chat may point there. */
  mailAlso: boolean;
  /** What people call a channel. */
  channelTitle: (channel: string) => string;
}>;

/** What a section is drawn from: the notification, for one reader, within limits. */
export type Scene = Readonly<{
  notification: Notification;
  audience: Audience;
  locale: Locale;
  limits: Limits;
  /** Alerts that a section of another kind draws in their place, by key. */
  absorbed: ReadonlySet<string>;
  /** Sources whose news is not of this moment: they, or the channel, could not be reached. */
  isLate: (sourceId: string) => boolean;
  /** Jobs whose tasks the headline has counted already, as `source/job`. */
  headlined: ReadonlySet<string>;
}>;

/** When an alert goes out. */
export type Timing =
  | 'at once'
  /** With the digest, whose interval doubles up to four times, or sixteen times for good news. */
  | 'digest'
  | 'good-news digest'
  /** With the next message, whatever that is; never by itself. */
  | 'along';

/** What the headline says of the alerts of one kind: what and why, then where. */
export type Clause = Readonly<{
  text: Line;
  /** The same where another kind leads; `text` without it. */
  short?: Line;
  /** Worse goes first. */
  tone: Tone;
  /** Where it happened; said once, at the end. */
  place?: Line;
  /** It has counted the tasks of its jobs: clauses that follow leave them out. */
  countsTasks?: boolean;
}>;

/** One line of the table beside a mail; its columns stand in `csv.ts`. */
export type CsvRow = Readonly<Record<string, string>>;

/** A table beside a mail. */
export type Table = Readonly<{ file: string; rows: readonly CsvRow[] }>;

/** One at least. */
export type Some<Item> = readonly [Item, ...Item[]];

/** What a kind's room says of its alerts. */
export type Room<A extends Alert> = Readonly<{
  /** Built when an alert is first decoded: most ticks have none. */
  schema: () => z.core.$ZodType;
  /** The same for the same thing told: further news of it replaces what still waits. */
  key: (alert: A) => string;
  subject: (alert: A) => Subject;
  timing: (alert: A, causes: CauseHistory) => Timing;
  /** Two alerts of one key that wait together; without it the newer one stays. */
  combine?: (waiting: A, newer: A) => A;
  /** What is kept while a channel is down for long and thousands wait. */
  shorten?: (alert: A) => A;
  /** Keys of the causes that it tells (`causeKey`): they are known to the channel from then on. */
  causes?: (alert: A) => readonly string[];
  /** Tasks that it counts for in a summary; one without it. */
  count?: (alert: A) => number;
  /** Somebody has to look now: Slack calls whom it is told to, and a mail is urgent. */
  calls: (alert: A, causes: CauseHistory) => boolean;
  /** What tells it from another alert of the same key, without the time at which it was raised. */
  eventId: (alert: A) => string;
  csvRows: (alert: A) => readonly CsvRow[];
  /** A table of its own beside the mail. */
  table?: (alert: A) => Table | undefined;
  headline: (alerts: Some<A>, scene: Scene) => Clause | undefined;
  /**
   * Every alert that a block draws stands in its `tells`; what no block draws stays in the outbox.
   */
  section: (alerts: Some<A>, scene: Scene) => readonly Block[];
  /** Keys of alerts of other kinds that this section draws in their place. */
  absorbs?: (alerts: readonly A[], scene: Scene) => readonly string[];
  /** Its section says where the jobs stand. */
  drawsProgress?: (alerts: readonly A[]) => boolean;
  /** The source that can be read again: what is told of it happened while nobody could see it. */
  restores?: (alert: A) => string | undefined;
  /** Under which heading an alert that no section had room for is listed by its id. */
  idHeading?: (alert: A, scene: Scene) => Line | undefined;
}>;

/** A kind as the rest of the function knows it: a complete room, for alerts of any kind. */
export type Kind = Omit<Required<Room<Alert>>, 'schema' | 'headline' | 'section'> &
  Readonly<{
    /** The fields of a stored alert that are not as they should be. */
    problemsOf: (stored: unknown) => readonly string[];
    of: (alerts: readonly Alert[]) => readonly Alert[];
    headline: (alerts: readonly Alert[], scene: Scene) => Clause | undefined;
    section: (alerts: readonly Alert[], scene: Scene) => readonly Block[];
  }>;

/** The kinds, in the order of their weight. */
export type Kinds = Readonly<Record<string, Kind>>;

/** @throws Error for an alert of a kind that is not in the list */
export function kindOf(kinds: Kinds, { kind }: Readonly<{ kind: string }>): Kind {
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (known === undefined) throw new Error(`there is no alert kind ${kind}`);
  return known;
}

/** The room of a kind, behind a door that takes any alert and refuses those of other kinds. */
export function defineKind<A extends Alert>(kind: A['kind'], room: Room<A>): Kind {
  const isOfKind = (alert: Alert): alert is A => alert.kind === kind;
  const own = (alert: Alert): A => {
    if (isOfKind(alert)) return alert;
    throw new TypeError(`an alert of kind ${alert.kind} came to the room of ${kind}`);
  };
  const all = (alerts: readonly Alert[]): readonly A[] => alerts.filter(isOfKind);
  const some = (alerts: readonly Alert[]): Some<A> | undefined => {
    const [first, ...others] = all(alerts);
    return first && [first, ...others];
  };
  const one =
    <Rest extends readonly unknown[], Answer>(answer: (alert: A, ...rest: Rest) => Answer) =>
    (alert: Alert, ...rest: Rest): Answer =>
      answer(own(alert), ...rest);
  let schema: ReturnType<Room<A>['schema']> | undefined;
  return {
    problemsOf: (stored) => {
      const { error } = z.safeParse((schema ??= room.schema()), stored);
      return error?.issues.map(({ path }) => path.join('.') || 'all of it') ?? [];
    },
    of: all,
    key: one(room.key),
    subject: one(room.subject),
    timing: one(room.timing),
    combine: (waiting, newer) => room.combine?.(own(waiting), own(newer)) ?? newer,
    shorten: one(room.shorten ?? ((alert) => alert)),
    causes: one(room.causes ?? (() => [])),
    count: one(room.count ?? (() => 1)),
    calls: one(room.calls),
    eventId: one(room.eventId),
    csvRows: one((alert) => room.csvRows(alert).map((row) => ({ kind, ...row }))),
    table: one(room.table ?? (() => undefined)),
    headline: (alerts, scene) => {
      const known = some(alerts);
      return known && room.headline(known, scene);
    },
    section: (alerts, scene) => {
      const known = some(alerts);
      return known === undefined ? [] : room.section(known, scene);
    },
    absorbs: (alerts, scene) => room.absorbs?.(all(alerts), scene) ?? [],
    drawsProgress: (alerts) => room.drawsProgress?.(all(alerts)) ?? false,
    restores: one(room.restores ?? (() => undefined)),
    idHeading: one(room.idHeading ?? (() => undefined)),
  };
}
