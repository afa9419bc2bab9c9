import type { FetchFunction, IncomingWebhookSendArguments } from '@slack/webhook';
import type { Secret } from '../../settings/secret.ts';
import { answerOf, slack, type SlackAnswer } from './slack-answer.ts';
import { noAnswerFrom } from '../webhook/webhook-answer.ts';

/** Posts once and tells what became of it; never rejects. */
export type SlackPost = (
  message: IncomingWebhookSendArguments,
  timeoutMs: number,
) => Promise<SlackAnswer>;

type Seen = { status: number; retryAfter: string | null } | undefined;

export function createSlackPost(webhookUrl: Secret): SlackPost {
  return async (message, timeoutMs) => {
    let seen: Seen;
    const fetchOnce: FetchFunction = async (url, { body, ...init } = {}) => {
      const headers = { ...init.headers, connection: 'close' };
      // A kept connection may have died while the instance was frozen, and nobody could tell
      // whether the message that was sent over it had arrived. The library would follow no redirect
      // either, but would not tell it from a break.
      const response = await fetch(url, {
        ...init,
        headers,
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
      });
      seen = { status: response.status, retryAfter: response.headers.get('retry-after') };
      return response;
    };
    try {
      const { IncomingWebhook } = await import('@slack/webhook');
      const webhook = new IncomingWebhook(webhookUrl.reveal(), {
        fetch: fetchOnce,
        timeout: timeoutMs,
        retryConfig: { retries: 0 },
      });
      const { text } = await webhook.send(message);
      return answerOf(seen?.status ?? 0, text, null);
    } catch (error) {
      const body = bodyIn(error);
      return seen === undefined || body === undefined
        ? noAnswerFrom(error, slack)
        : answerOf(seen.status, body, seen.retryAfter);
    }
  };
}

/** The body of an answer that the library takes for an error; an answer that broke off has none. */
function bodyIn(error: unknown): string | undefined {
  const hasBody =
    error instanceof Error &&
    'statusCode' in error &&
    'body' in error &&
    typeof error.body === 'string';
  return hasBody ? String(error.body) : undefined;
}
