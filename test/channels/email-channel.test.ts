import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Delivery } from '../../functions/ports.ts';
import {
  aFailure,
  login,
  mailChannelTo,
  mailOnLoopback,
  messageOf,
  settingsOf,
} from './channels-on-loopback.ts';
import { HastyTime } from '../runtime/hasty-time.ts';

const minute = 60_000;

type World = Awaited<ReturnType<typeof mailOnLoopback>>;
const deliver = async ({ channel, time }: World, ms = minute): Promise<Delivery> =>
  (await messageOf(channel)).deliver(time.in(ms));

describe('a mail', () => {
  it('goes out encrypted, as the user of the URL, with a text, an HTML part and the headers of a machine', async () => {
    const world = await mailOnLoopback();
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    const [mail] = world.server.mails;
    expect(mail).toMatchObject({
      encrypted: true,
      user: login.user,
      from: 'alerts@example.test',
      to: ['oncall@example.test'],
    });
    expect(mail?.parsed.subject).toContain('orders_2024');
    expect(mail?.parsed.text).toContain("no privilege 'odps:Select'");
    expect(mail?.parsed.html).toContain('orders_2024');
    expect(mail?.parsed.from).toEqual({ name: 'MMS alerts', address: 'alerts@example.test' });
    expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(mail?.raw).toMatch(/^X-Auto-Response-Suppress: All\r$/m);
    expect(mail?.raw).toMatch(/^Importance: High\r$/im);
  });

  it('bears the same Message-ID when the same alerts are sent again, in the domain of its sender', async () => {
    const world = await mailOnLoopback();
    await deliver(world);
    await deliver(world);
    const [first, second] = world.server.mails.map(({ parsed }) => parsed.messageId);
    expect(first).toMatch(/^<[^@\s]+@example\.test>$/);
    expect(second).toBe(first);
  });

  it('stands in the thread of its job', async () => {
    const world = await mailOnLoopback();
    await deliver(world);
    expect(world.server.mails[0]?.raw).toMatch(
      /^References: <mms-job-2000015-87@example\.test>\r$/m,
    );
  });

  it('is not urgent when nothing stands failed', async () => {
    const world = await mailOnLoopback();
    await (
      await messageOf(world.channel, [{ ...aFailure, recoveredSince: true }])
    ).deliver(world.time.in(minute));
    expect(world.server.mails[0]?.raw).not.toMatch(/^Importance:/im);
  });

  it('goes to every recipient', async () => {
    const world = await mailOnLoopback({ to: ['a@example.test', 'b@example.test'] });
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    expect(world.server.mails[0]?.to).toEqual(['a@example.test', 'b@example.test']);
  });

  it.each([
    ['smtps:', { tls: 'implicit' }],
    ['ignoreTLS', { tls: 'none' }],
    ['no login', { login: undefined }],
  ] as const)('goes out with %s', async (_, options) => {
    const world = await mailOnLoopback(options);
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    expect(world.server.mails).toHaveLength(1);
  });
});

describe('recipients that the server refuses', () => {
  it('are named when others were accepted', async () => {
    const world = await mailOnLoopback({ to: ['a@example.test', 'gone@example.test'] });
    world.server.refusedRecipients.add('gone@example.test');
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({ kind: 'accepted' });
    expect(delivery.problem).toMatch(
      /^the mail was sent, but not to gone@example\.test \(550 5\.1\.1 .*no such user\); check MAIL_TO$/,
    );
    expect(world.server.mails[0]?.to).toEqual(['a@example.test']);
  });

  it('are a failure when they are all', async () => {
    const world = await mailOnLoopback({ to: ['gone@example.test'] });
    world.server.refusedRecipients.add('gone@example.test');
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({ kind: 'failed', lost: true });
    expect(delivery.problem).toMatch(/^the mail was not sent: RCPT TO: 550 .*; check MAIL_TO$/);
    expect(world.server.journal.count('connect')).toBe(1);
  });

  it('are not lost while the server only defers one of them', async () => {
    const world = await mailOnLoopback({ to: ['gone@example.test', 'later@example.test'] });
    world.server.fault = ({ stage, address }) =>
      stage === 'RCPT'
        ? {
            kind: 'refuse',
            ...(address.startsWith('gone')
              ? { code: 550, message: '5.1.1 no' }
              : { code: 450, message: '4.2.0 later' }),
          }
        : undefined;
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({ kind: 'failed' });
    expect(delivery).not.toHaveProperty('lost');
  });

  it('are tried again when the server only defers them', async () => {
    const world = await mailOnLoopback();
    world.server.fault = ({ stage, attempt }) =>
      stage === 'RCPT' && attempt === 1
        ? { kind: 'refuse', code: 450, message: '4.2.0 greylisted' }
        : undefined;
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    expect(world.server.mails).toHaveLength(1);
  });
});

describe('what breaks before the mail is sent is tried again', () => {
  it.each(['connect', 'greeting', 'EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT'] as const)(
    'a connection that is closed at %s',
    async (stage) => {
      const world = await mailOnLoopback();
      world.server.fault = (call) =>
        call.stage === stage && call.attempt === 1 ? { kind: 'close' } : undefined;
      expect(await deliver(world)).toEqual({ kind: 'accepted' });
      expect(world.server.mails).toHaveLength(1);
    },
  );

  it.each(['greeting', 'MAIL', 'DATA', 'end of data'] as const)(
    'a server that has no time at %s',
    async (stage) => {
      const world = await mailOnLoopback();
      world.server.fault = (call) =>
        call.stage === stage && call.attempt === 1
          ? { kind: 'refuse', code: 451, message: '4.3.2 busy' }
          : undefined;
      expect(await deliver(world)).toEqual({ kind: 'accepted' });
      expect(world.server.mails).toHaveLength(1);
    },
  );

  it('a server that is not there yet', async () => {
    const world = await mailOnLoopback();
    await world.server.goDown();
    const delivery = await deliver(world);
    expect(delivery.problem).toMatch(
      /ECONNREFUSED; nothing listens on 127\.0\.0\.1:\d+; check SMTP_URL$/,
    );
    expect(world.time.slept).toHaveLength(5);
  });
});

describe('what breaks after the mail was sent is not', () => {
  it.each([
    { kind: 'close', applied: true },
    { kind: 'hang', applied: true },
  ] as const)('$kind at the end of the data', async (fault) => {
    const world = await mailOnLoopback();
    world.server.fault = ({ stage }) => (stage === 'end of data' ? fault : undefined);
    const delivery = await deliver(world, 800);
    expect(delivery).toMatchObject({ kind: 'failed' });
    expect(delivery.problem).toMatch(/it may have arrived|the next one sends it again/);
    expect(world.server.mails).toHaveLength(1);
  });
});

describe('what will not change is told at once, with what to do', () => {
  it('a wrong password', async () => {
    const world = await mailOnLoopback({ login: { ...login, password: 'another' } });
    const channel = mailChannelTo(
      {
        ...settingsOf(world.server.url),
        user: login.user,
        password: settingsOf(`smtp://u:wrong@h`).password,
      },
      world.time,
    );
    const delivery = await (await messageOf(channel)).deliver(world.time.in(minute));
    expect(delivery).toMatchObject({ kind: 'failed', lost: true });
    expect(delivery.problem).toMatch(
      /refused the user or the password \(535 .*\); check both in SMTP_URL/,
    );
    expect(world.server.journal.count('AUTH')).toBe(1);
  });

  it('a server that takes no login: the mail does not go out without one', async () => {
    const world = await mailOnLoopback({ login: undefined });
    const channel = mailChannelTo(
      {
        ...settingsOf(world.server.url),
        user: login.user,
        password: settingsOf('smtp://u:p4ss@h').password,
      },
      world.time,
    );
    const delivery = await (await messageOf(channel)).deliver(world.time.in(minute));
    expect(delivery.problem).toMatch(/takes no login here/);
    expect(world.server.mails).toEqual([]);
  });

  it('a server without TLS: the password does not go out in clear', async () => {
    const world = await mailOnLoopback({ tls: 'none', settings: { ignoreTLS: false } });
    const delivery = await deliver(world);
    expect(delivery.problem).toMatch(
      /offers no TLS \(.*\), which is required; use smtps:\/\/ with its TLS port \(465\), or ignoreTLS=true/,
    );
    expect(world.server.journal.count('AUTH')).toBe(0);
    expect(world.server.journal.count('connect')).toBe(1);
  });

  it('a certificate that nobody trusts', async () => {
    for (const tls of ['starttls', 'implicit'] as const) {
      const world = await mailOnLoopback({ tls, settings: { rejectUnauthorized: true } });
      const delivery = await deliver(world);
      expect(delivery).not.toHaveProperty('lost');
      expect(delivery.problem).toMatch(
        /the certificate of 127\.0\.0\.1:\d+ is not trusted \(.*SELF_SIGNED.*\); use the host name/,
      );
      expect(world.time.slept).toEqual([]);
    }
  });

  it('TLS to a port that does not speak it', async () => {
    const world = await mailOnLoopback({ settings: { secure: true } });
    expect((await deliver(world)).problem).toMatch(
      /does not speak TLS from the first byte; use smtps:\/\/ for port 465/,
    );
  });

  it('a sender that is not allowed', async () => {
    const world = await mailOnLoopback();
    world.server.fault = ({ stage }) =>
      stage === 'MAIL' ? { kind: 'refuse', code: 553, message: '5.7.1 not yours' } : undefined;
    expect(await deliver(world)).toMatchObject({
      kind: 'failed',
      lost: true,
      problem:
        'the mail was not sent: MAIL FROM: 553 5.7.1 not yours; check that MAIL_FROM is an address that this user may send from',
    });
  });
});

it('is back in time from a server that never greets', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => {
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => {
    silent.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const time = new HastyTime();
  const { port } = silent.address() as AddressInfo;
  const until = time.in(400);
  const delivery = await (
    await messageOf(mailChannelTo(settingsOf(`smtp://127.0.0.1:${port}`), time))
  ).deliver(until);
  expect(delivery).toMatchObject({ kind: 'failed' });
  expect(time.clock()).toBeLessThan(until + 1_000);
});
