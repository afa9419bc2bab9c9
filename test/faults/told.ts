import type { World } from '../../rehearsal/world/world.ts';
import type { BusyNight, ChannelName } from './busy-night.ts';

/** The tasks that one accepted message tells of. */
export type Telling = ReadonlySet<string>;
export type Tellings = Readonly<Record<ChannelName, readonly Telling[]>>;

/** What the receivers have accepted so far, oldest first, as they saw it. */
export function tellingsOf({ world, events }: BusyNight): Tellings {
  const ids = new Set(events.map(({ task }) => task));
  const tasksIn = (text: string): Telling =>
    new Set((text.match(/(?<!\d)\d{4}(?!\d)/g) ?? []).filter((digits) => ids.has(digits)));
  return {
    slack: world.slack.messages.map(({ all }) => tasksIn(all)),
    email: world.mail.mails.map((mail) => tasksIn(textOf(mail))),
  };
}

/** The mail and the table beside it, which lists every id of a long one. */
function textOf({ parsed }: World['mail']['mails'][number]): string {
  const attached = parsed.attachments.map(({ content }) =>
    typeof content === 'string' ? content : Buffer.from(new Uint8Array(content)).toString('utf8'),
  );
  return [parsed.subject, parsed.text, ...attached].join('\n');
}

export const timesTold = (tellings: readonly Telling[], task: string): number =>
  tellings.filter((telling) => telling.has(task)).length;
