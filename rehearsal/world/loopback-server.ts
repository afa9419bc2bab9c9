import { setMaxListeners, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FaultHook } from './fault.ts';
import { readRequest, send, type HttpAnswer, type HttpRequest } from './http-message.ts';
import { Journal } from './journal.ts';

/** An HTTP server on 127.0.0.1 with a journal, faults on demand, and a prompt end. */
export abstract class LoopbackServer {
  readonly journal = new Journal();
  fault: FaultHook | undefined;
  /** Added to every answer. */
  latencyMs = 0;
  readonly #listener = new Listener();
  readonly #dying = new WeakSet<Socket>();
  #closing = new AbortController();

  /** What the call is in the service's own words. */
  protected abstract operationOf(request: HttpRequest): string;
  protected abstract handle(request: HttpRequest): HttpAnswer;

  get port(): number {
    return this.#listener.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** After `close` on the same port again; of a server that listens, nothing. */
  async start(): Promise<void> {
    if (this.#listener.isListening) return;
    this.#closing = new AbortController();
    // Every answer that is held back listens.
    setMaxListeners(0, this.#closing.signal);
    const server = createServer((request, response) => void this.#take(request, response));
    // A kept connection stays until somebody drops it: no test shall depend on how long it rested.
    server.keepAliveTimeout = 0;
    await this.#listener.open(server);
  }

  /** Every connection breaks, and new ones are refused. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#listener.shut();
  }

  /**
   * Open connections are reset when their next request comes: what a process meets that was frozen
   * while the other side closed.
   */
  resetKeptConnectionsOnUse(): void {
    for (const socket of this.#listener.sockets) this.#dying.add(socket);
  }

  async #take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#dying.has(incoming.socket)) {
      incoming.socket.resetAndDestroy();
      return;
    }
    const request = await readRequest(incoming).catch(() => undefined);
    if (request === undefined) return;
    const entry = this.journal.begin(this.operationOf(request));
    response.on('close', () => {
      this.journal.ended();
    });
    try {
      const fault = this.fault?.({ ...entry, target: incoming.url ?? '' });
      await this.#pause(this.latencyMs);
      entry.outcome = await this.#respond(request, fault, response);
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      // A mistake of this server or of a hook: a test must see it, not a connection that breaks.
      send(response, { status: 500, body: `mistake: ${String(error)}` });
    }
  }

  async #respond(
    request: HttpRequest,
    fault: Fault | undefined,
    response: ServerResponse,
  ): Promise<string> {
    if (fault === undefined) {
      const answer = this.handle(request);
      send(response, answer);
      return String(answer.status);
    }
    if ('applied' in fault && fault.applied) this.handle(request);
    switch (fault.kind) {
      case 'delay':
        await this.#pause(fault.ms);
        return this.#respond(request, fault.then, response);
      case 'reset':
        response.socket?.resetAndDestroy();
        break;
      case 'hang':
        break;
      case 'answer':
        send(response, fault);
        return String(fault.status);
      case 'truncated':
        send(response, firstHalf(this.handle(request)));
        break;
      case 'broken-off':
        sendHalf(response, this.handle(request), () => response.socket?.destroy());
        break;
      case 'stalled':
        sendHalf(response, this.handle(request));
        break;
      case 'down':
        await this.close();
        break;
      default:
        return fault satisfies never;
    }
    return fault.kind;
  }

  /** Rejects when the server closes meanwhile. */
  async #pause(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#closing.signal });
  }
}

function firstHalf({ body = '', ...answer }: HttpAnswer): HttpAnswer & { body: Buffer } {
  const bytes = Buffer.from(body);
  return { ...answer, body: bytes.subarray(0, Math.floor(bytes.length / 2)) };
}

/** Announces the whole body and sends half of it. */
function sendHalf(response: ServerResponse, answer: HttpAnswer, afterwards?: () => void): void {
  const length = Buffer.byteLength(answer.body ?? '');
  response.writeHead(answer.status, { ...answer.headers, 'content-length': length });
  response.write(firstHalf(answer).body, afterwards);
}

/** Keeps its port over a break, and ends at once with all its connections. */
export class Listener {
  readonly sockets = new Set<Socket>();
  port = 0;
  #server: Server | undefined;

  get isListening(): boolean {
    return this.#server !== undefined;
  }

  /** Without a port on the one it had, or on whichever is free. */
  async open(server: Server, port = this.port): Promise<void> {
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string')
      throw new Error('a loopback server listens on no port');
    this.#server = server;
    this.port = address.port;
  }

  async shut(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
