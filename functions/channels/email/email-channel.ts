import type { SendMailOptions, SMTPSentMessageInfo } from 'nodemailer';
import type { MailAddress } from './mail-addresses.ts';
import type { SmtpSettings } from './smtp-url.ts';
import type { Language } from '../../notification/language.ts';
import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import { mailOf, type Mail } from './mail-message.ts';
import type { Channel, Delivery } from '../../ports.ts';
import { createRedactor } from '../../runtime/redaction.ts';
import { deliveryGrace, requestTimeout } from '../../runtime/deadline.ts';
import { redactDelivery } from '../redact-delivery.ts';
import { backoff, retryUntil, type RetryDeps } from '../../runtime/retry.ts';
import { smtpFailureOf } from './smtp-failure.ts';
import { createSmtpSend, type SmtpSend } from './smtp-send.ts';

export type EmailChannelOptions = RetryDeps &
  Readonly<{
    smtp: SmtpSettings;
    from: MailAddress;
    to: readonly MailAddress[];
    /** For links to the console. */
    region: string | undefined;
    language: Language;
    /** IANA name, for times of ours. */
    timeZone: string;
  }>;

const retries = 5;

/** One mail a tick, over SMTP. */
export function createEmailChannel({
  smtp,
  from,
  to,
  region,
  language,
  timeZone,
  ...patience
}: EmailChannelOptions): Channel {
  const send = createSmtpSend(smtp);
  const redact = createRedactor(smtp.password === undefined ? [] : [smtp.password]);
  return {
    name: 'email',
    compose: (briefing, now) => {
      if (briefing.alerts.length === 0) return Promise.resolve([]);
      const mail = mailOf(briefing, {
        now,
        region,
        mailAlso: false,
        language,
        timeZone,
        mention: undefined,
      });
      const deliver = (until: number): Promise<Delivery> =>
        sendInTime(send, letterOf(mail, from, to), until - deliveryGrace, smtp, patience);
      return Promise.resolve([
        {
          covers: mail.covers,
          plainText: `${mail.subject}\n\n${mail.text}`,
          deliver: async (until) => redactDelivery(await deliver(until), redact),
        },
      ]);
    },
  };
}

/**
 * The id is the same for the same alerts, so that a mailbox can tell a mail that comes again; the
 * root of its thread is the same for all mails of a job, else of a data source.
 */
function letterOf(mail: Mail, from: MailAddress, to: readonly MailAddress[]): SendMailOptions {
  const { subject, text, html, attachments, messageId, references, urgent } = mail;
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    from,
    to: [...to],
    subject,
    text,
    html,
    attachments: attachments.map((attachment) => ({ ...attachment })),
    messageId: `<${messageId}@${domain}>`,
    references: `<${references}@${domain}>`,
    inReplyTo: `<${references}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    ...(urgent ? { priority: 'high' } : {}),
  };
}

async function sendInTime(
  send: SmtpSend,
  letter: SendMailOptions,
  until: number,
  smtp: SmtpSettings,
  patience: RetryDeps,
): Promise<Delivery> {
  const { clock, random } = patience;
  if (clock() >= until)
    return { kind: 'failed', problem: 'the mail was not sent: no time was left in this tick' };
  const end = AbortSignal.timeout(Math.max(1, Math.floor(until - clock())));
  const delayBefore = (error: Error, retry: number): number | undefined =>
    smtpFailureOf(error, smtp).again && retry < retries
      ? backoff(retry, { first: 500, most: 8_000 }, random)
      : undefined;
  try {
    const sent = await retryUntil(() => send(letter, requestTimeout(until, clock), end), {
      ...patience,
      until,
      delayBefore,
    });
    return { kind: 'accepted', ...refusedSome(sent) };
  } catch (error) {
    const { why, lost } = smtpFailureOf(error, smtp);
    return {
      kind: 'failed',
      problem: `the mail was not sent: ${why}`,
      cause: error,
      ...(lost ? { lost } : {}),
    };
  }
}

/** nodemailer counts a mail as sent that one recipient of several got. */
function refusedSome({
  rejected,
  rejectedErrors,
}: SMTPSentMessageInfo): Readonly<{ problem?: string }> {
  if (rejected.length === 0) return {};
  const replies = new Map(rejectedErrors?.map(({ recipient, response }) => [recipient, response]));
  const named = rejected.map(
    (address) => `${address} (${untrustedName(replies.get(address), 200)})`,
  );
  return { problem: `the mail was sent, but not to ${named.join(', ')}; check MAIL_TO` };
}
