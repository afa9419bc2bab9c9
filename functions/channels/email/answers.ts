import type { NodemailerError } from 'nodemailer';
import { OutOfTime } from '../../runtime/deadline.ts';
import { redactError } from '../../runtime/redact-error.ts';
import { createRedactor, type Redactor } from '../../runtime/redaction.ts';
import { Secret } from '../../settings/secret.ts';
import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import type { Failure } from '../failure.ts';
import { LoginNotOffered, LostAfterData } from './client.ts';
import type { SmtpSettings } from './smtp-url.ts';

/** Reads what nodemailer 10.6 says of a mail that was not sent. */
export function smtpFailure(error: unknown, smtp: SmtpSettings): Failure {
  if (error instanceof LostAfterData) return { kind: 'unknown', why: error.message };
  if (error instanceof LoginNotOffered) return loginNotOffered(error, smtp);
  if (error instanceof OutOfTime || (error instanceof Error && error.name === 'TimeoutError'))
    return { kind: 'retryable', why: `no answer from ${placeOf(smtp)} in time` };
  const redact = redactorFor(smtp);
  const problem: Partial<NodemailerError> = error instanceof Error ? error : {};
  // A server may repeat what it was sent, in any spelling: of its replies the log gets no more than
  // people do.
  return problem.responseCode === undefined
    ? { ...trouble(problem, smtp), cause: redactError(error, redact) }
    : refusal(problem, smtp, redact);
}

/** Takes out the password, by itself and as `AUTH PLAIN` sends it. */
export function redactorFor({ login }: SmtpSettings): Redactor {
  if (login === undefined) return createRedactor([]);
  const plain = Buffer.from(`\0${login.user}\0${login.password.reveal()}`).toString('base64');
  return createRedactor([login.password, new Secret(plain)]);
}

const placeOf = ({ host, port }: SmtpSettings): string => `${host}:${port}`;

const reply = /^(\d{3})[ -]?(?:(\d\.\d{1,3}\.\d{1,3})\b)?\s*([^]*)$/;

/** `550 5.7.1 Sender not allowed`: the codes, and of the words one short sentence. */
export function replySaid(response: string, redact: Redactor): string {
  const [, code = '', enhanced = '', words = response] = reply.exec(response) ?? [];
  const text = words.replace(/\r?\n\d{3}[ -]?(?:\d\.\d{1,3}\.\d{1,3}\b)?/g, ' ');
  const line = untrustedName(redact(text), 120);
  const sentence = /^.*?[^.\s]{2}[.!;](?=\s)/.exec(line)?.[0] ?? line;
  return [code, enhanced, sentence].filter((part) => part !== '').join(' ');
}

/** The codes alone. */
function codesOf(response: string): string {
  const [, code = '', enhanced = ''] = reply.exec(response) ?? [];
  return enhanced === '' ? code : `${code} ${enhanced}`;
}

function loginNotOffered({ offered, extensions }: LoginNotOffered, smtp: SmtpSettings): Failure {
  const place = placeOf(smtp);
  const usual = 'smtps:// with port 465, or smtp:// with 587 or 80';
  const what =
    offered.length > 0
      ? `offers logins of another kind only (${untrustedName(offered.join(', '), 60)})`
      : 'offers no login';
  const elsewhere =
    smtp.ignoreTLS && !smtp.secure
      ? `use the port for logins in SMTP_URL (${usual}) and leave out ignoreTLS, since many offer a login only over TLS`
      : `use the port for logins in SMTP_URL (${usual})`;
  const name = extensions ? '' : ', set name= to a host name that the server knows';
  return {
    kind: 'refused',
    why: `${place} ${what}, so neither the user nor the password was sent`,
    hint: `${elsewhere}${name}, or leave the user and the password out`,
    permanent: {
      said: '',
      short: { en: 'no login offered', zh: '服务器不提供登录' },
      fix: {
        en: `${elsewhere}${name}, or leave the user and the password out`,
        zh: `在 SMTP_URL 中使用支持登录的端口（465 用 smtps://，587 或 80 用 smtp://），或去掉用户名和密码`,
      },
    },
  };
}

/** The server said no. */
function refusal(
  { code, command = '', response = '', responseCode = 0, permanent }: Partial<NodemailerError>,
  smtp: SmtpSettings,
  redact: Redactor,
): Failure {
  const place = placeOf(smtp);
  if (code === 'EAUTH') return loginRefused(response, responseCode, smtp);
  const why = `${place} answered ${commandSaid(command)} with ${replySaid(response, redact)}`;
  const hint = hintOn(command, responseCode, response);
  if (permanent !== true) return { kind: 'retryable', why, hint };
  const refused = {
    kind: 'refused',
    why,
    hint: hint ?? 'ask whoever runs the mail server',
  } as const;
  // The size of the mail is announced with its sender: another mail may pass.
  const tooLarge = responseCode === 552 || /^5\d\d[ -]5\.(?:3\.4|2\.3)\b/.test(response);
  const said = replySaid(response, redact);
  if (command === 'MAIL FROM' && !tooLarge) {
    const short = { en: 'sender refused', zh: '发件人被拒绝' };
    const fix = {
      en: refused.hint,
      zh: '检查 MAIL_FROM 是否为该账号可用的发件地址，以及 SMTP_URL 是否需要登录',
    };
    return { ...refused, permanent: { said, short, fix } };
  }
  if (command === 'RCPT TO') {
    const short = { en: 'recipients refused', zh: '收件人被拒绝' };
    return {
      ...refused,
      permanent: { said, short, fix: { en: refused.hint, zh: '检查 MAIL_TO' } },
    };
  }
  return refused;
}

const commandSaid = (command: string): string => (command === 'CONN' ? 'the connection' : command);

function hintOn(command: string, responseCode: number, response: string): string | undefined {
  switch (command) {
    case 'EHLO':
    case 'HELO':
      return 'set name= in SMTP_URL to a host name that the server takes, such as name=alerts.example.com';
    case 'STARTTLS':
      return responseCode >= 500
        ? 'TLS is required: use smtps:// with its TLS port (465), or ignoreTLS=true in SMTP_URL for local use'
        : undefined;
    case 'MAIL FROM':
      return /\b(?:530|5\.7\.0)\b/.test(response.slice(0, 12))
        ? 'the server wants a login: put user:password@ into SMTP_URL'
        : 'check that MAIL_FROM is an address that this user may send from';
    case 'RCPT TO':
      return 'check MAIL_TO';
    case 'CONN':
      return 'check SMTP_URL, and whether the server takes mails from this network';
    default:
      return undefined;
  }
}

/** Of a reply to a password no word is told: it may hold the password in any spelling. */
function loginRefused(response: string, responseCode: number, smtp: SmtpSettings): Failure {
  const place = placeOf(smtp);
  const codes = codesOf(response);
  if (responseCode >= 400 && responseCode < 500)
    return { kind: 'retryable', why: `${place} cannot check logins for now (${codes})` };
  const appPassword = /app(?:lication)?[- ]?(?:specific )?password|授权码|客户端.*密码/i.test(
    response,
  );
  const fix = appPassword
    ? {
        en: 'the provider wants a password made for applications (app password, 授权码) in SMTP_URL',
        zh: 'SMTP_URL 中应使用邮箱的授权码（应用专用密码）',
      }
    : {
        en: 'check both in SMTP_URL, special characters percent-encoded',
        zh: '检查 SMTP_URL 中的用户名和密码，特殊字符须做百分号编码',
      };
  return {
    kind: 'refused',
    why: `${place} refused the user or the password (${codes})`,
    hint: fix.en,
    permanent: { said: codes, short: { en: 'login refused', zh: '登录被拒绝' }, fix },
  };
}

const broken: readonly string[] = [
  'ECONNECTION',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'EPROTOCOL',
  'ETLS',
];

/** No answer, or none that can be understood. */
function trouble(
  {
    code = '',
    command = '',
    originalCode = '',
    timeoutType,
    message = '',
  }: Partial<NodemailerError>,
  smtp: SmtpSettings,
): Failure {
  const { host, port, secure } = smtp;
  const place = placeOf(smtp);
  const tls = tlsTrouble(`${originalCode} ${message}`, smtp);
  if (tls !== undefined) return tls;
  if (code === 'EDNS')
    return { kind: 'retryable', why: `${host} has no address`, hint: 'check SMTP_URL' };
  if (timeoutType === 'CONNECT_TIMEOUT' || originalCode === 'ETIMEDOUT')
    return {
      kind: 'retryable',
      why: `${place} could not be reached`,
      hint:
        port === 25
          ? 'port 25 is often blocked, use 465 with smtps://, or 587 or 80'
          : "check SMTP_URL and the function's network",
    };
  if (timeoutType === 'GREETING_TIMEOUT')
    return {
      kind: 'retryable',
      why: `${place} did not greet`,
      hint: port === 465 && !secure ? 'port 465 wants smtps://' : undefined,
    };
  if (originalCode === 'ECONNREFUSED')
    return { kind: 'retryable', why: `nothing listens on ${place}`, hint: 'check SMTP_URL' };
  if (code === 'EMESSAGE')
    return {
      kind: 'refused',
      why: `the mail is larger than ${place} takes`,
      hint: 'ask whoever runs the mail server to take larger ones',
    };
  const what = [originalCode, code].find((part) => part !== '') ?? 'unknown error';
  const at = command === '' || command === 'CONN' ? '' : ` at ${command}`;
  const why = `the connection to ${place} failed${at} (${what})`;
  return broken.includes(code)
    ? { kind: 'retryable', why }
    : { kind: 'refused', why, hint: 'check SMTP_URL, MAIL_FROM and MAIL_TO' };
}

/** OpenSSL's words for what keeps two sides from TLS. */
function tlsTrouble(said: string, smtp: SmtpSettings): Failure | undefined {
  const place = placeOf(smtp);
  const certificate =
    /\b(\w*(?:CERT_|_CERT|SELF_SIGNED|UNABLE_TO_)\w*)\b/.exec(said)?.[1] ??
    (/certificate/i.test(said) ? 'certificate' : undefined);
  if (certificate !== undefined)
    return {
      kind: 'refused',
      why: `the certificate of ${place} is not trusted (${certificate})`,
      hint: 'use the host name that it was made for, or name it with tls.servername in SMTP_URL',
    };
  if (/unsupported[_ ]protocol|protocol[_ ]version|no[_ ]protocols/i.test(said))
    return {
      kind: 'refused',
      why: `${place} speaks TLS 1.0 or 1.1 only, which is not safe any more`,
      hint: 'use a server that speaks TLS 1.2 in SMTP_URL',
    };
  if (/wrong[_ ]version[_ ]number|packet[_ ]length/i.test(said))
    return {
      kind: 'refused',
      why: `${place} does not speak TLS from the first byte`,
      hint: 'use smtps:// for port 465 and smtp:// for 587, 80 and 25',
    };
  const code = /\b(?:ERR_SSL_\w+|EPROTO)\b/.exec(said)?.[0];
  return code === undefined
    ? undefined
    : {
        kind: 'refused',
        why: `no TLS came about with ${place} (${code})`,
        hint: 'check the port and the protocol in SMTP_URL',
      };
}
