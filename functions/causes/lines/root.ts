import { isMark } from '../tokens/token.ts';
import { isHanSentence, quotingKeys } from '../tokens/vocabulary.ts';
import { tellsFailure } from './wrappers.ts';
import { conditionsIn } from './conditions.ts';
import type { Line } from './lines-of.ts';
import type { Sentence } from './sentences.ts';

const enough = 5;

export const isShort = ({ words }: Sentence): boolean => words < enough;

/** Of the first failure that is told as an error: what comes behind it follows from it. */
export function firstFailure(sentences: readonly Sentence[]): readonly Sentence[] {
  const failures = [...new Set(sentences.map(({ line }) => line.failure))].map((failure) =>
    sentences.filter(({ line }) => line.failure === failure),
  );
  const tells = (of: readonly Sentence[], by: (one: Sentence) => boolean): boolean =>
    of.some((one, at) => (one.words > 1 || isNamed(one)) && by(one) && !isBare(of, at));
  const isThrown = (one: Sentence): boolean =>
    one.role === 'condition' ? one.exception !== undefined : isRaised(one);
  const isFinal = (of: readonly Sentence[]): boolean =>
    of.every(({ line }) => !/WARN|INFO|DEBUG/.test(line.level) && !retried.test(line.text));
  return (
    failures.find((of) => tells(of, hasCode)) ??
    failures.find((of) => isFinal(of) && tells(of, isThrown)) ??
    failures.find((of) => isFinal(of) && tells(of, isToldAsError)) ??
    failures.find((of) => tells(of, isThrown)) ??
    failures.find((of) => isFinal(of) && tells(of, (one) => mayBeRoot(one) && isFailing(one))) ??
    sentences
  );
}

/** `NoClassDefFoundError: a/b/C` says it by its class. */
const isNamed = ({ exception }: Sentence): boolean =>
  exception !== undefined &&
  (exception.text.includes('NoSuch') || conditionsIn(exception.text).length > 0);

const saysWhat = (one: Sentence): boolean => one.words > 1 || (one.words === 1 && isNamed(one));

const isFailing = (one: Sentence): boolean => tellsFailure(one.canonical) || isNamed(one);

const retried = /即将.{0,20}重试|\bretrying\b/i;

export const bare =
  /(?:\bfailed(?: for(?: table)?| status| with exception)?|\bfailure|\breturned (?:an )?error|失败|出错|\bexit ?code -?\d+|^sleep interrupted)$/;

/** `The first failure was:`. */
export const announces = ({ text }: Pick<Line, 'text'>): boolean => /[:：]\s*$/.test(text);

function isBare(of: readonly Sentence[], at: number): boolean {
  const one = of[at];
  if (one !== undefined && announces(one.line)) return true;
  if (!bare.test(one?.canonical ?? '')) return false;
  return of.slice(at + 1).find(({ role }) => role !== 'wraps')?.role !== 'condition';
}

const isRaised = ({ role, torn, exception, key, line }: Sentence): boolean =>
  role === 'says' &&
  !torn &&
  key !== 'description' &&
  (exception !== undefined ||
    quotingKeys.has(key) ||
    key === 'desc' ||
    /^\W?Caused by\b|\w(?:Exception|Error)\)?: /.test(line.text));

const mayBeRoot = ({ role, torn, words }: Sentence): boolean =>
  role === 'says' && !torn && words > 0;

const isToldAsError = (one: Sentence): boolean =>
  mayBeRoot(one) && /ERROR|FATAL/.test(one.line.level);

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

/** `unable to find valid certification path …`. */
const isLong = (one: Sentence): boolean =>
  one.role === 'condition' && one.exception !== undefined && !isShort(one);

/** Where a failure is told. */
type Told = Readonly<{
  /** `-1` where there is no sentence. */
  at: number;
  /** `-1` where none says enough to stand for the failure. */
  root: number;
}>;

/** The last sentence of the best kind, from where its message begins. */
export function toldIn(
  sentences: readonly Sentence[],
  isOfProduct: (one: Sentence) => boolean,
): Told {
  const saysEnough = (one: Sentence): boolean =>
    mayBeRoot(one) && (!isShort(one) || hasCode(one) || isOfProduct(one));
  const isStatement = ({ key }: Sentence, at: number): boolean =>
    key !== 'description' && !isBare(sentences, at);
  const isBeside = (one: Sentence): boolean =>
    isShort(one) &&
    /^illegal(?:state|argument)exception$/.test(one.exception?.said ?? '') &&
    sentences.some(
      (other) => isToldAsError(other) && !isShort(other) && isHanSentence(other.canonical),
    );
  const ranks: readonly ((one: Sentence, at: number) => boolean)[] = [
    (one, at) => hasCode(one) && !isBare(sentences, at),
    (one, at) =>
      (isRaised(one) || isLong(one)) && saysWhat(one) && !isBare(sentences, at) && !isBeside(one),
    (one, at) => saysEnough(one) && isStatement(one, at) && isFailing(one),
    (one, at) => mayBeRoot(one) && isStatement(one, at) && isFailing(one) && one.words > 1,
    saysEnough,
    ({ role, words, torn }) => role === 'says' && words > 1 && !torn,
    ({ role, key }) => role === 'advises' && /^details?$/.test(key),
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
  // some say it twice, the second time in short
  const short = `${one.canonical} `;
  let at = sentences.findIndex(
    (other) => other === one || (mayBeRoot(other) && other.canonical.startsWith(short)),
  );
  while (goesOn(sentences[at - 1], sentences[at])) at -= 1;
  const line = sentences[at]?.line;
  for (let next = at + 1; sentences[next]?.line === line; next += 1)
    if (sentences[next]?.announced === true && sentences[next]?.role === 'says') at = next;
  const isRoot = sentences.some(
    (other, index) =>
      index >= at && saysEnough(other) && (index <= last || other.line === one.line),
  );
  const isEnough = (one: Sentence): boolean => saysEnough(one) && !bare.test(one.canonical);
  return { at, root: isRoot ? at : sentences.findLastIndex(isEnough) };
}

/** The second only adds to what the first says. */
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
  return one.role === 'says' && isNext && !begins && !isShort(before);
}
