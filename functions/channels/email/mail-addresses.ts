import { parseHost } from '../../settings/host-name.ts';
import { accepted, nameEntry, refused, type Parsed } from '../../settings/parsed.ts';

/** `name` is what stands before `<address>`; `''` where nothing does. */
export type MailAddress = Readonly<{ name: string; address: string }>;

const form = 'expected ops@example.com or Ops <ops@example.com>';

/**
 * The addresses in the order given, each once. Parsers of mail headers guess at what they do not
 * understand; here
 * `a@exa mple.com` is a problem and not a mail to somebody at `exa`.
 */
export function parseMailAddresses(text: string): Parsed<readonly MailAddress[]> {
  const addresses = new Map<string, MailAddress>();
  const problems: string[] = [];
  const entries = split(text);
  for (const [index, entry] of entries.entries()) {
    const address = parseEntry(entry);
    if (address === undefined)
      problems.push(`${nameEntry(entry, index)} is not an address; ${form}`);
    else addresses.set(address.address.toLowerCase(), address);
  }
  if (entries.length === 0) problems.push(`names no address; ${form}`);
  return problems.length === 0 ? accepted([...addresses.values()]) : refused(...problems);
}

export function parseMailAddress(text: string): Parsed<MailAddress> {
  const parsed = parseMailAddresses(text);
  if (parsed.kind === 'refused') return parsed;
  const [address, second] = parsed.value;
  return address === undefined || second !== undefined
    ? refused(`holds several addresses; ${form}`)
    : accepted(address);
}

/** At commas and semicolons, but not inside a quoted name. */
const split = (text: string): readonly string[] =>
  [...text.matchAll(/(?:"(?:[^"\\]|\\.)*"|[^,;])+/gs)]
    .map(([entry]) => entry.trim().replace(/\s+/g, ' '))
    .filter((entry) => entry !== '');

function parseEntry(entry: string): MailAddress | undefined {
  if (/\p{Cc}/u.test(entry)) return undefined;
  const [, quoted, plain, bracketed] =
    /^(?:"((?:[^"\\]|\\.)*)"|([^"<>@]*?)) ?<([^<>]*)>$/.exec(entry) ?? [];
  const address = bracketed ?? entry;
  return isAddress(address)
    ? { name: quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '', address }
    : undefined;
}

/**
 * Without what the mail standard allows and no mailbox of an operator has: quotes, comments,
 * address literals.
 */
function isAddress(address: string): boolean {
  const [, domain] = /^[^\s"(),:;<>@[\\\]]{1,64}@([^@]+)$/.exec(address) ?? [];
  return domain !== undefined && parseHost(domain) !== undefined;
}
