import type { Delivery } from '../../ports.ts';
import { requestTimeout } from '../../runtime/deadline.ts';
import { backoff, retryUntil, type RetryDeps } from '../../runtime/retry.ts';
import { noAnswerFrom, type Receiver, type WebhookAnswer } from './webhook-answer.ts';

/** Makes one request and tells what became of it; never rejects. */
type Post = (timeoutMs: number) => Promise<WebhookAnswer>;

/** Carries an answer that another try may better. */
class Unsettled extends Error {
  readonly answer: Extract<WebhookAnswer, { kind: 'wait' | 'again' }>;
  constructor(answer: Extract<WebhookAnswer, { kind: 'wait' | 'again' }>) {
    super(answer.kind);
    this.answer = answer;
  }
}

const retries = 5;

/**
 * Posts until an answer settles it, until another try is of no use, or until the wait for it would
 * last beyond `until`.
 */
export async function postUntil(
  post: Post,
  until: number,
  receiver: Receiver,
  patience: RetryDeps,
): Promise<WebhookAnswer> {
  const { clock, random } = patience;
  if (clock() >= until) return { kind: 'refused', why: 'no time was left to deliver in this tick' };
  const attempt = async (): Promise<WebhookAnswer> => {
    const answer = await post(requestTimeout(until, clock));
    if (answer.kind === 'wait' || answer.kind === 'again') throw new Unsettled(answer);
    return answer;
  };
  const delayBefore = (error: Error, retry: number): number | undefined => {
    if (!(error instanceof Unsettled)) return undefined;
    if (error.answer.kind === 'wait') return error.answer.ms ?? 1_000 * 2 ** Math.min(retry, 5);
    return retry < retries ? backoff(retry, { first: 500, most: 8_000 }, random) : undefined;
  };
  try {
    return await retryUntil(attempt, { ...patience, until, delayBefore });
  } catch (error) {
    return error instanceof Unsettled ? error.answer : noAnswerFrom(error, receiver);
  }
}

/** What a tick makes of the answer. */
export function deliveryOf(
  answer: WebhookAnswer,
  { name }: Receiver,
  { clock }: RetryDeps,
): Delivery {
  switch (answer.kind) {
    case 'ok':
      return { kind: 'accepted' };
    case 'wait': {
      const ms = answer.ms ?? 1_000;
      return {
        kind: 'wait',
        notBefore: clock() + ms,
        problem: `${name} asks to wait ${Math.ceil(ms / 1_000)} s, longer than this tick lasts; a later one tells it`,
      };
    }
    case 'muted':
      return {
        kind: 'wait',
        notBefore: clock(),
        problem: `${name} takes no more for now (${answer.why}); the messages wait for the next tick`,
      };
    case 'payload':
      return { kind: 'failed', problem: `${name} refused the message (${answer.why})` };
    case 'again':
    case 'lost':
      return {
        kind: 'failed',
        problem: `${name} was not told: ${answer.why}`,
        cause: answer.cause,
      };
    case 'refused': {
      const lost = answer.gone === true ? { lost: true } : {};
      return {
        kind: 'failed',
        problem: `${name} was not told: ${answer.why}`,
        cause: answer.cause,
        ...lost,
      };
    }
    default:
      return answer satisfies never;
  }
}
