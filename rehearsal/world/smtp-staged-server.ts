import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** Where in a delivery something can go wrong, in the order in which they are reached. */
export type SmtpStage =
  'connect' | 'greeting' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'end of data';

type SmtpCall = Readonly<{
  stage: SmtpStage;
  /** The address of MAIL and RCPT, else empty. */
  address: string;
  /** 1 for the first time that the stage is reached, over all connections. */
  attempt: number;
}>;

export type SmtpFault =
  | Readonly<{ kind: 'refuse'; code: number; message: string }>
  /**
   * No reply until one side closes. `applied`, here and below: at the end of data the mail was
   * taken all the same.
   */
  | Readonly<{ kind: 'hang'; applied?: boolean }>
  | Readonly<{ kind: 'close'; applied?: boolean }>;

/** Asked at each stage; `undefined` lets it pass. */
export type SmtpFaultHook = (call: SmtpCall) => SmtpFault | undefined;

const stages: Readonly<Record<string, SmtpStage>> = {
  HELO: 'EHLO',
  EHLO: 'EHLO',
  STARTTLS: 'STARTTLS',
  AUTH: 'AUTH',
  MAIL: 'MAIL',
  RCPT: 'RCPT',
  DATA: 'DATA',
};

/** `undefined` for a line that belongs to no stage, such as `QUIT`. */
function stageOf(line: string): Readonly<{ stage: SmtpStage; address: string }> | undefined {
  const stage = stages[(/^[a-z]+/i.exec(line)?.[0] ?? '').toUpperCase()];
  return stage === undefined ? undefined : { stage, address: /<([^>]*)>/.exec(line)?.[1] ?? '' };
}

type Connection = SMTPServer['connections'] extends Set<infer One> ? One : never;

/** What a stage is answered; `done` is called once the honest reply is out. */
export type Verdict = Readonly<{ fault: SmtpFault | undefined; done: () => void }>;

/**
 * smtp-server has hooks for some stages only. Each line of a client passes `_onCommand` of its
 * connection, which is why that is wrapped here; the version is pinned.
 */
export class StagedSmtpServer extends SMTPServer {
  readonly #ask: (stage: SmtpStage, address: string) => Verdict;

  constructor(options: SMTPServerOptions, ask: (stage: SmtpStage, address: string) => Verdict) {
    super(options);
    this.#ask = ask;
  }

  override connect(...[socket, options]: Parameters<SMTPServer['connect']>): void {
    const { fault, done } = this.#ask('connect', '');
    done();
    socket.on('error', () => undefined);
    if (fault?.kind === 'close') socket.destroy();
    if (fault?.kind === 'refuse') socket.end(`${fault.code} ${fault.message}\r\n`);
    if (fault !== undefined) return;
    super.connect(socket, options);
    const connection = [...this.connections].at(-1);
    if (connection !== undefined) this.#watch(connection);
  }

  #watch(connection: Connection): void {
    greetAtOnce(connection);
    const honest = connection._onCommand.bind(connection);
    connection._onCommand = (command, next) => {
      // A line that goes on with AUTH is no command.
      const reached = connection._nextHandler === false ? stageOf(command.toString()) : undefined;
      if (reached === undefined) {
        honest(command, next);
        return;
      }
      const { fault, done } = this.#ask(reached.stage, reached.address);
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

  /** By its top layer: a TLS socket must not lose the one below it. */
  socketOf(sessionId: string): Socket | undefined {
    return [...this.connections].find(({ id }) => id === sessionId)?._socket;
  }
}

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
