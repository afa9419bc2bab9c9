import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { AnyFault, FaultHook } from './fault.ts';
import { Journal } from './journal.ts';
import { loopbackCertificate, loopbackKey } from './loopback-certificate.ts';
import { Listener } from './loopback-server.ts';

export type Mail = Readonly<{
  from: string;
  to: readonly string[];
  raw: string;
  parsed: Email;
  encrypted: boolean;
  /** Who had logged in, `''` for nobody. */
  user: string;
}>;

export type MailServerOptions = Readonly<{
  tls?: 'starttls' | 'implicit' | 'none';
  /** Without them nobody has to log in, nor can. */
  login?: Readonly<{ user: string; password: string }> | undefined;
}>;

type Connection = SMTPServer['connections'] extends Set<infer One> ? One : never;

/**
 * Takes mail and keeps it parsed. Each stage of a delivery is a call, at which it fails when it is
 * told to: `greeting`, `EHLO`, `STARTTLS`, `AUTH`, `MAIL`, `RCPT`, `DATA`, `end of data`.
 */
export class MailServer {
  readonly journal = new Journal();
  readonly mails: Mail[] = [];
  /** Addresses in lower case that `RCPT TO` refuses. */
  readonly refusedRecipients = new Set<string>();
  /** `applied` counts at the end of data: the mail was taken all the same. */
  fault: FaultHook<AnyFault> | undefined;
  readonly #options: MailServerOptions;
  readonly #listener = new Listener();
  #server: SMTPServer | undefined;

  constructor(options: MailServerOptions = {}) {
    this.#options = options;
  }

  get port(): number {
    return this.#listener.port;
  }

  /** As `SMTP_URL` takes it: the certificate is self-signed, so a client must not check it. */
  get url(): string {
    const { login, tls } = this.#options;
    const url = new URL(`${tls === 'implicit' ? 'smtps' : 'smtp'}://127.0.0.1:${this.port}`);
    url.username = encodeURIComponent(login?.user ?? '');
    url.password = encodeURIComponent(login?.password ?? '');
    url.search = tls === 'none' ? 'ignoreTLS=true' : 'tls.rejectUnauthorized=false';
    return url.href;
  }

  /** After `close` on the same port again; of a server that listens, nothing. */
  async start(): Promise<void> {
    if (this.#listener.isListening) return;
    const { tls, login } = this.#options;
    const server = new SMTPServer({
      name: 'mail.example.test',
      secure: tls === 'implicit',
      key: loopbackKey,
      cert: loopbackCertificate,
      disabledCommands: [
        ...(tls === 'none' ? ['STARTTLS'] : []),
        ...(login === undefined ? ['AUTH'] : []),
      ],
      authOptional: login === undefined,
      disableReverseLookup: true,
      logger: false,
      onAuth: ({ username, password }, _session, reply) => {
        if (username === login?.user && password === login?.password)
          reply(null, { user: username });
        else reply(refusal(535, 'Error: authentication failed'));
      },
      onRcptTo: ({ address }, _session, reply) => {
        const isRefused = this.refusedRecipients.has(address.toLowerCase());
        reply(isRefused ? refusal(550, `5.1.1 <${address}>: no such user`) : null);
      },
      onData: (stream, session, reply) => {
        // Where the client goes away in the middle of its mail, nobody waits for a reply.
        buffer(stream).then(
          (raw) => void this.#receive(raw, session, reply),
          () => undefined,
        );
      },
    });
    // What a client or a fault breaks off is no error of ours; the journal has it.
    server.on('error', () => undefined);
    const connect = server.connect.bind(server);
    server.connect = (socket, options) => {
      socket.on('error', () => undefined);
      connect(socket, options);
      const connection = [...server.connections].at(-1);
      if (connection !== undefined) this.#watch(connection);
    };
    await this.#listener.open(server.server);
    this.#server = server;
  }

  /** Every connection breaks, and new ones are refused. */
  async close(): Promise<void> {
    this.#server?.close();
    for (const { _socket: socket } of this.#server?.connections ?? []) socket.destroy();
    await this.#listener.shut();
  }

  async #receive(
    raw: Buffer,
    { id, envelope, secure, user }: SMTPServerSession,
    reply: (error?: Error) => void,
  ): Promise<void> {
    const { mailFrom } = envelope;
    const mail = {
      from: mailFrom === false ? '' : mailFrom.address,
      to: envelope.rcptTo.map(({ address }) => address),
      raw: raw.toString('utf8'),
      parsed: await PostalMime.parse(raw),
      encrypted: secure,
      user: String(user ?? ''),
    };
    const fault = this.#faultAt('end of data');
    if (fault === undefined || fault.applied === true) this.mails.push(mail);
    if (fault === undefined) reply();
    if (fault?.kind === 'answer') reply(refusal(fault.status, String(fault.body)));
    if (fault?.kind === 'reset')
      for (const one of this.#server?.connections ?? []) if (one.id === id) one._socket.destroy();
  }

  /**
   * smtp-server has hooks for some stages only. Each line of a client passes `_onCommand` of its
   * connection, which is why that is wrapped here; the version is pinned.
   */
  #watch(connection: Connection): void {
    const greet = connection.connectionReady.bind(connection);
    // It would wait a tenth of a second for clients that talk too early.
    connection.connectionReady = () => undefined;
    setImmediate(() => {
      this.#reach('greeting', connection, greet);
    });
    const honest = connection._onCommand.bind(connection);
    connection._onCommand = (command, next) => {
      const line = command.toString();
      const word = /^[a-z]+/i.exec(line)?.[0].toUpperCase().replace('HELO', 'EHLO') ?? '';
      const pass = (): void => {
        honest(command, next);
      };
      // A line that goes on with AUTH is no command.
      if (!commands.has(word) || connection._nextHandler !== false) pass();
      else if (this.#reach(word, connection, pass, /<([^>]*)>/.exec(line)?.[1]) === 'answer')
        setImmediate(() => next?.());
    };
  }

  /** Goes on unless a fault strikes, and gives its kind. */
  #reach(
    stage: string,
    connection: Connection,
    pass: () => void,
    address?: string,
  ): AnyFault['kind'] | undefined {
    const fault = this.#faultAt(stage, address);
    if (fault === undefined) pass();
    if (fault?.kind === 'answer') connection.send(fault.status, String(fault.body));
    if (fault?.kind === 'reset') connection._socket.destroy();
    return fault?.kind;
  }

  #faultAt(stage: string, target = ''): AnyFault | undefined {
    const entry = this.journal.begin(stage);
    this.journal.ended();
    return this.fault?.({ ...entry, target });
  }
}

const refusal = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

const commands = new Set(['EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA']);
