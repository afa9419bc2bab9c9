import { isMark, kept, name, said, type Token } from './token.ts';
import { tokensOf } from './tokens-of.ts';
import {
  beforeData,
  dataTypes,
  naming,
  prose,
  sqlWords,
  tellingKeys,
  thingsWithMeaning,
  thingsWithNames,
  verbs,
} from './vocabulary.ts';

/**
 * What stands in quotes: most often a name, but also a privilege, a data type, a keyword or a
 * message in a message.
 */
export function openQuotes(tokens: readonly Token[], depth = 0): readonly Token[] {
  const opened: Token[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'quoted') opened.push(token);
    else opened.push(...contentOf(token, opened, tokens[at + 1], depth));
  }
  return opened;
}

function contentOf(
  token: Token,
  before: readonly Token[],
  next: Token | undefined,
  depth: number,
): readonly Token[] {
  const inside = token.text.slice(1, -1).replace(/\\+$/, '').trim();
  const asName: readonly Token[] = [{ ...token, kind: 'name', text: inside }];
  if (inside === '') return asName;
  const read = depth > 1 ? [] : openQuotes(tokensOf(inside), depth + 1);
  const parts = read.map((part, at) => (at === 0 ? { ...part, spaced: token.spaced } : part));
  const [only] = parts;
  if (only === undefined) return asName;
  const what = wordBefore(before);
  if (isMark(next, ':') && (before.length === 0 || isMark(before.at(-1), '{,'))) return parts;
  if (afterKey(before)) return tellingKeys.has(what) ? parts : asName;
  if (parts.length === 1 && /^(?:column|field)$/.test(what) && goesOn(next)) return asName;
  if (isType(parts) && !(parts.length === 1 && /^(?:value|values|input)$/.test(what)))
    return parts.map(keptWord);
  if (beforeData.has(what)) return asName;
  if (parts.length === 1) return [loneContent(only, what)];
  if (/^\w{2,40}\(/.test(inside)) return parts.map(operandless);
  if (thingsWithMeaning.has(what) && parts.every(({ kind }) => kind !== 'name')) return parts;
  if (parts.every(({ kind }) => kind === 'mark')) return asName;
  return isSentence(parts) ? parts : asName;
}

/** `column 'time' type 'datetime' is not allowed`: the sentence goes on about the column. */
const goesOn = (next: Token | undefined): boolean =>
  verbs.has(said(next)) || /^(?:type|in|of|has)$/.test(said(next));

/** `CAST(price AS STRING)`: of an expression its functions, keywords and types stay. */
function operandless(part: Token, at: number): Token {
  const stays =
    at === 0 || sqlWords.has(said(part)) || dataTypes.has(said(part)) || said(part) === 'cast';
  return part.kind === 'word' && !stays ? name(part) : part;
}

const keptWord = (part: Token): Token => (part.kind === 'word' ? kept(part) : part);

function loneContent(token: Token, what: string): Token {
  if (token.kind === 'number') return token;
  if (token.kind === 'mark') return name(token);
  if (thingsWithMeaning.has(what))
    return kept(token, token.text.slice(token.text.lastIndexOf('.') + 1));
  const ofThing = thingsWithNames.has(what);
  if (token.kind === 'kept') return ofThing && !/[:.-]/.test(token.text) ? name(token) : token;
  return sqlWords.has(token.text.toLowerCase()) && !ofThing ? kept(token) : name(token);
}

/** The last word before the quotes, whatever marks stand between. */
function wordBefore(before: readonly Token[]): string {
  for (let at = before.length - 1; at >= 0 && at >= before.length - 4; at -= 1) {
    const token = before[at];
    if (naming.has(said(token)) && at > 0) continue;
    if (token?.kind !== 'mark') return said(token);
    if (!':=([-#'.includes(token.text.charAt(0))) return '';
  }
  return '';
}

function afterKey(before: readonly Token[]): boolean {
  const [key, mark] = before.slice(-2);
  return isMark(mark, ':=') && /^[a-z]\w*$/i.test(key?.text ?? '') && tellingKeys.has(said(key));
}

/** `map<string,binary>`, `decimal(38,18)`, `timestamp without time zone` */
const isType = ([first, ...rest]: readonly Token[]): boolean =>
  dataTypes.has(said(first)) && rest.every(({ text }) => text.length < 40);

/**
 * English rather than a row of names: four words, or two of which one is in the small vocabulary of
 * errors.
 */
function isSentence(parts: readonly Token[]): boolean {
  const words = parts.filter(({ kind }) => kind === 'word' || kind === 'kept');
  if (words.length < parts.filter(({ kind }) => kind !== 'mark').length / 2) return false;
  if (words.length >= 4) return true;
  return (
    words.length >= 2 && words.some((word) => prose.has(said(word)) || sqlWords.has(said(word)))
  );
}
