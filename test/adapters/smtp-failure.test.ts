import { expect, it } from 'vitest';
import { smtpFailureOf } from '../../functions/adapters/smtp-failure.ts';
import { settingsOf } from './channels-on-loopback.ts';

const smtp = settingsOf('smtp://mail.example.test:587');
const error = (fields: Readonly<Record<string, unknown>>): Error => Object.assign(new Error('as nodemailer puts it'), fields);

it.each([
  ['that port 25 is often blocked', { code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT' }, { port: 25 }, true, 'port 25 is often blocked'],
  ['where to look when nobody answers', { code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT' }, {}, true, 'check SMTP_URL and the function\'s network'],
  ['that port 465 wants smtps:', { code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT' }, { port: 465 }, true, 'port 465 wants smtps://'],
  ['that the host has no address', { code: 'EDNS', originalCode: 'ENOTFOUND' }, {}, true, 'mail.example.test has no address'],
  ['that the certificate has expired', { code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' }, {}, false, 'is not trusted (CERT_HAS_EXPIRED)'],
  ['that the name in the certificate is another', { code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }, {}, false, 'tls.servername'],
  ['that logins cannot be checked for now', { code: 'EAUTH', responseCode: 454, permanent: false, response: '454 later' }, {}, true, 'cannot check logins for now'],
  ['that the server does not pass mails on over TLS', { code: 'EREQUIRETLS' }, {}, false, 'does not pass mails on over TLS'],
  ['that the mail was refused for good', { code: 'EMESSAGE', command: 'DATA', responseCode: 554, permanent: true, response: '554 spam' }, {}, false, 'DATA: 554 spam'],
  ['that an address cannot be sent to', { code: 'EENVELOPE', command: 'API' }, {}, false, 'EENVELOPE'],
] as const)('says %s', (_, fields, settings, again, said) => {
  const failure = smtpFailureOf(error(fields), { ...smtp, ...settings });
  expect(failure.why).toContain(said);
  expect(failure.again).toBe(again);
});
