import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { SendMailOptions } from 'nodemailer';
import type { Mail } from './mail.ts';
import type { MailAddress } from './settings.ts';

/**
 * The mail with its headers. Its id is the same for the same alerts, so that a mailbox can tell a
 * mail that comes again; the root of its thread is the same for all mails of a job, else of a data
 * source.
 *
 * A machine wrote it (RFC 3834, and what Exchange heeds), so nobody's absence is answered; rules
 * can go by its `List-Id` (RFC 2919). It is no `Precedence: bulk`: servers may deliver that later,
 * and an alert is not to wait.
 */
export function messageOf(
  mail: Mail,
  from: MailAddress,
  to: readonly MailAddress[],
): SendMailOptions {
  const { subject, text, html, attachments, urgent } = mail;
  const domain = domainOf(from);
  const root = messageId(mail.references, domain);
  return {
    from,
    to: [...to],
    subject,
    text,
    html,
    attachments: attachments.map((attachment) => ({ ...attachment })),
    messageId: messageId(mail.messageId, domain),
    references: root,
    inReplyTo: root,
    headers: { ...machineHeaders, 'List-Id': `<mms-task-alerts.${domain}>` },
    ...(urgent ? { priority: 'high' as const } : {}),
  };
}

export const machineHeaders = {
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'All',
} as const;

/** In ASCII, as headers have to have it. */
const domainOf = ({ address }: MailAddress): string =>
  domainToASCII(address.slice(address.lastIndexOf('@') + 1)).toLowerCase();

/** So that `In-Reply-To: ` and the id make a line of 76 characters, which nothing folds. */
const longestId = 62;

/**
 * `<local@domain>`. What is too long becomes a hash of all of it, at as many whole labels of the
 * domain as there is room for.
 */
export function messageId(local: string, domain: string): string {
  const whole = `<${local}@${domain}>`;
  if (whole.length <= longestId) return whole;
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 24);
  const room = longestId - `<mms-${hash}@>`.length;
  const labels = domain.split('.');
  while (labels.length > 1 && labels.join('.').length > room) labels.shift();
  const end = labels.join('.');
  return `<mms-${hash}@${end.length <= room ? end : 'mms-task-alerts.invalid'}>`;
}
