import type { Scanned } from './scan.ts';
import { isKept, isMark, isWord, makeName, retype, said, type Token } from './token.ts';
import {
  beforeData,
  dataTypes,
  prose,
  sqlWords,
  tellingKeys,
  isHanSentence,
  thingsWithNames,
  verbs,
} from './vocabulary.ts';

/** In quotes stands a name most often, but also a keyword, a type or a message. */
export function readQuotes({ tokens, quotes }: Scanned): void {
  for (let at = quotes.length - 1; at >= 0; at -= 1) {
    const range = quotes[at];
    if (range !== undefined) readQuoted(tokens, range.first, range.end);
  }
}

function readQuoted(tokens: readonly Token[], first: number, end: number): void {
  const parts = tokens.slice(first, end);
  const [only] = parts;
  const next = tokens[end];
  const before = tokens[first - 1];
  const nameAll = (): void => {
    parts.forEach(makeName);
  };
  if (only === undefined) return;
  if (isMark(next, ':') && (before === undefined || isMark(before, '{,'))) return;
  const what = wordBefore(tokens, first);
  if (isMark(before, ':=') && tellingKeys.has(said(tokens[first - 2]))) return;
  if (parts.length === 1 && thingsWithNames.has(what)) return nameAll();
  if (beforeData.has(what)) return nameAll();
  if (dataTypes.has(only.said)) {
    for (const part of parts) if (isWord(part)) retype(part, 'type');
    return;
  }
  const isPair = parts.some((part) => isMark(part, ':') && part.spaced);
  const isMessage = parts.some(({ kind }) => kind === 'class');
  if (isPair && !isMessage) return nameAll();
  const isKeyword = sqlWords.has(only.said) && /^[A-Z]+$/.test(only.text);
  const isName = only.kind === 'condition' && before !== undefined && isWord(before);
  const isMeant = (isKept(only) && !isName) || isKeyword || isHanSentence(only.text);
  if (parts.length === 1 ? !isMeant : !isSentence(parts)) nameAll();
}

const wordBefore = (tokens: readonly Token[], first: number): string =>
  said(tokens.slice(0, first).findLast(({ kind }) => kind !== 'mark'));

/** Four words, or two of which one is of English prose. */
function isSentence(parts: readonly Token[]): boolean {
  const words = parts.filter(isWord);
  if (words.length >= 4 || words.some(({ text }) => isHanSentence(text))) return true;
  return words.length >= 2 && words.some(({ said }) => prose.has(said) || verbs.has(said));
}
