import type { Clock } from '../../ports.ts';
import { ask } from '../../runtime/http.ts';
import { retryAfterOf, type WebhookReply } from './answer.ts';

/** More of an answer nobody needs; a server may send any amount. */
const mostBytes = 64 * 1024;

/** @throws NoAnswer where no whole answer comes in that time */
export async function postJson(
  url: string,
  payload: object,
  timeoutMs: number,
  clock: Clock,
): Promise<WebhookReply> {
  const { protocol, host, pathname, search } = new URL(url);
  const body = Buffer.from(JSON.stringify(payload));
  const answer = await ask({
    method: 'POST',
    endpoint: { protocol: protocol === 'http:' ? 'http' : 'https', host },
    path: pathname + search,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(body.length),
      // A kept connection may have died while the instance was frozen, and nobody could tell
      // whether the message that was sent over it had arrived.
      connection: 'close',
    },
    body,
    timeoutMs,
    largest: mostBytes,
    cut: true,
  });
  return {
    status: answer.status,
    retryAfterMs: retryAfterOf(answer.headers['retry-after'], clock),
    body: answer.body.toString(),
  };
}
