import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { SendMailOptions } from 'nodemailer';
import type { Mail } from './mail.ts';
import type { MailAddress } from './settings.ts';

/**
 * The mail with its headers. Its id is the same for the same alerts, so that a mailbox recognises a
 * mail that comes again. Rules can go by its `List-Id` (RFC 2919). It is not `Precedence: bulk`,
 * which servers may deliver later.
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

/** Keep others from answering with an absence note (RFC 3834; the second is for Exchange). */
export const machineHeaders = {
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'All',
} as const;

/** In ASCII, as headers need it. */
const domainOf = ({ address }: MailAddress): string =>
  domainToASCII(address.slice(address.lastIndexOf('@') + 1)).toLowerCase();

/** With `In-Reply-To: ` it fits a line of 76 characters, which nothing folds. */
const longestId = 62;

/**
 * `<local@domain>`; where that is too long, a hash of it at as many whole labels of the domain as
 * fit.
 */
function messageId(local: string, domain: string): string {
  const whole = `<${local}@${domain}>`;
  if (whole.length <= longestId) return whole;
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 24);
  const room = longestId - `<mms-${hash}@>`.length;
  const labels = domain.split('.');
  while (labels.length > 1 && labels.join('.').length > room) labels.shift();
  const end = labels.join('.');
  return `<mms-${hash}@${end.length <= room ? end : 'mms-task-alerts.invalid'}>`;
}
