import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { understood } from './environment.ts';

const labels = /^(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?$/;

/**
 * The host of a URL as a socket takes it: lower-case, punycode, no brackets. `undefined` when it is
 * no host.
 */
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

/** Whether traffic to this host, written as `parseHost` gives it, stays on the machine. */
export function isLoopback(host: string): boolean {
  if (isIPv4(host)) return host.startsWith('127.');
  return host === '::1' || host === 'localhost' || host.endsWith('.localhost');
}

/** A URL with a host and nothing that a URL parser would drop in silence, else `undefined`. */
export function parseUrl(text: string, protocols: readonly string[]): URL | undefined {
  if (/[\s\u0000-\u001f\u007f]/.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return protocols.includes(url.protocol) && parseHost(url.hostname) !== undefined
    ? url
    : undefined;
}

export const httpProtocols: readonly string[] = ['http:', 'https:'];

/** Said of an address that is reached without TLS. */
export const notEncrypted = 'http: is not encrypted: for local use only';

/** `host` is as in a URL: with its port where that is not the protocol's own. */
export type Endpoint = Readonly<{ protocol: 'http' | 'https'; host: string }>;

/** `host[:port]`, which is reached over TLS, or `http(s)://host[:port]`. */
export const endpoint = understood((text, refuse): Endpoint | undefined => {
  const url = parseUrl(text.includes('://') ? text : `https://${text}`, httpProtocols);
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

export const endpointWarnings = ({ protocol }: Endpoint): readonly string[] =>
  protocol === 'http' ? [notEncrypted] : [];
