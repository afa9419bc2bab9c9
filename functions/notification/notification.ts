import type { Alert, JobProgress } from './alert.ts';
import type { CauseHistory, Kinds } from './kind.ts';
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
  /** Messages that the channel has accepted so far: a later one is another one, alike as it may be. */
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
  /** Jobs whose failures the headline has counted already, as `source/job`. */
  headlined: ReadonlySet<string>;
}>;

/** A job in a set of jobs. */
export const jobOf = ({
  sourceId = '',
  jobId = '',
}: Readonly<{ sourceId?: string | undefined; jobId?: string | undefined }>): string =>
  `${sourceId}/${jobId}`;
