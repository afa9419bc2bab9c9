import type { Mail } from '../world/mail-server.ts';
import type { SlackMessage } from '../world/slack-server.ts';
import type { CountByKind } from '../world/verdict.ts';
import type { Outcome, Summary } from './function-instance.ts';

/** What a rehearsal tells whoever shows it. Times are milliseconds since the epoch. */
export type StoryEvent =
  | Readonly<{ kind: 'began'; tickEvery: number }>
  | Readonly<{ kind: 'tick-began'; tick: number; at: number; caption: string }>
  | Happening
  | Readonly<{ kind: 'told'; channel: 'slack'; message: SlackMessage }>
  | Readonly<{ kind: 'told'; channel: 'email'; mail: Mail }>
  | Readonly<{
      kind: 'tick-ended';
      tick: number;
      outcome: Outcome;
      /** How many requests each service took; of the mail server, mails. */
      calls: Readonly<Record<Place, number>>;
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
  /** By operation. */
  calls: Readonly<Record<string, number>>;
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

export type Emit = (event: StoryEvent) => void;

export const channels = ['slack', 'email'] as const;
export type ChannelName = (typeof channels)[number];

/** At most eight tables by name. */
export const whatOf = ({ what, detail }: Happening): string =>
  what.slice(0, 8).join(', ') + (what.length > 8 ? ` and ${what.length - 8} more` : '') + detail;

/** `3 failed, 1 done`, by what the function itself answered. */
export function toldIn({ alerts, delivered }: Summary): string {
  const kinds = Object.entries(alerts).map(([kind, count]) => `${count} ${kind}`);
  if (kinds.length > 0) return kinds.join(', ');
  return Object.keys(delivered).length > 0 ? 'what was owed' : 'nothing to tell';
}

type TickEnded = Extract<StoryEvent, { kind: 'tick-ended' }>;

/** `MMS 3 · OSS 6 · 31 ms`; a service that was not called is left out. */
export const costOf = ({ calls, durationMs }: TickEnded): string =>
  Object.entries(calls)
    .filter(([, count]) => count > 0)
    .map(([service, count]) => `${service} ${count} · `)
    .join('') + `${Math.round(durationMs)} ms`;

export function sentenceOf({ complaints, disturbed }: Verdict): string {
  if (complaints.length > 0)
    return `The story did not go as it should: ${complaints.length} faults, listed above.`;
  return disturbed
    ? 'The story is over. Somebody had a hand in it, so it is not held to its script.'
    : 'The story is over: everything that happened was told to both channels, once.';
}
