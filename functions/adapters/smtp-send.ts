import type { SendMailOptions, SMTPSentMessageInfo } from 'nodemailer';
import type { SmtpSettings } from '../configuration/smtp-url.ts';

/** Sends once, over a connection of its own. */
export type SmtpSend = (mail: SendMailOptions, timeoutMs: number, signal: AbortSignal) => Promise<SMTPSentMessageInfo>;

/** The connection was lost, or not heard of any more, after the server had been told that the mail follows. */
export class LostAfterData extends Error {
  override readonly name = 'LostAfterData';
}

/**
 * nodemailer's defaults do not suit a function: no end for minutes, a password in clear where a server offers no TLS,
 * no login where it offers none. It does not tell either how far it had come when a connection broke, but it logs the
 * commands that it sends.
 */
export function createSmtpSend(smtp: SmtpSettings): SmtpSend {
  return async (mail, timeoutMs, signal) => {
    const { createTransport } = await import('nodemailer');
    const progress = { dataSent: false };
    const ignore = (): void => undefined;
    const transport = createTransport({
      host: smtp.host,
      port: smtp.port,
      secure: smtp.secure,
      requireTLS: !smtp.secure && !smtp.ignoreTLS,
      ignoreTLS: smtp.ignoreTLS,
      ...(smtp.name === undefined ? {} : { name: smtp.name }),
      tls: { rejectUnauthorized: smtp.rejectUnauthorized, ...(smtp.servername === undefined ? {} : { servername: smtp.servername }) },
      ...(smtp.user === undefined ? {} : { auth: { user: smtp.user, pass: smtp.password?.reveal() ?? '' }, forceAuth: true }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      socketCloseTimeout: 500,
      disableFileAccess: true,
      disableUrlAccess: true,
      transactionLog: true,
      logger: {
        trace: ignore, info: ignore, warn: ignore, error: ignore, fatal: ignore,
        debug: (entry: unknown, line: unknown) => { progress.dataSent ||= isClient(entry) && typeof line === 'string' && /^DATA\b/m.test(line); },
      },
    });
    try {
      return await transport.sendMail({ ...mail, signal });
    } catch (error) {
      // A reply is an answer at any time; it is silence after DATA that leaves everything open.
      throw progress.dataSent && !hasReply(error) ? new LostAfterData('no answer after the mail', { cause: error }) : error;
    } finally {
      transport.close();
    }
  };
}

const isClient = (entry: unknown): boolean => typeof entry === 'object' && entry !== null && 'tnx' in entry && entry.tnx === 'client';

const hasReply = (error: unknown): boolean => typeof error === 'object' && error !== null && 'responseCode' in error;
