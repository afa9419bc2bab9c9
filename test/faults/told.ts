import { readMail, readSlackMessage, type Reading } from '../../rehearsal/world/reading.ts';
import type { BusyNight, ChannelName } from './busy-night.ts';

/** The tasks that one accepted message tells of. */
export type Telling = ReadonlySet<string>;
export type Tellings = Readonly<Record<ChannelName, readonly Telling[]>>;

/** What the receivers have accepted so far, oldest first, as they read it. */
export function tellingsOf({ world, events }: BusyNight): Tellings {
  const waiting = events.map(({ alert }) => alert);
  const tellingIn = ({ tells }: Reading): Telling => {
    const told = new Set(tells(waiting));
    return new Set(events.filter(({ alert }) => told.has(alert)).map(({ task }) => task));
  };
  return {
    slack: world.slack.messages.map((message) => tellingIn(readSlackMessage(message))),
    email: world.mail.mails.map((mail) => tellingIn(readMail(mail))),
  };
}

export const timesTold = (tellings: readonly Telling[], task: string): number =>
  tellings.filter((telling) => telling.has(task)).length;
