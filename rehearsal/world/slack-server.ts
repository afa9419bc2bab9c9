import type { HttpAnswer, HttpRequest } from './http-message.ts';
import { jsonOf } from './json-message.ts';
import { LoopbackServer } from './loopback-server.ts';
import { judge, pingsIn, textsIn, type Accepted, type Refusal } from './slack-payload.ts';

export type SlackMessage = Readonly<{
  /** Milliseconds since the epoch. */
  at: number;
  text: string;
  blocks: readonly unknown[];
  payload: unknown;
  /** Control sequences that notified somebody. */
  pings: readonly string[];
  /** `text` and the text of every block, a line each, for a test that looks for words. */
  all: string;
}>;

/** One incoming webhook that takes what Slack would take. */
export class SlackServer extends LoopbackServer {
  readonly path: string;
  /** What was accepted, in order. */
  readonly messages: SlackMessage[] = [];
  /** What was not, and why. */
  readonly rejected: Readonly<{ at: number; payload: unknown; refusal: Refusal }>[] = [];
  readonly #now: () => number;

  constructor(
    now: () => number = Date.now,
    path = '/services/T0REHEARSE/B0REHEARSE/aLoopbackSecretThatOpensNothing',
  ) {
    super('slack', now);
    this.path = path;
    this.#now = now;
  }

  get webhookUrl(): string {
    return `${this.url}${this.path}`;
  }

  protected override operationOf({ path }: HttpRequest): string {
    return path === this.path ? 'webhook' : 'unknown webhook';
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    if (request.path !== this.path) return plain(404, 'no_service');
    if (request.method !== 'POST') return plain(400, 'invalid_payload');
    const payload = jsonOf(request);
    const judged = judge(payload);
    if ('code' in judged) {
      this.rejected.push({ at: this.#now(), payload, refusal: judged });
      return plain(400, judged.code);
    }
    this.messages.push(this.#asMessage(judged, payload));
    return plain(200, 'ok');
  }

  #asMessage({ text, blocks }: Accepted, payload: unknown): SlackMessage {
    const pings = [...pingsIn(text), ...pingsIn(blocks)];
    return {
      at: this.#now(),
      text,
      blocks,
      payload,
      pings,
      all: [text, ...textsIn(blocks)].join('\n'),
    };
  }
}

const plain = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body,
});
