import { readTexts, textsOf } from '../../rehearsal/world/reading.ts';
import type { BusyNight, ChannelName } from './busy-night.ts';

/** The tasks that one accepted message tells of. */
export type Telling = ReadonlySet<string>;
export type Tellings = Readonly<Record<ChannelName, readonly Telling[]>>;

/** What the receivers have accepted so far, oldest first, as they read it. */
export function tellingsOf({ world, events }: BusyNight): Tellings {
  const waiting = events.map(({ alert }) => alert);
  const tellingIn = (texts: readonly string[], listsEveryId: boolean): Telling => {
    const told = new Set(readTexts(texts, listsEveryId).tells(waiting));
    return new Set(events.filter(({ alert }) => told.has(alert)).map(({ task }) => task));
  };
  return {
    slack: world.slack.messages.map((message) => tellingIn(textsOf.slack(message), false)),
    email: world.mail.mails.map((mail) => tellingIn(textsOf.email(mail), true)),
  };
}

export const timesTold = (tellings: readonly Telling[], task: string): number =>
  tellings.filter((telling) => telling.has(task)).length;
