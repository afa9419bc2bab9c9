import type { HttpAnswer, HttpRequest } from './http-message.ts';
import { LoopbackServer } from './loopback-server.ts';

/** One check, with the protocol of https://healthchecks.io/docs/http_api/ */
export class HeartbeatServer extends LoopbackServer {
  readonly path = '/ping/00000000-0000-4000-8000-000000000000';

  get pingUrl(): string {
    return `${this.url}${this.path}`;
  }

  protected override operationOf({ path }: HttpRequest): string {
    if (path === this.path) return 'ping';
    return path === `${this.path}/fail` ? 'ping /fail' : 'unknown check';
  }

  /** It says with a 200 too that there is no check with this UUID. */
  protected override handle(request: HttpRequest): HttpAnswer {
    const answer = (status: number, body: string): HttpAnswer => ({
      status,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body,
    });
    if (this.operationOf(request) !== 'unknown check') return answer(200, 'OK');
    return /^\/ping\/[0-9a-f-]{36}(?:\/fail)?$/.test(request.path)
      ? answer(200, 'OK (not found)')
      : answer(404, 'not found');
  }
}
