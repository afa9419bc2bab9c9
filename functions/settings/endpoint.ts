import { parseHost } from './host-name.ts';
import { accepted, refused, type Parsed } from './parsed.ts';

/** `host` is as in a URL: with its port where that is not the protocol's own. */
export type Endpoint = Readonly<{ protocol: 'http' | 'https'; host: string }>;

const schemes: Readonly<Record<string, Endpoint['protocol'] | undefined>> = {
  'http:': 'http',
  'https:': 'https',
};

/** `host[:port]`, which is reached over TLS, or `http(s)://host[:port]`. */
export function parseEndpoint(text: string): Parsed<Endpoint> {
  const address = text.includes('://') ? text : `https://${text}`;
  const url = /\s/.test(address) || !URL.canParse(address) ? undefined : new URL(address);
  const protocol = schemes[url?.protocol ?? ''];
  if (url === undefined || protocol === undefined || parseHost(url.hostname) === undefined) {
    return refused('expected a host, or http(s)://host[:port]');
  }
  if (url.username !== '' || url.password !== '')
    return refused('must not hold a user or a password; expected http(s)://host[:port]');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return refused('has something after the host; expected a host, or http(s)://host[:port]');
  }
  const warnings = protocol === 'http' ? ['http: is not encrypted: for local use only'] : [];
  return accepted({ protocol, host: url.host }, warnings);
}
