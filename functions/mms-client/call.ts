import type { LimitFunction } from 'p-limit';
import { UnreadableError } from '../errors.ts';
import type { Localised } from '../language.ts';
import type { Clock } from '../ports.ts';
import { OutOfTime, requestTimeout } from '../runtime/deadline.ts';
import { ask } from '../runtime/http.ts';
import { redactorOf } from '../runtime/redact-credentials.ts';
import { redactError } from '../runtime/redact-error.ts';
import type { Redactor } from '../runtime/redaction.ts';
import { backoff, retryUntil, type RetryDeps } from '../runtime/retry.ts';
import { quote as quoteService } from '../runtime/service-answer.ts';
import type { Credentials } from '../settings/credentials.ts';
import type { Endpoint } from '../settings/endpoint.ts';
import type { Trouble } from '../trouble.ts';
import type { MmsCall } from './calls.ts';
import {
  failureIn,
  failureOf,
  MmsRefusal,
  refusalOf,
  remedyFor,
  retried,
  type Refusal,
} from './failure.ts';
import { signedHeaders } from './signature.ts';

/** How the answer to one try is read: whole, or piece by piece where there may be much of it. */
export type Reading<Value> = Readonly<{
  take?: (piece: Buffer) => void;
  /** `body` is empty where it was taken. Throws `SyntaxError` or `MmsRefusal` for no answer. */
  finish: (body: Buffer) => Value;
}>;

/**
 * What `read` makes of the answer; each try begins a reading of its own.
 *
 * @throws UnreadableCall before `until`
 */
export type CallMms = <Value>(
  call: MmsCall,
  until: number,
  read: () => Reading<Value>,
) => Promise<Value>;

/** A call that got no answer of use. The message ends in what to do; no secret is in it. */
export class UnreadableCall extends UnreadableError {
  readonly refusal: Refusal;
  constructor(
    { action, about }: MmsCall,
    { refusal, trouble }: Readonly<{ refusal: Refusal; trouble: Trouble }>,
    options?: ErrorOptions,
  ) {
    super(`${action} of ${about}: ${trouble.said}; ${trouble.fix.en}`, { ...options, trouble });
    this.refusal = refusal;
  }
}

export type CallerOptions = RetryDeps &
  Readonly<{
    endpoint: Endpoint;
    credentials: Credentials;
    /** Bounds the requests in flight. A call waits its turn anew before each try. */
    limit: LimitFunction;
    /** How often a failure that passes is tried again; without it five times. */
    retries?: number;
  }>;

/**
 * Bytes of a page, a task or a source. A page of 1,000 tasks has some 0.6 MB, and sixteen answers
 * that are read at a time must fit into memory.
 */
const largestAnswer = 4 * 1024 * 1024;

/** Bytes of an answer that is read piece by piece: 600,000 log rows, or 2,000 long stack traces. */
const largestTaken = 128 * 1024 * 1024;

/**
 * MMS over HTTP with the keys of one invocation. What passes is tried again; a call that is asked
 * to slow down is tried as long as time is left.
 */
export function createCallMms(options: CallerOptions): CallMms {
  const { endpoint, credentials, limit, clock, sleep, random, retries = 5 } = options;
  const flow = new FlowControl(clock, random);
  const redact = redactorOf(credentials);

  const tryOnce = async <Value>(
    call: MmsCall,
    until: number,
    { take, finish }: Reading<Value>,
  ): Promise<Value> => {
    while (flow.pause > 0 && clock() + flow.pause < until) await sleep(flow.pause);
    if (clock() + flow.pause >= until)
      throw new OutOfTime('the time was up before it could be asked');
    try {
      const answer = await ask({
        method: 'GET',
        endpoint,
        path: `${call.pathname}${queryOf(call)}`,
        headers: await signedHeaders(call, endpoint, credentials),
        timeoutMs: requestTimeout(until, clock),
        largest: take === undefined ? largestAnswer : largestTaken,
        take,
      });
      if (answer.status !== 200) throw new MmsRefusal(failureIn(answer));
      const value = finish(answer.body);
      flow.answered();
      return value;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.remedy === 'slow down') flow.refused();
      // A parser's own words repeat a part of the answer.
      throw error instanceof SyntaxError ? new MmsRefusal(failure) : error;
    }
  };

  const delayBefore = (error: Error, retry: number): number | undefined => {
    const { remedy } = failureOf(error);
    if (remedy === 'slow down') return flow.pause;
    if (remedy === 'none' || retry >= (remedy === 'once' ? 1 : retries)) return undefined;
    // Connections that were kept while the instance was frozen break once, and all at the same
    // time.
    return remedy === 'reset' && retry === 0
      ? 0
      : backoff(retry, { first: 200, most: 4_000 }, random);
  };

  return async (call, until, read) => {
    try {
      return await retryUntil(() => limit(() => tryOnce(call, until, read())), {
        clock,
        sleep,
        random,
        until,
        delayBefore,
      });
    } catch (error) {
      throw error instanceof UnreadableError ? error : unreadable(call, error, redact);
    }
  };
}

/** Tells the last failure that there was: that the time was up says nothing about why. */
function unreadable(call: MmsCall, error: unknown, redact: Redactor): UnreadableCall {
  const late = error instanceof OutOfTime ? 'no answer in the time that was left in this tick' : '';
  const reason = error instanceof OutOfTime ? error.cause : error;
  if (reason === undefined) {
    const trouble = { said: late, short: noTime, fix: retried };
    return new UnreadableCall(call, { refusal: 'unreadable', trouble });
  }
  const failure = failureOf(reason);
  const quoted = quoteService({ ...failure, code: failure.code || 'failed' }, redact);
  const said = late === '' ? quoted : `${quoted}: ${late}`;
  const trouble = { said, ...remedyFor(call, failure) };
  const cause = redactError(reason, redact);
  return new UnreadableCall(call, { refusal: refusalOf(failure), trouble }, { cause });
}

const noTime: Localised = { en: 'no answer in time', zh: '超时未应答' };

/**
 * The pause that all calls keep together once MMS asks one of them to slow down. It doubles with
 * each refusal that comes after a pause was kept, and starts small again once a call went through.
 */
class FlowControl {
  readonly #clock: Clock;
  readonly #random: () => number;
  #pausedUntil = 0;
  #refusals = 0;

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Milliseconds until calls may go on. */
  get pause(): number {
    return Math.max(0, this.#pausedUntil - this.#clock());
  }

  refused(): void {
    if (this.pause > 0) return;
    this.#pausedUntil =
      this.#clock() + backoff(this.#refusals, { first: 400, most: 8_000 }, this.#random);
    this.#refusals += 1;
  }

  answered(): void {
    if (this.pause === 0) this.#refusals = 0;
  }
}

function queryOf({ query }: MmsCall): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
