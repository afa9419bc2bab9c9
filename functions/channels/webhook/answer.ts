import type { Clock } from '../../ports.ts';
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

const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * No answer. Only what failed before anything was sent is tried again: what may have arrived would
 * be told twice.
 */
export function unanswered(error: unknown, { title, variable }: Receiver): Failure {
  const chain = causesOf(error);
  const codes = chain.map((each) =>
    'code' in each && typeof each.code === 'string' ? each.code : '',
  );
  const network = `check ${variable} and the network`;
  const unsent = codes.find((code) => beforeSending.has(code));
  if (unsent !== undefined)
    return {
      kind: 'retryable',
      why: `${title} could not be reached (${unsent})`,
      hint: network,
      cause: error,
    };
  if (chain.some(({ message }) => message.includes('before secure TLS connection')))
    return {
      kind: 'retryable',
      why: `${title} could not be reached (the TLS handshake broke off)`,
      hint: network,
      cause: error,
    };
  const certificate = codes.find((code) =>
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/.test(code),
  );
  if (certificate !== undefined)
    return {
      kind: 'refused',
      why: `the server's certificate does not fit (${certificate})`,
      hint: `check ${variable} and what the network puts before it`,
      cause: error,
    };
  const timedOut = chain.some(({ name }) => name === 'TimeoutError' || name === 'OutOfTime');
  return {
    kind: 'unknown',
    why: timedOut ? `no answer from ${title} in time` : `the connection to ${title} broke`,
    cause: error,
  };
}

/** The error and what it came from, also where several addresses were tried. */
function causesOf(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const parts: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [
    error,
    ...causesOf(error.cause, depth + 1),
    ...parts.flatMap((part) => causesOf(part, depth + 1)),
  ];
}

const second = 1_000;
const hour = 3_600_000;

/**
 * In milliseconds, of seconds or a date (RFC 9110, 10.2.3): a second at least, since 0 would be a
 * hot loop, and an hour at most, lest one odd answer silence the channel. `undefined` where nothing
 * is said.
 */
export function retryAfterOf(header: string | null, clock: Clock): number | undefined {
  const text = header?.trim() ?? '';
  const date = /^\w{3}, .* GMT$/.test(text) ? Date.parse(text) : NaN;
  const ms = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * second : date - clock();
  return Number.isNaN(ms) ? undefined : Math.min(hour, Math.max(second, ms));
}

/** A JSON object, `{}` for anything else. */
export function jsonIn(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** A number, or a text of digits. */
export function codeIn(value: unknown): number | undefined {
  const code = typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof code === 'number' && Number.isInteger(code) ? code : undefined;
}
