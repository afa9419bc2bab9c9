import { parseHost } from '../../settings/endpoint.ts';
import {
  namesNotAComma,
  nameEntry,
  understood,
  type Refuse,
  type Variables,
} from '../../settings/environment.ts';
import { smtpUrl, smtpWarnings } from './smtp-url.ts';

/** `name` may be `''`. */
export type MailAddress = Readonly<{ name: string; address: string }>;

const form = 'expected ops@example.com or Ops <ops@example.com>';

/**
 * Each once. Parsers of mail headers guess: to them `a@exa mple.com` is somebody at `exa`. Here it
 * is a problem.
 */
function addressesIn(text: string, refuse: Refuse): readonly MailAddress[] {
  const addresses = new Map<string, MailAddress>();
  const entries = split(text);
  for (const [index, entry] of entries.entries()) {
    const address = addressIn(entry);
    const mark = address === undefined ? namesNotAComma(entry) : undefined;
    if (mark !== undefined) refuse(`entry ${index + 1} holds ${mark}; expected a comma`);
    else if (address === undefined) refuse(`${nameEntry(entry, index)} is not an address; ${form}`);
    else addresses.set(address.address.toLowerCase(), address);
  }
  if (entries.length === 0) refuse(`names no address; ${form}`);
  return [...addresses.values()];
}

/** Not inside a quoted name. */
const split = (text: string): readonly string[] =>
  [...text.matchAll(/(?:"(?:[^"\\]|\\.)*"|[^,;])+/gs)]
    .map(([entry]) => entry.trim().replace(/\s+/g, ' '))
    .filter((entry) => entry !== '');

function addressIn(entry: string): MailAddress | undefined {
  if (/\p{Cc}/u.test(entry)) return undefined;
  const [, quoted, plain, bracketed] =
    /^(?:"((?:[^"\\]|\\.)*)"|([^"<>@]*?)) ?<([^<>]*)>$/.exec(entry) ?? [];
  const address = bracketed ?? entry;
  return isAddress(address)
    ? { name: quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '', address }
    : undefined;
}

/** Without quotes, comments and address literals, which nobody uses. */
function isAddress(address: string): boolean {
  const [, domain] = /^[^\s"(),:;<>@[\\\]]{1,64}@([^@]+)$/.exec(address) ?? [];
  return domain !== undefined && parseHost(domain) !== undefined;
}

export const mailVariables = {
  SMTP_URL: {
    required: 'one channel at least',
    secret: true,
    meaning:
      'mail server: smtps://user:password@host:465, or smtp://user:password@host:587 (STARTTLS)',
    schema: smtpUrl,
    warnings: smtpWarnings,
  },
  MAIL_FROM: {
    required: 'with SMTP_URL',
    meaning: "the mails' sender: one address",
    schema: understood((text, refuse): MailAddress | undefined => {
      const [address, second] = addressesIn(text, refuse);
      if (second !== undefined) refuse(`holds several addresses; ${form}`);
      return address;
    }),
  },
  MAIL_TO: {
    required: 'with SMTP_URL',
    meaning: "the mails' recipients, separated by commas",
    schema: understood(addressesIn),
  },
} satisfies Variables;
