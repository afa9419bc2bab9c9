import { parseHost } from '../../settings/host-name.ts';
import { accepted, refused, type Parsed } from '../../settings/parsed.ts';
import { Secret } from '../../settings/secret.ts';
import { parseSmtpOptions } from './smtp-options.ts';

/**
 * What nodemailer is given. A connection that is not `secure` requires STARTTLS, unless `ignoreTLS`
 * is set.
 */
export type SmtpSettings = Readonly<{
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`), not by STARTTLS. */
  secure: boolean;
  user: string | undefined;
  password: Secret | undefined;
  /** No TLS at all, not even where the server offers it. */
  ignoreTLS: boolean;
  /** The name to greet the server with. */
  name: string | undefined;
  /** The name that the server's certificate must bear, where it is not the host. */
  servername: string | undefined;
  rejectUnauthorized: boolean;
}>;

const form = 'expected smtps://user:password@host:465, or smtp://user:password@host:587 (STARTTLS)';
const encoding =
  'in the user and the password write @ as %40, / as %2F, ? as %3F, # as %23, : as %3A and % as %25';
const ports = { 'smtp:': 587, 'smtps:': 465 } as const;

/**
 * Reads nodemailer's connection URL, with the query options that the function leaves to its
 * operator. A password that was not percent-encoded lands anywhere in the URL, so no part of it is
 * ever repeated.
 */
export function parseSmtpUrl(text: string): Parsed<SmtpSettings> {
  const url = toUrl(text);
  const protocol = url?.protocol;
  if (url === undefined || (protocol !== 'smtp:' && protocol !== 'smtps:'))
    return refused(`${form}; ${encoding}`);
  // A query with an @ is the rest of a password: naming its options would give that password away.
  if (url.hash !== '' || !['', '/'].includes(url.pathname) || url.search.includes('@')) {
    return refused(
      `has something after the host that is neither a port nor an option; ${form}; ${encoding}`,
    );
  }

  const host = parseHost(url.hostname);
  const user = decode(url.username);
  const password = decode(url.password);
  const options = parseSmtpOptions(url.searchParams);
  const problems = [
    ...(host === undefined ? [`names no mail server that can be reached; ${form}`] : []),
    ...(url.port === '0' ? ['port 0 is none; leave the port out or write 465, 587, 80 or 25'] : []),
    ...(user !== '' && password === ''
      ? ['has a user but no password; expected user:password@host']
      : []),
    ...(user === '' && password !== ''
      ? ['has a password but no user; expected user:password@host']
      : []),
    ...(options.kind === 'refused' ? options.problems : []),
  ];
  if (problems.length > 0 || host === undefined || options.kind === 'refused')
    return refused(...problems);

  const secure = protocol === 'smtps:';
  const { ignoreTLS, ...others } = options.value;
  return accepted(
    {
      host,
      port: url.port === '' ? ports[protocol] : Number(url.port),
      secure,
      user: user === '' ? undefined : user,
      password: password === '' ? undefined : new Secret(password),
      ignoreTLS: ignoreTLS && !secure,
      ...others,
    },
    warningsOf(secure, options.value),
  );
}

function warningsOf(
  secure: boolean,
  options: Readonly<{ ignoreTLS: boolean; rejectUnauthorized: boolean }>,
): string[] {
  const warnings: string[] = [];
  if (options.ignoreTLS && secure)
    warnings.push('ignoreTLS has no effect with smtps:, which always encrypts');
  if (options.ignoreTLS && !secure) {
    warnings.push(
      'ignoreTLS=true sends the mails and the password unencrypted: for local use only',
    );
  }
  if (!options.rejectUnauthorized) {
    warnings.push(
      "tls.rejectUnauthorized=false leaves the server's certificate unchecked: for local use only",
    );
  }
  return warnings;
}

/**
 * White space and control characters are refused, since a URL parser drops some of them in silence.
 */
function toUrl(text: string): URL | undefined {
  if (/[\s\u0000-\u001f\u007f]/.test(text) || !/^smtps?:\/\//i.test(text) || !URL.canParse(text))
    return undefined;
  return new URL(text);
}

/** As nodemailer does: a percent sign that begins no valid sequence stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
