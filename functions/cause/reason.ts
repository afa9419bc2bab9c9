import { isGeneric } from './generic.ts';
import type { TellingLine } from './telling-lines.ts';
import type { Token } from './token.ts';

const longest = 200;
const vendorCode = /^(?:[A-Z]{2,12}-\d{3,7}|[A-Za-z]+(?:ErrorCode|ErrCode|Reader|Writer|Framework)-\d{2})$/;
const exceptionClass = /^(?:[a-z_][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error|Throwable|Failure|Truncation)$/;

/** The one line that a person wants to read: a vendor's code before a root cause, a root cause before a beginning. */
export function reasonOf(lines: readonly TellingLine[]): string {
  const best = lines.reduce<number>((chosen, line, at) => (weightOf(line) >= weightOf(lines[chosen]) ? at : chosen), 0);
  const line = lines[best];
  const last = lines.at(-1);
  if (line === undefined || last === undefined) return '';
  const [before, next] = [lines[best - 1], lines[best + 1]];
  if (announces(before)) return shownTogether(before, line);
  if (announces(line) && next !== undefined) return shownTogether(line, next);
  const rootIsGeneric = best === 0 && line !== last && isGeneric(last.canonical);
  if (rootIsGeneric) return `${shown(line.tokens, longest - 60)} (${shown(last.tokens, 60)})`;
  return shown(fromMessage(line.tokens));
}

/** Of an answer in JSON on one line, what it says for people. */
function fromMessage(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findIndex((token) => /^(?:error_?)?message$/i.test(token.text));
  return tokens[0]?.text === '{' && at > 0 ? tokens.slice(at) : tokens;
}

/** `SQL compilation error:`, of which the next line tells what it is. */
const announces = (line: TellingLine | undefined): line is TellingLine =>
  line?.tokens.at(-1)?.text === ':' && line.tokens.length > 2;

const shownTogether = (one: TellingLine, other: TellingLine): string =>
  shown([...one.tokens, ...other.tokens.map((token, at) => (at === 0 ? { ...token, spaced: true } : token))]);

/** How much a line tells. Of equals the last one is chosen, since the root cause stands last. */
function weightOf(line: TellingLine | undefined): number {
  if (line === undefined) return -1;
  const { tokens, canonical } = line;
  const words = tokens.filter(({ kind }) => kind === 'word').length;
  const [first] = tokens;
  return (tokens.some(({ text }) => vendorCode.test(text)) ? 6 : 0)
    + (first !== undefined && exceptionClass.test(first.text) ? 2 : 0)
    + (/^(?:message|errormessage|error_message)\b/.test(canonical) ? 3 : 0)
    + (words >= 4 ? 2 : words >= 2 ? 1 : 0)
    - (isGeneric(canonical) ? 5 : 0);
}

/** As it was written, with `…` for names and numbers, and the classes of exceptions without their packages. */
function shown(tokens: readonly Token[], limit = longest): string {
  let text = '';
  for (const token of tokens) {
    const piece = wordingOf(token);
    if (piece === '…' && /…[\s.,:=/_-]*$/.test(text.slice(-8))) {
      text = text.replace(/…[\s.,:=/_-]{0,8}$/, '…');
      continue;
    }
    text += `${token.spaced && text !== '' ? ' ' : ''}${piece}`;
  }
  const line = tidied(text);
  const points = Array.from(line);
  return points.length <= limit ? line : `${points.slice(0, limit - 1).join('').trimEnd()}…`;
}

/** Without what is left around a part that was taken out, and without the tries that Spark tells of first. */
const tidied = (text: string): string => text
  .replace(/^.{0,200}\bLost task … in stage …[^:]{0,40}: /, '')
  .replace(/\s+/g, ' ').replace(/([([{]) /g, '$1').replace(/[\s;,]+([)\]}])/g, '$1').replace(/\(\)|\[\]/g, '')
  .replace(/ \.$/, '.').replace(/^message ?[:=] /i, '').replace(/^[\s:;,.-]+|[\s:;,([-]+$/g, '');

function wordingOf({ kind, text }: Token): string {
  switch (kind) {
    case 'name': case 'number': return '…';
    case 'quoted': case 'mark': case 'word': return text;
    case 'kept': return exceptionClass.test(text) ? text.slice(text.lastIndexOf('.') + 1) : text;
    default: return kind satisfies never;
  }
}
