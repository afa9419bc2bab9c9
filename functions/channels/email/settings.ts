import { parseHost } from '../../settings/endpoint.ts';
import {
  namesNotAComma,
  nameEntry,
  understood,
  type Refuse,
  type Variables,
} from '../../settings/environment.ts';
import { Secret } from '../../settings/secret.ts';

export type SmtpSettings = Readonly<{
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS, unless `ignoreTLS`. */
  secure: boolean;
  login: Readonly<{ user: string; password: Secret }> | undefined;
  ignoreTLS: boolean;
  /** For the greeting. */
  name: string | undefined;
  /** On the server's certificate, where it is not the host. */
  servername: string | undefined;
  rejectUnauthorized: boolean;
}>;

const urlForm =
  'expected smtps://user:password@host:465, or smtp://user:password@host:587 (STARTTLS)';
const encoding =
  'in the user and the password write @ as %40, / as %2F, ? as %3F, # as %23, : as %3A and % as %25';
const ports = { 'smtp:': 587, 'smtps:': 465 } as const;

/**
 * Nodemailer's connection URL with a few of its options. No part is ever repeated: an unencoded
 * password may be anywhere in it.
 */
export const smtpUrl = understood((text, refuse): SmtpSettings | undefined => {
  const url = urlIn(text);
  const protocol = url?.protocol;
  if (url === undefined || (protocol !== 'smtp:' && protocol !== 'smtps:')) {
    refuse(`${urlForm}; ${encoding}`);
    return undefined;
  }
  // A query with an @ is the rest of a password: naming its options would give that password away.
  if (url.hash !== '' || !['', '/'].includes(url.pathname) || url.search.includes('@')) {
    refuse(
      `has something after the host that is neither a port nor an option; ${urlForm}; ${encoding}`,
    );
    return undefined;
  }
  const host = parseHost(url.hostname);
  if (host === undefined) refuse(`names no mail server that can be reached; ${urlForm}`);
  if (url.port === '0') refuse('port 0 is none; leave the port out or write 465, 587, 80 or 25');
  return {
    host: host ?? '',
    port: url.port === '' ? ports[protocol] : Number(url.port),
    secure: protocol === 'smtps:',
    login: loginIn(url, refuse),
    ...optionsIn(url.searchParams, refuse),
  };
});

/** A URL parser drops some white space and control characters silently. */
const urlIn = (text: string): URL | undefined =>
  /[\s\u0000-\u001f\u007f]/.test(text) || !/^smtps?:\/\//i.test(text) || !URL.canParse(text)
    ? undefined
    : new URL(text);

function loginIn(url: URL, refuse: Refuse): SmtpSettings['login'] {
  const user = decode(url.username);
  const password = decode(url.password);
  if (user !== '' && password === '')
    refuse('has a user but no password; expected user:password@host');
  if (user === '' && password !== '')
    refuse('has a password but no user; expected user:password@host');
  return user === '' ? undefined : { user, password: new Secret(password) };
}

/** As nodemailer does: a percent sign without a valid sequence stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const known = ['ignoreTLS', 'name', 'tls.servername', 'tls.rejectUnauthorized'];

/** Any other option is refused by name, without its value. */
function optionsIn(
  query: URLSearchParams,
  refuse: Refuse,
): Pick<SmtpSettings, 'ignoreTLS' | 'name' | 'servername' | 'rejectUnauthorized'> {
  for (const option of new Set(query.keys())) {
    if (!known.includes(option))
      refuse(`${nameOption(option)} cannot be set; only ${known.join(', ')} can`);
    else if (query.getAll(option).length > 1) refuse(`gives the option ${option} more than once`);
  }
  const flag = (option: string, otherwise: boolean): boolean => {
    const value = query.get(option) ?? String(otherwise);
    if (value !== 'true' && value !== 'false') refuse(`the option ${option} must be true or false`);
    return value === 'true';
  };
  const host = (option: string): string | undefined => {
    const value = query.get(option);
    const parsed = value === null ? undefined : parseHost(value);
    if (value !== null && parsed === undefined) refuse(`the option ${option} must be a host name`);
    return parsed;
  };
  return {
    ignoreTLS: flag('ignoreTLS', false),
    name: host('name'),
    servername: host('tls.servername'),
    rejectUnauthorized: flag('tls.rejectUnauthorized', true),
  };
}

const nameOption = (option: string): string =>
  /^[a-z]+(?:\.[a-z]+)?$/i.test(option) && option.length <= 30
    ? `the option ${option}`
    : 'one of its options';

function smtpWarnings({ secure, ignoreTLS, rejectUnauthorized }: SmtpSettings): readonly string[] {
  const unencrypted = secure
    ? 'ignoreTLS has no effect with smtps:, which always encrypts'
    : 'ignoreTLS=true sends the mails and the password unencrypted: for local use only';
  const unchecked =
    "tls.rejectUnauthorized=false leaves the server's certificate unchecked: for local use only";
  return [...(ignoreTLS ? [unencrypted] : []), ...(rejectUnauthorized ? [] : [unchecked])];
}

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
