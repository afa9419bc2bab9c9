import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Answer =
  | Readonly<{ status: number; headers?: Readonly<Record<string, string>>; body?: string }>
  | 'hang'
  | 'reset';

/**
 * Who listens for the heartbeat; it writes down what was asked for, and is gone when the test is.
 */
export class HeartbeatListener {
  /** Method, path and query of each request, in order. */
  readonly heard: string[] = [];
  answer: (attempt: number) => Answer = () => ({ status: 200, body: 'OK' });
  readonly #server: Server = createServer((request, response) => {
    this.heard.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const answer = this.answer(this.heard.length);
    if (answer === 'reset') request.socket.destroy();
    else if (answer !== 'hang') response.writeHead(answer.status, answer.headers).end(answer.body);
  });

  static async start(): Promise<HeartbeatListener> {
    const listener = new HeartbeatListener();
    await new Promise<void>((resolve) => {
      listener.#server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      listener.close();
    });
    return listener;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
}
