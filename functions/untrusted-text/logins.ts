import type { DecodedText, Span } from './decoded-text.ts';
import { looksRandom, looksSecret } from './looks-secret.ts';
import { beginningOf, endOf, lengthOf, valueAt } from './value-span.ts';

/**
 * Passwords that stand beside a user, in an address, on a command line or in SQL, without a name.
 */
export function spansOfLogins(view: DecodedText): Span[] {
  return [...spansBeforeAt(view.text), ...spansOfOptions(view.text), ...spansOfSql(view)];
}

/** Where an `@` has a password before it: the last part of one, or all of it in quotes. */
const lastPart = /[:/](?:[^\s"'`<>@:/]{0,128}|"[^"\n]{1,128}")@/g;
/** More of an address up to its last `@`: passwords may hold one. */
const authority = /(?:@[^\s"'`<>/?#@]{0,100})*(?=@)/y;
const port = /^\d{1,5}(?:$|[,/;?#])/;
const host = /@(?:tcp|unix)?\(|@[\w.-]{1,100}(?::\d{2,5}\b|\/\w)/y;
/** A system identifier of Oracle, and no version. */
const database = /@(?:\/\/|\(|(?!v?\d|sha\d)\w)/y;
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
    const run = text.slice(startOfRun(text, at), at);
    const isUrl = run.includes('://');
    const secret = isUrl ? userinfo(run) : login(text, at, run);
    if (secret === 0) continue;
    read = isUrl ? at + lengthOf(authority, text, at) : at;
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

const userBefore = /(?<=(?:^|[:=(,;[])([A-Za-z_][\w$#.-]{0,63}))[:/]/y;

function login(text: string, at: number, run: string): number {
  const border = Math.max(run.lastIndexOf(':'), run.lastIndexOf('/'));
  const password = run.slice(border + 1);
  if (password.length < 2) return 0;
  userBefore.lastIndex = border;
  const user = userBefore.exec(run)?.[1];
  if (user === undefined) return 0;
  if (run.charAt(border) === ':') {
    const reaches = lengthOf(host, text, at);
    const isDriver = text.charAt(at + reaches - 1) === '(';
    return reaches > 0 && (isDriver || looksRandom(password)) ? password.length : 0;
  }
  if (
    lengthOf(database, text, at) === 0 ||
    serviceOrHost.test(user) ||
    password.startsWith('_HOST')
  )
    return 0;
  const isOracle =
    /^@(?:\/\/|\(|[A-Z0-9_]+\b(?![.@]))/.test(text.slice(at, at + 40)) ||
    /thin:|oci8?:|userid=/i.test(run);
  return (isOracle && !password.includes('.')) || looksRandom(password) ? password.length : 0;
}

const option = /(?:^|[\s"'`(])-([pPktaw])(?:(\s{1,4})|=?)(["']?)([^\s"'`]{3,256})/gm;
const userOption =
  /(?:^|[\s"'`(])(?:-[uU]|--user|--proxy-user|--creds)(?:\s{1,4}|=)["']?[^\s:,"'/]{1,128}([:,])(?!\/\/|\w{1,20}:\/\/)([^\s"']{3,512})/gm;
/** Lines on which `-p` means a password: they name a user, or a program that knows no other. */
const takesPassword =
  /\b(?:mysql|mariadb|sshpass|beeline|odpscmd|mongo|sqoop|docker login|podman login|az login)|(?:^|\s)-[uUn][\s=]?[\w'"]|--user/;
const oracle =
  /(?:\b(?:sqlplus|sqlldr|expdp|impdp|exp|imp|rman)\b(?:\s+(?:-\w+|target|userid=?))*[\s=]+|\buserid=)["']?[A-Za-z][\w$#.]{0,63}\/("[^"\n]{1,128}|[^\s@"'/]{2,128})/gi;
const piped =
  /\becho\s{1,4}(?:-n\s{1,4})?["']?([^\s"'|]{3,128})["']?\s{0,4}\|[^|\n]{0,80}(?:kinit|-stdin|passwd|sudo -S)/g;

function spansOfOptions(text: string): Span[] {
  const spans: Span[] = [];
  let line = { end: 0, takesPassword: false };
  for (const match of text.matchAll(option)) {
    const [whole, letter = '', gap = '', , value = ''] = match;
    if (match.index >= line.end) line = lineAt(text, match.index);
    if (isPassword(letter, gap !== '', value, line.takesPassword)) {
      const end = match.index + whole.length;
      spans.push({ start: end - value.length, end });
    }
  }
  for (const { 0: whole, 1: mark, 2: value = '', index } of text.matchAll(userOption)) {
    if (mark === ':' ? !/^\d+$/.test(value) : looksRandom(value))
      spans.push({ start: index + whole.length - value.length, end: index + whole.length });
  }
  for (const pattern of [oracle, piped]) {
    for (const { 0: whole, 1: value = '', index } of text.matchAll(pattern)) {
      const start = index + whole.lastIndexOf(value);
      spans.push({ start, end: start + value.length });
    }
  }
  return spans;
}

function lineAt(text: string, at: number): { end: number; takesPassword: boolean } {
  const start = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at + 1);
  return {
    end: end === -1 ? text.length : end,
    takesPassword: takesPassword.test(text.slice(start, start + 1_000)),
  };
}

function isPassword(letter: string, apart: boolean, value: string, expected: boolean): boolean {
  if (/^[-./~$]|^\d{1,5}(?::\d{1,5})?$/.test(value)) return false;
  if (apart) {
    if (expected && 'pP'.includes(letter)) return looksSecret(value, 'certain', 'option', false);
    return looksRandom(value, 8) && !/[:/]/.test(value);
  }
  return letter === 'p' && expected && !/^(?:ass|ort|roject|rofile)/.test(value);
}

const identified =
  /\bidentified\s{1,8}(?:with\s{1,8}[\w`'"]{1,64}\s{1,8})?(?:by|as|using)\s{1,8}(?:password\s{1,8}|values\s{1,8})?/gi;
const whoIsIdentified = /(?<=\b(?:user|role|login|account|to)\s{1,8}\S{1,80}\s{1,8})identified/iy;
const replaced = /["'`]?\s{1,8}replace\s{1,8}/iy;
/** Functions that are given a key, in the first group, and those that are given a login. */
const call =
  /(?:((?:en|de)crypt\w{0,24}|hmac\w{0,12}|(?<!\w)(?:old_)?password|(?<!\w)sym_\w{3,12})|(?:connect(?:ion)?|credentials?|login|logon|auth(?:enticate)?|account|odps)["']?\s?[:=]?)\s?\(/gi;

/** `IDENTIFIED BY 'x'`, what functions that encrypt are given, and those that log in. */
function spansOfSql(view: DecodedText): Span[] {
  const { text } = view;
  const spans: Span[] = [];
  for (const { 0: words, index } of text.matchAll(identified)) {
    whoIsIdentified.lastIndex = index;
    const certainly = whoIsIdentified.test(text);
    for (let at = index + words.length; at > index;) {
      const value = valueAt(text, at, at - 1);
      const shown = beginningOf(view, value);
      if (value.opener === '' && /=./.test(shown)) break;
      const quoted = value.opener !== '';
      const binding = certainly || quoted ? 'option' : 'adjacent';
      if (!looksSecret(shown, 'certain', binding, quoted)) break;
      const end = endOf(view, value);
      spans.push({ start: value.start, end });
      const again = lengthOf(replaced, text, end);
      at = again === 0 ? 0 : end + again;
    }
  }
  let read = 0;
  let quote = -1;
  for (const { 0: head, 1: takesKey, index } of text.matchAll(call)) {
    const at = index + head.length;
    if (quote < at) quote = indexOfQuote(text, at);
    if (index < read || quote - at > furthestArgument) continue;
    const literals = literalsFrom(text, at);
    read = literals.at(-1)?.end ?? 0;
    spans.push(...(takesKey === undefined ? behindUser(text, literals) : literals));
  }
  return spans;
}

function indexOfQuote(text: string, at: number): number {
  anyQuote.lastIndex = at;
  return anyQuote.exec(text)?.index ?? Infinity;
}

/** Of what a login is given: a place, a user, and then what is secret. */
function behindUser(text: string, literals: readonly Span[]): readonly Span[] {
  return literals
    .filter(({ start, end }) => !/[:/]/.test(text.slice(start, end)))
    .filter(({ start }) => !/[=:]\s?$/.test(text.slice(start - 3, start - 1)))
    .slice(1);
}

const anyQuote = /["']/g;
const furthestArgument = 600;
const quoteOrEnd = /["'()\n]/g;

/** The quoted arguments of a call, those of calls within it too. */
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
