import type { Localised } from '../../language.ts';
import { isRecord } from '../../runtime/json.ts';
import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import type { Failure } from '../channel.ts';

export type WebhookReply = Readonly<{
  status: number;
  /** From the header, between a second and an hour. */
  retryAfterMs: number | undefined;
  /** Its first 64 KB, without secrets of ours. */
  body: string;
}>;

export type WebhookAnswer =
  | Readonly<{ kind: 'accepted' }>
  | Readonly<{
      kind: 'rate-limited';
      why: string;
      retryAfterMs?: number | undefined;
      /** The service is left alone until the next tick. */
      rest?: boolean;
    }>
  | Readonly<{ kind: 'bad payload'; why: string }>
  | Failure;

export type Receiver = Readonly<{ title: string; variable: string }>;

export const notTheService = (
  { title, variable }: Receiver,
  { status, body }: WebhookReply,
): WebhookAnswer => ({
  kind: 'refused',
  why: `${httpSaid(status, body)} is not ${title}'s answer: a proxy or another server stands between`,
  hint: `check ${variable} and what the network puts before it`,
});

export const inTrouble = (
  { title }: Receiver,
  said: string,
  { retryAfterMs }: WebhookReply,
  hint = 'try again later',
): WebhookAnswer => ({
  kind: 'retryable',
  why: `${title} is in trouble (${said})`,
  hint,
  retryAfterMs,
});

/** Why a service takes no message. Without `short`, another message may pass. */
export type Refusal = Readonly<{ why: string; fix: Localised; short?: Localised }>;

export const refused = (
  { title }: Receiver,
  said: string,
  { why, fix, short }: Refusal,
): WebhookAnswer => ({
  kind: 'refused',
  why: `${title} answered ${said}: ${why}`,
  hint: fix.en,
  permanent: short && { said, short, fix },
});

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

export function codeIn(value: unknown): number | undefined {
  const code = typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof code === 'number' && Number.isInteger(code) ? code : undefined;
}
