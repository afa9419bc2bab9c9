import type { SendMailOptions, SMTPSentMessageInfo, SMTPTransportOptions } from 'nodemailer';
import type { SmtpSettings } from './smtp-url.ts';

/** Sends once, over a connection of its own. */
export type SmtpSend = (
  mail: SendMailOptions,
  timeoutMs: number,
  signal: AbortSignal,
) => Promise<SMTPSentMessageInfo>;

/**
 * The connection was lost, or not heard of any more, after the server had been told that the mail
 * follows.
 */
export class LostAfterData extends Error {
  override readonly name = 'LostAfterData';
}

/**
 * nodemailer's defaults do not suit a function: no end for minutes, a password in clear where a
 * server offers no TLS, no login where it offers none. Nor does it tell how far it had come when a
 * connection broke, but it logs the dialogue.
 */
export function createSmtpSend(smtp: SmtpSettings): SmtpSend {
  return async (mail, timeoutMs, signal) => {
    const { createTransport } = await import('nodemailer');
    const progress = new Progress();
    const transport = createTransport({
      ...connectionTo(smtp, timeoutMs),
      disableFileAccess: true,
      disableUrlAccess: true,
      transactionLog: true,
      logger: progress,
    });
    try {
      return await transport.sendMail({ ...mail, signal });
    } catch (error) {
      // A reply is an answer at any time; it is silence after the mail that leaves everything open.
      throw progress.mailBegan && !hasReply(error)
        ? new LostAfterData('no answer after the mail', { cause: error })
        : error;
    } finally {
      transport.close();
    }
  };
}

/** How the server is reached, with every time bounded. */
export const connectionTo = (smtp: SmtpSettings, timeoutMs: number): SMTPTransportOptions => ({
  host: smtp.host,
  port: smtp.port,
  secure: smtp.secure,
  requireTLS: !smtp.secure && !smtp.ignoreTLS,
  ignoreTLS: smtp.ignoreTLS,
  ...(smtp.name === undefined ? {} : { name: smtp.name }),
  tls: {
    rejectUnauthorized: smtp.rejectUnauthorized,
    ...(smtp.servername === undefined ? {} : { servername: smtp.servername }),
  },
  ...(smtp.user === undefined
    ? {}
    : { auth: { user: smtp.user, pass: smtp.password?.reveal() ?? '' }, forceAuth: true }),
  connectionTimeout: timeoutMs,
  greetingTimeout: timeoutMs,
  dnsTimeout: timeoutMs,
  socketTimeout: timeoutMs,
  socketCloseTimeout: 500,
});

const hasReply = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'responseCode' in error;

/**
 * Reads from the dialogue, as nodemailer logs it, whether the mail itself has begun: the server
 * said that it may, or all of it was written. The command `DATA` alone says nothing, since it may
 * go out together with the envelope.
 */
class Progress {
  mailBegan = false;
  #askedToBegin = false;

  debug(entry: unknown, line: unknown): void {
    if (typeof line !== 'string') return;
    if (isAbout(entry, 'client') && /^DATA\b/m.test(line)) this.#askedToBegin = true;
    if (isAbout(entry, 'server') && this.#askedToBegin && /^3/m.test(line)) this.mailBegan = true;
  }

  info(entry: unknown): void {
    if (isAbout(entry, 'message')) this.mailBegan = true;
  }

  trace(): void {
    /* says nothing about it */
  }
  warn(): void {
    /* nor does this */
  }
  error(): void {
    /* nor this */
  }
  fatal(): void {
    /* nor this */
  }
}

const isAbout = (entry: unknown, what: string): boolean =>
  typeof entry === 'object' && entry !== null && 'tnx' in entry && entry.tnx === what;
