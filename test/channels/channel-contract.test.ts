import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { channels, type ChannelType } from '../../functions/channels/channels.ts';
import { maskSecrets } from '../../functions/untrusted-text/mask-secrets.ts';
import { kinds } from '../../functions/kinds/kinds.ts';
import { aNotification } from '../notification/alerts.ts';
import { aFailure, messageOf } from './channels-on-loopback.ts';
import { receivers } from './receivers.ts';

const minute = 60_000;
const inChinese = expect.stringMatching(/\p{Script=Han}/u) as string;

const isType = (name: string): name is ChannelType => name in receivers;

/** The list of definitions says what is a channel, and each has to have a receiver. */
describe.each(Object.keys(channels).filter(isType))('the channel %s', (name) => {
  const receiver = receivers[name];

  it('says which alerts its messages tell, and how', async () => {
    const { channel } = await receiver();
    const message = await messageOf(channel);
    expect(channel.name).toBe(name);
    expect(message.keys).toEqual([kinds.failed.key(aFailure)]);
    expect(message.plainText).toContain('orders_2024');
    expect(message.plainText).toContain("no privilege 'odps:Select'");
  });

  it('has no message where nothing is to be told', async () => {
    const { channel } = await receiver();
    expect(await channel.compose(aNotification([]))).toEqual([]);
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
    expect(attempts()).toBe(6);
  });

  it('does not ask again who refused for good, and says so in both languages', async () => {
    const { channel, time, attempts, refuses } = await receiver();
    refuses('');
    const delivery = await (await messageOf(channel)).deliver(time.in(minute));
    expect(maskSecrets(delivery.problem ?? '')).toBe(delivery.problem);
    expect(delivery).toMatchObject({
      kind: 'failed',
      refused: 'for good',
      trouble: {
        short: { en: expect.any(String) as string, zh: inChinese },
        fix: { en: expect.any(String) as string, zh: inChinese },
      },
    });
    expect(attempts()).toBe(1);
  });

  it('sends again what a broken connection leaves open, six times at most; a mail only in the next tick', async () => {
    const { channel, time, attempts, losesItsAnswer } = await receiver();
    losesItsAnswer();
    const delivery = await (await messageOf(channel)).deliver(time.in(minute));
    expect(delivery).toMatchObject({ kind: 'failed' });
    expect(delivery.problem).toContain('may have arrived, and the next tick sends it again');
    expect(attempts()).toBe(channel.name === 'email' ? 1 : 6);
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
    const moods = [
      () => {
        busy(1_000);
      },
      losesItsAnswer,
      hangs,
      ...secrets.map((secret) => () => {
        refuses(secret);
      }),
    ];
    for (const mood of moods) {
      mood();
      const outcome = await (await messageOf(channel)).deliver(time.in(400));
      expect(outcome.kind).toBe('failed');
      const shown = [
        outcome.problem,
        JSON.stringify(outcome),
        inspect(outcome, { depth: 9, showHidden: true }),
      ].join('\n');
      for (const secret of secrets) expect(shown).not.toContain(secret);
    }
    expect(inspect(channel, { depth: 9 })).not.toContain(secrets[0]);
  });
});
