import { isQuote, spanOfValue } from './end-of-value.ts';
import {
  endsErrorCode,
  isAboutASecret,
  isHarmless,
  isProse,
  names,
  statements,
  type Name,
} from './secret-names.ts';
import type { Span } from './span.ts';

/**
 * What may stand between the name and the value, after the rest of a longer name: `=` or its kin; a
 * colon; the comma of
 * `("password", "…")`; markup; nothing but a bracket, white space or a verb.
 */
const between =
  /([\w.-]{0,40})(?:(["'`]?)[ \t]{0,10}(?:(=>|:=|={1,3})\s{0,40}|([:：])[ \t]{0,40}\n?[ \t]{0,40})|(["'`]\s{0,10},\s{0,10})(?=["'`])|(["']?\s{1,4}value\s{0,4}=\s{0,4}|<\/\w{1,20}>\s{0,40}<\w{1,20}>|>)|(\(\s{0,4}(?=["'])|\s{1,10}(?:(?:is|was|to|as)\s{1,4})?))/y;

/** Where the values of fields stand whose names say that they are secret. */
export function spansOfNamed(text: string): Span[] {
  const spans: Span[] = [...text.matchAll(statements)].map((match) =>
    spanOfValue(text, match.index + match[0].length),
  );
  let covered = 0;
  for (const match of text.matchAll(names)) {
    between.lastIndex = match.index + match[0].length;
    const link = between.exec(text);
    if (link === null || link.index + link[0].length < covered) continue;
    const name: Name = {
      sure: match[1] !== undefined,
      word: match[0].toLowerCase(),
      start: match.index,
    };
    const span = spanOfSecret(text, name, link);
    if (span === undefined || span.end <= span.start) continue;
    spans.push(span);
    covered = Math.max(covered, span.end);
  }
  return spans;
}

function spanOfSecret(text: string, name: Name, link: RegExpExecArray): Span | undefined {
  const [whole, tail = ''] = link;
  const start = link.index + whole.length;
  const head =
    /[\w.$-]{0,64}$/.exec(text.slice(Math.max(0, name.start - 64), name.start))?.[0] ?? '';
  if (isAboutASecret(name, tail) || !leadsToValue({ text, name, head, start }, link))
    return undefined;
  const span = spanOfValue(text, start);
  const inBrackets = span.start > start && !isQuote(text.charAt(start));
  if (inBrackets && /^credentials?$/.test(name.word)) return undefined;
  const value = text.slice(span.start, Math.min(span.end, span.start + 300));
  const unsureProse =
    link[4] !== undefined && link[2] === '' && !name.sure && !/^(?=\D*\d)\S{20}/.test(value);
  return unsureProse || isHarmless(name, value) ? undefined : span;
}

type Place = Readonly<{ text: string; name: Name; head: string; start: number }>;

/**
 * Whether what stands between makes what follows the value of the name, and not the rest of a
 * sentence.
 */
function leadsToValue({ text, name, head, start }: Place, link: RegExpExecArray): boolean {
  const [whole, , closing = '', assigned, colon, listed, markup] = link;
  const quoted = isQuote(text.charAt(start));
  if (assigned !== undefined) return quoted || !whole.includes('\n');
  if (colon !== undefined) {
    if (closing !== '' || quoted) return closing !== '' || !whole.includes('\n');
    return (
      !whole.includes('\n') && !endsErrorCode(head) && !isProse(text.slice(start, start + 300))
    );
  }
  const before = text.slice(Math.max(0, name.start - head.length - 6), name.start - head.length);
  // `option("password", "…")`, and not the second of a list of column names.
  if (listed !== undefined) return name.sure && /[([]\s{0,4}["'`]$/.test(before);
  if (markup !== undefined) return markup !== '>' || before.endsWith('<');
  return name.sure && (quoted || head.startsWith('-'));
}
