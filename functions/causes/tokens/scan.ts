import { exceptionName, shapes } from './shapes.ts';
import type { Token, TokenKind } from './token.ts';
import { dataTypes, errorParts, smallErrorParts, technical, tellingKeys } from './vocabulary.ts';

/** What a character is to the scanner. Anything else belongs to a run: a word, a name, a number. */
const [space, quote, mark, han, leftOut] = [1, 2, 3, 4, 5];
const kinds = new Uint8Array(0x1_0000);
const mapped = (characters: string, kind: number): void => {
  for (const character of characters) kinds[character.charCodeAt(0)] = kind;
};
for (let code = 0; code < 0x1_0000; code += 1) {
  const isHan = (code >= 0x3400 && code < 0xa000) || (code >= 0xf900 && code < 0xfb00);
  if (isHan) kinds[code] = han;
}
mapped(' \t\n\r\v\f\u00a0\u2002\u2003\u2009\u3000\ufeff', space);
mapped('"\'`“”‘’「」《》', quote);
mapped('()[]{}<>,;|!?【】，。；：、（）！？', mark);
mapped('\\', leftOut);
/** Stands for what was left out of a line, one for each character, so that places stay right. */
export const blank = '\u0000';
mapped(blank, leftOut);

/** Ends a sentence where what followed it was left out. */
export const hardStop = '\u0001';
mapped(hardStop, mark);

const kindAt = (text: string, at: number): number => kinds[text.charCodeAt(at)] ?? 0;

const closings: Readonly<Record<string, string>> = {
  '"': '"',
  '`': '`',
  "'": "'",
  '“': '”',
  '‘': '’',
  '「': '」',
  '《': '》',
};
const longestQuoted = 600;
const letterOrDigit = /[\p{L}\p{N}]/u;

/** A word with nothing around it, as most are. */
const plainWord = /[A-Za-z]{1,40}(?=[ ,;)\]]|$)/y;
/** A longer run is no word: it is a name, unless it begins with a key or as a term does. */
const longestRun = 200;
/** What is read of a term. */
const longestTerm = 2_000;
/** Parts of a run that stand for themselves: `user=hive`, `a:b:c`. */
const mostParts = 6;

/** The pieces of a line, and which of them stand in quotes: from `first` to before `end`. */
export type Scanned = Readonly<{
  tokens: readonly Token[];
  quotes: readonly Readonly<{ first: number; end: number }>[];
}>;

/** The pieces of a line, read once from left to right, each as what its own shape says. */
export function scan(line: string, offset: number): Scanned {
  const tokens: Token[] = [];
  const quotes: { first: number; end: number }[] = [];
  /** Where the quotes that are open now end in the line, and which they are. */
  const open: { closes: number; quote: { first: number; end: number } }[] = [];
  const unclosed = new Set<string>();
  let spaced = false;

  const add = (kind: TokenKind, start: number, end: number, says?: string): void => {
    const text = line.slice(start, end);
    const told = kind === 'name' || kind === 'number' || kind === 'mark' ? '' : text.toLowerCase();
    tokens.push({
      kind,
      text,
      said: says ?? told,
      start: offset + start,
      end: offset + end,
      spaced,
      quoted: false,
    });
    spaced = false;
  };

  const addCore = (start: number, end: number, parts = 0): void => {
    const core = line.slice(start, Math.min(end, start + longestRun));
    const isCut = end - start > longestRun;
    if (parts > mostParts) {
      add('name', start, end);
      return;
    }
    if (!isCut && /^[A-Za-z]+$/.test(core)) {
      const isClass = core.length > 9 && exceptionName.test(core) && /^[A-Z]+[a-z]/.test(core);
      add(isClass ? 'class' : 'word', start, end);
      return;
    }
    const small = core.toLowerCase();
    if (technical.has(small)) {
      add('term', start, end);
      return;
    }
    const [, key = '', between = ''] = /^([A-Za-z_]+)([:=]+)./.exec(core) ?? [];
    const isTelling = key !== '' && tellingKeys.has(key.toLowerCase());
    const fit = isTelling ? undefined : shapes.find(({ shape }) => shape.test(core));
    if (isCut && fit?.is !== 'term' && key === '') {
      add('name', start, end);
      return;
    }
    if (fit !== undefined) {
      const said = fit.says?.(line.slice(start, Math.min(end, start + longestTerm)));
      if (fit.is !== 'gone') add(fit.is, start, end, said);
      return;
    }
    const at = isTelling || isCut ? key.length : core.search(/[=:/@]/);
    if (at >= 0) {
      addRun(start, start + at, parts + 1);
      add('mark', start + at, start + at + Math.max(1, between.length));
      addRun(start + at + Math.max(1, between.length), end, parts + 1);
      return;
    }
    add(identifierIs(core, small), start, end);
  };

  /** A run without the punctuation around it. */
  const addRun = (from: number, to: number, parts = 0): void => {
    let [start, end] = [from, to];
    const lead = /^(?:[.:=~&+*#^@%-]+(?=[\p{L}_])|-{2,}|[.:=&#^@]+)/u.exec(
      line.slice(start, Math.min(end, start + longestRun)),
    );
    if (lead !== null) {
      add('mark', start, start + lead[0].length);
      start += lead[0].length;
    }
    if (!/[\p{L}\p{N}*…/]/u.test(line.slice(start, Math.min(end, start + longestRun)))) {
      if (start < end) add('mark', start, end);
      return;
    }
    while ('.:=-'.includes(line.charAt(end - 1))) end -= 1;
    addCore(start, end, parts);
    if (end < to) add('mark', end, to);
  };

  let at = 0;
  while (at < line.length) {
    const inner = open.at(-1);
    if (inner?.closes === at) {
      inner.quote.end = tokens.length;
      const [alone] = tokens.slice(inner.quote.first);
      if (alone !== undefined && inner.quote.first === tokens.length - 1) alone.quoted = true;
      open.pop();
      at += 1;
      continue;
    }
    const kind = kindAt(line, at);
    if (kind === space || kind === leftOut) {
      spaced = true;
      at += 1;
    } else if (kind === quote) {
      const closes = closingOf(line, at, unclosed);
      if (closes > at && closes < (inner?.closes ?? Infinity)) {
        const quote = { first: tokens.length, end: tokens.length };
        quotes.push(quote);
        open.push({ closes, quote });
      }
      at += 1;
    } else if (kind === mark) {
      add('mark', at, at + 1);
      at += 1;
    } else {
      plainWord.lastIndex = at;
      if (kind === 0 && plainWord.test(line)) {
        addCore(at, plainWord.lastIndex);
        at = plainWord.lastIndex;
        continue;
      }
      const end = endOfRun(line, at);
      if (kind === han && !/[_/\w]/.test(line.slice(at, end))) add('word', at, end);
      else if (kind === han) add('name', at, end);
      else addRun(at, end);
      at = end;
    }
  }
  return { tokens, quotes };
}

/**
 * Chinese and other letters are runs of their own, unless a mark joins them to one name
 * (`订单_2024`, `/data/订单/dt=1`).
 */
function endOfRun(line: string, from: number): number {
  const first = kindAt(line, from);
  let script = first;
  for (let at = from + 1; at < line.length; at += 1) {
    const kind = kindAt(line, at);
    const [before, character] = [line.charAt(at - 1), line.charAt(at)];
    if (kind === quote) {
      const apostrophe =
        /['’]/.test(character) && /\p{L}/u.test(before) && letterOrDigit.test(line.charAt(at + 1));
      if (script !== 0 || !apostrophe) return at;
    } else if (kind !== han && kind !== 0) return at;
    else if (kind === han && script === 0) {
      if (!/[_/]/.test(before)) return at;
      script = han;
    } else if (kind === 0 && script === han) {
      const joins = character === '_' || (first === 0 && /[/=.-]/.test(character));
      if (!joins) return at;
      script = 0;
    }
  }
  return line.length;
}

/** Where the quotes that open here close, on this line and not too far on; -1 where they do not. */
function closingOf(line: string, at: number, unclosed: Set<string>): number {
  const opening = line.charAt(at);
  const closing = closings[opening];
  if (closing === undefined || unclosed.has(opening)) return -1;
  const single = opening === "'";
  if (single && letterOrDigit.test(line.charAt(at - 1))) return -1;
  let end = line.indexOf(closing, at + 1);
  while (single && end > 0 && letterOrDigit.test(line.charAt(end + 1)) && end - at < longestQuoted)
    end = line.indexOf(closing, end + 1);
  if (end < 0) unclosed.add(opening);
  return end;
}

/** Plain letters are a word, anything else somebody's name, unless it is a condition or a type. */
function identifierIs(text: string, small: string): TokenKind {
  if (dataTypes.has(small)) return 'type';
  const parts = small.split(/[_.]/);
  const inCapitals = /^[A-Z][A-Z0-9]*(?:[_.][A-Z0-9]+)+$/.test(text);
  const telling = inCapitals ? errorParts : smallErrorParts;
  const isTelling = inCapitals || /^[a-z]+(?:_[a-z]+)+$/.test(text);
  if (isTelling && parts.some((part) => telling.has(part))) return 'condition';
  return /^[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*$/u.test(text) ? 'word' : 'name';
}
