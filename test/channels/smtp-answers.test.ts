import { expect, it } from 'vitest';
import { smtpFailure } from '../../functions/channels/email/answers.ts';
import { sendLetter } from '../../functions/channels/email/client.ts';
import { smtpSettings } from './channels-on-loopback.ts';

const smtp = smtpSettings('smtp://mail.example.test:587');
const error = (fields: Readonly<Record<string, unknown>>): Error =>
  Object.assign(new Error('as nodemailer puts it'), fields);

it.each([
  [
    'that port 25 is often blocked',
    { code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT' },
    { port: 25 },
    true,
    'port 25 is often blocked',
  ],
  [
    'where to look when nobody answers',
    { code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT' },
    {},
    true,
    "check SMTP_URL and the function's network",
  ],
  [
    'that port 465 wants smtps:',
    { code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT' },
    { port: 465 },
    true,
    'port 465 wants smtps://',
  ],
  [
    'that the host has no address',
    { code: 'EDNS', originalCode: 'ENOTFOUND' },
    {},
    true,
    'mail.example.test has no address',
  ],
  [
    'that the certificate has expired',
    { code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' },
    {},
    false,
    'is not trusted (CERT_HAS_EXPIRED)',
  ],
  [
    'that the name in the certificate is another',
    { code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    {},
    false,
    'tls.servername',
  ],
  [
    'that logins cannot be checked for now',
    { code: 'EAUTH', responseCode: 454, permanent: false, response: '454 later' },
    {},
    true,
    'cannot check logins for now',
  ],
  [
    'that the mail was refused for good',
    { code: 'EMESSAGE', command: 'DATA', responseCode: 554, permanent: true, response: '554 spam' },
    {},
    false,
    'answered DATA with 554 spam',
  ],
  [
    'that an address cannot be sent to',
    { code: 'EENVELOPE', command: 'API' },
    {},
    false,
    'EENVELOPE',
  ],
] as const)('says %s', (_, fields, settings, again, said) => {
  const failure = smtpFailure(error(fields), { ...smtp, ...settings });
  expect(JSON.stringify(failure)).toContain(said);
  expect(failure.kind).toBe(again ? 'retryable' : 'refused');
});

const reply = (
  command: string,
  responseCode: number,
  response = `${responseCode} 5.7.1 no`,
  code = 'EENVELOPE',
): Error => error({ code, command, responseCode, response, permanent: responseCode >= 500 });

it.each([
  ['a refused password', reply('AUTH PLAIN', 535, '535 5.7.8 wrong', 'EAUTH')],
  ['a disabled account', reply('AUTH LOGIN', 550, '550 disabled', 'EAUTH')],
  ['a server that takes no login', reply('AUTH PLAIN', 503, '503 5.5.1 no', 'EAUTH')],
  ['a sender that is not allowed', reply('MAIL FROM', 553)],
  ['a sender who has to log in', reply('MAIL FROM', 530, '530 5.7.0 authentication required')],
  ['recipients of whom there is none', reply('RCPT TO', 550, '550 5.1.1 no such user')],
  ['a mailbox that is full', reply('RCPT TO', 552, '552 5.2.2 over quota')],
])('is lost for good with %s', (_, failure) => {
  expect(smtpFailure(failure, smtp)).toMatchObject({
    kind: 'refused',
    permanent: expect.anything() as object,
  });
});

it.each([
  ['logins that cannot be checked for now', reply('AUTH PLAIN', 454, '454 4.7.0 later', 'EAUTH')],
  ['recipients that are deferred', reply('RCPT TO', 450, '450 4.2.0 greylisted')],
  ['a sender that is deferred', reply('MAIL FROM', 451, '451 4.3.0 later')],
  ['a mail that is too large', reply('MAIL FROM', 552, '552 5.3.4 too large')],
  ['a mail that is taken for spam', reply('DATA', 554, '554 5.7.1 spam', 'EMESSAGE')],
  ['a server that offers no TLS', reply('STARTTLS', 502, '502 no', 'ETLS')],
  ['a certificate that has expired', error({ code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' })],
  ['a server that nobody reaches', error({ code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT' })],
  ['a password that was never sent', error({ code: 'EAUTH' })],
])('is not lost with %s', (_, failure) => {
  expect(smtpFailure(failure, smtp)).not.toHaveProperty('permanent');
});

it('is given up without a connection where no time is left', async () => {
  const signal = AbortSignal.abort(new Error('too late'));
  const sending = sendLetter({ ...smtp, host: '127.0.0.1', port: 9 }, undefined, {
    timeoutMs: 100,
    signal,
  });
  await expect(sending).rejects.toThrow('too late');
});
