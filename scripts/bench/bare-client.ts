import { Agent, request } from 'node:http';
import type { BareRequest } from './bare-requests.ts';

/** Keeps its connections, asks, takes every byte of the answer, and does nothing with it. */
export class BareClient {
  readonly #agent: Agent;
  readonly #atATime: number;

  constructor(atATime: number) {
    this.#atATime = atATime;
    this.#agent = new Agent({ keepAlive: true, maxSockets: atATime });
  }

  /**
   * Milliseconds from the first request to the last answer. @throws Error when one is answered with
   * neither 200 nor 304
   */
  async time(requests: readonly BareRequest[]): Promise<number> {
    const from = performance.now();
    const waiting = requests.values();
    await Promise.all(
      Array.from({ length: this.#atATime }, async () => {
        for (const one of waiting) await this.#ask(one);
      }),
    );
    return performance.now() - from;
  }

  /** The same of requests that wait for the answers to those of the turn before. */
  async timeInTurn(turns: readonly (readonly BareRequest[])[]): Promise<number> {
    let milliseconds = 0;
    for (const requests of turns) milliseconds += await this.time(requests);
    return milliseconds;
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask({ method, port, path, headers, body }: BareRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      const asked = request(
        { host: '127.0.0.1', port, method, path, headers, agent: this.#agent },
        (answer) => {
          answer.on('error', reject).on('end', () => {
            if (answer.statusCode === 200 || answer.statusCode === 304) resolve();
            else
              reject(
                new Error(`${method} ${path} was answered with ${answer.statusCode ?? 'nothing'}`),
              );
          });
          answer.resume();
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  }
}
