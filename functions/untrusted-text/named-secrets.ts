import type { DecodedText } from './decoded-text.ts';
import { looksRandom, looksSecret, type Binding, type Certainty } from './looks-secret.ts';
import type { Span } from './span.ts';
import { beginningOf, endOf, lengthOf, valueAt, type Value } from './value-span.ts';

const plural = '(?:s(?![a-z]))?';

/** Names of secrets, by how certain they are; the rest of a name may stand before and behind. */
const certain = [
  'pass(?:word|wd|wort|phrase|code)s?',
  'p(?:asswrd|swd|wd)',
  '(?:store|key|trust|ssh|db|user|root|login|ssl|my|admin|proxy|sql|jdbc|mail|smtp|ftp|redis|ldap|bind|http|cert|pg|ora)[-_]?p(?:ass(?![wpc])|w(?!d))',
  'pass|pw',
  '(?:access|secret|private|api|master|account|shared(?:access)?|sign(?:ing|ature)?|encrypt(?:ion)?|decrypt(?:ion)?|crypto|aes|3?des|sm4|rsa|app|client|auth|storage|subscription|consumer|license|hmac|tls|ssl|ssh|jwt|session)[-_.]?key(?:s(?![a-z])|_?id)?',
  '(?:auth|access|refresh|security|session|bearer|api|id|sas|csrf|xsrf|private|oauth|bot|personal|vault|sts|delegation)[-_]?token(?:s(?![a-z]))?',
  `secret${plural}`,
  '密码|口令|密钥|秘钥|令牌|凭证',
];
const likely = [
  `token${plural}`,
  'sign(?:ature)?|sig',
  'cred(?:ential)?(?:s(?![a-z]))?',
  'j?session(?:_?id)?',
  'auth|sas|otp|ticket|delegation',
  '(?:access|secret|private|api|master|account|shared|encryption|signing) key',
];
const weak = ['key|[as]k|salt|hmac|ident|nonce|iv'];
const stem = new RegExp(
  [certain, likely, weak].map((names) => `(${names.join('|')})`).join('|'),
  'gi',
);
/** Of these, what means the same at the end of a longer word. */
const mayEndWord =
  /^(?:pass[a-z]|p(?:asswrd|swd|wd)|secret|token|credential|.{2,12}(?:key|token)|[^\x00-\x7f])|.p(?:ass|w)$/i;

/** What may stand behind the word in a name that still means the secret itself. */
const neutral =
  /(?:[-_.]?(?:value|val|text|plain(?:text)?|clear|base64|b64|str(?:ing)?|env|old|new|prod|dev|test|uat|staging|master|slave|source|target|src|dst|dest|data|confirm(?:ation)?|ro|rw|[1-9]\d?)(?![a-z]))*(?!\w|[-.]\w)/iy;
/** The rest of a name that means something else: `password_file`. */
const restOfName = /(?:[-_.](?=\w)|(?=[A-Z\d]))[\w.-]{1,80}/y;
const identifier = /(?:\w|[-.](?=\w)){0,80}/y;

/** `doubtful` where it may be about a secret only. */
type Name = Readonly<{ start: number; end: number; certainty: Certainty; doubtful: boolean }>;

/** Values that stand beside the name of a secret, however a program writes the two. */
export function spansOfNamed(view: DecodedText): Span[] {
  const { text } = view;
  const spans: Span[] = [];
  stem.lastIndex = 0;
  for (let match = stem.exec(text); match !== null;) {
    const { name, next } = nameFrom(text, match);
    match = next;
    if (name === undefined) continue;
    const end = hide(spans, view, name);
    if (match !== null && match.index < end) {
      stem.lastIndex = end;
      match = stem.exec(text);
    }
  }
  return spans;
}

/** The name that the word is a part of, and the first word behind it. */
function nameFrom(
  text: string,
  first: RegExpExecArray,
): { name: Name | undefined; next: RegExpExecArray | null } {
  let last: RegExpExecArray | undefined;
  let aboutSecret: RegExpExecArray | undefined;
  let next: RegExpExecArray | null = first;
  const border = stem.lastIndex + lengthOf(identifier, text, stem.lastIndex);
  for (; next !== null && (next === first || next.index < border); next = stem.exec(text)) {
    if (!beginsWord(text, next.index) && !mayEndWord.test(next[0])) {
      stem.lastIndex = next.index + 1;
      continue;
    }
    last = next;
    if (next[1] !== undefined) aboutSecret = next;
  }
  if (last === undefined) return { name: undefined, next };
  const start = last.index;
  neutral.lastIndex = start + last[0].length;
  if (neutral.test(text)) {
    const certainty = certaintyOf(last);
    return { name: { start, end: neutral.lastIndex, certainty, doubtful: false }, next };
  }
  if (aboutSecret === undefined) return { name: undefined, next };
  const end = aboutSecret.index + aboutSecret[0].length;
  const more = lengthOf(restOfName, text, end);
  return {
    name:
      more === 0
        ? undefined
        : { start: aboutSecret.index, end: end + more, certainty: 'certain', doubtful: true },
    next,
  };
}

function certaintyOf({ 1: isCertain, 2: isLikely }: RegExpExecArray): Certainty {
  if (isCertain !== undefined) return 'certain';
  return isLikely === undefined ? 'weak' : 'likely';
}

/** Whether a word begins there, by what stands before it or by its capital. */
function beginsWord(text: string, at: number): boolean {
  const before = at === 0 ? 0x20 : text.charCodeAt(at - 1);
  const isLower = before >= 0x61 && before <= 0x7a;
  const isUpper = before >= 0x41 && before <= 0x5a;
  const first = text.charCodeAt(at);
  return (!isLower && !isUpper) || (isLower && first >= 0x41 && first <= 0x5a);
}

/**
 * How a name leads to its value: where the separator stands and where the value begins. Of a pair,
 * nothing may stand behind the value.
 */
type Link = Readonly<{ binding: Binding; separator: number; from: number; isPair: boolean }>;

/** Adds what is to be hidden for this name; returns where it ends, or 0. */
function hide(spans: Span[], view: DecodedText, name: Name): number {
  const { text } = view;
  const link = linkOf(text, name);
  let found = 0;
  if (link !== undefined) {
    const value = valueAt(text, link.from, link.separator);
    found = hideValue(spans, view, name, link, value);
    if (name.certainty !== 'certain') return found;
    const end = found === 0 ? value.start + beginningOf(view, value).length : found;
    const arrow = lengthOf(changesTo, text, end);
    if (arrow > 0)
      found = hideValue(spans, view, name, link, valueAt(text, end + arrow, end)) || found;
  }
  return found === 0 && name.certainty === 'certain' ? hideBefore(spans, text, name) : found;
}

function hideValue(spans: Span[], view: DecodedText, name: Name, link: Link, value: Value): number {
  if (!isSecret(view, name, link, value)) return 0;
  const end = endOf(view, value);
  spans.push({ start: value.start, end });
  return end;
}

/** The old value of a setting, and the new one. */
const changesTo = /["'`]?\s{0,10}[-=]>\s{0,10}/y;

function isSecret(view: DecodedText, name: Name, link: Link, value: Value): boolean {
  const { text } = view;
  const shown = beginningOf(view, value);
  if (shown === '') return false;
  const quoted = value.opener !== '';
  const { certainty } = name;
  if (certainty !== 'certain' && !quoted && /^[\w.-]*\/[A-Za-z_]\w*=[^=]/.test(shown)) return false;
  // Credentials of several parts have names of their own.
  if (quoted && /^cred/i.test(text.slice(name.start, name.end)) && /\w=/.test(shown)) return false;
  if (name.doubtful && !looksRandom(shown)) return false;
  if (link.isPair) {
    if (shown.includes(',') && !quoted) return false;
    if (lengthOf(endOfPair, text, value.start + shown.length) === 0) return looksRandom(shown);
  }
  if (certainty === 'certain') {
    const word = text.slice(name.start, name.end);
    if (/^\d{1,5}$/.test(shown) && /^pass$|s$/i.test(word)) return false;
    if (/^pwd$/i.test(word) && /^\/[\w./-]*$|^[A-Z]:/.test(shown) && !looksRandom(shown))
      return false;
    if (link.binding === 'adjacent') {
      if (!quoted && /[:=：＝]./.test(shown)) return false;
      if (/^secret/i.test(word) && !looksRandom(shown)) return false;
    }
  }
  return looksSecret(shown, certainty, link.binding, quoted);
}

const endOfPair = /["'`]?\s{0,80}(?:[)\]]|\|?[^\S\n]{0,40}(?:\n|$))/y;

/** What closes a name, then a type, and what assigns or tells a value. */
const separator = new RegExp(
  [
    '(?:["\'`”’」](?!\\w))?[\\])}]?[^\\S\\n]{0,80}',
    '(?:(?:[([<]\\s?[\\w .<>,?]{1,30}(?:\\(\\d{1,9}(?:,\\d{1,3})?\\))?\\s?[)\\]>](?=\\s{0,4}[:=：＝])',
    '|(?:const\\s)?(?:string|str|n?varchar2?|char|text)(?:\\(\\d{1,6}\\)|\\*)?(?=\\s{0,4}:?=))\\s{0,4})?',
    '(?:[=＝]{1,3}>?|[-~]{1,2}>|→|:=|\\.{3,}|[:：]\\s?\\??[A-Z][\\w.<>?[\\]]{0,30}\\s{0,3}=(?=[\\s"\'])|[:：])',
  ].join(''),
  'iy',
);
/** What a value must have for the less certain names, at a glance. */
const weakAhead =
  /["'`”’」]?[\])}]?[^\S\n]{0,80}(?:[=＝]{1,3}>?|[-~]{1,2}>|→|:=|[:：])[^\S\n]{0,80}["'`“([{<]{0,2}(?=[^\s"'`=:,]{0,40}\d)/y;
const likelyAhead = /[^\n]{0,100}?[\dA-Z]/y;
const closing = /(?:["'`”’」](?!\w))?[\])}]?[^\S\n]{0,80}/y;
const says =
  /(?:is|was)\s?[:=]?(?=\s)|[为是]\s?[:：=]?|(?:for|of)\s[^\n=:，。]{1,60}?\s?(?:is\s?[:=]?|[:=])(?=\s)|password\s?[为是]?[:：=]/iy;
const attributes = /[^<>\n]{0,200}>/y;
const behindValue =
  /["'`]?\s{0,60}(?:<\/[\w:.-]{1,40}>|[,;])?\s{0,60}(?:["']?[\w$]{1,20}["']?\s?[:=]\s?[^,;<>{}[\]\n]{1,60}[,;\n]\s{0,60}){0,2}?(?:-\s)?[<"']?(?:[\w]{1,20}:)?(?:default|(?:default)?val(?:ue)?)(?:\s[^<>\n]{0,80})?["']?\s{0,4}(?:[:=]>?|>)\s{0,4}/iy;
const valueOption = /\s--?value[\s=]/y;

function linkOf(text: string, name: Name): Link | undefined {
  const next = opensQuote(text, name.end) ? name.end + 1 : name.end;
  if (isHan(text, next) && (!/[为是]/.test(text.charAt(next)) || isHan(text, next + 1)))
    return undefined;
  if (
    name.certainty === 'weak' &&
    lengthOf(weakAhead, text, name.end) === 0 &&
    !isOption(text, name)
  )
    return undefined;
  if (name.certainty === 'likely' && lengthOf(likelyAhead, text, name.end) === 0) return undefined;
  const direct = lengthOf(separator, text, name.end);
  if (direct > 0) {
    const end = name.end + direct;
    const tells = /[:：]/.test(text.charAt(end - 1)) && !/["'`”’」]/.test(text.charAt(name.end));
    return linkFrom(text, tells ? 'told' : 'assigned', end - 1, end);
  }
  const at = name.end + lengthOf(closing, text, name.end);
  const character = text.charAt(at);
  const isApart = at > name.end;
  if (character === '' || !(isApart || mayFollow.test(character))) return undefined;
  if (name.certainty === 'weak')
    return isApart && isOption(text, name) ? linkFrom(text, 'option', at - 1, at) : undefined;
  if (character === '>' && (isApart || opensElement(text, name)))
    return linkFrom(text, 'assigned', at, at + 1);
  if (name.certainty === 'certain') {
    const elsewhere = valueElsewhere(text, name, at);
    if (elsewhere !== undefined) return elsewhere;
  }
  if (!isApart && /[(<;]/.test(character)) return undefined;
  if (/[,，]/.test(character)) return linkFrom(text, 'told', at, at + 1, true);
  if (character === '\n' || character === '-') return undefined;
  const bar = /[|│]/.test(character) ? 1 : 0;
  if (bar === 1 || inColumns.test(text.slice(name.end, at))) {
    if (!matches(firstInLine, text, name.start) && lengthOf(mayBeSecret, text, at + bar) === 0)
      return undefined;
    return linkFrom(text, 'told', at, at + bar, true);
  }
  if (name.doubtful) return undefined;
  const said = lengthOf(says, text, at);
  if (said > 0) return linkFrom(text, 'told', at, at + said);
  if (isApart && isOption(text, name)) return linkFrom(text, 'option', at, at);
  return lengthOf(mayBeSecret, text, at) > 0 ? linkFrom(text, 'adjacent', at, at) : undefined;
}

/** What a name without a blank behind it can be followed by. */
const mayFollow = /[<>,，;|│为是("'`“‘「[（【\n]/;
const inColumns = /^["'`”’」]?(?: {0,80}\t| {2})/;
const firstInLine = /(?<=(?:^|\n)[^\S\n]{0,40}[|│]?[^\S\n]{0,80}["'`]?[\w.$-]{0,80})/y;
/** In prose a secret is quoted, or has a digit or a capital. */
const mayBeSecret = /\s{0,80}(?:["'`“‘「『«([（【]|[^\s\u3000-\u9fff]\S{0,40}?[\dA-Z]|[\dA-Z])/y;

/** A value behind the word `value`, in an element, or as an argument. */
function valueElsewhere(text: string, name: Name, at: number): Link | undefined {
  if (text.charAt(at) === '(') {
    const isSet = /["']/.test(text.charAt(at + 1)) && matches(setterBefore, text, name.start);
    return isSet ? linkFrom(text, 'assigned', at, at + 1) : undefined;
  }
  const elsewhere = isNamed(text, name)
    ? lengthOf(behindValue, text, name.end)
    : lengthOf(valueOption, text, name.end);
  if (elsewhere > 0) return linkFrom(text, 'assigned', name.end, name.end + elsewhere);
  const opened = opensElement(text, name) ? lengthOf(attributes, text, at) : 0;
  return opened === 0 ? undefined : linkFrom(text, 'assigned', at, at + opened);
}

const blank = /[^\S\n]{0,200}/y;
const nextLine =
  /(?:[>|][+-]?\d?|\\)?[^\S\n]{0,20}\n[^\S\n]{1,60}(?![\w."'-]{1,80}\s{0,4}(?:[:=]|->)|-\s|<|at\s)/y;

/** A value begins on the next line too, where that is indented. */
function linkFrom(
  text: string,
  binding: Binding,
  separatorAt: number,
  end: number,
  isPair = false,
): Link | undefined {
  const begin = end + lengthOf(blank, text, end);
  if (begin >= text.length) return undefined;
  const below = /[>|\\\n]/.test(text.charAt(begin)) ? lengthOf(nextLine, text, begin) : 0;
  if (below === 0 && text.charAt(begin) === '\n') return undefined;
  // Prose goes on in Chinese; values are seldom in it.
  const from = begin + below;
  if (binding !== 'assigned' && isHan(text, opensQuote(text, from) ? from + 1 : from))
    return undefined;
  return { binding, separator: separatorAt, from, isPair };
}

function isHan(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0x3400 && unit <= 0x9fff;
}

const opensQuote = (text: string, at: number): boolean => /["'`“‘「『（【]/.test(text.charAt(at));

const setterBefore = /(?<=(?:\.|set|with|put)(?!get)[A-Za-z]{0,60})/iy;
const elementBefore = /(?<=<[\w.:-]{0,80})/y;
const optionBefore =
  /(?<=(?:^|[\s"'`])-(?:-[\w.-]{0,80}|[A-Zac-oq-z][\w.-]{0,80})?|login\s\S{1,80}\s)/y;

/** Before a name that stands as a value itself: `"key":"password"`, `<name>password</name>`. */
const namedBefore =
  /(?<=(?:(?:key|name|option|property|param|parameter|variable|env)(?:["']?\s{0,4}[:=]\s{0,4}["']?|\s{1,4}["'])|<(?:\w{1,20}:)?(?:key|name)>\s{0,4})[\w.$-]{0,80})/iy;

const isNamed = (text: string, { start }: Name): boolean => matches(namedBefore, text, start);
const opensElement = (text: string, { start }: Name): boolean =>
  matches(elementBefore, text, start);
const isOption = (text: string, { start }: Name): boolean => matches(optionBefore, text, start);

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** A value that stands before its name: `{"value":"x","key":"password"}`. */
const valueBefore =
  /(?<=(?:\bval(?:ue)?["']?\s{0,4}[:=]>?\s{0,4}(?:["']([^"'\n]{1,400})["']|([^\s"',]{1,400}))[,;]?|<value>([^<]{1,400})<\/value>)\s{0,60}(?:-\s)?(?:["']?(?:key|name|option|property|param(?:eter)?|variable|env)["']?\s{0,4}[:=]\s{0,4}["']?|<(?:key|name)>)[\w.$-]{0,80})/diy;

function hideBefore(spans: Span[], text: string, name: Name): number {
  if (name.doubtful || !isNamed(text, name)) return 0;
  valueBefore.lastIndex = name.start;
  const { indices } = valueBefore.exec(text) ?? {};
  const [start, end] = indices?.[1] ?? indices?.[2] ?? indices?.[3] ?? [0, 0];
  if (looksSecret(text.slice(start, end), 'certain', 'assigned', true)) spans.push({ start, end });
  return 0;
}
