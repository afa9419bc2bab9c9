import { kinds, type AlertKind, type AnyAlert } from '../../functions/kinds/kinds.ts';
import type { Alert } from '../../functions/notification/alert.ts';
import { kindOf, type Notification } from '../../functions/notification/kind.ts';
import type { Channel, DeliveryResult, Outgoing } from '../../functions/ports.ts';

const accepted: DeliveryResult = { kind: 'accepted' };
export const refused: DeliveryResult = { kind: 'failed', problem: 'answered 503' };

export type AlertOf<Kind extends AlertKind> = Extract<AnyAlert, { kind: Kind }>;

const keyOf = (alert: Alert): string => kindOf(kinds, alert).key(alert);

/** A channel that keeps what it accepted, and refuses when it is told to. */
export class FakeChannel implements Channel {
  readonly name: string;
  /** One entry for each accepted message. */
  readonly messages: (readonly Alert[])[] = [];
  /** What each of them was made from. */
  readonly notifications: Notification[] = [];
  /** Decides over the next messages; the default accepts. */
  answer: () => DeliveryResult = () => accepted;
  /** Alerts that fit into one message. */
  room = Infinity;

  constructor(name: string) {
    this.name = name;
  }

  get alerts(): readonly Alert[] {
    return this.messages.flat();
  }

  ofKind<Kind extends AlertKind>(kind: Kind): readonly AlertOf<Kind>[] {
    return this.alerts.filter((alert): alert is AlertOf<Kind> => alert.kind === kind);
  }

  /** Failures, without what was told of them later. */
  get failures(): readonly AlertOf<'failed'>[] {
    return this.ofKind('failed').filter(({ what }) => what === 'failure');
  }

  compose(notification: Notification): Promise<readonly Outgoing[]> {
    const messages: Alert[][] = [];
    for (const alert of notification.alerts) {
      const last = messages.at(-1);
      if (last && last.length < this.room) last.push(alert);
      else messages.push([alert]);
    }
    return Promise.resolve(messages.map((part) => this.#outgoing(part, notification)));
  }

  #outgoing(part: readonly Alert[], notification: Notification): Outgoing {
    return {
      keys: part.map(keyOf),
      plainText: part.map(keyOf).join('\n'),
      deliver: () => {
        const answer = this.answer();
        if (answer.kind === 'accepted') {
          this.messages.push(part);
          this.notifications.push(notification);
        }
        return Promise.resolve(answer);
      },
    };
  }
}
