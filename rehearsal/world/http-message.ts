import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export type HttpRequest = Readonly<{
  method: string;
  /** Percent-encoded, as it came. */
  path: string;
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
  const [path = '', query = ''] = url.split(/\?(.*)/);
  const headers: Record<string, string> = {};
  for (const [name, values = []] of Object.entries(incoming.headersDistinct))
    headers[name] = values.join(', ');
  return { method, path, query, headers, body };
}

export function send(
  response: ServerResponse,
  { status, headers = {}, body = '' }: HttpAnswer,
): void {
  const hasNoBody = status === 204 || status === 304;
  const length = { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, hasNoBody ? headers : { ...length, ...headers }).end(body);
}

/** `undefined` where that is no JSON. */
export function jsonOf({ body }: HttpRequest): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

export const json = (answer: object): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(answer),
});
