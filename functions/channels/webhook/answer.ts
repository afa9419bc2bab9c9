import type { Localised } from '../../language.ts';
import { isRecord } from '../../runtime/json.ts';
import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import type { Answer } from '../channel.ts';

export type WebhookReply = Readonly<{
  status: number;
  /** From the header, between a second and an hour. */
  retryAfterMs: number | undefined;
  /** Its first 64 KB, without secrets of ours. */
  body: string;
}>;

/** Why a service takes no message. Without `short`, another message may pass. */
export type Refusal = Readonly<{ why: string; fix: Localised; short?: Localised }>;

export type Meaning =
  | 'accepted'
  | 'rate-limited'
  | 'muted'
  | 'in trouble'
  /** The message is refused; a plainer one may pass. */
  | 'bad payload'
  | Refusal;

/** A service behind a webhook. */
export type Receiver = Readonly<{
  title: string;
  variable: string;
  statusPage?: string;
  /** No meaning where the reply is not the service's own. */
  read: (reply: WebhookReply) => Readonly<{
    meaning: Meaning | undefined;
    /** Where the body says more than HTTP does. */
    said?: string;
  }>;
}>;

export type WebhookAnswer = Answer | Readonly<{ kind: 'bad payload'; why: string }>;

export function answerOf(
  { title, variable, statusPage, read }: Receiver,
  reply: WebhookReply,
): WebhookAnswer {
  const { status, body, retryAfterMs } = reply;
  const { meaning, said = httpSaid(status, body) } = read(reply);
  if (status === 429 || meaning === 'rate-limited' || meaning === 'muted') {
    const wait = retryAfterMs === undefined ? '' : ` for ${Math.ceil(retryAfterMs / 1_000)} s`;
    const why = `${title} is rate-limiting${wait} (${said})`;
    return { kind: meaning === 'muted' ? 'muted' : 'rate-limited', why, retryAfterMs };
  }
  if (status >= 500 || status === 408 || meaning === 'in trouble') {
    const hint = `${statusPage === undefined ? '' : `see ${statusPage}, and `}try again later`;
    return { kind: 'retryable', why: `${title} is in trouble (${said})`, hint, retryAfterMs };
  }
  if (meaning === 'accepted' && status < 300) return { kind: 'accepted' };
  if (meaning === 'bad payload') return { kind: 'bad payload', why: said };
  if (meaning === undefined || meaning === 'accepted')
    return {
      kind: 'refused',
      why: `${httpSaid(status, body)} is not ${title}'s answer: a proxy or another server stands between`,
      hint: `check ${variable} and what the network puts before it`,
    };
  const { why, fix, short } = meaning;
  const permanent = short && { said, short, fix };
  return { kind: 'refused', why: `${title} answered ${said}: ${why}`, hint: fix.en, permanent };
}

/** `HTTP 404, no_service`; of a page its title. */
export function httpSaid(status: number, body: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body.slice(0, 4096))?.[1];
  const said = untrustedName(title ?? body.replace(/<[^>]*>/g, ' '), 80);
  const moved = status >= 300 && status < 400 ? ', a redirect' : '';
  return `HTTP ${status}${moved}${said === '' ? '' : `, ${said}`}`;
}

export function jsonIn(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
