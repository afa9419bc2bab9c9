import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { understood, type Refuse } from './environment.ts';
import { Secret } from './secret.ts';

const labels = /^(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?$/;

/** Lower-case, punycode, without brackets. */
export function parseHost(urlHost: string): string | undefined {
  if (urlHost.startsWith('[') && urlHost.endsWith(']')) {
    const address = urlHost.slice(1, -1).toLowerCase();
    return isIPv6(address) ? address : undefined;
  }
  // Node drops line breaks and stops at a slash where it should refuse them.
  if (/[\s/\\?#@:]/.test(urlHost)) return undefined;
  const host = domainToASCII(urlHost).toLowerCase();
  return host.length <= 253 && labels.test(host) ? host : undefined;
}

/** `host` as `parseHost` gives it. */
export function isLoopback(host: string): boolean {
  if (isIPv4(host)) return host.startsWith('127.');
  return host === '::1' || host === 'localhost' || host.endsWith('.localhost');
}

/** With nothing that a URL parser would drop silently. */
function parseHttpUrl(text: string): URL | undefined {
  if (/[\s\u0000-\u001f\u007f]/.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  return isHttp && parseHost(url.hostname) !== undefined ? url : undefined;
}

/** For a secret URL: no problem repeats any of it. `form` says what was expected. */
export function httpUrl(text: string, form: string, refuse: Refuse): URL | undefined {
  const url = parseHttpUrl(text);
  if (url === undefined) refuse(form);
  else if (url.username !== '' || url.password !== '' || url.hash !== '')
    refuse(`must not hold a user, a password or a #; ${form}`);
  return url;
}

/** `host` with its port, where that is not the protocol's own. */
export type Endpoint = Readonly<{ protocol: 'http' | 'https'; host: string }>;

export const endpoint = understood((text, refuse): Endpoint | undefined => {
  const url = parseHttpUrl(text.includes('://') ? text : `https://${text}`);
  if (url === undefined) {
    refuse('expected a host, or http(s)://host[:port]');
    return undefined;
  }
  if (url.username !== '' || url.password !== '')
    refuse('must not hold a user or a password; expected http(s)://host[:port]');
  else if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    refuse('has something after the host; expected a host, or http(s)://host[:port]');
  return { protocol: url.protocol === 'http:' ? 'http' : 'https', host: url.host };
});

export function tlsWarnings(address: Endpoint | Secret): readonly string[] {
  const isPlain =
    address instanceof Secret ? /^http:/i.test(address.reveal()) : address.protocol === 'http';
  return isPlain ? ['http: is not encrypted: for local use only'] : [];
}
