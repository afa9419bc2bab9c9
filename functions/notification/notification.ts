import type { Alert } from '../kinds/alert.ts';
import type { CauseMemory } from '../causes/cause.ts';
import type { JobStanding } from '../tracking/job-standing.ts';

/** All that one channel's messages of one tick are made from. */
export type Notification = Readonly<{
  alerts: readonly Alert[];
  /** By `Cause.key`, those of the alerts among them. */
  causes: ReadonlyMap<string, CauseMemory>;
  /** Where the watched jobs stand that the alerts speak of, those first of which most is told. */
  standings: readonly JobStanding[];
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
