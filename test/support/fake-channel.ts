import type { Alert, AlertKind, AlertOf } from '../../functions/kinds/alert.ts';
import { alertKey } from '../../functions/kinds/alert.ts';
import type { Notification } from '../../functions/notification/notification.ts';
import type { Channel, ChannelName, DeliveryResult, Outgoing } from '../../functions/ports.ts';

const accepted: DeliveryResult = { kind: 'accepted' };
export const refused: DeliveryResult = {
  kind: 'failed',
  failure: 'retryable',
  problem: 'answered 503',
};

/** A channel that keeps what it accepted, and refuses when it is told to. */
export class FakeChannel implements Channel {
  readonly name: ChannelName;
  /** One entry for each accepted message. */
  readonly messages: (readonly Alert[])[] = [];
  /** What each of them was made from. */
  readonly briefings: Notification[] = [];
  /** Decides over the next messages; the default accepts. */
  answer: () => DeliveryResult = () => accepted;
  /** Alerts that fit into one message. */
  room = Infinity;

  constructor(name: ChannelName) {
    this.name = name;
  }

  get alerts(): readonly Alert[] {
    return this.messages.flat();
  }

  ofKind<Kind extends AlertKind>(kind: Kind): readonly AlertOf<Kind>[] {
    return this.alerts.filter((alert): alert is AlertOf<Kind> => alert.kind === kind);
  }

  compose(briefing: Notification): Promise<readonly Outgoing[]> {
    const { alerts } = briefing;
    const messages: Alert[][] = [];
    for (const alert of alerts) {
      const last = messages.at(-1);
      if (last && last.length < this.room) last.push(alert);
      else messages.push([alert]);
    }
    return Promise.resolve(
      messages.map((part) => ({
        covers: part.map(alertKey),
        plainText: part.map(alertKey).join('\n'),
        deliver: () => {
          const answer = this.answer();
          if (answer.kind === 'accepted') {
            this.messages.push(part);
            this.briefings.push(briefing);
          }
          return Promise.resolve(answer);
        },
      })),
    );
  }
}
