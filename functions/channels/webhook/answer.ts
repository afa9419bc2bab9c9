import type { Clock } from '../../ports.ts';
import { adviceOnEndpoint, NoAnswer } from '../../runtime/http.ts';
import { isRecord } from '../../runtime/json.ts';
import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import type { Failure } from '../failure.ts';

/** A whole answer of a webhook, or the beginning of a long one. */
export type WebhookReply = Readonly<{
  status: number;
  /** As the header asks, between a second and an hour. */
  retryAfterMs: number | undefined;
  /** Its first 64 KB, without secrets of ours. */
  body: string;
}>;

/** What became of one request to a webhook. */
export type WebhookAnswer =
  | Readonly<{ kind: 'accepted' }>
  /** Not taken: too many. `rest` says that no other try in this tick is of use. */
  | Readonly<{
      kind: 'rate-limited';
      why: string;
      retryAfterMs?: number | undefined;
      rest?: boolean;
    }>
  /** Not taken because of what it says or how it looks. */
  | Readonly<{ kind: 'bad payload'; why: string }>
  | Failure;

/** The service behind a webhook, and the variable that names it, for what people are told. */
export type Receiver = Readonly<{ title: string; variable: string }>;

/** A server that is not the one that the address should lead to. */
export const notTheService = (
  { title, variable }: Receiver,
  { status, body }: WebhookReply,
): WebhookAnswer => ({
  kind: 'refused',
  why: `${httpSaid(status, body)} is not ${title}'s answer: a proxy or another server stands between`,
  hint: `check ${variable} and what the network puts before it`,
});

/** `HTTP 404, no_service`; of a page its title, of a longer text its beginning. */
export function httpSaid(status: number, body: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body.slice(0, 4096))?.[1];
  const text = title ?? body.replace(/<[^>]*>/g, ' ');
  const said = untrustedName(text, 80);
  const moved = status >= 300 && status < 400 ? ', a redirect' : '';
  return `HTTP ${status}${moved}${said === '' ? '' : `, ${said}`}`;
}

const beforeSending: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
];

/**
 * No answer. Only what failed before anything was sent is tried again: what may have arrived would
 * be told twice.
 */
export function unanswered(error: unknown, { title, variable }: Receiver): Failure {
  if (!(error instanceof NoAnswer) || error.code === 'timeout')
    return { kind: 'unknown', why: `no answer from ${title} in time`, cause: error };
  const { code } = error;
  const hint = adviceOnEndpoint(error, variable)?.en ?? `check ${variable} and the network`;
  const why = `${title} could not be reached (${code || error.message})`;
  if (beforeSending.includes(code)) return { kind: 'retryable', why, hint, cause: error };
  if (String(error.cause).includes('before secure TLS connection'))
    return {
      kind: 'retryable',
      why: `${title} could not be reached (the TLS handshake broke off)`,
      hint,
      cause: error,
    };
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|SSL|EPROTO/.test(code)
    ? { kind: 'refused', why, hint, cause: error }
    : { kind: 'unknown', why: `the connection to ${title} broke`, cause: error };
}

const second = 1_000;
const hour = 3_600_000;

/**
 * In milliseconds, of seconds or a date (RFC 9110, 10.2.3): a second at least, since 0 would be a
 * hot loop, and an hour at most, lest one odd answer silence the channel. `undefined` where nothing
 * is said.
 */
export function retryAfterOf(header: string | undefined, clock: Clock): number | undefined {
  const text = header?.trim() ?? '';
  const date = /^\w{3}, .* GMT$/.test(text) ? Date.parse(text) : NaN;
  const ms = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * second : date - clock();
  return Number.isNaN(ms) ? undefined : Math.min(hour, Math.max(second, ms));
}

/** A JSON object, `{}` for anything else. */
export function jsonIn(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** A number, or a text of digits. */
export function codeIn(value: unknown): number | undefined {
  const code = typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof code === 'number' && Number.isInteger(code) ? code : undefined;
}
