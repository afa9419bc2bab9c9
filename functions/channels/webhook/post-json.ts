import type { Clock } from '../../ports.ts';
import { retryAfterOf, type WebhookReply } from './answer.ts';

/** More of an answer nobody needs; a server may send any amount. */
const mostBytes = 64 * 1024;

/**
 * Posts once. Rejects where no whole answer comes in that time. A redirect is not followed: it
 * could lead anywhere.
 */
export async function postJson(
  url: string,
  body: object,
  timeoutMs: number,
  clock: Clock,
): Promise<WebhookReply> {
  const response = await fetch(url, {
    method: 'POST',
    // A kept connection may have died while the instance was frozen, and nobody could tell whether
    // the message that was sent over it had arrived.
    headers: { 'content-type': 'application/json; charset=utf-8', connection: 'close' },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return {
    status: response.status,
    retryAfterMs: retryAfterOf(response.headers.get('retry-after'), clock),
    body: await beginningOf(response),
  };
}

async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    // Leaving the loop cancels the rest.
    if (bytes >= mostBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8');
}
