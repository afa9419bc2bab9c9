import { shapes } from './shapes.ts';
import { saidBy, type Token, type TokenKind } from './token.ts';
import { dataTypes, errorParts, smallErrorParts, technical, tellingKeys } from './vocabulary.ts';

/** For each character that was left out, so that places stay right. */
export const blank = '\u0000';
/** Ends a sentence where what followed it was left out. */
export const hardStop = '\u0001';

const quotes = '"\'`“”‘’';
const marks = `()\\[\\]{}<>,;|!?【】，。；：、（）！？「」《》${hardStop}`;
const gap = `\\s\\\\${blank}`;
const han = '\\p{Script=Han}+';
const others = `(?:[^${gap}${quotes}${marks}\\p{Script=Han}]|(?<=\\p{L})['’](?=[\\p{L}\\p{N}]))+`;
/** Chinese and other letters are runs of their own, unless a mark joins them. */
const pieces = new RegExp(
  `(?<gap>[${gap}]+)|(?<quote>[${quotes}])|(?<mark>[${marks}])|(?:${others}|${han})(?:(?<=[_/])${han}|(?=_)${others})*`,
  'gu',
);

const openings = '"`\'“‘';
const closings = '"`\'”’';
const letterOrDigit = /[\p{L}\p{N}]/u;

/** Of `user=hive`, `a:b:c`. */
const mostParts = 6;

export type Scanned = Readonly<{
  tokens: readonly Token[];
  quotes: readonly Readonly<{ first: number; end: number }>[];
}>;

/** The pieces of a line, each as what its own shape says. */
export function scan(line: string, offset: number): Scanned {
  const tokens: Token[] = [];
  const quoted: { first: number; end: number }[] = [];
  const open: { closes: number; quote: { first: number; end: number } }[] = [];
  let spaced = false;

  const add = (kind: TokenKind, start: number, end: number, says?: string): void => {
    const text = line.slice(start, end);
    tokens.push({
      kind,
      text,
      said: says ?? saidBy(kind, text),
      start: offset + start,
      end: offset + end,
      spaced,
      quoted: false,
    });
    spaced = false;
  };

  const addCore = (start: number, end: number, parts: number): void => {
    const core = line.slice(start, end);
    if (parts > mostParts) {
      add('name', start, end);
      return;
    }
    const small = core.toLowerCase();
    if (technical.has(small)) {
      add('term', start, end);
      return;
    }
    const [, key = '', between = ''] = /^([A-Za-z_]+)([:=]+)./.exec(core) ?? [];
    const fit = tellingKeys.has(key.toLowerCase())
      ? undefined
      : shapes.find(({ shape }) => shape.test(core));
    if (fit !== undefined) {
      add(fit.is, start, end, fit.says?.(core));
      return;
    }
    const at = core.search(/[=:/@]/);
    if (at < 0) {
      add(identifierIs(core, small), start, end);
      return;
    }
    const next = start + at + Math.max(1, between.length);
    addRun(start, start + at, parts + 1);
    add('mark', start + at, next);
    addRun(next, end, parts + 1);
  };

  const addRun = (from: number, to: number, parts = 0): void => {
    let [start, end] = [from, to];
    const read = line.slice(start, end);
    const [lead = ''] = /^[.:=~&+*#^@%-]+(?=[\p{L}_])/u.exec(read) ?? [];
    if (lead !== '') add('mark', start, start + lead.length);
    start += lead.length;
    if (!/[\p{L}\p{N}*…/]/u.test(read)) {
      if (start < end) add('mark', start, end);
      return;
    }
    while ('.:=-'.includes(line.charAt(end - 1))) end -= 1;
    addCore(start, end, parts);
    if (end < to) add('mark', end, to);
  };

  for (const { 0: piece, index: at, groups = {} } of line.matchAll(pieces)) {
    const end = at + piece.length;
    const inner = open.at(-1);
    if (inner?.closes === at) {
      inner.quote.end = tokens.length;
      const first = tokens[inner.quote.first];
      if (first !== undefined) first.quoted = true;
      open.pop();
    } else if (groups.gap !== undefined) spaced = true;
    else if (groups.mark !== undefined) add('mark', at, end);
    else if (groups.quote === undefined) addRun(at, end);
    else {
      const closes = closingOf(line, at);
      if (closes < 0) continue;
      const quote = { first: tokens.length, end: tokens.length };
      quoted.push(quote);
      open.push({ closes, quote });
    }
  }
  return { tokens, quotes: quoted };
}

function closingOf(line: string, at: number): number {
  const opening = line.charAt(at);
  const which = openings.indexOf(opening);
  const isApostrophe = opening === "'" && letterOrDigit.test(line.charAt(at - 1));
  return which < 0 || isApostrophe ? -1 : line.indexOf(closings.charAt(which), at + 1);
}

/** Plain letters are a word, anything else a name, a condition or a type. */
function identifierIs(text: string, small: string): TokenKind {
  if (/^[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*$/u.test(text)) return 'word';
  if (dataTypes.has(small)) return 'type';
  const parts = small.split(/[_.]/);
  const inCapitals = /^[A-Z][A-Z0-9]*(?:[_.][A-Z0-9]+)+$/.test(text);
  const telling = inCapitals ? errorParts : smallErrorParts;
  const isTelling = inCapitals || /^[a-z]+(?:_[a-z]+)+$/.test(text);
  return isTelling && parts.some((part) => telling.has(part)) ? 'condition' : 'name';
}
