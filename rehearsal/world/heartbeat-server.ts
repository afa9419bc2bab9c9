import type { HttpAnswer, HttpRequest } from './http-message.ts';
import { LoopbackServer } from './loopback-server.ts';

/** One check, with the protocol of https://healthchecks.io/docs/http_api/ */
export class HeartbeatServer extends LoopbackServer {
  readonly #path = '/ping/00000000-0000-4000-8000-000000000000';

  get pingUrl(): string {
    return `${this.url}${this.#path}`;
  }

  protected override operationOf({ path }: HttpRequest): string {
    if (path === this.#path) return 'ping';
    return path === `${this.#path}/fail` ? 'ping /fail' : 'unknown check';
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    return this.operationOf(request) === 'unknown check'
      ? { status: 404, body: 'not found' }
      : { status: 200, body: 'OK' };
  }
}
