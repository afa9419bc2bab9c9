import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { alertKey } from '../../functions/core/alert.ts';
import type { Channel } from '../../functions/ports.ts';
import { answer } from '../../rehearsal/world/fault.ts';
import { aFailure, briefingOf, login, mailOnLoopback, messageOf, slackOnLoopback } from './channels-on-loopback.ts';
import type { HastyTime } from './hasty-time.ts';

/** A receiver that can be brought into each of the moods that the contract speaks of. */
type Receiver = Readonly<{
  channel: Channel;
  time: HastyTime;
  /** Messages that arrived. */
  received: () => number;
  /** Attempts to hand one over. */
  attempts: () => number;
  busy: (times: number) => void;
  refuses: (said: string) => void;
  /** Takes the message and breaks the connection instead of saying so. */
  losesItsAnswer: () => void;
  hangs: () => void;
  secrets: readonly string[];
}>;

async function slack(): Promise<Receiver> {
  const { server, channel, time } = await slackOnLoopback();
  return {
    channel, time,
    received: () => server.messages.length,
    attempts: () => server.journal.count('webhook'),
    busy: (times) => { server.fault = ({ attempt }) => (attempt <= times ? answer(503, 'busy') : undefined); },
    refuses: (said) => { server.fault = () => answer(404, `no_service ${said}`); },
    losesItsAnswer: () => { server.fault = () => ({ kind: 'reset', applied: true }); },
    hangs: () => { server.fault = () => ({ kind: 'hang' }); },
    secrets: [server.webhookUrl, server.path, server.path.split('/').at(-1) ?? ''],
  };
}

async function email(): Promise<Receiver> {
  const { server, channel, time } = await mailOnLoopback();
  return {
    channel, time,
    received: () => server.mails.length,
    attempts: () => server.journal.count('MAIL'),
    busy: (times) => {
      server.fault = ({ stage, attempt }) => (stage === 'MAIL' && attempt <= times ? { kind: 'refuse', code: 451, message: '4.3.0 try later' } : undefined);
    },
    refuses: (said) => { server.fault = ({ stage }) => (stage === 'MAIL' ? { kind: 'refuse', code: 550, message: `5.7.1 not you ${said}` } : undefined); },
    losesItsAnswer: () => { server.fault = ({ stage }) => (stage === 'end of data' ? { kind: 'close', applied: true } : undefined); },
    hangs: () => { server.fault = ({ stage }) => (stage === 'MAIL' ? { kind: 'hang' } : undefined); },
    secrets: [login.password, encodeURIComponent(login.password), Buffer.from(`\0${login.user}\0${login.password}`).toString('base64')],
  };
}

const minute = 60_000;

describe.each([{ name: 'slack', receiver: slack }, { name: 'email', receiver: email }])('the channel $name', ({ name, receiver }) => {
  it('says which alerts its messages cover, and what they say', async () => {
    const { channel } = await receiver();
    const message = await messageOf(channel);
    expect(channel.name).toBe(name);
    expect(message.covers).toEqual([alertKey(aFailure)]);
    expect(message.plainText).toContain('orders_2024');
    expect(message.plainText).toContain("no privilege 'odps:Select'");
  });

  it('has no message where nothing is to be told', async () => {
    const { channel } = await receiver();
    expect(await channel.compose(briefingOf([]), 0)).toEqual([]);
  });

  it('delivers', async () => {
    const { channel, time, received } = await receiver();
    expect(await (await messageOf(channel)).deliver(time.in(minute))).toEqual({ kind: 'accepted' });
    expect(received()).toBe(1);
  });

  it('delivers after the receiver was busy, and once', async () => {
    const { channel, time, received, attempts, busy } = await receiver();
    busy(2);
    expect(await (await messageOf(channel)).deliver(time.in(minute))).toEqual({ kind: 'accepted' });
    expect([received(), attempts()]).toEqual([1, 3]);
    expect(time.slept.length).toBe(2);
  });

  it('gives up on a receiver that stays busy, for now', async () => {
    const { channel, time, attempts, busy } = await receiver();
    busy(1_000);
    const delivery = await (await messageOf(channel)).deliver(time.in(minute));
    expect(delivery).toMatchObject({ kind: 'failed' });
    expect(delivery).not.toHaveProperty('lost');
    expect(attempts()).toBeLessThan(10);
  });

  it('does not ask again who refused for good, and is lost', async () => {
    const { channel, time, attempts, refuses } = await receiver();
    refuses('');
    expect(await (await messageOf(channel)).deliver(time.in(minute))).toMatchObject({ kind: 'failed', lost: true });
    expect(attempts()).toBe(1);
  });

  it('does not send again in the same tick what may have arrived', async () => {
    const { channel, time, received, attempts, losesItsAnswer } = await receiver();
    losesItsAnswer();
    const delivery = await (await messageOf(channel)).deliver(time.in(minute));
    expect(delivery).toMatchObject({ kind: 'failed' });
    expect(delivery).not.toHaveProperty('lost');
    expect(delivery.problem).toContain('it again');
    expect([received(), attempts()]).toEqual([1, 1]);
  });

  it('is back before the deadline when the receiver hangs', async () => {
    const { channel, time, hangs } = await receiver();
    hangs();
    const until = time.in(700);
    const delivery = await (await messageOf(channel)).deliver(until);
    expect(time.clock()).toBeLessThan(until + 1_000);
    expect(delivery).toMatchObject({ kind: 'failed' });
  });

  it('sends nothing when the deadline has passed', async () => {
    const { channel, time, attempts } = await receiver();
    expect(await (await messageOf(channel)).deliver(time.in(-1))).toMatchObject({ kind: 'failed' });
    expect(attempts()).toBe(0);
  });

  it('shows no secret in any outcome, not even when the receiver repeats it', async () => {
    const { channel, time, busy, refuses, losesItsAnswer, hangs, secrets } = await receiver();
    const moods = [() => { busy(1_000); }, losesItsAnswer, hangs, ...secrets.map((secret) => () => { refuses(secret); })];
    for (const mood of moods) {
      mood();
      const outcome = await (await messageOf(channel)).deliver(time.in(400));
      expect(outcome.kind).toBe('failed');
      const shown = [outcome.problem, JSON.stringify(outcome), inspect(outcome, { depth: 9, showHidden: true })].join('\n');
      for (const secret of secrets) expect(shown).not.toContain(secret);
    }
    expect(inspect(channel, { depth: 9 })).not.toContain(secrets[0]);
  });
});
