import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import {
  SMTPServer,
  type SMTPServerDataStream,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server';
import { Journal } from './journal.ts';
import { loopbackCertificate, loopbackKey } from './loopback-certificate.ts';
import { Listener } from './loopback-server.ts';

export type Mail = Readonly<{
  /** Milliseconds since the epoch. */
  at: number;
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

/** Where in a delivery something can go wrong, in the order in which they are reached. */
export type SmtpStage =
  'connect' | 'greeting' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'end of data';

export type SmtpFault =
  | Readonly<{ kind: 'refuse'; code: number; message: string }>
  /**
   * No reply until one side closes. `applied`, here and below: at the end of data the mail was
   * taken all the same.
   */
  | Readonly<{ kind: 'hang'; applied?: boolean }>
  | Readonly<{ kind: 'close'; applied?: boolean }>;

/**
 * Asked at each stage, with the address of MAIL and RCPT; `attempt` is 1 for the first time that
 * the stage is reached, over all connections. `undefined` lets it pass.
 */
export type SmtpFaultHook = (
  call: Readonly<{ stage: SmtpStage; address: string; attempt: number }>,
) => SmtpFault | undefined;

type Connection = SMTPServer['connections'] extends Set<infer One> ? One : never;
type Reply = (error?: Error | null) => void;

/** Takes mail, keeps it parsed, and fails at any stage it is told to. */
export class MailServer {
  readonly journal: Journal;
  readonly mails: Mail[] = [];
  /** Addresses in lower case that `RCPT TO` refuses. */
  readonly refusedRecipients = new Set<string>();
  fault: SmtpFaultHook | undefined;
  readonly #now: () => number;
  readonly #options: MailServerOptions;
  readonly #listener = new Listener();
  #server: SMTPServer | undefined;

  constructor(options: MailServerOptions = {}, now: () => number = Date.now) {
    this.#options = options;
    this.#now = now;
    this.journal = new Journal(now);
  }

  get port(): number {
    return this.#listener.port;
  }

  /** As `SMTP_URL` takes it: the certificate is self-signed, so a client must not check it. */
  get url(): string {
    const { login, tls = 'starttls' } = this.#options;
    const account =
      login === undefined
        ? ''
        : `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@`;
    const query = tls === 'none' ? 'ignoreTLS=true' : 'tls.rejectUnauthorized=false';
    return `${tls === 'implicit' ? 'smtps' : 'smtp'}://${account}127.0.0.1:${this.port}?${query}`;
  }

  /** After `close` on the same port again; of a server that listens, nothing. */
  async start(): Promise<void> {
    if (this.#listener.isListening) return;
    const server = new SMTPServer(this.#smtpOptions());
    // What a client or a fault breaks off is no error of ours; the journal has it.
    server.on('error', () => undefined);
    const connect = server.connect.bind(server);
    server.connect = (socket, options) => {
      socket.on('error', () => undefined);
      const { fault, done } = this.#ask('connect');
      done();
      if (fault?.kind === 'close') socket.destroy();
      if (fault?.kind === 'refuse') socket.end(`${fault.code} ${fault.message}\r\n`);
      if (fault !== undefined) return;
      connect(socket, options);
      const connection = [...server.connections].at(-1);
      if (connection !== undefined) this.#watch(connection);
    };
    await this.#listener.open(server.server);
    this.#server = server;
  }

  /** Every connection breaks, and new ones are refused. */
  async close(): Promise<void> {
    await this.#listener.shut(() => {
      this.#server?.close();
      for (const { _socket: socket } of this.#server?.connections ?? []) socket.destroy();
    });
  }

  #smtpOptions(): SMTPServerOptions {
    const { tls = 'starttls', login } = this.#options;
    return {
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
        if (login !== undefined && username === login.user && password === login.password)
          reply(null, { user: username });
        else reply(refusal(535, 'Error: authentication failed'));
      },
      onConnect: (session, reply) => {
        const { fault, done } = this.#ask('greeting');
        done();
        this.#misbehave(fault, session, reply);
      },
      onRcptTo: ({ address }, _session, reply) => {
        reply(
          this.refusedRecipients.has(address.toLowerCase())
            ? refusal(550, `5.1.1 <${address}>: no such user`)
            : null,
        );
      },
      onData: (stream, session, reply) => void this.#receive(stream, session, reply),
    };
  }

  async #receive(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    reply: Reply,
  ): Promise<void> {
    const raw = await buffer(stream).catch(() => undefined);
    // The client went away in the middle of its mail.
    if (raw === undefined) return;
    const { fault, done } = this.#ask('end of data');
    const mail = await this.#asMail(raw, session).catch(() => undefined);
    const taken = fault === undefined || (fault.kind !== 'refuse' && fault.applied === true);
    if (taken && mail !== undefined) this.mails.push(mail);
    done();
    this.#misbehave(
      mail === undefined ? { kind: 'refuse', code: 554, message: 'this is no mail' } : fault,
      session,
      reply,
    );
  }

  async #asMail(raw: Buffer, session: SMTPServerSession): Promise<Mail> {
    const { mailFrom, rcptTo } = session.envelope;
    return {
      at: this.#now(),
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo.map(({ address }) => address),
      raw: raw.toString('utf8'),
      parsed: await PostalMime.parse(raw),
      encrypted: session.secure,
      user: typeof session.user === 'string' ? session.user : '',
    };
  }

  #misbehave(fault: SmtpFault | undefined, session: SMTPServerSession, reply: Reply): void {
    if (fault === undefined) reply();
    else if (fault.kind === 'refuse') reply(refusal(fault.code, fault.message));
    else if (fault.kind === 'close') {
      for (const { id, _socket: socket } of this.#server?.connections ?? [])
        if (id === session.id) socket.destroy();
    }
  }

  /**
   * smtp-server has hooks for some stages only. Each line of a client passes `_onCommand` of its
   * connection, which is why that is wrapped here; the version is pinned.
   */
  #watch(connection: Connection): void {
    greetAtOnce(connection);
    const honest = connection._onCommand.bind(connection);
    connection._onCommand = (command, next) => {
      const line = command.toString();
      const word = /^[a-z]+/i.exec(line)?.[0].toUpperCase();
      const stage = stages.find((one) => one === (word === 'HELO' ? 'EHLO' : word));
      // A line that goes on with AUTH is no command.
      if (stage === undefined || connection._nextHandler !== false) {
        honest(command, next);
        return;
      }
      const { fault, done } = this.#ask(stage, /<([^>]*)>/.exec(line)?.[1]);
      if (fault === undefined) {
        honest(command, () => {
          done();
          next?.();
        });
        return;
      }
      done();
      if (fault.kind === 'close') connection._socket.destroy();
      if (fault.kind === 'refuse') {
        connection.send(fault.code, fault.message);
        setImmediate(() => next?.());
      }
    };
  }

  /** `done` is to be called once the honest reply is out. */
  #ask(
    stage: SmtpStage,
    address = '',
  ): Readonly<{ fault: SmtpFault | undefined; done: () => void }> {
    const { entry, end } = this.journal.begin(stage);
    const fault = this.fault?.({ stage, address, attempt: entry.attempt });
    entry.outcome = fault?.kind ?? 'passed';
    return { fault, done: end };
  }
}

const refusal = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

const stages = ['EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA'] as const;

/** It would wait a tenth of a second for clients that talk too early. */
function greetAtOnce(connection: Connection): void {
  const greet = connection.connectionReady.bind(connection);
  let greeted = false;
  connection.connectionReady = (next) => {
    if (!greeted) greet(next);
    greeted = true;
  };
  setImmediate(() => {
    connection.connectionReady();
  });
}
