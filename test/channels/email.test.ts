import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answer } from '../../rehearsal/world/fault.ts';
import { loopbackCertificate, loopbackKey } from '../../rehearsal/world/loopback-certificate.ts';
import { HastyTime } from '../runtime/hasty-time.ts';
import {
  channelOf,
  deliver,
  login,
  mailOnLoopback,
  messageOf,
  minute,
  serviceOf,
} from './channels-on-loopback.ts';
import { aTask, causes, failureOf } from '../notification/alerts.ts';

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
    expect(mail?.raw).toMatch(/^List-ID: <mms-task-alerts\.example\.test>\r$/m);
    expect(mail?.raw).not.toMatch(/^Precedence:/im);
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
    const raw = world.server.mails[0]?.raw;
    expect(raw).toMatch(/^References: <mms-job-2000015-87@example\.test>\r$/m);
    expect(raw).toMatch(/^In-Reply-To: <mms-job-2000015-87@example\.test>\r$/m);
  });

  it.each([
    'alerts@example.test',
    'Alerts <alerts@a-rather-long-name.of-a-department.of-some-company.example.com>',
    '告警 <alerts@例子.公司.cn>',
    `alerts@${'x'.repeat(60)}.${'y'.repeat(60)}.example`,
    `alerts@${'x'.repeat(63)}.example`,
    'alerts@localhost',
  ])('bears ids of one line, in ASCII, whoever sends it: %s', async (from) => {
    const world = await mailOnLoopback({ from });
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    const { raw = '', parsed } = world.server.mails[0] ?? {};
    const headers = raw.slice(0, raw.indexOf('\r\n\r\n')).split('\r\n');
    for (const name of ['Message-ID', 'References', 'In-Reply-To']) {
      const line = headers.find((header) => header.startsWith(`${name}: `)) ?? '';
      expect(line).toMatch(/^[\w-]+: <[\w.-]+@[a-z0-9.-]+>$/);
      expect(line.length).toBeLessThanOrEqual(76);
      expect(line).not.toContain('..');
    }
    expect(parsed?.messageId).toMatch(/^<mms-/);
    await deliver(world);
    expect(world.server.mails[1]?.parsed.messageId).toBe(parsed?.messageId);
  });

  it('is not urgent when nothing stands failed', async () => {
    const world = await mailOnLoopback();
    await (
      await messageOf(world.channel, [
        failureOf(aTask(4032), causes.privilege, { recoveredSince: true }),
      ])
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
    expect(world.server.journal.count('greeting')).toBe(1);
    expect(world.server.mails[0]?.to).toEqual(['a@example.test']);
  });

  it('are a failure when they are all', async () => {
    const world = await mailOnLoopback({ to: ['gone@example.test'] });
    world.server.refusedRecipients.add('gone@example.test');
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({
      kind: 'failed',
      refused: 'for good',
      trouble: { short: { en: 'recipients refused', zh: '收件人被拒绝' } },
    });
    expect(delivery.problem).toMatch(
      /^the mail was not sent: 127\.0\.0\.1:\d+ answered RCPT TO with 550 .*; check MAIL_TO$/,
    );
    expect(world.server.journal.count('greeting')).toBe(1);
  });

  it('are not lost while the server only defers one of them', async () => {
    const world = await mailOnLoopback({ to: ['gone@example.test', 'later@example.test'] });
    world.server.fault = ({ operation, target }) => {
      if (operation !== 'RCPT') return undefined;
      return target.startsWith('gone') ? answer(550, '5.1.1 no') : answer(450, '4.2.0 later');
    };
    expect(await deliver(world)).toMatchObject({ kind: 'failed' });
  });

  it('are tried again when the server only defers them', async () => {
    const world = await mailOnLoopback();
    world.server.fault = ({ operation, attempt }) =>
      operation === 'RCPT' && attempt === 1 ? answer(450, '4.2.0 greylisted') : undefined;
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    expect(world.server.mails).toHaveLength(1);
  });
});

describe('what breaks before the mail is sent is tried again', () => {
  it.each(['greeting', 'EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT'] as const)(
    'a connection that is closed at %s',
    async (stage) => {
      const world = await mailOnLoopback();
      world.server.fault = (call) =>
        call.operation === stage && call.attempt === 1 ? { kind: 'reset' } : undefined;
      expect(await deliver(world)).toEqual({ kind: 'accepted' });
      expect(world.server.mails).toHaveLength(1);
    },
  );

  it.each(['greeting', 'MAIL', 'DATA', 'end of data'] as const)(
    'a server that has no time at %s',
    async (stage) => {
      const world = await mailOnLoopback();
      world.server.fault = (call) =>
        call.operation === stage && call.attempt === 1 ? answer(451, '4.3.2 busy') : undefined;
      expect(await deliver(world)).toEqual({ kind: 'accepted' });
      expect(world.server.mails).toHaveLength(1);
    },
  );

  it('a server that is not there yet', async () => {
    const world = await mailOnLoopback();
    await world.server.close();
    const delivery = await deliver(world);
    expect(delivery.problem).toMatch(
      /^the mail was not sent: nothing listens on 127\.0\.0\.1:\d+; check SMTP_URL$/,
    );
    expect(world.time.slept).toHaveLength(5);
  });
});

describe('what breaks after the mail was sent is not', () => {
  it.each([
    { kind: 'reset', applied: true },
    { kind: 'hang', applied: true },
  ] as const)('$kind at the end of the data', async (fault) => {
    const world = await mailOnLoopback();
    world.server.fault = ({ operation }) => (operation === 'end of data' ? fault : undefined);
    const delivery = await deliver(world, 800);
    expect(delivery).toMatchObject({
      kind: 'failed',
      problem:
        'the mail was not sent: no answer came after the mail was sent; the message may have arrived, and the next tick sends it again',
    });
    expect(world.server.mails).toHaveLength(1);
  });
});

const basic = (user: string, password: string): string =>
  Buffer.from(`\0${user}\0${password}`).toString('base64');

describe('the password', () => {
  it('is not sent where no login is offered: a server may repeat what it does not know', async () => {
    const world = await mailOnLoopback({
      login: undefined,
      url: (url) => Object.assign(url, { username: 'alerts', password: 'hunter2' }),
    });
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({
      refused: 'for good',
      trouble: { short: { en: 'no login offered', zh: '服务器不提供登录' } },
    });
    expect(delivery.problem).toMatch(
      /^the mail was not sent: 127\.0\.0\.1:\d+ offers no login, so no login was tried; use the port for logins in SMTP_URL \(smtps:\/\/ with port 465, or smtp:\/\/ with 587 or 80\), or leave the user and the password out$/,
    );
    expect(world.server.journal.count('AUTH')).toBe(0);
    expect(world.server.mails).toEqual([]);
  });

  it('is not sent to a server that answers to HELO alone, which offers nothing', async () => {
    const world = await mailOnLoopback({ tls: 'none' });
    world.server.fault = ({ operation, attempt }) =>
      operation === 'EHLO' && attempt === 1 ? answer(502, 'no EHLO here') : undefined;
    const delivery = await deliver(world);
    expect(delivery.problem).toContain('offers no login');
    expect(delivery.problem).toContain('set name= to a host name that the server knows');
    expect(world.server.journal.count('AUTH')).toBe(0);
  });

  it.each([
    `5.5.1 Command unrecognized: "AUTH PLAIN ${basic(login.user, login.password)}"`,
    `5.7.8 no such ${login.password}, ${Buffer.from(login.password).toString('hex')}`,
    `5.7.8 ${Array.from(login.password).reverse().join('')}`,
  ])('is not told when the server repeats it: %s', async (message) => {
    const world = await mailOnLoopback();
    world.server.fault = ({ operation }) =>
      operation === 'AUTH' ? answer(535, message) : undefined;
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({ refused: 'for good', cause: undefined });
    expect(delivery.problem).toMatch(
      /refused the user or the password \(535 5\.\d\.\d\); check both in SMTP_URL, special characters percent-encoded$/,
    );
  });

  it('may have to be one for applications, which the server says in its own words', async () => {
    const world = await mailOnLoopback();
    world.server.fault = ({ operation }) =>
      operation === 'AUTH'
        ? answer(534, '5.7.9 Application-specific password required')
        : undefined;
    expect((await deliver(world)).problem).toContain('app password, 授权码');
  });

  it('does not go out in clear to a server without TLS', async () => {
    const world = await mailOnLoopback({
      tls: 'none',
      url: (url) => Object.assign(url, { search: '' }),
    });
    expect((await deliver(world)).problem).toMatch(
      /answered STARTTLS with 5\d\d .*; TLS is required: use smtps:\/\/ with its TLS port \(465\), or ignoreTLS=true/,
    );
    expect(world.server.journal.count('AUTH')).toBe(0);
    expect(world.server.journal.count('greeting')).toBe(1);
  });
});

describe('what will not change is told at once, with what to do', () => {
  it('a wrong password', async () => {
    const world = await mailOnLoopback({
      url: (url) => Object.assign(url, { password: 'wrong' }),
    });
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({
      refused: 'for good',
      trouble: { short: { en: 'login refused', zh: '登录被拒绝' } },
    });
    expect(delivery.problem).toMatch(
      /refused the user or the password \(535\); check both in SMTP_URL/,
    );
    expect(world.server.journal.count('AUTH')).toBe(1);
  });

  it('a certificate that nobody trusts', async () => {
    for (const tls of ['starttls', 'implicit'] as const) {
      const world = await mailOnLoopback({ tls, url: (url) => Object.assign(url, { search: '' }) });
      const delivery = await deliver(world);
      expect(delivery).toMatchObject({ kind: 'failed' });
      expect(delivery.problem).toMatch(
        /the certificate of 127\.0\.0\.1:\d+ is not trusted \(.*SELF_SIGNED.*\); use the host name/,
      );
      expect(world.time.slept).toEqual([]);
    }
  });

  it('TLS to a port that does not speak it', async () => {
    const world = await mailOnLoopback({
      url: (url) => new URL(url.href.replace('smtp:', 'smtps:')),
    });
    expect((await deliver(world)).problem).toMatch(
      /does not speak TLS from the first byte; use smtps:\/\/ for port 465/,
    );
  });

  it('a server that speaks TLS 1.1 at most', async () => {
    const old = createTlsServer({
      key: loopbackKey,
      cert: loopbackCertificate,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    old.on('tlsClientError', () => undefined);
    const delivery = await deliveredTo(`smtps://127.0.0.1:${await portOf(old)}`);
    expect(delivery.problem).toMatch(
      /speaks TLS 1\.0 or 1\.1 only, which is not safe any more; use a server that speaks TLS 1\.2 in SMTP_URL$/,
    );
  });

  it.each([501, 550])(
    'a greeting that the server refuses with %i: it wants another name',
    async (code) => {
      const world = await mailOnLoopback();
      world.server.fault = ({ operation }) =>
        operation === 'EHLO'
          ? answer(code, '5.5.2 Helo command rejected: need fully-qualified hostname')
          : undefined;
      expect((await deliver(world)).problem).toMatch(
        /answered EHLO with 5\d\d 5\.5\.2 Helo command rejected: need fully-qualified hostname; set name= in SMTP_URL to a host name that the server takes, such as name=alerts\.example\.com$/,
      );
      expect(world.server.journal.count('greeting')).toBe(1);
    },
  );

  it('a sender that is not allowed', async () => {
    const world = await mailOnLoopback();
    world.server.fault = ({ operation }) =>
      operation === 'MAIL' ? answer(553, '5.7.1 not yours') : undefined;
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({
      refused: 'for good',
      trouble: { short: { en: 'sender refused' } },
    });
    expect(delivery.problem).toMatch(
      /^the mail was not sent: 127\.0\.0\.1:\d+ answered MAIL FROM with 553 5\.7\.1 not yours; check that MAIL_FROM is an address that this user may send from$/,
    );
  });

  it('a mail that is taken for spam, in one sentence of the server', async () => {
    const world = await mailOnLoopback();
    world.server.fault = ({ operation }) =>
      operation === 'end of data'
        ? answer(554, `5.7.1 This looks like spam. Write to postmaster. ${'x'.repeat(500)}`)
        : undefined;
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({ kind: 'failed' });
    expect(delivery.problem).toMatch(/with 554 5\.7\.1 This looks like spam\.; ask whoever runs/);
  });
});

async function portOf(server: Server): Promise<number> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function deliveredTo(
  url: string,
  time = new HastyTime(),
  ms = minute,
): ReturnType<typeof deliver> {
  const environment = { SMTP_URL: url, MAIL_FROM: 'a@example.test', MAIL_TO: 'b@example.test' };
  return deliver({ channel: channelOf('email', environment, time), time }, ms);
}

it('is back in time from a server that never greets', async () => {
  const time = new HastyTime();
  const port = await portOf(createServer());
  const until = time.in(400);
  expect(await deliveredTo(`smtp://127.0.0.1:${port}`, time, 400)).toMatchObject({
    kind: 'failed',
  });
  expect(time.clock()).toBeLessThan(until + 1_000);
});

describe('the doctor', () => {
  it('logs in and sends nothing, and sends one mail as a test', async () => {
    const world = await mailOnLoopback();
    const service = serviceOf('email', world.environment);
    expect(await service.probe(world.time.in(minute), world.time)).toMatchObject({
      verdict: 'ok',
      found: expect.stringContaining(
        'STARTTLS with a certificate that is not checked, the login is accepted',
      ) as string,
    });
    expect(world.server.mails).toEqual([]);
    expect(
      await service.sendTest('This is a test.', world.time.in(minute), world.time),
    ).toMatchObject({
      verdict: 'ok',
      found: 'sent to oncall@example.test: look for it there, among the spam too',
    });
    expect(world.server.mails[0]?.parsed.subject).toBe('[test] mms-task-alerts');
  });

  it('names recipients that the server refuses', async () => {
    const world = await mailOnLoopback({ to: ['a@example.test', 'gone@example.test'] });
    world.server.refusedRecipients.add('gone@example.test');
    const service = serviceOf('email', world.environment);
    expect(await service.sendTest('x', world.time.in(minute), world.time)).toMatchObject({
      verdict: 'warn',
      hints: ['check MAIL_TO'],
    });
  });
});
