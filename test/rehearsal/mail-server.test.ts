import { connect } from 'node:net';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { answer, type AnyFault } from '../../rehearsal/world/fault.ts';
import { loopbackCertificate } from '../../rehearsal/world/loopback-certificate.ts';
import { MailServer, type MailServerOptions } from '../../rehearsal/world/mail-server.ts';

const login = { user: 'alerts@example.test', password: 'p@ss/word' };
const letter: SendMailOptions = {
  from: 'Alerts <alerts@example.test>',
  to: 'oncall@example.test',
  subject: '3 tables failed — finance_dw',
  text: 'plain',
  html: '<p>rich</p>',
  attachments: [{ filename: 'tasks.csv', content: 'id\r\n4001\r\n' }],
};

let mail: MailServer;

async function start(options: MailServerOptions = { login }): Promise<void> {
  mail = new MailServer(options);
  await mail.start();
}

afterEach(() => mail.close());

const send = async (
  more: SendMailOptions = {},
  url = mail.url,
): Promise<{ rejected: readonly unknown[] }> =>
  createTransport({ url }).sendMail({ ...letter, ...more });

/** Gives up once the stage is reached, as a client does whose patience is at its end. */
async function sendUntil(reached: string): Promise<unknown> {
  const patience = new AbortController();
  const sent = send({ signal: patience.signal });
  while (mail.journal.count(reached) === 0) await new Promise(setImmediate);
  patience.abort();
  return sent;
}

describe('the mail server', () => {
  it.each([
    ['after STARTTLS', { login, tls: 'starttls' }, 'smtp:', true],
    ['over TLS from the start', { login, tls: 'implicit' }, 'smtps:', true],
    ['in the clear', { login, tls: 'none' }, 'smtp:', false],
  ] as const)('takes mail %s', async (_how, options, protocol, encrypted) => {
    await start(options);
    await send();
    expect(new URL(mail.url).protocol).toBe(protocol);
    expect(mail.mails).toMatchObject([
      {
        from: 'alerts@example.test',
        to: ['oncall@example.test'],
        encrypted,
        user: login.user,
        parsed: {
          subject: '3 tables failed — finance_dw',
          text: 'plain\n',
          html: '<p>rich</p>\n',
          attachments: [{ filename: 'tasks.csv' }],
        },
      },
    ]);
    expect(mail.mails[0]?.raw).toContain('Subject:');
  });

  it('takes mail from nobody in particular where no login is asked for', async () => {
    await start({ tls: 'none' });
    await send();
    expect(mail.mails).toMatchObject([{ user: '' }]);
  });

  it('shows a certificate for this machine, which only its own authority vouches for', async () => {
    await start({ login });
    const address = {
      host: 'localhost',
      port: mail.port,
      auth: { user: login.user, pass: login.password },
      requireTLS: true,
    };
    await expect(createTransport(address).sendMail(letter)).rejects.toMatchObject({
      code: 'ESOCKET',
    });
    await createTransport({ ...address, tls: { ca: loopbackCertificate } }).sendMail(letter);
    expect(mail.mails).toHaveLength(1);
  });

  it('takes no mail without the right password', async () => {
    await start();
    await expect(
      send({}, mail.url.replace(encodeURIComponent(login.password), 'wrong')),
    ).rejects.toMatchObject({ code: 'EAUTH', responseCode: 535 });
    await expect(send({}, mail.url.replace(/\/\/.*@/, '//'))).rejects.toMatchObject({
      code: 'EENVELOPE',
      responseCode: 530,
    });
    expect(mail.mails).toEqual([]);
  });

  it('refuses the recipients that it is told to, and delivers to the others', async () => {
    await start();
    mail.refusedRecipients.add('gone@example.test');
    const { rejected } = await send({ to: ['oncall@example.test', 'Gone@example.test'] });
    expect(rejected).toEqual(['Gone@example.test']);
    expect(mail.mails).toMatchObject([{ to: ['oncall@example.test'] }]);
    await expect(send({ to: 'gone@example.test' })).rejects.toMatchObject({
      code: 'EENVELOPE',
      responseCode: 550,
    });
  });

  it('keeps a journal of the stages', async () => {
    await start();
    await send();
    expect(mail.journal.operations).toEqual([
      'greeting',
      'EHLO',
      'STARTTLS',
      'EHLO',
      'AUTH',
      'MAIL',
      'RCPT',
      'DATA',
      'end of data',
    ]);
  });
});

describe('a fault of the mail server', () => {
  const stages = ['greeting', 'EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'end of data'];

  async function failing(at: string, fault: AnyFault): Promise<void> {
    await start();
    mail.fault = ({ operation, attempt }) =>
      operation === at && attempt === 1 ? fault : undefined;
  }

  it.each(stages.filter((stage) => stage !== 'EHLO'))('can be a refusal at %s', async (stage) => {
    await failing(stage, answer(451, 'try again later'));
    await expect(send()).rejects.toMatchObject({ responseCode: 451 });
    expect(mail.mails).toEqual([]);
  });

  it('can be a refusal of EHLO, upon which a client tries HELO', async () => {
    await failing('EHLO', answer(502, 'not known'));
    await expect(send()).rejects.toThrow();
    expect(mail.journal.count('EHLO')).toBeGreaterThan(1);
  });

  it.each(stages)('can be a connection that closes at %s', async (stage) => {
    await failing(stage, { kind: 'reset' });
    await expect(send()).rejects.toMatchObject({
      code: expect.stringMatching(/^E(CONNECTION|SOCKET)$/) as string,
    });
    expect(mail.mails).toEqual([]);
  });

  it.each(['greeting', 'RCPT', 'end of data'] as const)('can be silence at %s', async (stage) => {
    await failing(stage, { kind: 'hang' });
    await expect(sendUntil(stage)).rejects.toMatchObject({ code: 'EABORT' });
    expect(mail.mails).toEqual([]);
  });

  it('can be a connection that closes after the mail was taken', async () => {
    await failing('end of data', { kind: 'reset', applied: true });
    await expect(send()).rejects.toThrow();
    expect(mail.mails).toHaveLength(1);
  });

  it('can be silence after the mail was taken', async () => {
    await failing('end of data', { kind: 'hang', applied: true });
    await expect(sendUntil('end of data')).rejects.toMatchObject({ code: 'EABORT' });
    await expect.poll(() => mail.mails.length).toBe(1);
  });

  it('can pass: the next attempt is taken', async () => {
    await failing('MAIL', answer(451, 'try again later'));
    await expect(send()).rejects.toThrow();
    await send();
    expect(mail.mails).toHaveLength(1);
  });

  it('can be a refusal of one address only', async () => {
    await start();
    mail.fault = ({ operation, target }) =>
      operation === 'RCPT' && target === 'b@example.test' ? answer(452, 'full') : undefined;
    expect((await send({ to: ['a@example.test', 'b@example.test'] })).rejected).toEqual([
      'b@example.test',
    ]);
  });

  it('can be a server that is gone, until it comes back on the same port', async () => {
    await start();
    await mail.close();
    await expect(send()).rejects.toMatchObject({
      code: 'ESOCKET',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
    await mail.start();
    await send();
    expect(mail.mails).toHaveLength(1);
  });
});

describe('the end of the mail server', () => {
  it('does not wait for clients that say nothing', async () => {
    await start();
    const socket = connect(mail.port, '127.0.0.1');
    const gone = new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('data', resolve));
    await mail.close();
    await gone;
  });
});
