import { kinds } from '../../functions/kinds/kinds.ts';
import type { Alert } from '../../functions/notification/alert.ts';
import { kindOf } from '../../functions/notification/kind.ts';
import type { Channel, DeliveryResult, Outgoing } from '../../functions/ports.ts';

/** What holds of these two holds of any: the pipeline knows channels by their port alone. */
type PlayedChannel = 'slack' | 'email';

export type Mood = 'well' | 'down' | 'loses its answer' | 'asks to wait';

/** One message that was accepted. */
export type Heard = {
  readonly tick: number;
  readonly alerts: readonly Alert[];
  /**
   * Whether it may be told again: its answer or the save was lost, or another invocation ran beside
   * this one.
   */
  excused: boolean;
};

const waitMs = 20 * 60_000;
/** Alerts in one message: a storm takes several. */
const room = 60;

/** One invocation, as a receiver meets it. */
type Meeting = Readonly<{
  tick: number;
  now: number;
  overlaps: boolean;
  mood: Mood;
  /** Awaited before each delivery; says whether it still arrives. */
  before: () => Promise<boolean>;
}>;

/** Who reads one channel, through the week. */
export class Receiver {
  readonly name: PlayedChannel;
  readonly heard: Heard[] = [];

  constructor(name: PlayedChannel) {
    this.name = name;
  }

  channel(meeting: Meeting): Channel {
    return {
      name: this.name,
      compose: ({ alerts }) => Promise.resolve(this.#messagesOf(alerts, meeting)),
    };
  }

  #messagesOf(alerts: readonly Alert[], meeting: Meeting): readonly Outgoing[] {
    const parts = Array.from({ length: Math.ceil(alerts.length / room) }, (_, index) =>
      alerts.slice(index * room, (index + 1) * room),
    );
    return parts.map((part) => ({
      keys: part.map((alert) => kindOf(kinds, alert).key(alert)),
      plainText: '',
      deliver: () => this.#deliver(part, meeting),
    }));
  }

  async #deliver(
    alerts: readonly Alert[],
    { tick, now, overlaps, mood, before }: Meeting,
  ): Promise<DeliveryResult> {
    if (!(await before())) return { kind: 'failed', problem: 'nobody is there' };
    switch (mood) {
      case 'down':
        return { kind: 'failed', problem: 'answers 503' };
      case 'asks to wait':
        return { kind: 'wait', notBefore: now + waitMs, problem: 'asks to wait' };
      case 'loses its answer':
        this.heard.push({ tick, alerts, excused: true });
        return { kind: 'failed', problem: 'gives no answer' };
      case 'well':
        this.heard.push({ tick, alerts, excused: overlaps });
        return { kind: 'accepted' };
      default:
        return mood satisfies never;
    }
  }
}
