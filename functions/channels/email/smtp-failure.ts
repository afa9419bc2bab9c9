import type { NodemailerError } from 'nodemailer';
import type { SmtpSettings } from './smtp-url.ts';
import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import { OutOfTime } from '../../runtime/deadline.ts';
import { LostAfterData } from './smtp-send.ts';

/** Why a mail was not sent, and whether it can be sent again at once without being sent twice. */
export type SmtpFailure = Readonly<{
  again: boolean;
  why: string;
  /**
   * The server refuses this user, this sender or all recipients, whatever comes, until somebody
   * changes that.
   */
  lost: boolean;
}>;

const broken = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'EPROTOCOL', 'ETLS']);

/**
 * Reads the errors of nodemailer 10.6. Before the mail itself was sent, whatever passes may be
 * tried again.
 */
export function smtpFailureOf(error: unknown, smtp: SmtpSettings): SmtpFailure {
  if (error instanceof LostAfterData) {
    return {
      again: false,
      lost: false,
      why: 'no answer came after the mail was sent; it may have arrived, the next tick sends it again',
    };
  }
  const {
    code = '',
    command = '',
    response = '',
    responseCode,
    permanent,
    originalCode = '',
    message,
  }: Partial<NodemailerError> = error instanceof Error ? error : {};
  if (error instanceof OutOfTime || code === 'EABORT') {
    return {
      again: false,
      lost: false,
      why: 'no answer in the time that was left in this tick; the next one sends it again',
    };
  }
  const why = reasonFor(error, smtp);
  const lost = isLost({ code, command, response, responseCode, permanent });
  if (why.final) return { again: false, lost, why: why.text };
  const said =
    responseCode === undefined
      ? ([originalCode, code, message].find((part) => part !== undefined && part !== '') ??
        'failed')
      : `${command}: ${response}`;
  const text = `${untrustedName(said, 300)}${why.text === '' ? '' : `; ${why.text}`}`;
  return {
    again: responseCode === undefined ? broken.has(code) : permanent !== true,
    lost,
    why: text,
  };
}

/** nodemailer gives a temporary reply for all recipients together where one of them got one. */
function isLost({
  code,
  command,
  response,
  responseCode,
  permanent,
}: Partial<NodemailerError>): boolean {
  if (permanent !== true || responseCode === undefined) return false;
  if (code === 'EAUTH') return true;
  // The size of the message is announced with its sender: another message may pass.
  const tooLarge = responseCode === 552 || /^5\d\d[ -]5\.(?:3\.4|2\.3)\b/.test(response ?? '');
  return command === 'RCPT TO' || (command === 'MAIL FROM' && !tooLarge);
}

type Reason = Readonly<{ text: string; final: boolean }>;

const final = (text: string): Reason => ({ text, final: true });
const hint = (text: string): Reason => ({ text, final: false });

function reasonFor(error: unknown, { host, port, secure }: SmtpSettings): Reason {
  const {
    code = '',
    command = '',
    response = '',
    responseCode = 0,
    originalCode = '',
    timeoutType,
    message = '',
  }: Partial<NodemailerError> = error instanceof Error ? error : {};
  const place = `${host}:${port}`;
  const reply = untrustedName(response, 300);
  if (
    /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT/.test(originalCode) ||
    /certificate/i.test(message)
  ) {
    return final(
      `the certificate of ${place} is not trusted (${originalCode || code}); use the host name that it was made for, or name it with tls.servername in SMTP_URL`,
    );
  }
  if (/ERR_SSL|EPROTO/.test(originalCode) || /wrong version number/i.test(message)) {
    return final(
      `${place} does not speak TLS from the first byte; use smtps:// for port 465 and smtp:// for 587, 80 and 25`,
    );
  }
  if (code === 'EAUTH') {
    if (responseCode >= 400 && responseCode < 500)
      return hint(`${place} cannot check logins for now`);
    return final(
      [500, 502, 503, 504].includes(responseCode)
        ? `${place} takes no login here (${reply}); check the port in SMTP_URL, or leave the user and the password out`
        : `${place} refused the user or the password (${reply || message}); check both in SMTP_URL, special characters percent-encoded`,
    );
  }
  if (command === 'STARTTLS' && responseCode >= 500) {
    return final(
      `${place} offers no TLS (${reply}), which is required; use smtps:// with its TLS port (465), or ignoreTLS=true in SMTP_URL for local use`,
    );
  }
  if (code === 'EREQUIRETLS')
    return final(`${place} does not pass mails on over TLS (${reply || message})`);
  if (command === 'MAIL FROM')
    return hint('check that MAIL_FROM is an address that this user may send from');
  if (command === 'RCPT TO') return hint('check MAIL_TO');
  if (code === 'EDNS') return hint(`${host} has no address; check SMTP_URL`);
  if (timeoutType === 'CONNECT_TIMEOUT' || originalCode === 'ETIMEDOUT') {
    return hint(
      `${place} could not be reached${port === 25 ? '; port 25 is often blocked, use 465 with smtps://, or 587 or 80' : "; check SMTP_URL and the function's network"}`,
    );
  }
  if (timeoutType === 'GREETING_TIMEOUT')
    return hint(
      `${place} did not greet${port === 465 && !secure ? '; port 465 wants smtps://' : ''}`,
    );
  if (originalCode === 'ECONNREFUSED') return hint(`nothing listens on ${place}; check SMTP_URL`);
  return hint('');
}
