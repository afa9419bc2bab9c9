import type { IncomingMessage } from 'node:http';

/**
 * What a page may load: nothing but what this server serves, and no script, style or frame from
 * anywhere else.
 */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * A mail comes from the function, so it is given nothing: no script, no picture, no name of ours,
 * no way out.
 */
const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox',
].join('; ');

const always = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
} as const;

export const pageHeaders = { ...always, 'content-security-policy': pagePolicy };
export const mailHeaders = { ...always, 'content-security-policy': mailPolicy };

/**
 * Why a request is refused: a stranger's page may have this machine's browser ask for it, by a name
 * of its own that leads to 127.0.0.1, or with a form.
 */
export function objection({ method, headers }: IncomingMessage, port: number): string | undefined {
  const { host = '', origin } = headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)
    return `no page of the host ${JSON.stringify(host)} is served here`;
  if (method === 'GET' || method === 'HEAD') return undefined;
  return origin === `http://${host}` ? undefined : 'only the page itself may ask for this';
}
