import type { Heartbeat } from '../ports.ts';
import type { Secret } from '../settings/secret.ts';
import { ask, NoAnswer, retryAfterIn, type HttpAnswer } from './http.ts';
import { isRecord, jsonIn } from './json.ts';
import { createRedactor, type Redactor } from './redaction.ts';
import { backoff, deliveryGrace, type RetryDeps } from './retry.ts';

/** Milliseconds for one request, and for both. */
const timeoutOfOne = 2_000;
const timeoutOfAll = 4_500;

/** Bytes: a receiver answers with a word or two. */
const largestAnswer = 16 * 1024;

type Unheard = Readonly<{
  reason: string;
  retryable: boolean;
  retryAfterMs?: number | undefined;
}>;

/** Pings as https://healthchecks.io/docs/http_api/ describes. Tries twice. */
export function createHeartbeat(url: Secret, { clock, sleep, random }: RetryDeps): Heartbeat {
  const redact = createRedactor([url]);
  return {
    beat: async (tick, until) => {
      const by = Math.min(until - deliveryGrace, clock() + timeoutOfAll);
      const address = addressOf(url, tick);
      for (let tries = 1; ; tries += 1) {
        if (clock() >= by) return 'no time was left in this tick';
        const timeoutMs = Math.max(1, Math.min(timeoutOfOne, Math.floor(by - clock())));
        const unheard = await ping(address, { timeoutMs, now: clock() }, redact);
        if (unheard === undefined) return undefined;
        const delay = unheard.retryAfterMs ?? backoff(0, { first: 200, most: 200 }, random);
        if (!unheard.retryable || tries === 2 || clock() + delay >= by) return unheard.reason;
        await sleep(delay);
      }
    },
  };
}

/** `/fail` belongs to the path, before a `?`. */
function addressOf(url: Secret, tick: 'good' | 'bad'): URL {
  const address = new URL(url.reveal());
  if (tick === 'bad') address.pathname = `${address.pathname.replace(/\/$/, '')}/fail`;
  return address;
}

/** Of a failure on the way only the code is shown, since a message may repeat the address. */
async function ping(
  url: URL,
  { timeoutMs, now }: Readonly<{ timeoutMs: number; now: number }>,
  redact: Redactor,
): Promise<Unheard | undefined> {
  try {
    const headers = { 'user-agent': 'mms-task-alerts', connection: 'close' };
    const answer = await ask({ method: 'GET', url, headers, timeoutMs, largest: largestAnswer });
    const reason = whyUnheard(answer, redact);
    if (reason === undefined) return undefined;
    const retryable = answer.status >= 500 || answer.status === 429;
    return { reason, retryable, retryAfterMs: retryAfterIn(answer.headers, now) };
  } catch (error) {
    const code = error instanceof NoAnswer ? error.code : '';
    if (code === 'timeout') return { reason: 'no answer in time', retryable: true };
    if (code === 'too large')
      return { reason: 'what answers sends a page: check HEARTBEAT_URL', retryable: false };
    const known = /^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : '';
    return { reason: `it could not be reached${known}`, retryable: true };
  }
}

/** `undefined` where it was heard. Some services answer 200 for a check that they do not know. */
function whyUnheard({ status, body }: HttpAnswer, redact: Redactor): string | undefined {
  const check = ': check HEARTBEAT_URL';
  if (status >= 300 && status < 400) return `HTTP ${status}, a redirect${check}`;
  if (status < 200 || status >= 300)
    return `HTTP ${status}${status < 500 && status !== 429 ? check : ''}`;
  const text = body.toString('utf8').trim();
  if (text === '' || /^ok\.?$/i.test(text) || saysSo(text)) return undefined;
  return `HTTP ${status}, but the answer is ${shown(redact(text))} and not OK${check}`;
}

function saysSo(text: string): boolean {
  const answer = jsonIn(text);
  if (typeof answer === 'string') return isGood(answer);
  if (!isRecord(answer)) return false;
  const { ok, success, status, result, msg, message, error } = answer;
  if (error !== undefined && error !== null && error !== false && error !== '') return false;
  const verdicts = [ok, success, status, result].filter((verdict) => verdict !== undefined);
  return verdicts.length > 0 ? verdicts.every(isGood) : isGood(msg ?? message);
}

const isGood = (verdict: unknown): boolean =>
  verdict === true ||
  verdict === 200 ||
  (typeof verdict === 'string' && /^(?:ok|okay|success|up|true|200)$/i.test(verdict.trim()));

function shown(text: string): string {
  if (/^<|<html|<!doctype/i.test(text)) return 'a page';
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 60 ? `"${line}"` : `"${line.slice(0, 60)}…"`;
}
