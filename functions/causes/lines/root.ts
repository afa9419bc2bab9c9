import { isMark } from '../tokens/token.ts';
import { quotingKeys } from '../tokens/vocabulary.ts';
import type { Sentence } from './sentences.ts';

/** Words of a sentence that says by itself what went wrong. */
const enough = 5;

export const isShort = ({ words }: Sentence): boolean => words < enough;

/**
 * The sentences of the first failure that is told as an error, where a log tells of several: what
 * comes behind it mostly follows from it, and what was only warned of stopped nothing.
 */
export function firstFailure(sentences: readonly Sentence[]): readonly Sentence[] {
  const failures = [...new Set(sentences.map(({ line }) => line.failure))].map((failure) =>
    sentences.filter(({ line }) => line.failure === failure),
  );
  const tells = (of: readonly Sentence[], by: (one: Sentence) => boolean): boolean =>
    of.some((one, at) => one.words > 1 && by(one) && !isBare(of, at));
  const isThrown = (one: Sentence): boolean =>
    one.role === 'condition' ? one.exception !== undefined : isRaised(one);
  const isFinal = (of: readonly Sentence[]): boolean =>
    of.every(({ line }) => line.level !== 'WARN' && !retried.test(line.text));
  return (
    failures.find((of) => tells(of, hasCode)) ??
    failures.find((of) => isFinal(of) && tells(of, isThrown)) ??
    failures.find((of) => isFinal(of) && tells(of, isToldAsError)) ??
    failures.find((of) => tells(of, isThrown)) ??
    sentences
  );
}

const retried = /即将.{0,20}重试|\bretrying\b/i;

/** What says only that something failed, where the reason does not follow right behind it. */
const bare =
  /(?:\bfailed(?: for| status| with exception)?|\bfailure|失败|出错|\bexit ?code -?\d+)$/;

function isBare(of: readonly Sentence[], at: number): boolean {
  if (!bare.test(of[at]?.canonical ?? '')) return false;
  let next = at + 1;
  while (of[next]?.role === 'wraps') next += 1;
  return of[next]?.role !== 'condition';
}

/** Whether an exception or a key stands before it, and not what a vendor says of many. */
const isRaised = ({ role, torn, exception, key, line }: Sentence): boolean =>
  role === 'says' &&
  !torn &&
  key !== 'description' &&
  !/[:：]\s*$/.test(line.text) &&
  (exception !== undefined ||
    quotingKeys.has(key) ||
    key === 'desc' ||
    /^\W?Caused by\b|\w(?:Exception|Error)\)?: /.test(line.text));

const isToldAsError = ({ role, torn, line }: Sentence): boolean =>
  role === 'says' && !torn && /ERROR|FATAL/.test(line.level);

const mayBeRoot = ({ role, torn, words }: Sentence): boolean =>
  role === 'says' && !torn && words > 0;

const hasCode = (one: Sentence): boolean => {
  const { tokens, code, words } = one;
  return (
    mayBeRoot(one) &&
    (code !== undefined ||
      tokens.some(({ kind }) => kind === 'code') ||
      (words > 2 &&
        tokens.find(({ kind }) => kind !== 'mark')?.kind === 'condition' &&
        isMark(tokens[0], '[')))
  );
};

/** Where a failure is told. */
type Told = Readonly<{
  /** Where what a person would quote begins; `-1` where there is no sentence. */
  at: number;
  /** Where a sentence says enough to stand for the failure; `-1` where none does. */
  root: number;
}>;

/**
 * What a person would quote: the last sentence of the best kind, from where its message begins.
 * `isOfProduct` says of a short one that a known product has its words.
 */
export function toldIn(
  sentences: readonly Sentence[],
  isOfProduct: (one: Sentence) => boolean,
): Told {
  const saysEnough = (one: Sentence): boolean =>
    mayBeRoot(one) && (!isShort(one) || hasCode(one) || isOfProduct(one));
  const ranks: readonly ((one: Sentence, at: number) => boolean)[] = [
    (one, at) => hasCode(one) && !isBare(sentences, at),
    (one, at) => isRaised(one) && one.words > 1 && !isBare(sentences, at),
    (one, at) => saysEnough(one) && one.key !== 'description' && !isBare(sentences, at),
    saysEnough,
    ({ role, words, torn }) => role === 'says' && words > 1 && !torn,
    ({ role, key }) => role === 'advises' && /^details?$/.test(key),
    (one) => one.role === 'condition' && one.exception !== undefined && !isShort(one),
    ({ role, exception, canonical }) =>
      role === 'condition' && (exception !== undefined || !/^(?:error|…)$/.test(canonical)),
    ({ role, exception }) => role === 'says' && exception !== undefined,
    ({ role, words }) => role === 'wraps' && words >= 4,
    ({ role }) => role === 'field',
    () => true,
  ];
  const last = ranks.reduce(
    (found, rank) => (found < 0 ? sentences.findLastIndex(rank) : found),
    -1,
  );
  const one = sentences[last];
  if (one === undefined) return { at: -1, root: -1 };
  // Some say it twice, the second time in short.
  const short = `${one.canonical} `;
  let at = sentences.findIndex(
    (other) => other === one || (mayBeRoot(other) && other.canonical.startsWith(short)),
  );
  while (goesOn(sentences[at - 1], sentences[at])) at -= 1;
  const isRoot = sentences.slice(at, last + 1).some(saysEnough);
  return { at, root: isRoot ? at : sentences.findLastIndex(saysEnough) };
}

/** Whether two sentences are of one message: the second only adds to what the first says. */
function goesOn(before: Sentence | undefined, one: Sentence | undefined): boolean {
  if (one === undefined || before?.role !== one.role) return false;
  if (before.line === one.line)
    return (
      one.continues === true ||
      (one.causing === true && isShort(one)) ||
      (one.role === 'advises' && before.key === one.key)
    );
  const isNext = one.line.at === before.line.at + before.line.text.length + 1;
  const begins = one.exception !== undefined || one.key !== '' || hasCode(one);
  const isOpen = /^[a-z]/.test(one.line.text) || !/[:：]$/.test(before.line.text);
  return one.role === 'says' && isNext && !begins && !isShort(before) && isOpen;
}
