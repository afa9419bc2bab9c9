import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { SendMailOptions } from 'nodemailer';
import type { SMTPConnection } from './nodemailer-library.ts';
import type { SmtpSettings } from './settings.ts';

export type Letter = Readonly<{ from: string; to: readonly string[]; bytes: Buffer }>;

/** Recipients that the server refused while it accepted others. */
export type Refused = readonly Readonly<{ address: string; reply: string }>[];

/** The connection was lost or went silent after the mail had begun. */
export class LostAfterData extends Error {
  override readonly name = 'LostAfterData';
}

/** No login with user and password is offered; nothing of either was sent. */
export class LoginNotOffered extends Error {
  override readonly name = 'LoginNotOffered';
  readonly offered: readonly string[];
  /** A server that refused EHLO names no extensions. */
  readonly extensions: boolean;
  constructor(offered: readonly string[], extensions: boolean) {
    super('no login is offered');
    this.offered = offered;
    this.extensions = extensions;
  }
}

export async function letterOf(mail: SendMailOptions): Promise<Letter> {
  const { createTransport } = await import('./nodemailer-library.ts');
  const composer = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { envelope, message } = await composer.sendMail(mail);
  const bytes = Buffer.isBuffer(message) ? message : Buffer.alloc(0);
  return { from: envelope.from || '', to: envelope.to, bytes };
}

type Connection = InstanceType<typeof SMTPConnection>;

type Limits = Readonly<{ timeoutMs: number; signal: AbortSignal }>;

/**
 * Connects, encrypts, logs in and sends once; without a letter it only logs in.
 *
 * @throws LostAfterData | LoginNotOffered, and nodemailer's errors
 */
export async function sendLetter(
  smtp: SmtpSettings,
  letter: Letter | undefined,
  { timeoutMs, signal }: Limits,
): Promise<Refused> {
  // Nodemailer's own transports log in where no login is offered, and do not tell how far they had
  // come when a connection broke.
  const { SMTPConnection } = await import('./nodemailer-library.ts');
  // Before there is a connection, whose end nobody would wait for.
  signal.throwIfAborted();
  const { host, port, secure, ignoreTLS, name, rejectUnauthorized, servername } = smtp;
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    requireTLS: !secure && !ignoreTLS,
    ignoreTLS,
    name,
    tls: { rejectUnauthorized, ...(servername === undefined ? {} : { servername }) },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 500,
  });
  const mail = { began: false };
  let breakOff: (reason: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    breakOff = reject;
  });
  const abort = (): void => {
    breakOff(signal.reason);
  };
  // The listeners stay: an error may follow the outcome.
  connection.on('error', breakOff);
  connection.on('end', () => {
    // An error that ended it comes a moment later.
    setImmediate(() => {
      breakOff(new Error('the server closed the connection'));
    });
  });
  signal.addEventListener('abort', abort);
  const session = async (): Promise<Refused> => {
    await promisify(connection.connect.bind(connection))();
    await logIn(connection, smtp);
    if (letter === undefined) return [];
    return await send(connection, letter, () => {
      mail.began = true;
    });
  };
  try {
    return await Promise.race([broken, session()]);
  } catch (error) {
    // A reply is an answer at any time; silence after the mail leaves open whether it arrived.
    const hasReply = typeof error === 'object' && error !== null && 'responseCode' in error;
    throw mail.began && !hasReply
      ? new LostAfterData('no answer came after the mail was sent', { cause: error })
      : error;
  } finally {
    signal.removeEventListener('abort', abort);
    connection.close();
  }
}

/** Logins that nodemailer knows. */
const usable: readonly string[] = ['PLAIN', 'LOGIN', 'CRAM-MD5'];

/** A server that offers no login may repeat the line with the password in its answer. */
async function logIn(connection: Connection, { login }: SmtpSettings): Promise<void> {
  if (login === undefined) return;
  const greeting = connection.lastServerResponse || '';
  const offered = [...greeting.matchAll(/^250[ -]AUTH[ =](.*)$/gim)].flatMap(([, list = '']) =>
    list.toUpperCase().split(/[\s=]+/),
  );
  if (!offered.some((way) => usable.includes(way)))
    throw new LoginNotOffered(offered, greeting.includes('\n'));
  const credentials = { user: login.user, pass: login.password.reveal() };
  await promisify(connection.login.bind(connection))(credentials);
}

async function send(
  connection: Connection,
  { from, to, bytes }: Letter,
  onBegin: () => void,
): Promise<Refused> {
  // Read once the server has said that the mail may follow.
  const mail = new Readable({
    read() {
      onBegin();
      this.push(bytes);
      this.push(null);
    },
  });
  const envelope = { from, to: [...to], size: bytes.length };
  const { rejectedErrors = [] } = await promisify(connection.send.bind(connection))(envelope, mail);
  return rejectedErrors.map(({ recipient = '', response = '' }) => ({
    address: recipient,
    reply: response,
  }));
}
