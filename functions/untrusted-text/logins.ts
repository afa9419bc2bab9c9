import type { Span } from './decoded-text.ts';
import { looksChosen, looksRandom } from './looks-secret.ts';
import { lengthOf } from './value-span.ts';

export function spansOfLogins(text: string): Span[] {
  return [...spansBeforeAt(text), ...spansOfCalls(text)];
}

/** The last part before an `@`, or all of it in quotes. */
const lastPart = /[:/](?:[^\s"'`<>@:/]{0,128}|"[^"\n]{1,128}")@/g;
/** Passwords may hold an `@`. */
const authority = /(?:@[^\s"'`<>/?#@]{0,100})*(?=@)/y;
const host = /@(?:tcp|unix)?\(|@[\w.-]{1,100}(?::\d{2,5}\b|:?\/\w)/y;
/** A system identifier of Oracle or a host; no version. */
const database = /@(?:\/\/|\(|(?:\d{1,3}\.){3}\d|(?!v?\d|sha\d)\w)/y;
const serviceOrHost =
  /^(?:hive|hdfs|HTTP|http|yarn|mapred|spark|impala|hbase|nn|dn|jn|rm|nm|host|krbtgt|kafka|zookeeper|livy|presto|trino)$/;

/** `scheme://user:password@host`, `user:password@tcp(host)`, `user/password@database`. */
function spansBeforeAt(text: string): Span[] {
  const spans: Span[] = [];
  let read = 0;
  for (const { 0: part, index } of text.matchAll(lastPart)) {
    const at = index + part.length - 1;
    if (at < read) continue;
    if (part.endsWith('"@')) {
      if (lengthOf(database, text, at) > 0) spans.push({ start: index + 2, end: at - 1 });
      continue;
    }
    const least = Math.max(text.lastIndexOf('@', at - 1) + 1, at - 300);
    const run =
      text
        .slice(least, at)
        .split(/[\s"'`<>]/)
        .at(-1) ?? '';
    const scheme = run.lastIndexOf('://');
    const secret = scheme === -1 ? login(text, at, run) : userinfo(run.slice(scheme + 3));
    if (secret === '') continue;
    read = at + lengthOf(authority, text, at);
    spans.push({ start: at - secret.length, end: read });
  }
  return spans;
}

/** A password before the path that is no port, or a long token in place of the user. */
const userinfo = (rest: string): string =>
  /^(?:[^/?#:]*:(?!\d{1,5}(?:[/?#]|[,;].*[/?#]))|(?=[^/?#:]{20,}$))(.*)$/s.exec(rest)?.[1] ?? '';

const userAndPassword = /(?<![\w$#./-])([A-Za-z_][\w$#.-]{0,63})([:/])([^:/]*)$/;

function login(text: string, at: number, run: string): string {
  const [, user = '', mark, password = ''] = userAndPassword.exec(run) ?? [];
  if (mark === ':') {
    const reaches = lengthOf(host, text, at);
    const isDriver = text.charAt(at + reaches - 1) === '(';
    const isPassword = isDriver || looksRandom(password) || looksChosen(password);
    return reaches > 0 && isPassword ? password : '';
  }
  const isOther = serviceOrHost.test(user) || password.startsWith('_HOST');
  if (lengthOf(database, text, at) === 0 || isOther) return '';
  const isOracle =
    /^@(?:\/\/|\(|[A-Z0-9_]+\b(?![.@])|[\w.-]+:\d+[/:]\w)/.test(text.slice(at, at + 100)) ||
    /thin:|oci8?:/i.test(run);
  return (isOracle && !password.includes('.')) || looksRandom(password) ? password : '';
}

/**
 * The first group is given keys, the second opens tables in another database; the others are given
 * logins.
 */
const call =
  /(?:((?:en|de)crypt\w{0,24}|hmac\w{0,12})|((?<!\w)(?:mysql|postgresql|mongodb))|(?:connect(?:ion)?|credentials?|login|logon|auth(?:enticat(?:e|ion))?|account|odps)["']?\s?[:=]?|\w(?=\s?\(["'](?:jdbc|mysql|pgsql|oci|odbc|sqlsrv|dblib):))\s?\(/gi;

function spansOfCalls(text: string): Span[] {
  const spans: Span[] = [];
  let read = 0;
  for (const { 0: head, 1: takesKey, 2: isTable, index } of text.matchAll(call)) {
    const at = index + head.length;
    if (index < read) continue;
    const literals = literalsFrom(text, at);
    read = literals.at(-1)?.end ?? 0;
    if (takesKey !== undefined) spans.push(...literals);
    else spans.push(...behindUser(text, literals).slice(isTable === undefined ? 0 : -1));
  }
  return spans;
}

/** Of what a login is given: behind a place and a user. */
function behindUser(text: string, literals: readonly Span[]): readonly Span[] {
  return literals
    .filter(({ start, end }) => !/[:/]/.test(text.slice(start, end)))
    .filter(({ start }) => !/[=:]\s?$/.test(text.slice(start - 3, start - 1)))
    .slice(1);
}

const furthestArgument = 600;
const deepest = 4;

/** Also those of calls within it. */
function literalsFrom(text: string, at: number): readonly Span[] {
  const spans: Span[] = [];
  const nearby = text.slice(at, at + furthestArgument);
  let depth = 1;
  for (const { 0: token, 2: literal, index } of nearby.matchAll(/(["'])([^]*?)\1|[()\n]/g)) {
    const start = at + index + 1;
    if (literal !== undefined) spans.push({ start, end: start + literal.length });
    else depth += token === '(' ? 1 : -1;
    if (depth === 0 || depth > deepest || token === '\n') break;
  }
  return spans;
}
