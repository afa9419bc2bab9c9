import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

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
