import { parseHost } from './host-name.ts';
import { accepted, refused, type Parsed } from './parsed.ts';
import { Secret } from './secret.ts';

const form = 'expected the address to ping, such as https://hc-ping.com/…';

/** Whoever holds the URL can say that all is well, so no problem repeats any of it. */
export function parseHeartbeatUrl(text: string): Parsed<Secret> {
  const url = /\s/.test(text) || !URL.canParse(text) ? undefined : new URL(text);
  if (
    url === undefined ||
    !['http:', 'https:'].includes(url.protocol) ||
    parseHost(url.hostname) === undefined
  )
    return refused(form);
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    return refused(`must not hold a user, a password or a #; ${form}`);
  }
  const [, signal] = /\/(fail|start|log)\/?$/.exec(url.pathname) ?? [];
  if (signal !== undefined)
    return refused(`ends in /${signal}, which would be sent with every tick; ${form}, without it`);
  return accepted(
    new Secret(text),
    url.protocol === 'http:' ? ['http: is not encrypted: for local use only'] : [],
  );
}

/** What is to stay unseen: the URL, and its path, which is the secret part of it. */
export function secretsOfHeartbeat(url: Secret): readonly Secret[] {
  const { pathname, search } = new URL(url.reveal());
  // A short path is no secret but a word that stands in other URLs too.
  const path = pathname + search;
  return [url, ...(path.length >= 8 ? [new Secret(path)] : [])];
}
