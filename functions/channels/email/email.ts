import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { SendMailOptions } from 'nodemailer';
import type { DeliveryResult } from '../../ports.ts';
import { requestTimeout, type RetryDeps } from '../../runtime/retry.ts';
import {
  defineChannel,
  deliverUntil,
  failedFinding,
  finding,
  type Answer,
  type ChannelFinding,
  type ChannelService,
  type Failure,
} from '../channel.ts';
import { port25, replySaid, smtpFailure } from './answers.ts';
import { letterOf, sendLetter, type Letter, type Refused } from './client.ts';
import { mailOf, type Mail } from './mail.ts';
import { mailVariables, type MailAddress, type SmtpSettings } from './settings.ts';

export const email = defineChannel({
  title: { en: 'The mail server', zh: '邮件' },
  listsEveryId: true,
  variables: mailVariables,
  serve: ({ SMTP_URL: smtp, MAIL_FROM: from, MAIL_TO: to }) =>
    smtp && from && to && mailService({ smtp, from, to }),
  preview: (notification, audience) => {
    const mail = mailOf(notification, audience);
    return {
      'mail.html': mail.html,
      'mail.txt': `Subject: ${mail.subject}\n\n${mail.text}`,
      ...Object.fromEntries(mail.attachments.map(({ filename, content }) => [filename, content])),
    };
  },
});

type MailSettings = Readonly<{
  smtp: SmtpSettings;
  from: MailAddress;
  to: readonly MailAddress[];
}>;

function mailService(settings: MailSettings): ChannelService {
  const { smtp, from, to } = settings;
  return {
    secrets: smtp.login === undefined ? [] : [smtp.login.password],
    create: (name, audience, deps) => ({
      name,
      compose: (notification) => {
        if (notification.alerts.length === 0) return Promise.resolve([]);
        const mail = mailOf(notification, audience);
        return Promise.resolve([
          {
            keys: mail.keys,
            plainText: `${mail.subject}\n\n${mail.text}`,
            deliver: (until) => deliver(smtp, withHeaders(mail, from, to), until, deps),
          },
        ]);
      },
    }),
    probe: (until, deps) => probe(smtp, until, deps),
    sendTest: (text, until, deps) => sendTest(settings, text, until, deps),
  };
}

/**
 * The id is the same for the same alerts, so that a mailbox recognises a repeat. Rules can go by
 * `List-Id` (RFC 2919). It is not `Precedence: bulk`, which servers may deliver later.
 */
function withHeaders(mail: Mail, from: MailAddress, to: readonly MailAddress[]): SendMailOptions {
  const { subject, text, html, attachments, urgent } = mail;
  const domain = domainOf(from);
  const root = messageId(mail.references, domain);
  return {
    from,
    to: [...to],
    subject,
    text,
    html,
    attachments: [...attachments],
    messageId: messageId(mail.messageId, domain),
    references: root,
    inReplyTo: root,
    headers: { ...machineHeaders, 'List-Id': `<mms-task-alerts.${domain}>` },
    ...(urgent ? { priority: 'high' as const } : {}),
  };
}

/** No absence notes in answer (RFC 3834; the second is for Exchange). */
const machineHeaders = {
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'All',
} as const;

const domainOf = ({ address }: MailAddress): string =>
  domainToASCII(address.slice(address.lastIndexOf('@') + 1)).toLowerCase();

/** With `In-Reply-To: ` it fits a line of 76 characters, which nothing folds. */
const longestId = 62;

/** Where `<local@domain>` is too long, a hash of it at as many whole labels as fit. */
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

/** Without a mail it only logs in. */
async function attempt(
  smtp: SmtpSettings,
  letter: Promise<Letter> | undefined,
  until: number,
  { clock }: RetryDeps,
): Promise<Answer> {
  const signal = AbortSignal.timeout(Math.max(1, Math.floor(until - clock())));
  try {
    const limits = { timeoutMs: requestTimeout(until, clock), signal };
    const refused = await sendLetter(smtp, await letter, limits);
    return refused.length === 0
      ? { kind: 'accepted' }
      : { kind: 'accepted', problem: notSentTo(refused, smtp) };
  } catch (error) {
    return smtpFailure(error, smtp);
  }
}

function deliver(
  smtp: SmtpSettings,
  mail: SendMailOptions,
  until: number,
  deps: RetryDeps,
): Promise<DeliveryResult> {
  // The same bytes for every try.
  let letter: Promise<Letter> | undefined;
  return deliverUntil(until, deps, async (by) => {
    letter ??= letterOf(mail);
    const answer = await attempt(smtp, letter, by, deps);
    return answer.kind === 'accepted'
      ? answer
      : { ...answer, why: `the mail was not sent: ${answer.why}` };
  });
}

function notSentTo(refused: Refused, smtp: SmtpSettings): string {
  const named = refused.map(({ address, reply }) => `${address} (${replySaid(reply, smtp)})`);
  return `the mail was sent, but not to ${named.join(', ')}; check MAIL_TO`;
}

async function probe(smtp: SmtpSettings, until: number, deps: RetryDeps): Promise<ChannelFinding> {
  const answer = await attempt(smtp, undefined, until, deps);
  if (answer.kind !== 'accepted') return refusedBy(smtp, answer);
  const login = smtp.login === undefined ? 'no login is configured' : 'the login is accepted';
  const found = `${smtp.host}:${smtp.port} answers, ${encryptionOf(smtp)}, ${login}`;
  return smtp.port === 25 ? finding('warn', found, port25) : finding('ok', found);
}

async function sendTest(
  { smtp, from, to }: MailSettings,
  text: string,
  until: number,
  deps: RetryDeps,
): Promise<ChannelFinding> {
  const subject = '[test] mms-task-alerts';
  const letter = letterOf({ from, to: [...to], subject, text, headers: machineHeaders });
  const answer = await attempt(smtp, letter, until, deps);
  if (answer.kind !== 'accepted') return refusedBy(smtp, answer);
  if (answer.problem !== undefined) return finding('warn', answer.problem, 'check MAIL_TO');
  const addresses = to.map(({ address }) => address).join(', ');
  return finding('ok', `sent to ${addresses}: look for it there, among the spam too`);
}

function refusedBy(smtp: SmtpSettings, failure: Failure): ChannelFinding {
  const { found, hints } = failedFinding(failure, 'check SMTP_URL');
  const all = new Set([...hints, ...(smtp.port === 25 ? [port25] : [])]);
  return finding('fail', found, ...all);
}

function encryptionOf({ secure, ignoreTLS, rejectUnauthorized }: SmtpSettings): string {
  if (!secure && ignoreTLS) return 'not encrypted';
  const unchecked = rejectUnauthorized ? '' : ' with a certificate that is not checked';
  return `${secure ? 'TLS' : 'STARTTLS'}${unchecked}`;
}
