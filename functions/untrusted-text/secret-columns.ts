import type { Span } from './decoded-text.ts';
import { looksSecret } from './looks-secret.ts';
import { namesSecret, type SecretName } from './secret-names.ts';
import { lengthOf } from './value-span.ts';

/** How long a line of a table may be, and how much is read below its head. */
const longestLine = 1_000;
const mostRead = 4_000;

/** The line below the head of a table that is drawn with bars. */
const border = /[^\S\n]{0,40}[-=─|│+├╞][-+|│=:─┼╪ ]{2,2000}(?:\n|$)/y;
/** Columns that stand beside one of passwords; without them, two words are no head of a table. */
const companion =
  /(?:^|\t)(?:id|(?:user_?|login_?)?name|user|account|login|host|email|role)(?:\t|$)/i;
const endsCell = /[^\S\n]{0,80}(?:[|│\t\n]|$)/y;

/** What is secret of a table, and where its lines below the head stand. */
type Column = Readonly<{ secrets: readonly Span[]; lines: Span }>;

/** The column that a name heads, of a table with bars or with tabs. */
export function columnBelow(text: string, name: SecretName): Column | undefined {
  endsCell.lastIndex = name.end;
  if (!endsCell.test(text)) return undefined;
  const before = text.slice(Math.max(0, name.start - longestLine), name.start);
  const lineStart = name.start - before.length + before.lastIndexOf('\n') + 1;
  const lineEnd = endOfLine(text, name.end);
  const below = lineEnd + 1 + lengthOf(border, text, lineEnd + 1);
  const isDrawn = below > lineEnd + 1;
  if (!(isDrawn ? /[|│]/ : companion).test(text.slice(lineStart, lineEnd))) return undefined;
  const bar = isDrawn ? /[|│]/g : /\t/g;
  const nth = text.slice(lineStart, name.start).match(bar)?.length ?? 0;
  const secrets: Span[] = [];
  const until = Math.min(text.length, below + mostRead);
  let start = below;
  while (start < until) {
    const end = endOfLine(text, start);
    const cell = cellOf(text.slice(start, end), nth, bar);
    if (cell === undefined && lengthOf(border, text, start) === 0) break;
    if (
      cell !== undefined &&
      !/^[-=─]*$/.test(cell.text) &&
      looksSecret(cell.text, 'certain', 'paired', false)
    )
      secrets.push({ start: start + cell.at, end: start + cell.at + cell.text.length });
    start = end + 1;
  }
  return { secrets, lines: { start: below, end: start } };
}

function endOfLine(text: string, at: number): number {
  const end = text.slice(at, at + longestLine).indexOf('\n');
  return at + (end === -1 ? Math.min(longestLine, text.length - at) : end);
}

function cellOf(line: string, nth: number, bar: RegExp): { at: number; text: string } | undefined {
  const bars = Array.from(line.matchAll(bar), ({ index }) => index);
  if (bars.length === 0) return undefined;
  const start = nth === 0 ? 0 : (bars[nth - 1] ?? line.length) + 1;
  const cell = line.slice(start, bars[nth]);
  return { at: start + cell.search(/\S|$/), text: cell.trim() };
}

const insertion =
  /\binsert\s{1,8}(?:into|overwrite)\s{1,8}(?:table\s{1,8})?[\w.`"]{1,200}\s{0,8}\(([^()]{1,400})\)\s{0,8}values\s{0,8}(?=\()/gi;
/** A quote that is doubled within a literal ends one and begins the next. */
const row = /\s{0,8},?\s{0,8}\(((?:'(?:[^'\\]|\\.){0,400}'|[^()']){1,2000})\)/y;
const field = /(?:'(?:[^'\\]|\\.)*'|[^,'])+/g;

/** So many insertions are read; what follows them is hidden unseen. */
const mostInsertions = 200;

/** `INSERT INTO users (name, password) VALUES ('root', 'x')`. */
export function spansOfInsertions(text: string): Span[] {
  const spans: Span[] = [];
  let left = mostInsertions;
  for (const { 0: head, 1: columns = '', index } of text.matchAll(insertion)) {
    left -= 1;
    if (left < 0) return [...spans, { start: index, end: text.length }];
    const secret = columns.split(',').map((column) => namesSecret(column.replace(/[\s`"]/g, '')));
    if (!secret.includes(true)) continue;
    row.lastIndex = index + head.length;
    for (let values = row.exec(text), nth = 0; values !== null && nth < 100; nth += 1) {
      const end = row.lastIndex - 1;
      const start = end - (values[1] ?? '').length;
      for (const [at, value] of Array.from((values[1] ?? '').matchAll(field)).entries()) {
        const shown = value[0].trim();
        const from = start + value.index + value[0].indexOf(shown);
        if (secret[at] === true && /^['"]/.test(shown))
          spans.push({ start: from + 1, end: from + shown.length - 1 });
      }
      values = row.exec(text);
    }
  }
  return spans;
}
