import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export type HttpRequest = Readonly<{
  method: string;
  /** Percent-encoded, as it came. */
  path: string;
  /** Without the question mark, as it came. */
  query: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}>;

export type HttpAnswer = Readonly<{
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
}>;

/** Rejects when the client goes away before its body is here. */
export async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const body = await buffer(incoming);
  const { method = 'GET', url = '/' } = incoming;
  const mark = url.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method,
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers,
    body,
  };
}

export function send(
  response: ServerResponse,
  { status, headers = {}, body = '' }: HttpAnswer,
): void {
  const bytes = Buffer.from(body);
  const bodiless = status === 204 || status === 304;
  response.writeHead(status, bodiless ? headers : { 'content-length': bytes.length, ...headers });
  response.end(bytes);
}

/** A whole message whose body is only the first half of what it should be. */
export function sendTruncated(response: ServerResponse, answer: HttpAnswer): void {
  send(response, { ...answer, body: firstHalf(answer) });
}

/** Announces the whole body and sends half of it; `afterwards` is called once that half is out. */
export function sendHalf(
  response: ServerResponse,
  answer: HttpAnswer,
  afterwards: () => void,
): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body ?? ''),
  });
  response.write(firstHalf(answer), afterwards);
}

function firstHalf({ body = '' }: HttpAnswer): Buffer {
  const bytes = Buffer.from(body);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}
