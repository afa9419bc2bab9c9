import type { DecodedText, Span } from './decoded-text.ts';
import {
  looksChosen,
  looksRandom,
  looksSecret,
  saysNothing,
  type Binding,
  type Certainty,
} from './looks-secret.ts';
import { parametersBehind, tableBelow, type Table } from './secret-columns.ts';
import { eachSecretName, namesSecret, type SecretName } from './secret-names.ts';
import { beginningOf, endOf, lengthOf, valueAt, type Value } from './value-span.ts';

/** Names judged in each 64 KB, which bounds the time: what follows is hidden unseen. */
const mostJudged = 1_500;

export function spansOfNamed(view: DecodedText): Span[] {
  const spans: Span[] = [];
  let left = mostJudged * Math.ceil(view.text.length / 65_536);
  let table: Table = { secrets: [], headEnd: 0, end: 0 };
  eachSecretName(view.text, (name) => {
    const link = linkOf(view.text, name);
    if (link === undefined && name.certainty !== 'certain') return 0;
    left -= 1;
    if (left < 0) {
      spans.push({ start: name.end, end: view.text.length });
      return view.text.length;
    }
    const mayBeColumn = ['paired', 'adjacent'].includes(link?.binding ?? 'paired');
    if (mayBeColumn && name.start >= table.end) {
      table = tableBelow(view.text, name);
      spans.push(...table.secrets);
    }
    if (mayBeColumn && name.end <= table.headEnd) return 0;
    const end = link === undefined ? 0 : hideValues(spans, view, name, link);
    if (name.certainty === 'certain') hideValueBefore(spans, view.text, name);
    return end;
  });
  return spans;
}

/** The old value of a setting, and the new one. */
const changesTo =
  /["'`”’」】）]?\s{0,10}(?:,\s{0,4}["']new["']\s?:|[-=]>|\breplace\s|\bbut (?:got|was|found)\s|[变改更换]{1,2}[为成]了?)\s{0,10}/iy;

/** `user, password = "etl", "x"` */
const inNames =
  /(?<=(?:^|\n|\b(?:const|let|va[lr])\s)[^\S\n]{0,40}[([]?(?:\w{1,60}\s?,\s?){1,8}\w{0,60})/y;
const nextInList = /["'`]\s?,\s{0,10}(?=["'`])/y;

/** Returns where the last secret value ends, or 0. */
function hideValues(spans: Span[], view: DecodedText, name: SecretName, link: Link): number {
  const hide = (value: Value): number => {
    if (!isSecret(view, name, link, value)) return 0;
    const end = endOf(view, value);
    spans.push({ start: value.start, end });
    return end;
  };
  const value = valueAt(view.text, link.from, link.separator);
  let end = hide(value);
  if (name.certainty !== 'certain') return end;
  if (end === 0) spans.push(parametersBehind(view.text, value.start));
  const isListed =
    value.opener !== '' &&
    (/[[(]/.test(view.text.charAt(value.start - 2)) || matches(inNames, view.text, name.start));
  const further = isListed ? nextInList : changesTo;
  let behind = end === 0 ? value.start + beginningOf(view, value).length : end;
  for (let gap = 1; behind > 0 && gap > 0;) {
    gap = lengthOf(further, view.text, behind);
    behind = gap === 0 ? 0 : hide(valueAt(view.text, behind + gap, behind));
    end = Math.max(end, behind);
  }
  return end;
}

/** A bare word that refers to a value. */
const references: readonly RegExp[] = [
  // A constant, or an error that came of the attempt to read it.
  /^[A-Z]+(?:_[A-Z]+)+$|^(?:[a-z]\w+\.)*[A-Z][A-Za-z]+(?:Exception|Error)$|^[A-Z]{2,8}-\d{4,}$|^SQLSTATE\[/,
  // Another column.
  /^(?:user_?name|login|email)$|^(?:file|env):/i,
  /^[a-z_]\w*(?:\((?:["']|$)|(?:\.[a-z_]\w*)+[([])|^(?:await|new)$/i,
  /^(?:Read|Get|Import)-[A-Z][A-Za-z]+$|^[a-z]+(?:[A-Z][a-z]+)*(?:Ref|From)$/,
];
/** In brackets, but no value. */
const inBrackets: Readonly<Record<string, RegExp>> = {
  // What to fill in: `--access-key <accessKey>`.
  '<': /^[a-z_ -]{1,40}$/i,
  // A remark: what it is, since when, how long, whose.
  '(': /^[A-Za-z]+ [a-z]+ [a-z]/,
  '（': /[\u3040-\u9fff]|^[A-Z]+-?\d*$|^[\d-]+$|@[\w-]+\./,
  // A map has names of its own.
  '{': /^\s*["']?[\w.$-]+["']?\s*[:=]./,
};

/** `Key (api_key)=(client-7) already exists`. */
const inKey = /(?<=\bkey \([\w., ]{0,80})/iy;
const unit = /\s(?:rows?|records?|bytes|values?|times|columns?|[mn]?s)\b/y;
/** `avg_len(password)=43.9` */
const column = /(?<=\w\([\w.]{0,40})[\w.-]{1,40}\)/y;
/** Said of an object that holds a secret, and before it. */
const saidOfObject =
  /["'`\])]{0,2},? (?:(?:is|was|are) )?(?:not found|already exists|does not exist|(?:not )?(?:defined|forbidden|immutable|missing|available)|created|deleted|unchanged|configured|patched|updated|replicated|has no|could not be|cannot be)\b/y;
const objectBefore = /(?<=\b(?:in|from|find|get|getting|reading|specified|manager|pull|named)\s)/iy;
/** A prompt in quotes, up to the quote that ends it. */
const promptBefore = /(?<=["'][^"'\n]{0,80})/y;
const endOfPair = /["'`]?\s{0,80}(?:[)\]]|\|?[^\S\n]{0,40}(?:\n|$))/y;

function isSecret(view: DecodedText, name: SecretName, link: Link, value: Value): boolean {
  const { text } = view;
  const { certainty } = name;
  const { binding } = link;
  const shown = beginningOf(view, value);
  const end = value.start + shown.length;
  const word = text.slice(name.start, name.end);
  const quoted = value.opener !== '';
  const isPlain = certainty === 'certain' && !name.doubtful;
  if (saysNothing(shown) || inBrackets[value.opener]?.test(shown) === true) return false;
  if ((name.doubtful || matches(inKey, text, name.start)) && !looksRandom(shown)) return false;
  if (/^[\d.]+%?$/.test(shown)) {
    // A count, what a function of a column returns, a surrogate key.
    if (matches(unit, text, end) || matches(column, text, name.start)) return false;
    if (shown.length < 6 && /^pass$|s$/i.test(word)) return false;
    if (/key$/i.test(word) && !/api|secret|private/i.test(word)) return false;
  }
  // An error's code, before its message.
  if (/^[A-Z]{2,8}\d{3,8}$/.test(shown) && text.charAt(end) === ':') return false;
  // Sessions are named where they open nothing.
  if (/session/i.test(word) && shown.startsWith('0x')) return false;
  if (/^session(?![-_.]?id)/i.test(word) && /^[\da-f]{8}-(?:[\da-f]{4}-){3}/i.test(shown))
    return false;
  if (binding === 'adjacent' && /^(?:secret|cred(?:ential)?)s?$/i.test(word)) {
    if (matches(objectBefore, text, name.start) || matches(saidOfObject, text, end)) return false;
  }
  if (binding === 'stated' && /["']/.test(value.opener) && /^[\s,;)]|^$/.test(shown)) {
    if (matches(promptBefore, text, name.start)) return false;
  }
  // Partitions, and credentials of several parts, have names of their own.
  if (/^\w+=[\w-]+(?:[,/]\w+=[\w-]+)+$/.test(shown)) return false;
  if (quoted && /^cred/i.test(word) && /\w=/.test(shown)) return false;
  if (!quoted) {
    if (references.some((pattern) => pattern.test(shown))) return false;
    // Another field, or a folder of a partitioned table: sk=1/dt=20260101.
    const other = /^(?:[\w.-]*\/)?([A-Za-z_][\w.-]*)=[^=]/.exec(shown)?.[1];
    if (other !== undefined && (!isPlain || binding === 'paired' || namesSecret(other)))
      return false;
    // Code that assigns what is named alike, or calls a method; a variable of which a shell speaks.
    if (shown === word && (binding === 'stated' || text.startsWith(' = ', name.end))) return false;
    if (text.startsWith('->', name.end) && /^[a-z]\w*\(/i.test(shown)) return false;
    // The working directory, and a week by which a table is partitioned.
    if (/^pwd$/i.test(word) && /^(?:\/|[A-Z]:)/.test(shown) && !looksRandom(shown)) return false;
    if (/^pw$/i.test(word) && /^(?:\d{1,4}|20\d{4})(?:\/|$)/.test(shown)) return false;
  }
  if (binding === 'paired') {
    const first = quoted ? shown : (/^[^,|│]*/.exec(shown)?.[0] ?? '');
    // A column that is computed.
    if (!quoted && /^(?:\w+\([\w`.]|-)/.test(first)) return false;
    const isName = /^[a-z]+(?:_[a-z]+)+$/.test(first) || /^pw$/i.test(word);
    if (first !== shown || isName || !matches(endOfPair, text, end))
      return looksRandom(first) || looksChosen(first);
  }
  if (binding === 'adjacent') {
    if (!quoted && /[=＝][^=＝]/.test(shown)) return false;
    if (!quoted && certainty === 'certain' && /[:：]./.test(shown)) return false;
    // A remark.
    if ((/[({<]/.test(value.opener) && /\s/.test(shown)) || shown.startsWith('-')) return false;
    if (/^secret/i.test(word) && !looksRandom(shown) && !looksChosen(shown)) return false;
  }
  // Calls, too, have an argument where a class prints the value that it holds: `Password(x)`.
  const isCall = binding === 'adjacent' && /[[({<]/.test(text.charAt(name.end));
  if (isCall && /^(?:[\w$]+\.\w+:\d|0x)/.test(shown)) return false;
  return looksSecret(shown, certainty, binding, quoted && !isCall);
}

/** Where the separator ends and the value begins. */
type Link = Readonly<{ binding: Binding; separator: number; from: number }>;

/** By what stands between name and value, and before the name. */
type Form = readonly [binding: Binding, between: RegExp, before?: RegExp];

/** What closes a name: a quote before no word always does. */
const closingQuote = '["\'`”’」](?!\\w)';
const closed = `(?:${closingQuote}|(?!${closingQuote}))[\\])}）】]?[^\\S\\n]{0,80}`;
/** That a value follows, in Chinese and Japanese. */
const means = '[已被就现在修更改重新设置换的值]{0,6}(?:[为是用は]|[成回]了?)';
const apart = `(?=["'\`”’」\\])}）】]|[^\\S\\n])${closed}`;
const han = '[\\u3040-\\u9fff\\uac00-\\ud7a3]';
const arrows =
  '[:?+|]?[=＝]{1,3}>?|[-~]{1,2}>|<-|[\u2190-\u21ff\u2794-\u27be\u27f0-\u27ff]|\\.{3,}|-{3,8}(?=\\s)';
/** A type or a gloss before the separator, in brackets or without. */
const type = `(?:[([<（]\\s?(?!\\w{0,20}Id\\])(?:[\\w .<>,?]|${han}){1,30}\\s?[)\\]>）](?=\\s{0,4}[:=：＝])|(?:const\\s)?(?:string|str|n?varchar2?|char|text)(?=\\s{0,4}:?=))\\s{0,4}`;
const typed = '[:：]\\s?\\??[A-Z][\\w.<>?[\\]]{0,30}\\s{0,3}=(?=[\\s"\'])';
/** A column of SQL up to its default. */
const definition = '(?:\\w{1,20}(?:\\([\\d, ]{1,12}\\))?\\s{1,8}){0,8}?default\\s{1,8}(?=N?[\'"(])';
/** In prose a secret is quoted, or has a digit or a capital. */
const mayBeSecret =
  '(?:(?<![\\])}])["\'`“‘「《『«([（【]|[^\\s\\u3000-\\u9fff]\\S{0,40}?[\\dA-Z]|[\\dA-Z])';

const says = `${closed}(?:${[
  '(?:(?:you|is|was|has|had|got|with|\\w{1,12}(?=\\s(?:\\w{1,12}\\s)?value)|set|bound|changed|reset|updated|equals?|defaults?)\\s){0,4}(?:is|was|to|value|used|received|issued|entered|provided|given|supplied|typed)\\s?[:=]?(?=\\s{1,8}(?![a-z-]{1,40}(?![^\\s.,;])))',
  '(?:(?:is|was)\\s\\w{1,12}\\s|#?\\d{1,9}\\s)?(?:for|of)\\s(?:[^\\n=:，。.]|\\.(?!\\s)){1,60}?\\s?(?:is\\s?[:=]?|[:=])(?=\\s)',
].join('|')})`;
const sticky = (source: string): RegExp => new RegExp(source, 'iy');
const stickyWithCase = (source: string): RegExp => new RegExp(source, 'y');

const optionBefore = /(?<=(?:^|[\s"'`])-(?:-[\w.-]{0,80}|[A-Zac-oq-z][\w.-]{0,80})?|\s\/[a-z]?)/y;
/** Before a name that stands as a value itself: `"key":"password"`, `<name>password</name>`. */
const namedBy =
  '(?:(?:key|name|label|field|prop|option|property|param(?:eter)?|variable|env)(?:["\']?\\s{0,4}[:=]\\s{0,4}["\']?|\\s{1,4}["\'])|<(?:key|name)>\\s{0,4})[\\w.$-]{0,80}';
const namedBefore = new RegExp(`(?<=${namedBy})`, 'iy');

/** The first that fits counts. */
const forms: readonly Form[] = [
  // `password = x`, `password -> x`, `password String = x`, `password varchar(9) default 'x'`.
  [
    'assigned',
    sticky(
      `${closed}(?:${definition}|[:：]\\s?(?:(?:new|old|current|default)\\s)?value\\s?[:=]|(?:${type})?(?:${arrows}|${typed}))`,
    ),
  ],
  // `password: x`, which prose has too, and JSON's `"password": x`.
  ['assigned', sticky(`["'\`”’」]${closed}(?:${type})?[:：]{1,2}(?! [a-z]{2,20} [a-z])`)],
  // What is typed at a prompt, or refused: `expect "password:" { send "x" }`, Pydantic's report.
  [
    'assigned',
    /(?:\sfor\s[\w.@/-]{1,80})?[:?]?[^\S\n]{0,4}(?:\n|["'](?![\w\s]?[:=]|\w))[^]{0,400}?\b(?:input_value=|input["']:\s?|send: sending |send(?:line)?\s?\(?(?:-- )?)(?=["'])/y,
  ],
  [
    'stated',
    sticky(`${closed}(?:[】」]|(?:${means}|已?[由从])\\s?[:：=]?|(?:${type})?[:：]{1,2})`),
  ],
  ['assigned', /\s[^<>\n]{0,80}?\bvalue=(?=["'])/y],
  // The argument of a call that gets nothing.
  ['assigned', /\((?=["'])/y, /(?<!get\w{0,60})/iy],
  // Elements and fields of which one is the name and another the value; parts of a form.
  [
    'assigned',
    sticky(
      `(?<=${namedBy})(?:[^]{0,160}?(?<=[\\s<"',;{])(?:[a-z]{1,20}?[:.]?)?(?:default|old|new|content|(?:default)?val(?:ue)?)["']?\\s{0,4}(?:[:=]>?|>)\\s{0,4}|["']?\\n\\n(?=\\S{1,400}\\n--))`,
    ),
  ],
  // An element: `<password type="text">x`, `<entry key="password">x`.
  ['assigned', /(?<=<(?!\/)[^<>\n]{0,100})["']?(?:\s[^<>\n]{0,200})?>(?![ ,;.\])])/y],
  // An option whose value is another, and arguments in elements.
  ['assigned', /\s--?(?:value|body|b)[\s=]|,?\s--args?[\s,]{1,2}|<\/(\w{1,20})>\s{0,60}<\1>/y],
  // A word that stands alone in the line below.
  ['adjacent', /[:：]?\n(?=\S{4,400}[^\S\n]{0,80}(?:\n|$))/y],
  // `password, got "x"`, `password expected: "x"`, `set password to x`.
  ['adjacent', sticky(`${closed}(?:[,:]?\\s?(?:(?:but\\s)?got|expected:)\\s?:?|to)(?=\\s)`)],
  // An option and its value in a list: `['--password', 'x']`.
  ['option', /["'],\s{0,4}(?=["'][^-])/y, optionBefore],
  // A pair, or a line of a table: `(password,x)`, `| password | x |`, `password<TAB>x`.
  ['paired', sticky(`${closed}[,，]`)],
  [
    'paired',
    /["'`”’」]?(?:[^\S\n]{0,80}[|│]| {0,80}\t| {2})/y,
    /(?<=(?:^|\n)[^\S\n]{0,40}[|│]?[^\S\n]{0,80}["'`]?[\w.$-]{0,80})/y,
  ],
  // Prose: `password is "x"`, `password for root: x`, `密码为x`.
  ['stated', sticky(says)],
  // `--password x`, `identified by x`, `with password x`.
  [
    'option',
    sticky(`${apart}(?!\\s|-{1,2}[a-z][a-z-]*(?:\\s|$)|(?<=\\s{2})[a-z]+ )`),
    optionBefore,
  ],
  // An option whose value was asked for, and typed on the next line.
  ['prompted', / -[^\n]{0,200}/y, optionBefore],
  // `login etl password x`, over lines too, `connect to etl identified by x`, `using password x`.
  [
    'stated',
    sticky(`${apart}(?![\\s-])(?=\\S{4,})`),
    /(?<=\b(?:user|role|login|account)\s{1,20}(?!(?:where|and|or|name|failed:?)\s)\S{1,80}\s{1,20})(?=identified|pass|pw)|(?<=\bto\s{1,8}\S{1,80}\s{1,8})(?=identified)|(?<=\b(?:with|using|by)\s(?:the\s)?)(?=(?:pass|pw)[a-z]{0,8}\s[a-z]{0,40}[^\sa-z])/iy,
  ],
  // `the password "x"`, `密码x`.
  [
    'adjacent',
    stickyWithCase(`(?:${apart}(?![\\s-])|(?<=${han})|(?=[“‘「《『（【[({<]))(?=${mayBeSecret})`),
  ],
];

/** What less sure names must have behind them. */
const ahead: Readonly<Record<Certainty, RegExp>> = {
  certain: /(?:)/y,
  likely: /[^\n]{0,100}?[\dA-Z]/y,
  weak: stickyWithCase(
    `${closed}(?:(?:${arrows}|[:：]|${means})[^\\S\\n]{0,80}["'\`“([{<]{0,2}(?=[^\\s"'\`=:,]{0,40}\\d))`,
  ),
};

function linkOf(text: string, { start, end, certainty }: SecretName): Link | undefined {
  const isOption = certainty === 'weak' && text.charAt(start - 1) === '-';
  if (!isOption && !matches(ahead[certainty], text, end) && !matches(namedBefore, text, start))
    return undefined;
  const form = forms.find(
    ([, between, before]) =>
      matches(between, text, end) && (before === undefined || matches(before, text, start)),
  );
  return form && linkTo(text, form[0], end + lengthOf(form[1], text, end));
}

const blank = /[^\S\n]{0,200}/y;
/** A value in the line below, which is no field, frame or element. */
const nextLine =
  /(?:[>|][+-]?\d?|\\)?[^\S\n]{0,20}\n(?:[^\S\n]{1,60}(?![\w."'-]{1,80}\s{0,4}(?:[:=]|->)|-\s|<|at\s)|(?=\S{4,400}[^\S\n]{0,80}(?:\n|$)))/y;
/** Values are seldom in Chinese: prose goes on. */
const inChinese = sticky(`["'\`“‘「《『（【]?${han}`);

function linkTo(text: string, binding: Binding, end: number): Link | undefined {
  const begin = end + lengthOf(blank, text, end);
  const below = lengthOf(nextLine, text, begin);
  const from = begin + below;
  if (binding !== 'assigned' && matches(inChinese, text, from)) return undefined;
  // What stands below at the margin need not belong to the name.
  const isPrompted = below > 0 && text.charAt(from - 1) === '\n' && binding !== 'adjacent';
  return { binding: isPrompted ? 'prompted' : binding, separator: end - 1, from };
}

/** A value that stands before its name: `{"value":"x","key":"password"}`. */
const valueBefore = new RegExp(
  `(?<=(?:\\bval(?:ue)?["']?\\s{0,4}[:=]>?\\s{0,4}(?:["']([^"'\\n]{1,400})["']|([^\\s"',]{1,400}))|<value>([^<]{1,400})</value>)(?:[\\s,;][^<>{}]{0,80})?${namedBy})`,
  'diy',
);
/** A column that is selected, `'x' as password`, or a value that is refused. */
const aliasedBefore =
  /(?<=(?:["']([^"'\n]{1,400})["']\s{1,8}as|\b(?:value|entry|argument)\s["']?((?=[a-z]{0,40}[^a-z\s"'])[^\s"']{1,400})["']?\s(?:for|of)(?:\s\w{1,20})?|-\s\[([^\]\n]{1,200})\]\s\(column)\s{1,8}["'`]?(?:-\w, )?[\w.$-]{0,80})/diy;

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function hideValueBefore(spans: Span[], text: string, name: SecretName): void {
  valueBefore.lastIndex = name.start;
  aliasedBefore.lastIndex = name.start;
  const { indices } = valueBefore.exec(text) ?? aliasedBefore.exec(text) ?? {};
  const [start, end] = indices?.[1] ?? indices?.[2] ?? indices?.[3] ?? [0, 0];
  const value = text.slice(start, end);
  if (name.doubtful ? looksRandom(value) : looksSecret(value, 'certain', 'assigned', true))
    spans.push({ start, end });
}
