import { createTransport } from 'nodemailer';
import { beforeDeadline, requestTimeout } from '../../functions/runtime/deadline.ts';
import type { RetryDeps } from '../../functions/runtime/retry.ts';
import { smtpFailureOf } from '../../functions/channels/email/smtp-failure.ts';
import { connectionTo, createSmtpSend } from '../../functions/channels/email/smtp-send.ts';
import type { MailSettings } from '../../functions/settings/configuration.ts';
import type { SmtpSettings } from '../../functions/channels/email/smtp-url.ts';
import { createRedactor } from '../../functions/runtime/redaction.ts';
import { failAsSaid, ok, warn, type Finding } from './finding.ts';

const port25 = 'port 25 is often blocked where functions run: use 465 with smtps://, or 587 or 80';

/** Connects, encrypts and logs in as the function does, and hangs up. */
export async function checkMail(
  { smtp }: MailSettings,
  until: number,
  { clock }: RetryDeps,
): Promise<Finding> {
  const transport = createTransport(connectionTo(smtp, requestTimeout(until, clock)));
  try {
    await beforeDeadline(transport.verify(), until, clock);
  } catch (error) {
    return refused('SMTP', error, smtp);
  } finally {
    transport.close();
  }
  const login = smtp.user === undefined ? 'no login is configured' : 'the login is accepted';
  const found = `${smtp.host}:${smtp.port} answers, ${tlsOf(smtp)}, ${login}`;
  return smtp.port === 25 ? warn('SMTP', found, port25) : ok('SMTP', found);
}

/** One mail that says what it is. */
export async function sendTestMail(
  { smtp, from, to }: MailSettings,
  text: string,
  until: number,
  { clock }: RetryDeps,
): Promise<Finding> {
  const timeout = requestTimeout(until, clock);
  const headers = { 'Auto-Submitted': 'auto-generated' };
  const mail = { from, to: [...to], subject: '[test] mms-task-alerts', text, headers };
  try {
    const { rejected } = await createSmtpSend(smtp)(mail, timeout, AbortSignal.timeout(timeout));
    if (rejected.length > 0)
      return warn('test mail', `sent, but not to ${rejected.join(', ')}`, 'check MAIL_TO');
    const addresses = to.map(({ address }) => address).join(', ');
    return ok('test mail', `sent to ${addresses}: look for it there, among the spam too`);
  } catch (error) {
    return refused('test mail', error, smtp);
  }
}

function refused(check: string, error: unknown, smtp: SmtpSettings): Finding {
  const redact = createRedactor(smtp.password === undefined ? [] : [smtp.password]);
  // What the adapter says of the next tick does not hold here.
  const why = smtpFailureOf(error, smtp)
    .why.replace(' in the time that was left in this tick; the next one sends it again', '')
    .replace(/, the next tick sends it again$/, '');
  const finding = failAsSaid(check, redact(why), 'check SMTP_URL');
  const told = finding.hints.some((hint) => hint.includes('port 25'));
  return smtp.port === 25 && !told ? { ...finding, hints: [...finding.hints, port25] } : finding;
}

function tlsOf({ secure, ignoreTLS, rejectUnauthorized }: SmtpSettings): string {
  if (!secure && ignoreTLS) return 'not encrypted';
  return `${secure ? 'TLS' : 'STARTTLS'}${rejectUnauthorized ? '' : ' with a certificate that is not checked'}`;
}
