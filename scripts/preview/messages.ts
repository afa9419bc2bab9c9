import { setImmediate } from 'node:timers/promises';
import type { Notification } from '../../functions/notification/kind.ts';
import { Simulation } from '../../rehearsal/simulation/simulation.ts';
import type { Situation } from '../../rehearsal/simulation/situations.ts';

/** What was told at one moment: nothing in a chat that refuses messages. */
export type Message = Readonly<{
  at: number;
  chat: Notification | undefined;
  mail: Notification | undefined;
}>;

/** Looks no more once the mail has told so much. */
class Brief extends Simulation {
  readonly #most: number;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  override async look(): Promise<void> {
    // Looks wait for nothing but promises: without this, nothing else would have its turn.
    await setImmediate();
    if (this.mail.accepted.length < this.#most) await super.look();
  }
}

/** The first messages of a situation, `most` of them. */
export async function firstMessages(
  { play }: Situation,
  most: number,
): Promise<readonly Message[]> {
  const simulation = new Brief(most);
  await play(simulation);
  const [chat, mail] = [simulation.chat, simulation.mail].map(
    ({ accepted }) => new Map(accepted.map(({ notification }) => [notification.now, notification])),
  );
  const moments = new Set([...(chat?.keys() ?? []), ...(mail?.keys() ?? [])]);
  return [...moments]
    .sort((a, b) => a - b)
    .map((at) => ({ at, chat: chat?.get(at), mail: mail?.get(at) }));
}
