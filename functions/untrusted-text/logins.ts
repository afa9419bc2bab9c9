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
const port = /^\d{1,5}(?:$|[,/;?#])/;
const host = /@(?:tcp|unix)?\(|@[\w.-]{1,100}(?::\d{2,5}\b|:?\/\w)/y;
/** A system identifier of Oracle or a host; no version. */
const database = /@(?:\/\/|\(|(?:\d{1,3}\.){3}\d|(?!v?\d|sha\d)\w)/y;
const serviceOrHost =
  /^(?:hive|hdfs|HTTP|http|yarn|mapred|spark|impala|hbase|nn|dn|jn|rm|nm|host|krbtgt|kafka|zookeeper|livy|presto|trino)$/;

/** `scheme://user:password@host`, `user:password@tcp(host)`, `user/password@database`. */
function spansBeforeAt(text: string): Span[] {
  const spans: Span[] = [];
  if (!text.includes('@')) return spans;
  let read = 0;
  for (const { 0: part, index } of text.matchAll(lastPart)) {
    const at = index + part.length - 1;
    if (at < read) continue;
    if (part.endsWith('"@')) {
      if (lengthOf(database, text, at) > 0) spans.push({ start: index + 2, end: at - 1 });
      continue;
    }
    const run = text.slice(startOfRun(text, at), at);
    const isUrl = run.includes('://');
    const secret = isUrl ? userinfo(run) : login(text, at, run);
    if (secret === 0) continue;
    read = at + lengthOf(authority, text, at);
    spans.push({ start: at - secret, end: read });
  }
  return spans;
}

function startOfRun(text: string, at: number): number {
  const least = Math.max(0, at - 300);
  let start = at;
  while (start > least && !endsRun(text.charAt(start - 1))) start -= 1;
  return start;
}

const endsRun = (character: string): boolean => character <= ' ' || '"\'`<>@'.includes(character);

function userinfo(run: string): number {
  const rest = run.slice(run.lastIndexOf('://') + 3);
  const path = rest.search(/[/?#]/);
  const colon = rest.indexOf(':');
  if (colon === -1) return path === -1 && rest.length >= 20 ? rest.length : 0;
  if (path !== -1 && path < colon) return 0;
  const password = rest.slice(colon + 1);
  return path !== -1 && port.test(password) ? 0 : password.length;
}

const userBefore = /(?<=(?<![\w$#./-])([A-Za-z_][\w$#.-]{0,63}))[:/]/y;

function login(text: string, at: number, run: string): number {
  const border = Math.max(run.lastIndexOf(':'), run.lastIndexOf('/'));
  const password = run.slice(border + 1);
  userBefore.lastIndex = border;
  const user = userBefore.exec(run)?.[1];
  if (user === undefined) return 0;
  if (run.charAt(border) === ':') {
    const reaches = lengthOf(host, text, at);
    const isDriver = text.charAt(at + reaches - 1) === '(';
    return reaches > 0 && (isDriver || looksRandom(password) || looksChosen(password))
      ? password.length
      : 0;
  }
  if (
    lengthOf(database, text, at) === 0 ||
    serviceOrHost.test(user) ||
    password.startsWith('_HOST')
  )
    return 0;
  const isOracle =
    /^@(?:\/\/|\(|[A-Z0-9_]+\b(?![.@])|[\w.-]+:\d+[/:]\w)/.test(text.slice(at, at + 100)) ||
    /thin:|oci8?:/i.test(run);
  return (isOracle && !password.includes('.')) || looksRandom(password) ? password.length : 0;
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
const quoteOrEnd = /["'()\n]/g;

/** Also those of calls within it. */
function literalsFrom(text: string, at: number): readonly Span[] {
  const spans: Span[] = [];
  const nearby = text.slice(at, at + furthestArgument);
  let depth = 1;
  quoteOrEnd.lastIndex = 0;
  for (let nth = 0; nth < 12 && depth > 0; nth += 1) {
    const match = quoteOrEnd.exec(nearby);
    if (match === null || match[0] === '\n') break;
    if (match[0] === '(') depth += 1;
    else if (match[0] === ')') depth -= 1;
    else {
      const end = nearby.indexOf(match[0], match.index + 1);
      if (end === -1) break;
      spans.push({ start: at + match.index + 1, end: at + end });
      quoteOrEnd.lastIndex = end + 1;
    }
  }
  return spans;
}
