import type { LimitFunction } from 'p-limit';
import { UnreadableError } from '../errors.ts';
import { untrustedName } from '../untrusted-text/untrusted-text.ts';
import { redactError } from '../runtime/redact-error.ts';
import type { Redactor } from '../runtime/redaction.ts';
import { beforeDeadline, OutOfTime, requestTimeout } from '../runtime/deadline.ts';
import { backoff, retryUntil, type RetryDeps } from '../runtime/retry.ts';
import { adviceFor } from './advice.ts';
import { failureOf } from './failure.ts';
import { FlowControl } from './flow-control.ts';
import type { MmsCall, MmsRequest } from './mms-request.ts';

/**
 * The parsed answer of a call, or an `UnreadableError` before `until`; `what` names what was read,
 * for its message.
 */
export type CallMms = (call: MmsCall, what: string, until: number) => Promise<unknown>;

export type CallerOptions = RetryDeps &
  Readonly<{
    request: MmsRequest;
    redact: Redactor;
    /** Bounds the requests in flight. A call waits its turn anew before each try. */
    limit: LimitFunction;
  }>;

/**
 * Tries again after a failure that passes; a call that is asked to slow down is tried as long as
 * time is left.
 */
const retries = 5;

export function createMmsCaller({
  request,
  redact,
  limit,
  clock,
  sleep,
  random,
}: CallerOptions): CallMms {
  const flow = new FlowControl(clock, random);

  const ask = async (call: MmsCall, until: number): Promise<unknown> => {
    while (flow.pause > 0 && clock() + flow.pause < until) await sleep(flow.pause);
    if (clock() + flow.pause >= until)
      throw new OutOfTime('the time was up before it could be asked');
    try {
      const timeout = requestTimeout(until, clock);
      // The library bounds connecting and reading, each by this time; a tenth more says that it did
      // not keep to it.
      const answer = await beforeDeadline(
        request(call, timeout),
        clock() + timeout * 1.1,
        clock,
        tooSlow,
      );
      flow.answered();
      return answer;
    } catch (error) {
      if (failureOf(error).remedy === 'slow down') flow.refused();
      throw error;
    }
  };

  const delayBefore = (error: Error, retry: number): number | undefined => {
    const { remedy } = failureOf(error);
    if (remedy === 'slow down') return flow.pause;
    if (remedy === 'none' || retry >= retries) return undefined;
    // Connections that were kept while the instance was frozen break once, and all at the same
    // time.
    return remedy === 'reset' && retry === 0
      ? 0
      : backoff(retry, { first: 200, most: 4_000 }, random);
  };

  return async (call, what, until) => {
    try {
      return await retryUntil(() => limit(() => ask(call, until)), {
        clock,
        sleep,
        random,
        until,
        delayBefore,
      });
    } catch (error) {
      throw unreadable(call, what, error, redact);
    }
  };
}

const tooSlow = (): Error =>
  Object.assign(new Error('one request took too long'), { name: 'RequestTimeoutError' });

/** Tells the last failure that there was: that the time was up says nothing about why. */
function unreadable(
  call: MmsCall,
  what: string,
  error: unknown,
  redact: Redactor,
): UnreadableError {
  const about = `${call.action} of ${what}`;
  const late = error instanceof OutOfTime ? 'no answer in the time that was left in this tick' : '';
  const reason = error instanceof OutOfTime ? error.cause : error;
  if (reason === undefined)
    return new UnreadableError(`${about}: ${late}; the next tick tries again`);
  const failure = failureOf(reason);
  const { code, status, requestId, message } = failure;
  const facts = [
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(requestId === '' ? [] : [`request ${requestId}`]),
  ];
  const said = [code || 'failed', ...(facts.length === 0 ? [] : [`(${facts.join(', ')})`])].join(
    ' ',
  );
  const text = [said, message, late].filter((part) => part !== '').join(': ');
  return new UnreadableError(
    `${about}: ${untrustedName(redact(text), 500)}; ${adviceFor(call, failure)}`,
    {
      cause: redactError(reason, redact),
    },
  );
}
