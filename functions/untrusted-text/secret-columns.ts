import type { Span } from './decoded-text.ts';
import { looksRandom, looksSecret } from './looks-secret.ts';
import { namesSecret, type SecretName } from './secret-names.ts';
import { lengthOf } from './value-span.ts';

/** Characters. */
const longestLine = 1_000;
const mostRead = 4_000;

/** The line below the head of a table that is drawn. */
const border = /[^\S\n]{0,40}[-=─|│+├╞][-+|│=:─┼╪ ]{2,2000}(?:\n|$)/y;
const separators = [/[|│]/g, /\t/g, /,/g, /;/g, / {2,}/g];
/** A column beside passwords; without one, two words are no head of a table. */
const companion = /^(?:\w{0,20}(?:id|name)|user|account|login|host|email|role)$/i;

/** Without rows there is no head. */
export type Table = Readonly<{ secrets: readonly Span[]; headEnd: number; end: number }>;

export function tableBelow(text: string, name: SecretName): Table {
  const before = text.slice(Math.max(0, name.start - longestLine), name.start);
  const headStart = name.start - before.length + before.lastIndexOf('\n') + 1;
  const headEnd = endOfLine(text, name.end);
  const below = headEnd + 1 + lengthOf(border, text, headEnd + 1);
  const head = text.slice(headStart, headEnd);
  const separator = separators.find((mark) => head.search(mark) !== -1) ?? /\n/g;
  const names = cellsOf(text, { start: headStart, end: headEnd }, separator).map(
    (cell) => cell.text,
  );
  const isHead =
    below > headEnd + 1 ||
    (names.every((cell) => /^[\w.-]{0,40}$/.test(cell)) &&
      names.some((cell) => companion.test(cell)));
  if (!isHead) return { secrets: [], headEnd: 0, end: headEnd };
  const isSecret = names.map(namesSecret);
  const secrets: Span[] = [];
  let end = below;
  for (const until = Math.min(text.length, below + mostRead); end < until;) {
    const line = { start: end, end: endOfLine(text, end) };
    const cells = cellsOf(text, line, separator);
    const isRow = cells.length === names.length;
    if (!isRow && lengthOf(border, text, end) === 0) break;
    if (isRow)
      secrets.push(...cells.filter((cell, nth) => isSecret[nth] === true && isFilled(cell)));
    end = line.end + 1;
  }
  return { secrets, headEnd: end > below ? headEnd : 0, end: Math.max(headEnd, end) };
}

const isFilled = ({ text }: Cell): boolean =>
  !/^[-=─]*$/.test(text) && looksSecret(text, 'certain', 'paired', false);

function endOfLine(text: string, at: number): number {
  const end = text.slice(at, at + longestLine).indexOf('\n');
  return at + (end === -1 ? Math.min(longestLine, text.length - at) : end);
}

type Cell = Span & Readonly<{ text: string; quoted: boolean }>;

/** Without blanks and quotes around them; what stands in quotes separates none. */
function cellsOf(text: string, { start, end }: Span, separator: RegExp): readonly Cell[] {
  const line = text.slice(start, end);
  const outside = line.replace(/'(?:[^'\\]|\\.)*'|"[^"]*"/g, (quoted) => '"'.repeat(quoted.length));
  const borders = [...outside.matchAll(separator), { 0: '', index: line.length }];
  let from = 0;
  return borders.map(({ 0: mark, index }) => {
    const cell = line.slice(from, index);
    const shown = cell.trim();
    const quoted = /^(["'`]).*\1$/s.test(shown);
    const at = start + from + cell.indexOf(shown) + (quoted ? 1 : 0);
    const content = quoted ? shown.slice(1, -1) : shown;
    from = index + mark.length;
    return { start: at, end: at + content.length, text: content, quoted };
  });
}

/** `(name, password) values ('root', 'x')`, `Key (tenant, token)=(7, x) already exists`. */
const tuples = /\(([^()]{1,400})\)(?:\s{0,8}values?\s{0,8}|=)(?=\()/gi;
/** A doubled quote ends one literal and begins the next. */
const row = /\s{0,8},?\s{0,8}\(((?:'(?:[^'\\]|\\.){0,400}'|[^()']|\([^()]{0,100}\)){1,2000})\)/y;

/** What follows them is hidden unseen. */
const mostTuples = 200;

export function spansOfTuples(text: string): Span[] {
  const spans: Span[] = [];
  let left = mostTuples;
  for (const { 0: head, 1: names = '', index } of text.matchAll(tuples)) {
    left -= 1;
    if (left < 0) return [...spans, { start: index, end: text.length }];
    const isSecret = names.split(',').map((name) => namesSecret(name.replace(/[\s`"]/g, '')));
    if (!isSecret.includes(true)) continue;
    row.lastIndex = index + head.length;
    for (let values = row.exec(text), nth = 0; values !== null && nth < 100; nth += 1) {
      const end = row.lastIndex - 1;
      const line = { start: end - (values[1] ?? '').length, end };
      const cells = cellsOf(text, line, /,/g);
      spans.push(
        ...cells.filter(
          (cell, at) =>
            isSecret[at] === true &&
            (cell.quoted || looksRandom(cell.text) || /\(\s?["']/.test(cell.text)),
        ),
        ...cells.map((cell) => parametersBehind(text, cell.start)),
      );
      values = row.exec(text);
    }
  }
  return spans;
}

/** What drivers print behind a statement: `password = ?, bound to [x]`. */
const parameters =
  /(?:\?|%s|[:$@]\w{1,40})[^]{0,300}?\b(?:bound to|bind(?:ing)?s?|param(?:eter)?s?|arg(?:ument)?s)(?:\s?[:=]\s?[[({]?|\s?[[({])/iy;

export function parametersBehind(text: string, at: number): Span {
  const start = at + lengthOf(parameters, text, at);
  if (start === at) return { start, end: start };
  const isListed = /[[({]/.test(text.charAt(start - 1));
  const end = text.slice(start, start + 2_000).search(isListed ? /[\])}\n]|$/ : /\n|$/);
  return { start, end: start + end };
}
