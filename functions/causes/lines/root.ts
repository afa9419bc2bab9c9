import type { Sentence } from './sentences.ts';
import { isMark } from '../tokens/token.ts';
import { isWrapperCode } from './wrappers.ts';

/** Words of a sentence that says by itself what went wrong, and of one whose product is known. */
const enough = 5;
const enoughOfProduct = 3;

export const isShort = ({ words }: Sentence): boolean => words < enough;

/**
 * Where in `sentences` the failure itself is told: the last one with a vendor's code, else the last
 * one of enough words, from where what it says begins. `-1` where no sentence says enough.
 */
export function rootOf(
  sentences: readonly Sentence[],
  isOfProduct: (one: Sentence) => boolean,
): number {
  const saysEnough = (one: Sentence): boolean =>
    !isShort(one) || (one.words >= enoughOfProduct && isOfProduct(one));
  const coded = sentences.findLastIndex((one) => mayBeRoot(one) && hasCode(one));
  const enoughAt = (isAny: boolean): number =>
    sentences.findLastIndex(
      (one) => mayBeRoot(one) && saysEnough(one) && (isAny || one.key !== 'desc'),
    );
  const told = coded >= 0 ? coded : enoughAt(false);
  const at = told >= 0 ? told : enoughAt(true);
  if (at < 0) return -1;
  // Some say it twice, the second time in short.
  const short = `${sentences[at]?.canonical ?? ''} `;
  let first = sentences.findIndex(
    (one, index) => index === at || (mayBeRoot(one) && one.canonical.startsWith(short)),
  );
  while (goesOn(sentences[first - 1], sentences[first])) first -= 1;
  return first;
}

/** Whether two sentences are of one message: the second only adds to what the first says. */
function goesOn(before: Sentence | undefined, one: Sentence | undefined): boolean {
  if (before?.role !== 'says' || one === undefined) return false;
  if (before.line === one.line) return one.continues || (one.causing && isShort(one));
  const isNext = one.line.at === before.line.at + before.line.text.length + 1;
  const begins = one.exception !== undefined || one.key !== '' || hasCode(one) || one.causing;
  return isNext && !begins && !isShort(before) && (/^[a-z]/.test(one.line.text) || !/[:：]$/.test(before.line.text));
}

const mayBeRoot = ({ role, torn, words }: Sentence): boolean =>
  role === 'says' && !torn && words > 0;

const hasCode = ({ tokens, code }: Sentence): boolean =>
  code !== undefined ||
  tokens.some((token) => token.kind === 'code' && !isWrapperCode(token)) ||
  (tokens.find(({ kind }) => kind !== 'mark')?.kind === 'condition' && isMark(tokens[0], '['));
