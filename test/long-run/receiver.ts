import { type Alert, alertKey } from '../../functions/kinds/alert.ts';
import type { Channel, DeliveryResult, Outgoing } from '../../functions/ports.ts';

/** What holds of these two holds of any: the tick knows channels by their port alone. */
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

/** Who reads one channel, through the week. */
export class Receiver {
  readonly name: PlayedChannel;
  readonly heard: Heard[] = [];

  constructor(name: PlayedChannel) {
    this.name = name;
  }

  /**
   * The channel as one invocation meets it. `before` is awaited before each delivery and says
   * whether it still arrives.
   */
  channel({
    tick,
    mood,
    now,
    overlaps,
    before,
  }: Readonly<{
    tick: number;
    mood: () => Mood;
    now: number;
    overlaps: boolean;
    before: () => Promise<boolean>;
  }>): Channel {
    const deliver = async (alerts: readonly Alert[]): Promise<DeliveryResult> => {
      if (!(await before()))
        return { kind: 'failed', failure: 'retryable', problem: 'nobody is there' };
      const met = mood();
      switch (met) {
        case 'down':
          return { kind: 'failed', failure: 'retryable', problem: 'answers 503' };
        case 'asks to wait':
          return { kind: 'wait', notBefore: now + waitMs, problem: 'asks to wait' };
        case 'loses its answer':
          this.heard.push({ tick, alerts, excused: true });
          return { kind: 'failed', failure: 'retryable', problem: 'gives no answer' };
        case 'well':
          this.heard.push({ tick, alerts, excused: overlaps });
          return { kind: 'accepted' };
        default:
          return met satisfies never;
      }
    };
    return {
      name: this.name,
      compose: ({ alerts }) => Promise.resolve(messagesOf(alerts, deliver)),
    };
  }
}

function messagesOf(
  alerts: readonly Alert[],
  deliver: (alerts: readonly Alert[]) => Promise<DeliveryResult>,
): readonly Outgoing[] {
  const parts = Array.from({ length: Math.ceil(alerts.length / room) }, (_, index) =>
    alerts.slice(index * room, (index + 1) * room),
  );
  return parts.map((part) => ({
    covers: part.map(alertKey),
    plainText: '',
    deliver: () => deliver(part),
  }));
}
