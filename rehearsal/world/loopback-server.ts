import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FaultHook } from './fault.ts';
import { Journal } from './journal.ts';

export type HttpRequest = Readonly<{
  method: string;
  /** Percent-encoded, as it came. */
  path: string;
  /** Without the question mark, as it came. */
  query: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}>;

export type HttpAnswer = Readonly<{
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
}>;

/** An HTTP server on 127.0.0.1 with a journal, faults on demand, and a prompt end. */
export abstract class LoopbackServer {
  readonly journal: Journal;
  fault: FaultHook | undefined;
  /** Added to every answer. */
  latencyMs = 0;
  readonly #name: string;
  readonly #sockets = new Set<Socket>();
  #dying = new WeakSet<Socket>();
  #server: Server | undefined;
  #port = 0;
  #closing = new AbortController();

  constructor(name: string, now: () => number) {
    this.#name = name;
    this.journal = new Journal(now);
  }

  protected abstract operationOf(request: HttpRequest): string;
  protected abstract handle(request: HttpRequest): HttpAnswer;

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#closing = new AbortController();
    const server = createServer((request, response) => void this.#take(request, response));
    // A kept connection stays until somebody drops it: no test shall depend on how long it rested.
    server.keepAliveTimeout = 0;
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.#closing.abort();
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Every connection breaks and new ones are refused. */
  async goDown(): Promise<void> {
    await this.close();
  }

  /** Listens again, on the same port. */
  async comeBack(): Promise<void> {
    if (this.#server === undefined) await this.start();
  }

  /** Closes the kept connections that rest; a client that is awake notices. */
  dropIdleConnections(): void {
    this.#server?.closeIdleConnections();
  }

  /**
   * Every connection that is open now is reset when its next request comes: what a process meets that slept while the
   * other side closed. (A client in this very process would notice a mere close in time.)
   */
  resetKeptConnectionsOnUse(): void {
    for (const socket of this.#sockets) this.#dying.add(socket);
  }

  async #take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = incoming;
    if (this.#dying.has(socket)) {
      socket.resetAndDestroy();
      return;
    }
    try {
      const request = await readWhole(incoming);
      const { entry, end } = this.journal.begin(this.operationOf(request));
      response.on('close', () => { end(); });
      const { operation, ordinal, attempt } = entry;
      const call = { server: this.#name, operation, ordinal, attempt, method: request.method, url: incoming.url ?? '' };
      const fault = this.fault?.(call);
      if (this.latencyMs > 0) await sleep(this.latencyMs, undefined, { signal: this.#closing.signal });
      entry.outcome = await this.#respond(request, fault, response);
    } catch {
      // The client went away, or this server is closing: nobody is left to be answered.
      socket.destroy();
    }
  }

  async #respond(request: HttpRequest, fault: Fault | undefined, response: ServerResponse): Promise<string> {
    if (fault === undefined) return send(response, this.handle(request));
    switch (fault.kind) {
      case 'delay':
        await sleep(fault.ms, undefined, { signal: this.#closing.signal });
        return this.#respond(request, fault.then, response);
      case 'reset':
        if (fault.applied === true) this.handle(request);
        response.socket?.resetAndDestroy();
        return 'reset';
      case 'hang':
        if (fault.applied === true) this.handle(request);
        return 'hang';
      case 'answer':
        if (fault.applied === true) this.handle(request);
        return send(response, fault);
      case 'truncated': {
        const whole = this.handle(request);
        return send(response, { ...whole, body: firstHalf(whole) });
      }
      case 'broken-off':
        sendHalf(response, this.handle(request), () => response.socket?.destroy());
        return 'broken-off';
      case 'stalled':
        sendHalf(response, this.handle(request), () => undefined);
        return 'stalled';
      case 'down':
        await this.goDown();
        return 'down';
      default:
        return fault satisfies never;
    }
  }
}

async function readWhole(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers,
    body: Buffer.concat(chunks),
  };
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: HttpAnswer): string {
  const bytes = Buffer.from(body);
  response.writeHead(status, status === 204 || status === 304 ? headers : { 'content-length': bytes.length, ...headers });
  response.end(bytes);
  return String(status);
}

const firstHalf = ({ body = '' }: HttpAnswer): Buffer => {
  const bytes = Buffer.from(body);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
};

function sendHalf(response: ServerResponse, whole: HttpAnswer, afterwards: () => void): void {
  response.writeHead(whole.status, { ...whole.headers, 'content-length': Buffer.from(whole.body ?? '').length });
  response.write(firstHalf(whole), afterwards);
}
