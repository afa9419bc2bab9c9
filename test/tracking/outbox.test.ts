import { describe, expect, it } from 'vitest';
import { kinds } from '../../functions/kinds/kinds.ts';
import type { Alert } from '../../functions/notification/alert.ts';
import { kindOf } from '../../functions/notification/kind.ts';
import { emptyState, type ChannelState } from '../../functions/tracking/channel-state.ts';
import { acknowledge, dueAlerts } from '../../functions/tracking/outbox.ts';
import { aCompletion, aTask, causes, failureOf, known } from '../notification/alerts.ts';

const minute = 60_000;
const start = Date.parse('2026-11-22T06:00:00Z');
const alertAt = {
  failure: (at: number): Alert => failureOf(aTask(at / minute), causes.privilege, { at }),
  completion: (at: number): Alert => ({ ...aCompletion(aTask(at / minute)), at }),
};

/** A channel with a digest every 15 minutes, whose last message has just gone out. */
class Mailbox {
  /** Minutes since the start at which a message went out. */
  readonly sentAt: number[] = [];
  #now = start;
  #state: ChannelState = {
    ...emptyState,
    causes: known(causes.privilege),
    lastMessageAt: start,
  };

  minutes(count: number, raised: readonly (keyof typeof alertAt)[]): void {
    for (let passed = 0; passed < count; passed += 1) {
      this.#now += minute;
      const alerts = raised.map((what) => alertAt[what](this.#now));
      this.#send([...this.#state.pending, ...alerts]);
    }
  }

  #send(pending: readonly Alert[]): void {
    const settings = { kinds, now: this.#now, digestEvery: 15 * minute };
    const { due, state } = dueAlerts({ ...this.#state, pending }, settings);
    const keys = due.map((alert) => kindOf(kinds, alert).key(alert));
    if (due.length > 0) this.sentAt.push((this.#now - start) / minute);
    const { causes } = state;
    this.#state = due.length > 0 ? { ...acknowledge(state, keys, settings), causes } : state;
  }
}

const gapsBetween = (times: readonly number[]): readonly number[] =>
  times.map((time, index) => time - (times[index - 1] ?? 0));

describe('the interval of a digest', () => {
  it.each([
    ['four times where failures wait', ['failure'], [15, 30, 60, 60, 60]],
    ['four times where failures and good news wait', ['failure', 'completion'], [15, 30, 60, 60]],
    ['sixteen times where only good news waits', ['completion'], [15, 30, 60, 120, 240, 240]],
  ] as const)('doubles with each digest, up to %s', (_, raised, gaps) => {
    const mailbox = new Mailbox();
    mailbox.minutes(12 * 60, raised);
    expect(gapsBetween(mailbox.sentAt).slice(0, gaps.length)).toEqual(gaps);
  });

  it('begins anew once nothing had to wait for a whole interval, with the message after that', () => {
    const mailbox = new Mailbox();
    mailbox.minutes(15 + 30 + 60, ['failure']);
    mailbox.minutes(60, []);
    mailbox.minutes(1 + 30, ['failure']);
    expect(gapsBetween(mailbox.sentAt)).toEqual([15, 30, 60, 61, 30]);
  });

  it('goes on doubling where something had to wait', () => {
    const mailbox = new Mailbox();
    mailbox.minutes(15 + 30, ['failure']);
    mailbox.minutes(40, []);
    mailbox.minutes(60, ['failure']);
    expect(gapsBetween(mailbox.sentAt)).toEqual([15, 30, 60]);
  });
});
