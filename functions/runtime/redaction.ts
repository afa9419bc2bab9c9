import type { Secret } from '../settings/secret.ts';
import { maskSecrets } from '../untrusted-text/mask-secrets.ts';

export type Redactor = (text: string) => string;

/** Shorter values stand in ordinary words, and would blank out every line. */
const shortest = 4;

/**
 * Takes the known secrets out of a text, however a URL, a query or JSON would spell them, and then
 * whatever looks like a credential. The last gate before a log line, a summary or an error leaves
 * the function.
 */
export function createRedactor(secrets: readonly Secret[]): Redactor {
  const spellings = new Set(
    secrets.flatMap((secret) => valuesOf(secret.reveal())).flatMap(spellingsOf),
  );
  const longestFirst = [...spellings]
    .filter((spelling) => spelling.length >= shortest)
    .sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return maskSecrets;
  const known = new RegExp(
    longestFirst.map((spelling) => spelling.replace(/[^\w\s]/g, '\\$&')).join('|'),
    'g',
  );
  return (text) => maskSecrets(text.replace(known, '***'));
}

/**
 * A webhook's path alone lets anybody post, and so does its longest part, or a value of its query,
 * with some guessing. A short path, as a server of one's own has it (`/slack`), is no secret but a
 * word.
 */
function valuesOf(secret: string): readonly string[] {
  if (!/^https?:\/\//i.test(secret) || !URL.canParse(secret)) return [secret];
  const { pathname, search, searchParams, href } = new URL(secret);
  const path = pathname.slice(1) + search;
  return [
    secret,
    href,
    ...[path, ...pathname.split('/'), ...searchParams.values()].filter((part) => part.length >= 16),
  ];
}

function spellingsOf(value: string): readonly string[] {
  // Half a surrogate pair cannot be encoded; through a buffer it becomes a character that can.
  const bytes = Buffer.from(value);
  const encodable = bytes.toString();
  return [
    value,
    encodeURI(encodable),
    encodeURIComponent(encodable),
    new URLSearchParams({ _: encodable }).toString().slice(2),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('base64'),
  ];
}
