import type { HttpRequest } from './http-message.ts';
import { LoopbackServer } from './loopback-server.ts';

export type ChatMessage = Readonly<{
  /** Milliseconds since the epoch. */
  at: number;
  payload: unknown;
  /** Who was notified by name; what only stands in a text notifies nobody. */
  pings: readonly string[];
}>;

/** One webhook of a chat, and what came to it. */
export abstract class WebhookServer<Message extends ChatMessage, Refusal> extends LoopbackServer {
  /** What was accepted, in order. */
  readonly messages: Message[] = [];
  /** What was not, and why. */
  readonly rejected: Refusal[] = [];
  abstract readonly path: string;
  protected readonly now: () => number;

  constructor(now: () => number = Date.now) {
    super(now);
    this.now = now;
  }

  get webhookUrl(): string {
    return `${this.url}${this.path}`;
  }

  protected override operationOf({ path }: HttpRequest): string {
    return path === this.path ? 'webhook' : 'unknown webhook';
  }
}
