import type { Reading } from './lines/read-text.ts';
import type { RowCounts } from './row-counts.ts';
import { wordsIn, type Sentence } from './lines/sentences.ts';
import { blank } from './tokens/scan.ts';
import { isMark, said, type Token } from './tokens/token.ts';

/** Code points of a reason. */
const longest = 140;
const longestName = 64;
const longestPath = 32;
/** A shorter sentence is quoted with its exception. */
const fewWords = 4;
const enoughBehindKey = 3;
const enoughWords = 5;
/** Characters between two pieces that are shown with them. */
const longestBetween = 16;
const mostBlanks = 12;
const ellipsis = '…';

type Piece = { start: number; end: number };

/**
 * The one line that a person would quote, made of pieces of the text with `…` between them.
 * Names in `known` are left out, since a cause has more tables than one.
 */
export function reasonOf({ message, sentences, told, known, rows }: Reading): string {
  const counted = sentences.findIndex((one) => rows !== undefined && tellsBoth(one, rows));
  const candidates = quotedOf(sentences, counted < 0 ? told : counted);
  let reason = '';
  for (const quoted of candidates)
    for (const room of [longestName, longestPath]) {
      const pieces = piecesOf(message, quoted, (token) => shownOf(token, known, room));
      reason = trimmed(joined(message, pieces));
      if (Array.from(reason).length <= longest) return reason;
    }
  return reason === '' ? '' : cut(reason);
}

const tellsBoth = ({ tokens }: Sentence, { source, destination }: RowCounts): boolean =>
  [source, destination].every((count) =>
    tokens.some(({ text }) => text.replace(/\D/g, '') === String(count)),
  );

type Quoted = Readonly<{ token: Token; line: Sentence['line'] }>;

function piecesOf(
  message: string,
  quoted: readonly Quoted[],
  shownOf: (token: Token) => Piece | undefined,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let isGap = false;
  for (const { token, line } of quoted) {
    const piece = shownOf(token);
    const last = pieces.at(-1);
    const goesOn =
      last !== undefined &&
      !isGap &&
      piece?.start === token.start &&
      isOneWith(message, last.end, piece.start, line);
    isGap = piece === undefined;
    if (piece === undefined) continue;
    if (goesOn) last.end = piece.end;
    else pieces.push(piece);
  }
  return pieces;
}

/** The next sentence follows where this one says little by itself. */
function quotedOf(sentences: readonly Sentence[], at: number): readonly (readonly Quoted[])[] {
  const field = sentences[at]?.role === 'field';
  const from = field ? at : beginningOf(sentences, at);
  const first = sentences[from];
  if (first === undefined) return [];
  if (field)
    return [
      sentences
        .filter(({ line }) => line === first.line)
        .flatMap(({ tokens, line }) => inLine(line, tokens)),
    ];
  const fewestOfLine = first.codes.length > 0 ? 1 : 2;
  const told = sentences
    .slice(from)
    .filter(
      ({ role, words, line, exception, canonical, causing }) =>
        (role === 'says' &&
          (words >= (line === first.line ? fewestOfLine : 3) ||
            exception !== undefined ||
            causing === true)) ||
        (role === 'condition' &&
          (exception !== undefined || !/^(?:…|unknown|null)$/.test(canonical))),
    );
  const [one = first, next] = told;
  const described = first === one ? statusBefore(sentences[from - 1], one) : first.tokens;
  const head = [...described, ...headOf(one, described)];
  const quoted = inLine(first.line, head);
  if (next === undefined || next.canonical === one.canonical) return [quoted];
  const isCondition = next.role === 'condition';
  if (!isCondition && next.line !== first.line && one.words >= enoughWords) return [quoted];
  const both = [...quoted, ...inLine(next.line, headOf(next, head))];
  const isOnlyCode = one.code !== undefined && next.continues !== true;
  return [both, isCondition || isOnlyCode ? inLine(next.line, headOf(next, [])) : quoted];
}

const inLine = (line: Sentence['line'], tokens: readonly Token[]): readonly Quoted[] =>
  withoutAdvice(tokens).map((token) => ({ token, line }));

/** `…, please check the mapping`. */
function withoutAdvice(tokens: readonly Token[]): readonly Token[] {
  const from = tokens.findIndex(
    (token, at) => isMark(token, ',，') && /^(?:please$|请(?!求))/.test(said(tokens[at + 1])),
  );
  const words = tokens.slice(0, Math.max(0, from)).reduce((sum, token) => sum + wordsIn(token), 0);
  if (words < enoughBehindKey) return tokens;
  const to = tokens.findIndex(
    (token, at) => at > from && token.spaced && /^[-–—]$/.test(token.text),
  );
  return [...tokens.slice(0, from), ...(to < 0 ? [] : tokens.slice(to + 1))];
}

/** The `502` of `502 Bad Gateway`. */
const statusBefore = (
  before: Sentence | undefined,
  { words, line, tokens }: Sentence,
): readonly Token[] => {
  const status = before?.line === line && words < fewWords ? before.tokens.at(-1) : undefined;
  const isStatus = status !== undefined && /^[45]\d\d$/.test(status.text);
  return isStatus && status.end + 1 === tokens[0]?.start ? [status] : [];
};

/** From the vendor's code on; with its exception where it says little. */
function headOf(
  { tokens, exception, code, words, role }: Sentence,
  before: readonly Token[],
): readonly Token[] {
  if (code !== undefined && before.includes(code)) return tokens;
  if (code !== undefined) return [code, ...tokens];
  const at = tokens.findIndex(({ kind }) => kind === 'code');
  if (at > 0 && at < tokens.length - 2) return tokens.slice(at);
  const [first, second] = tokens;
  const begin = tokens.findIndex(
    (token) => token.kind !== 'mark' && !/^(?=.*\d)[\dA-Z]{3,5}$/.test(token.text),
  );
  if (begin > 0 && isMark(first, '([')) return tokens.slice(begin);
  if (role !== 'condition' && first?.kind === 'name' && isMark(second, ':')) return tokens.slice(2);
  const isBare = words < (role === 'condition' ? 2 : fewWords);
  return exception !== undefined &&
    isBare &&
    (first?.start ?? 0) < exception.end + (first?.quoted === true ? 4 : 3)
    ? [simplified(exception), ...tokens]
    : tokens;
}

const simplified = (exception: Token): Token => {
  const { text, start } = exception;
  const dot = Math.max(text.lastIndexOf('.'), text.lastIndexOf('$')) + 1;
  return { ...exception, text: text.slice(dot), start: start + dot };
};

/** From its vendor's code, or from before `due to`, as far as there is room. */
function beginningOf(sentences: readonly Sentence[], root: number): number {
  let at = root;
  for (;;) {
    const [before, one] = [sentences[at - 1], sentences[at]];
    if (one === undefined || before?.line !== one.line) return at;
    const described = one.code !== undefined && before.tokens.includes(one.code);
    const start = before.tokens.find((token) => !described || token === one.code)?.start ?? 0;
    const fits = (sentences[root]?.tokens.at(-1)?.end ?? 0) - start < longest;
    if (!fits || (one.causing !== true && !described)) return at;
    at -= 1;
  }
}

/** A piece, or its last part where it is long; nothing of what the caller knows. */
function shownOf(
  { kind, text, start, end }: Token,
  known: ReadonlySet<string>,
  short: number,
): Piece | undefined {
  const room = /^(?:\w{1,20}:\/)?\//.test(text) ? short : longestName;
  const parts = kind === 'name' ? text.toLowerCase().split(/[./`"']/) : [];
  if (parts.some((part) => known.has(part))) return undefined;
  if (text.length <= room) return { start, end };
  const dot = kind === 'term' ? text.lastIndexOf('.') : -1;
  const at = Math.max(text.lastIndexOf('/', text.length - 2), dot);
  return at > 0 && text.length - at <= room ? { start: start + at, end } : undefined;
}

/** Nothing was left out between two pieces of one line. */
function isOneWith(message: string, end: number, start: number, line: Sentence['line']): boolean {
  const between = message.slice(end, start);
  if (between.length > longestBetween || /[\n\r]/.test(between)) return false;
  const read = line.text.slice(Math.max(0, end - line.at), Math.max(0, start - line.at));
  return read.split(blank).length - 1 <= mostBlanks;
}

function joined(message: string, pieces: readonly Piece[]): string {
  return pieces.reduce((text, { start, end }, at) => {
    const from = at === 0 ? openedAt(message, start, end) : start;
    const piece = message.slice(from, closedAt(message, from, end));
    if (at === 0) return piece;
    const spaced = /\s/.test(message.charAt(start - 1));
    const shown = piece.replace(/^[;,.:：)\]}\s]+/, '');
    if (shown === '') return text;
    return `${text.replace(/(?<=\p{L})\.$/u, '')}${ellipsis}${spaced && shown === piece ? ' ' : ''}${shown}`;
  }, '');
}

/** The mark that a mark closes, or opens. */
const opensOf = new Map(['()', '[]', '{}', "''", '""', '``', '“”', '「」'].map(([a, b]) => [b, a]));
const closesOf = new Map([...opensOf].map(([closing, opening]) => [opening, closing]));

function closedAt(message: string, start: number, end: number): number {
  let to = end;
  for (let round = 0; round < 3; round += 1) {
    const closing = message.charAt(to);
    if (!isOpen(message.slice(start, to), opensOf.get(closing), closing)) break;
    to += 1;
  }
  return to;
}

function openedAt(message: string, start: number, end: number): number {
  const opening = message.charAt(start - 1);
  const closing = closesOf.get(opening);
  if (closing === undefined) return start;
  const inside = message.slice(start, closedAt(message, start - 1, end));
  return inside.includes(closing) && !isOpen(opening + inside, opening, closing)
    ? start - 1
    : start;
}

function isOpen(text: string, opening: string | undefined, closing: string | undefined): boolean {
  if (opening === undefined || closing === undefined) return false;
  const count = (mark: string): number => text.split(mark).length - 1;
  return opening === closing ? count(opening) % 2 === 1 : count(opening) > count(closing);
}

/** At the end of a sentence, otherwise of a word. */
function cut(text: string): string {
  const room = Array.from(text)
    .slice(0, longest - 1)
    .join('');
  const sentence = /^.{40,}[^.\s](?=[.。]\s[A-Z(…]|[.。]$)/su.exec(room)?.[0];
  return sentence ?? `${room.replace(/\s\S{0,40}$/, '').replace(/[\s,;:([-]+$/, '')}${ellipsis}`;
}

/** Without marks at its ends that have no fellow. */
function trimmed(text: string): string {
  const line = text.replace(/[\s:：;,，.。=([{-]+$/g, '').replace(/^(['"`])(.*)\1$/, '$2');
  const [first, last] = [line.charAt(0), line.slice(-1)];
  if (isOpen(line, first, closesOf.get(first))) return trimmed(line.slice(1));
  return isOpen(line, last, opensOf.get(last)) ? trimmed(line.slice(0, -1)) : line;
}
