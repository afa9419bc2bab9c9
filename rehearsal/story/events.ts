import type { Mail } from '../world/mail-server.ts';
import type { SlackMessage } from '../world/slack-server.ts';
import type { CountByKind } from '../world/verdict.ts';
import type { Outcome } from './function-instance.ts';

/** What a rehearsal tells whoever shows it. Times are milliseconds since the epoch. */
export type StoryEvent =
  | Readonly<{ kind: 'began'; setting: Setting }>
  | Readonly<{ kind: 'tick-began'; tick: number; at: number; caption: string }>
  | Happening
  | Readonly<{ kind: 'told'; channel: 'slack'; message: SlackMessage }>
  | Readonly<{ kind: 'told'; channel: 'email'; mail: Mail }>
  | Readonly<{
      kind: 'tick-ended';
      tick: number;
      outcome: Outcome;
      calls: Calls;
      durationMs: number;
      /** A sentence each. */
      unexpected: readonly string[];
    }>
  | Readonly<{
      kind: 'ended';
      verdict: Verdict;
      /** Seconds between the ticks that still come, `undefined` where none do. */
      goesOnEvery: number | undefined;
    }>;

export type Verdict = Readonly<{
  /** A sentence each; empty when the story went as it should. */
  complaints: readonly string[];
  /** Somebody had a hand in it: it is not held to its script. */
  disturbed: boolean;
  happened: CountByKind;
  told: Readonly<Record<ChannelName, CountByKind>>;
  messages: Readonly<Record<ChannelName, number>>;
  calls: Readonly<Record<string, number>>;
  stateBytes: Readonly<Record<ChannelName, number>>;
}>;

/** What changed between two ticks: a state word, and the tables or the server it is about. */
export type Happening = Readonly<{
  kind: 'happened';
  where: Place;
  word: string;
  what: readonly string[];
  detail: string;
}>;

export type Place = 'MMS' | 'OSS' | 'Slack' | 'SMTP';

export type Setting = Readonly<{
  source: string;
  jobs: readonly Readonly<{ name: string; tables: number }>[];
  /** In seconds. */
  tickEvery: number;
}>;

/** How many requests each service took; of the mail server, mails. */
export type Calls = Readonly<Record<Place, number>>;

export type Emit = (event: StoryEvent) => void;

export const channels = ['slack', 'email'] as const;
export type ChannelName = (typeof channels)[number];
