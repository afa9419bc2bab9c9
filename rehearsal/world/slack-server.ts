import { LoopbackServer, type HttpAnswer, type HttpRequest } from './loopback-server.ts';
import { pingsIn, refusalOf, type Refusal, textsIn } from './slack-payload.ts';

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
  readonly rejected: Readonly<{ payload: unknown; refusal: Refusal }>[] = [];
  readonly #now: () => number;

  constructor(now: () => number = Date.now, path = '/services/T0REHEARSE/B0REHEARSE/aLoopbackSecretThatOpensNothing') {
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
    const payload = parse(request.body.toString('utf8'));
    const refusal = refusalOf(payload);
    if (refusal !== undefined) {
      this.rejected.push({ payload, refusal });
      return plain(400, refusal.code);
    }
    this.messages.push(asMessage(payload, this.#now()));
    return plain(200, 'ok');
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function asMessage(payload: unknown, at: number): SlackMessage {
  const { text, blocks } = payload as Readonly<{ text: string; blocks?: readonly unknown[] }>;
  return { at, text, blocks: blocks ?? [], payload, pings: pingsIn(payload), all: [text, ...textsIn(blocks)].join('\n') };
}

const plain = (status: number, body: string): HttpAnswer => ({ status, headers: { 'content-type': 'text/html' }, body });
