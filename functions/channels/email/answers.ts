import type { NodemailerError } from 'nodemailer';
import type { Localised } from '../../language.ts';
import { createRedactor, redactError, type Redactor } from '../../runtime/redaction.ts';
import { Secret } from '../../settings/secret.ts';
import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import type { Failure } from '../channel.ts';
import { LoginNotOffered, LostAfterData } from './client.ts';
import type { SmtpSettings } from './settings.ts';

export const port25 =
  'port 25 is often blocked where functions run: use 465 with smtps://, or 587 or 80';

export function smtpFailure(error: unknown, smtp: SmtpSettings): Failure {
  const place = `${smtp.host}:${smtp.port}`;
  if (error instanceof LostAfterData) return { kind: 'unknown', why: error.message };
  if (error instanceof LoginNotOffered) return loginNotOffered(error, smtp, place);
  if (error instanceof Error && error.name === 'TimeoutError')
    return { kind: 'retryable', why: `no answer from ${place} in time` };
  const failure: Partial<NodemailerError> = error instanceof Error ? error : {};
  // A server may repeat what it was sent, in any spelling, so no reply becomes a cause.
  if (failure.responseCode === undefined)
    return { ...noReply(failure, smtp, place), cause: redactError(error, redactorFor(smtp)) };
  return failure.code === 'EAUTH'
    ? loginRefused(failure, place)
    : refusal(failure, place, replySaid(failure.response ?? '', smtp));
}

function redactorFor({ login }: SmtpSettings): Redactor {
  if (login === undefined) return createRedactor([]);
  const plain = Buffer.from(`\0${login.user}\0${login.password.reveal()}`).toString('base64');
  return createRedactor([login.password, new Secret(plain)]);
}

const reply = /^(\d{3})[ -]?(?:(\d\.\d{1,3}\.\d{1,3})\b)?\s*([^]*)$/;

/** The codes and one short sentence. */
export function replySaid(response: string, smtp: SmtpSettings): string {
  const [, code = '', enhanced = '', words = response] = reply.exec(response) ?? [];
  const text = words.replace(/\r?\n\d{3}[ -]?(?:\d\.\d{1,3}\.\d{1,3}\b)?/g, ' ');
  const line = untrustedName(redactorFor(smtp)(text), 120);
  const sentence = /^.*?[^.\s]{2}[.!;](?=\s)/.exec(line)?.[0] ?? line;
  return [code, enhanced, sentence].filter((part) => part !== '').join(' ');
}

const permanently = (why: string, said: string, short: Localised, fix: Localised): Failure => ({
  kind: 'refused',
  why,
  hint: fix.en,
  permanent: { said, short, fix },
});

function loginNotOffered(
  { offered, extensions }: LoginNotOffered,
  { ignoreTLS, secure }: SmtpSettings,
  place: string,
): Failure {
  const what =
    offered.length > 0
      ? `offers logins of another kind only (${untrustedName(offered.join(', '), 60)})`
      : 'offers no login';
  const leaveOut =
    ignoreTLS && !secure ? ' and leave out ignoreTLS, since many offer a login only over TLS' : '';
  const name = extensions ? '' : ', set name= to a host name that the server knows';
  return permanently(
    `${place} ${what}, so no login was tried`,
    '',
    { en: 'no login offered', zh: '服务器不提供登录' },
    {
      en: `use the port for logins in SMTP_URL (smtps:// with port 465, or smtp:// with 587 or 80)${leaveOut}${name}, or leave the user and the password out`,
      zh: '在 SMTP_URL 中使用支持登录的端口（465 用 smtps://，587 或 80 用 smtp://），或去掉用户名和密码',
    },
  );
}

/** Only the codes of a reply to a password: the rest may hold it in any spelling. */
function loginRefused(
  { response = '', responseCode = 0 }: Partial<NodemailerError>,
  place: string,
): Failure {
  const [, code = '', enhanced = ''] = reply.exec(response) ?? [];
  const codes = enhanced === '' ? code : `${code} ${enhanced}`;
  if (responseCode >= 400 && responseCode < 500)
    return { kind: 'retryable', why: `${place} cannot check logins for now (${codes})` };
  const wantsAppPassword = /app(?:lication)?[- ]?(?:specific )?password|授权码|客户端.*密码/i.test(
    response,
  );
  return permanently(
    `${place} refused the user or the password (${codes})`,
    codes,
    { en: 'login refused', zh: '登录被拒绝' },
    wantsAppPassword
      ? {
          en: 'the provider wants a password made for applications (app password, 授权码) in SMTP_URL',
          zh: 'SMTP_URL 中应使用邮箱的授权码（应用专用密码）',
        }
      : {
          en: 'check both in SMTP_URL, special characters percent-encoded',
          zh: '检查 SMTP_URL 中的用户名和密码，特殊字符须做百分号编码',
        },
  );
}

type Advice = Readonly<{
  hint: string;
  /** Where every mail would be refused. */
  lasting?: Readonly<{ short: Localised; zh: string }>;
}>;

function refusal(
  { command = '', response = '', permanent }: Partial<NodemailerError>,
  place: string,
  said: string,
): Failure {
  const why = `${place} answered ${command === 'CONN' ? 'the connection' : command} with ${said}`;
  if (permanent !== true) return { kind: 'retryable', why };
  const { hint, lasting } = adviceOn(command, response);
  return lasting === undefined
    ? { kind: 'refused', why, hint }
    : permanently(why, said, lasting.short, { en: hint, zh: lasting.zh });
}

function adviceOn(command: string, response: string): Advice {
  switch (command) {
    case 'EHLO':
    case 'HELO':
      return {
        hint: 'set name= in SMTP_URL to a host name that the server takes, such as name=alerts.example.com',
      };
    case 'STARTTLS':
      return {
        hint: 'TLS is required: use smtps:// with its TLS port (465), or ignoreTLS=true in SMTP_URL for local use',
      };
    case 'MAIL FROM':
      // The size is announced with the sender: another mail may pass.
      if (/^(?:552|5\d\d[ -]5\.(?:3\.4|2\.3)\b)/.test(response))
        return { hint: 'ask whoever runs the mail server to take larger ones' };
      return {
        hint: /\b(?:530|5\.7\.0)\b/.test(response.slice(0, 12))
          ? 'the server wants a login: put user:password@ into SMTP_URL'
          : 'check that MAIL_FROM is an address that this user may send from',
        lasting: {
          short: { en: 'sender refused', zh: '发件人被拒绝' },
          zh: '检查 MAIL_FROM 是否为该账号可用的发件地址，以及 SMTP_URL 是否需要登录',
        },
      };
    case 'RCPT TO':
      return {
        hint: 'check MAIL_TO',
        lasting: { short: { en: 'recipients refused', zh: '收件人被拒绝' }, zh: '检查 MAIL_TO' },
      };
    case 'CONN':
      return { hint: 'check SMTP_URL, and whether the server takes mails from this network' };
    default:
      return { hint: 'ask whoever runs the mail server' };
  }
}

const ofTheConnection = /^(?:ECONNECTION|ETIMEDOUT|ESOCKET|EDNS|EPROTOCOL|ETLS)$/;

function noReply(failure: Partial<NodemailerError>, smtp: SmtpSettings, place: string): Failure {
  const { code = '', command = '', originalCode = '', timeoutType, message = '' } = failure;
  const { host, port, secure } = smtp;
  const retryable = (why: string, hint?: string): Failure => ({ kind: 'retryable', why, hint });
  const refused = (why: string, hint: string): Failure => ({ kind: 'refused', why, hint });
  const tls = `${originalCode} ${message}`;
  const certificate = /\w*(?:CERT_|_CERT|SELF_SIGNED|UNABLE_TO_)\w*|certificate/i.exec(tls)?.[0];
  if (certificate !== undefined)
    return refused(
      `the certificate of ${place} is not trusted (${certificate})`,
      'use the host name that it was made for, or name it with tls.servername in SMTP_URL',
    );
  if (/unsupported[_ ]protocol|protocol[_ ]version|no[_ ]protocols/i.test(tls))
    return refused(
      `${place} speaks TLS 1.0 or 1.1 only, which is not safe any more`,
      'use a server that speaks TLS 1.2 in SMTP_URL',
    );
  if (/wrong[_ ]version[_ ]number|packet[_ ]length/i.test(tls))
    return refused(
      `${place} does not speak TLS from the first byte`,
      'use smtps:// for port 465 and smtp:// for 587, 80 and 25',
    );
  const broken = /\b(?:ERR_SSL_\w+|EPROTO)\b/.exec(tls)?.[0];
  if (broken !== undefined)
    return refused(
      `no TLS came about with ${place} (${broken})`,
      'check the port and the protocol in SMTP_URL',
    );
  if (code === 'EDNS') return retryable(`${host} has no address`, 'check SMTP_URL');
  if (timeoutType === 'CONNECT_TIMEOUT' || originalCode === 'ETIMEDOUT')
    return retryable(
      `${place} could not be reached`,
      port === 25 ? port25 : "check SMTP_URL and the function's network",
    );
  if (timeoutType === 'GREETING_TIMEOUT')
    return retryable(
      `${place} did not greet`,
      port === 465 && !secure ? 'port 465 wants smtps://' : undefined,
    );
  if (originalCode === 'ECONNREFUSED')
    return retryable(`nothing listens on ${place}`, 'check SMTP_URL');
  if (code === 'EMESSAGE')
    return refused(
      `the mail is larger than ${place} takes`,
      'ask whoever runs the mail server to take larger ones',
    );
  const at = command === '' || command === 'CONN' ? '' : ` at ${command}`;
  const why = `the connection to ${place} failed${at} (${originalCode || code || 'unknown error'})`;
  return ofTheConnection.test(code)
    ? retryable(why)
    : refused(why, 'check SMTP_URL, MAIL_FROM and MAIL_TO');
}
