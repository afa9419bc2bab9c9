import { Readable } from 'node:stream';
import type { SendMailOptions } from 'nodemailer';
import type { SMTPConnection } from './nodemailer-library.ts';
import type { SmtpSettings } from './smtp-url.ts';

/** A mail as it goes over the wire. */
type Letter = Readonly<{
  from: string;
  to: readonly string[];
  bytes: Buffer;
}>;

/** Recipients of whom the server knew better, with its reply, where others were accepted. */
export type Refused = readonly Readonly<{ address: string; reply: string }>[];

/** The connection broke or fell silent after the mail itself had begun. */
export class LostAfterData extends Error {
  override readonly name = 'LostAfterData';
}

/** The server offers no login that takes a user and a password; nothing of either was sent. */
export class LoginNotOffered extends Error {
  override readonly name = 'LoginNotOffered';
  /** Ways to log in that it does offer. */
  readonly offered: readonly string[];
  /** It names extensions at all: one that refused EHLO does not. */
  readonly extensions: boolean;
  constructor(offered: readonly string[], extensions: boolean) {
    super('no login is offered');
    this.offered = offered;
    this.extensions = extensions;
  }
}

/** The mail as bytes, the same for every try. */
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

/** How long one attempt may take at each step, and when all of it ends. */
type Patience = Readonly<{ timeoutMs: number; signal: AbortSignal }>;

/** Connects, encrypts, logs in and sends once, over a connection of its own. */
export const sendLetter = (
  smtp: SmtpSettings,
  letter: Letter,
  patience: Patience,
): Promise<Refused> => inSession(smtp, patience, (session) => sent(session, letter));

/** Connects, encrypts, logs in and hangs up. */
export const greet = (smtp: SmtpSettings, patience: Patience): Promise<void> =>
  inSession(smtp, patience, () => Promise.resolve());

type Session = { readonly connection: Connection; mailBegan: boolean };

/**
 * Nodemailer's own transports log in where no login is offered, and do not tell how far they had
 * come when a connection broke; hence its connection by itself.
 */
async function inSession<Value>(
  smtp: SmtpSettings,
  { timeoutMs, signal }: Patience,
  work: (session: Session) => Promise<Value>,
): Promise<Value> {
  const library = await import('./nodemailer-library.ts');
  const connection = new library.SMTPConnection({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    requireTLS: !smtp.secure && !smtp.ignoreTLS,
    ignoreTLS: smtp.ignoreTLS,
    name: smtp.name,
    tls: {
      rejectUnauthorized: smtp.rejectUnauthorized,
      ...(smtp.servername === undefined ? {} : { servername: smtp.servername }),
    },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 500,
  });
  const session = { connection, mailBegan: false };
  let breakOff: (reason: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    breakOff = reject;
  });
  const abort = (): void => {
    breakOff(signal.reason);
  };
  // They listen for as long as the connection lives: an error may follow the outcome.
  connection.on('error', (error: unknown) => {
    breakOff(error);
  });
  connection.on('end', () => {
    // What ended it is told a moment later, where anything did.
    setImmediate(() => {
      breakOff(new Error('the server closed the connection'));
    });
  });
  signal.addEventListener('abort', abort);
  try {
    signal.throwIfAborted();
    const done = opened(connection)
      .then(() => loggedIn(connection, smtp))
      .then(() => work(session));
    return await Promise.race([broken, done]);
  } catch (error) {
    // A reply is an answer at any time; it is silence after the mail that leaves everything open.
    throw session.mailBegan && !hasReply(error)
      ? new LostAfterData('no answer came after the mail was sent', { cause: error })
      : error;
  } finally {
    signal.removeEventListener('abort', abort);
    connection.close();
  }
}

const hasReply = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'responseCode' in error;

const opened = (connection: Connection): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.connect((error) => {
      if (error) reject(error);
      else resolve();
    });
  });

/** Of those that take a user and a password, what nodemailer can do. */
const usable: readonly string[] = ['PLAIN', 'LOGIN', 'CRAM-MD5'];

/**
 * Where nothing is offered nothing is sent: a server that does not know `AUTH` may repeat the line
 * to whoever reads its answer, the password in it.
 */
function loggedIn(connection: Connection, { login }: SmtpSettings): Promise<void> {
  if (login === undefined) return Promise.resolve();
  const greeting = connection.lastServerResponse || '';
  const offered = [...greeting.matchAll(/^250[ -]AUTH[ =](.*)$/gim)].flatMap(([, list = '']) =>
    list.toUpperCase().split(/[\s=]+/),
  );
  if (!offered.some((way) => usable.includes(way)))
    return Promise.reject(new LoginNotOffered(offered, greeting.includes('\n')));
  return new Promise((resolve, reject) => {
    connection.login({ user: login.user, pass: login.password.reveal() }, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

function sent(session: Session, { from, to, bytes }: Letter): Promise<Refused> {
  // It is read once the server has said that the mail may follow.
  const mail = new Readable({
    read() {
      session.mailBegan = true;
      this.push(bytes);
      this.push(null);
    },
  });
  return new Promise((resolve, reject) => {
    const envelope = { from, to: [...to], size: bytes.length };
    session.connection.send(envelope, mail, (error, info) => {
      if (error) reject(error);
      else
        resolve(
          (info.rejectedErrors ?? []).map(({ recipient = '', response = '' }) => ({
            address: recipient,
            reply: response,
          })),
        );
    });
  });
}
