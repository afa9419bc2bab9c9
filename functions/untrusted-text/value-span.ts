import { startOf, type DecodedText } from './decoded-text.ts';

/** Opened by a quote, a bracket or nothing. */
export type Value = Readonly<{ start: number; opener: string; separator: number }>;

const closers: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '‘': '’',
  '「': '」',
  '《': '》',
  '『': '』',
  '«': '»',
  '（': '）',
  '【': '】',
  '(': ')',
  '[': ']',
  '{': '}',
  '<': '>',
  '<![CDATA[': ']]>',
  '>': '<',
};

/** Functions, types, prefixes of strings, the word `value` in braces. */
const wrapper =
  /(?:(?![\w.]{0,40}(?:env|get|input|prompt|secret|conf|read)\w{0,12}\()[A-Za-z_][\w.]{0,40}\((?=\s?["'`])|(?:new\s)?(?:Some|Optional|Just|Secret\w{0,8}|String|Text|string\(\d{1,6})[([{)]\s?|[nubrNUBR](?=["'])|!{1,2}[\w:.-]{1,40}\s|[({[]\s{0,9}["']?(?:value|val|plain(?:text)?|text|content)["']?\s{0,4}[:=]\s{0,4}|[([]\s?(?=["'`“]))/y;
const opening = /<!\[CDATA\[|["'`“‘「《『«（【([{<]/y;

/** Nothing opens these; a hash of a password may have its kind in braces. */
const unopened = /[\d/+$%*-]|\{\{|\{[A-Z\d-]{2,16}\}(?=[\w+/$])/y;

export function valueAt(text: string, at: number, separator: number): Value {
  // Within an element even a quote or a blank is part of the value.
  const isElement = text.charAt(separator) === '>' && !/[-=~]/.test(text.charAt(separator - 1));
  const bare = isElement ? '>' : '';
  if (lengthOf(unopened, text, at) > 0) return { start: at, opener: bare, separator };
  let start = at;
  for (let nested = 0; nested < 3; nested += 1) {
    const wrapped = lengthOf(wrapper, text, start);
    if (wrapped === 0) break;
    start += wrapped;
  }
  const opener = text.slice(start, start + lengthOf(opening, text, start));
  return { start: start + opener.length, opener: opener === '' ? bare : opener, separator };
}

/** What a sticky pattern takes at `at`. */
export function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex - at : 0;
}

/** So much of a value is judged. */
const glance = 80;

export const beginningOf = (view: DecodedText, value: Value): string =>
  view.text.slice(value.start, endOf(view, value, value.start + glance));

/** `until` if it does not end before. */
export function endOf(view: DecodedText, value: Value, until = view.text.length): number {
  const text = view.text.slice(value.start, until);
  const end = value.opener === '' ? endOfBare(view, value, text) : endOfOpened(view, value, text);
  return value.start + end;
}

/** How long the character is in the original: tells encodings apart. */
const spelling = (view: DecodedText, at: number): number =>
  startOf(view, at + 1) - startOf(view, at);

const endings: Readonly<Record<string, RegExp>> = Object.fromEntries(
  Object.entries(closers).map(([opener, closer]) => {
    const literal = closer.replace(/[\])}]/g, '\\$&');
    return [opener, new RegExp(opener.length > 1 ? literal : `[${literal}\n]`, 'g')];
  }),
);

/** A value that was broken over lines: more of the like, then its quote. */
const restOverLines = /[^"'`=:<>{}”]{0,400}/y;

/**
 * A quote closes what the same spelling opened, or what stands within a string that ends here. SQL
 * doubles quotes; without a closing one the line ends it.
 */
function endOfOpened(view: DecodedText, value: Value, text: string): number {
  const { start, opener } = value;
  const ending = endings[opener] ?? /\n/g;
  const opened = spelling(view, start - 1);
  const quote = opener.length === 1 ? opener : '';
  const doubled =
    quote !== '' &&
    text.startsWith(quote) &&
    spelling(view, start) === opened &&
    /\w/.test(text.charAt(1));
  ending.lastIndex = 0;
  for (let match = ending.exec(text); match !== null; match = ending.exec(text)) {
    const at = match.index;
    if (spelling(view, start + at) > opened) continue;
    if (match[0] === '\n') {
      const end = at + lengthOf(restOverLines, text, at);
      return text.charAt(end) === closers[opener] ? end : at;
    }
    const twice = quote !== '' && text.charAt(at + 1) === quote;
    if (twice === doubled) return at;
    if (twice) ending.lastIndex = at + 2;
  }
  return text.length;
}

const special = '[ \\t\\n"\'`&;,|?)\\]}><\\u2018-\\u201f\\u3000-\\u3011\\uff08-\\uff0c\\uff1b';
const endsAny = new RegExp(`${special}]`, 'g');
/** Behind ASCII, Chinese letters are prose again. */
const endsAscii = new RegExp(`${special}\\u3040-\\u9fff\\uac00-\\ud7a3]`, 'g');
const nextField = /[&;,|](?:\s|$|["'`)\]}>]|[\w. -]{1,64}(?:=|:|->|\|))|\?[\w.-]{1,64}=/y;

function endOfBare(view: DecodedText, { start, separator }: Value, text: string): number {
  const ends = /^[!-~]/.test(text) ? endsAscii : endsAny;
  ends.lastIndex = 0;
  let end = text.length;
  while (ends.test(text)) {
    const at = ends.lastIndex - 1;
    if (endsBare(view, start + at, separator, text.charAt(at))) {
      end = at;
      break;
    }
  }
  return end > 1 && /[.,:]/.test(text.charAt(end - 1)) ? end - 1 : end;
}

/** Values of maps may have blanks: `{user=etl, password=a b c, port=1}`. */
const entry = /(?<=[{([,;]\s?[\w.$-]{1,64}\s?-?)[=>]/y;
const restOfEntry = /(?: [^\s,;=:"'()[\]{}]{1,40}){1,8}(?:[,;] ?[\w.$-]{1,64}(?:=| ->)|[)\]}])/y;

function endsBare(view: DecodedText, at: number, separator: number, character: string): boolean {
  const { text } = view;
  const original = spelling(view, at);
  const next = text.charAt(at + 1);
  const isWord = /[\w$@#]/.test(next);
  // Encoded, so part of the value unless all around it is encoded alike.
  if (original > 1 && original !== spelling(view, separator) && !/["'`<>\n\t&]/.test(character))
    return false;
  switch (character) {
    case '&':
    case ';':
    case ',':
    case '|':
    case '?':
      return lengthOf(nextField, text, at) > 0;
    case '"':
    case "'":
    case '`':
    case ')':
    case ']':
    case '}':
    case '>':
      return !isWord;
    case ' ':
      return lengthOf(entry, text, separator) === 0 || lengthOf(restOfEntry, text, at) === 0;
    case '<':
      return next === '/' || next === '' || next === '!';
    default:
      return true;
  }
}
