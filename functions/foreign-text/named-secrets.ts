import { isQuote, spanOfValue } from './end-of-value.ts';
import type { Span } from './span.ts';

/** Names whose value is a secret, however it is written. */
const sure =
  'passw(?:or)?d|passphrase|passcode|pwd|secret(?:[ _.-]?access)?(?:[ _.-]?key)?|(?:private|pvt|api|shared|account|encryption|aws)[ _.-]?key' +
  '|access[ _.-]?key(?:[ _.-]?(?:id|secret))?|access[_.-]?id|authorization' +
  '|(?:security|session|access|refresh|auth|sas|oauth|bearer|sts|id)[ _.-]?token|密码|口令|密钥|密鑰';
/** Names that also stand in prose and in grammars (`unexpected token: FROM`): only an assignment makes them a secret. */
const likely = 'token|credentials?|signature|(?<![A-Za-z])(?:sig|pass|ak|sk)(?![A-Za-z])';
const names = new RegExp(`(${sure})|(${likely})`, 'gi');

/** What may stand between the name and the value. */
const between =
  /([\w.-]{0,40})(?:(["'`]?)[ \t]{0,10}(?:(=>|:=|={1,3})\s{0,40}|([:：])[ \t]{0,40}\n?[ \t]{0,40})|(["'`]\s{0,10},\s{0,10})(?=["'`])|(["']?\s{1,4}value\s{0,4}=\s{0,4}|<\/\w{1,20}>\s{0,40}<\w{1,20}>|>)|(\s{1,10}))/y;

const errorCode = /(?:invalid|missing|incomplete|illegal|incorrect|unknown|mismatch)\w{0,20}$/i;
const aboutTheSecret =
  /^[_.-]?(?:expir\w*|not\w*|does\w*|mismatch\w*|invalid\w*|missing|error|exception|denied|fail\w*|policy|length|count|type|provider\w*|class\w*|file\w*|path|location|field|column|enabled|required|name|alias|version|manager|service|factory|algorithm|method|scope|endpoint|ur[il]|host|port|ttl|timeout|size|limit)$/i;
const harmless =
  /^(?:|\*+|\?|null|none|nil|undefined|true|false|yes|no|empty|%s|\$\{[^}]{0,200}\}?|\$\d{1,3}|(?:var)?char(?:\(\d*\)?)?|string|text|(?:big|small|tiny)?int(?:eger)?|binary|boolean)$/i;
const scheme = /^(?:basic|bearer|token|apikey|digest|negotiate|ntlm|log|oss|acs|aws|odps|sharedkey(?:lite)?|[\w-]+-hmac-[\w-]+|(?:oss|aws)4-[\w-]+)$/i;
const prose = /^[A-Za-z][A-Za-z.$'-]*[,:.;)]?[ \t]+\S/;

const statement = /\bidentified\s{1,8}(?:with\s{1,8}[\w"'`]{1,64}\s{1,8})?(?:by|as)\s{1,8}(?:password\s{1,8}|values\s{1,8})?(?!(?:password|values)\b)/gi;

export function spansOfNamed(text: string): Span[] {
  const spans = [...text.matchAll(statement)].map((match): Span => spanOfValue(text, match.index + match[0].length));
  let covered = 0;
  for (const match of text.matchAll(names)) {
    const after = match.index + match[0].length;
    between.lastIndex = after;
    const link = between.exec(text);
    if (link === null || after + link[0].length < covered) continue;
    const name = { sure: match[1] !== undefined, word: match[0].toLowerCase(), start: match.index };
    const span = valueOf(text, name, link);
    if (span === undefined || span.end <= span.start) continue;
    spans.push(span);
    covered = Math.max(covered, span.end);
  }
  return spans;
}

type Name = Readonly<{ sure: boolean; word: string; start: number }>;

function valueOf(text: string, name: Name, link: RegExpExecArray): Span | undefined {
  const [whole, tail = '', closing = '', assigned, colon, listed, markup, space] = link;
  if (aboutTheSecret.test(tail) || (name.word === 'token' && /^s/i.test(tail))) return undefined;
  const start = link.index + whole.length;
  const quoted = isQuote(text.charAt(start));
  const head = /[\w.$-]{0,64}$/.exec(text.slice(Math.max(0, name.start - 64), name.start))?.[0] ?? '';
  if (assigned !== undefined) {
    if (!quoted && whole.includes('\n')) return undefined;
    return worthHiding(text, name, spanOfValue(text, start));
  }
  if (colon !== undefined) {
    if (whole.includes('\n') && closing === '') return undefined;
    if (closing === '' && !quoted && (errorCode.test(head) || prose.test(text.slice(start, start + 300)))) return undefined;
    const span = spanOfValue(text, start);
    if (!name.sure && closing === '' && !/^(?=\D*\d)\S{20}/.test(text.slice(span.start, span.end))) return undefined;
    return worthHiding(text, name, span);
  }
  if (listed !== undefined) return name.sure && opensArguments(text, name.start - head.length) ? spanOfValue(text, start) : undefined;
  if (markup !== undefined) {
    if (markup === '>' && !text.slice(Math.max(0, name.start - head.length - 1), name.start).startsWith('<')) return undefined;
    return worthHiding(text, name, spanOfValue(text, start));
  }
  if (space === undefined || !name.sure) return undefined;
  return quoted || head.startsWith('-') ? worthHiding(text, name, spanOfValue(text, start)) : undefined;
}

/** `option("password", "…")` and not the second of a list of column names. */
const opensArguments = (text: string, nameStart: number): boolean =>
  /[([]\s{0,4}["'`]$/.test(text.slice(Math.max(0, nameStart - 6), nameStart));

function worthHiding(text: string, name: Name, span: Span): Span | undefined {
  const value = text.slice(span.start, Math.min(span.end, span.start + 300));
  if (harmless.test(value)) return undefined;
  if (name.word === 'authorization' && scheme.test(value)) return undefined;
  if (!name.sure && /^\d{1,5}$/.test(value)) return undefined;
  if (/^[as]k$/.test(name.word) && !/^\w{12}/.test(value)) return undefined;
  if (/^credentials?$/.test(name.word) && /^[([{]/.test(text.charAt(span.start - 1))) return undefined;
  return span;
}
