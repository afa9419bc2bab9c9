import { parseHost } from '../../settings/host-name.ts';
import { accepted, refused, type Parsed } from '../../settings/parsed.ts';

type SmtpOptions = Readonly<{
  ignoreTLS: boolean;
  name: string | undefined;
  servername: string | undefined;
  rejectUnauthorized: boolean;
}>;

const known = ['ignoreTLS', 'name', 'tls.servername', 'tls.rejectUnauthorized'];

/**
 * The query options of `SMTP_URL`; any other is refused by name, its value unsaid: timeouts and
 * logging are ours.
 */
export function parseSmtpOptions(query: URLSearchParams): Parsed<SmtpOptions> {
  const problems: string[] = [];
  const valueOf = (option: string): string | undefined => {
    const values = query.getAll(option);
    if (values.length > 1) problems.push(`gives the option ${option} more than once`);
    return values[0];
  };
  const flag = (option: string, otherwise: boolean): boolean => {
    const value = valueOf(option);
    if (value === undefined) return otherwise;
    if (value === 'true' || value === 'false') return value === 'true';
    problems.push(`the option ${option} must be true or false`);
    return otherwise;
  };
  const host = (option: string): string | undefined => {
    const value = valueOf(option);
    if (value === undefined) return undefined;
    const parsed = parseHost(value);
    if (parsed === undefined) problems.push(`the option ${option} must be a host name`);
    return parsed;
  };

  const options = {
    ignoreTLS: flag('ignoreTLS', false),
    name: host('name'),
    servername: host('tls.servername'),
    rejectUnauthorized: flag('tls.rejectUnauthorized', true),
  };
  for (const option of new Set(query.keys())) {
    if (!known.includes(option))
      problems.push(`${nameOption(option)} cannot be set; only ${known.join(', ')} can`);
  }
  return problems.length === 0 ? accepted(options) : refused(...problems);
}

const nameOption = (option: string): string =>
  /^[a-z]+(?:\.[a-z]+)?$/i.test(option) && option.length <= 30
    ? `the option ${option}`
    : 'one of its options';
