import type { HttpAnswer, HttpRequest } from './http-message.ts';
import { LoopbackServer } from './loopback-server.ts';

export type ChatMessage = Readonly<{
  /** Milliseconds since the epoch. */
  at: number;
  payload: unknown;
  /** Who was notified by name; what only stands in a text notifies nobody. */
  pings: readonly string[];
}>;

/** The service's own code, and what is wrong. */
export class Refusal {
  readonly code: string | number;
  readonly why: string;

  constructor(code: string | number, why: string) {
    this.code = code;
    this.why = why;
  }
}

/** One webhook of a chat, and what came to it. */
export abstract class WebhookServer<Message extends ChatMessage> extends LoopbackServer {
  /** What was accepted, in order. */
  readonly messages: Message[] = [];
  /** What was not, and why. */
  readonly rejected: Refusal[] = [];
  abstract readonly path: string;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    super();
    this.#now = now;
  }

  get webhookUrl(): string {
    return `${this.url}${this.path}`;
  }

  protected abstract read(request: HttpRequest, now: number): Message | Refusal;
  protected abstract answerTo(refusal: Refusal | undefined): HttpAnswer;

  protected override operationOf({ path }: HttpRequest): string {
    return path === this.path ? 'webhook' : 'unknown webhook';
  }

  protected override handle(request: HttpRequest): HttpAnswer {
    const read = this.read(request, this.#now());
    if (!(read instanceof Refusal)) {
      this.messages.push(read);
      return this.answerTo(undefined);
    }
    this.rejected.push(read);
    return this.answerTo(read);
  }

  /** How many messages were accepted within so many milliseconds before `now`. */
  protected lately(now: number, ms: number): number {
    return this.messages.filter(({ at }) => now - at < ms).length;
  }
}
