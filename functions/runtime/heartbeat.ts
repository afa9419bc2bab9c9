import type { Secret } from '../settings/secret.ts';
import type { Heartbeat } from '../ports.ts';
import { deliveryGrace, OutOfTime } from './deadline.ts';
import { backoff, retryUntil, type RetryDeps } from './retry.ts';

/**
 * In milliseconds: for one request, and for all that a beat may take. A tick must not wait for who
 * watches it.
 */
const patienceOfOne = 2_000;
const patienceOfAll = 4_500;

/** Not heard; `again` where another try may be. The text holds nothing of the address. */
class Unheard extends Error {
  readonly again: boolean;
  constructor(message: string, again: boolean) {
    super(message);
    this.again = again;
  }
}

/**
 * Says that a tick was good, or that one was not, as https://healthchecks.io/docs/http_api/ has it.
 * Tries twice.
 */
export function createHeartbeat(url: Secret, patience: RetryDeps): Heartbeat {
  const { clock, random } = patience;
  return {
    beat: async (tick, until) => {
      const by = Math.min(until - deliveryGrace, clock() + patienceOfAll);
      if (clock() >= by) return 'no time was left in this tick';
      const address = tick === 'good' ? url.reveal() : failing(url.reveal());
      const delayBefore = (error: Error, retry: number): number | undefined =>
        error instanceof Unheard && error.again && retry < 1
          ? backoff(retry, { first: 200, most: 200 }, random)
          : undefined;
      try {
        await retryUntil(
          () => ping(address, Math.max(1, Math.min(patienceOfOne, Math.floor(by - clock())))),
          { ...patience, until: by, delayBefore },
        );
        return undefined;
      } catch (error) {
        const reason = error instanceof OutOfTime ? (error.cause ?? error) : error;
        return reason instanceof Error ? reason.message : 'it failed for an unknown reason';
      }
    },
  };
}

/** `/fail` belongs to the path: what stands behind a `?` stays there. */
function failing(url: string): string {
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/$/, '')}/fail`;
  return address.href;
}

/**
 * A redirect is not followed: it could lead anywhere. A connection that was kept may have died with
 * a frozen instance.
 */
async function ping(address: string, timeoutMs: number): Promise<void> {
  const response = await fetch(address, {
    redirect: 'manual',
    headers: { 'user-agent': 'mms-task-alerts', connection: 'close' },
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new Unheard(whyUnanswered(error), true);
  });
  const { status } = response;
  await response.body?.cancel().catch(() => undefined);
  if (status === 200) return;
  const hint = status >= 300 && status < 500 && status !== 429 ? ': check HEARTBEAT_URL' : '';
  throw new Unheard(
    `HTTP ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}${hint}`,
    status >= 500 || status === 429,
  );
}

/** The code of what went wrong and no message: a message may repeat the address. */
function whyUnanswered(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  const cause = error instanceof Error ? error.cause : undefined;
  const code =
    typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
      ? cause.code
      : '';
  return `it could not be reached${/^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : ''}`;
}
