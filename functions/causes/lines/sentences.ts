import { canonicalOf, typesApart, withoutCodes } from '../tokens/canonical.ts';
import { hardStop } from '../tokens/scan.ts';
import { isHan, isKept, isMark, isWord, said, type Token } from '../tokens/token.ts';
import { adviceKeys, codeKeys, messageKeys } from '../tokens/vocabulary.ts';
import { conditionOf } from './conditions.ts';
import type { Line } from './lines-of.ts';
import { isAdvice, isWrapper, isWrapperCode, tellsFailure } from './wrappers.ts';

/**
 * - `wraps`: it says only that something failed.
 * - `condition`: what the system or the network said; anything can meet it.
 * - `advises`: what is added for whoever mends it.
 * - `field`: a code behind its key.
 */
type Role = 'says' | 'wraps' | 'condition' | 'advises' | 'field';

type Opening = Readonly<{
  /** The exception right before it. */
  exception?: Token | undefined;
  /** The vendor's code before it. */
  code?: Token | undefined;
  key?: string;
  /** It is a part of the sentence before it. */
  continues?: boolean;
  /** It stands behind `due to`. */
  causing?: boolean;
  /** It stands behind a colon. */
  announced?: boolean;
}>;

export type Sentence = Opening &
  Readonly<{
    role: Role;
    key: string;
    tokens: readonly Token[];
    /** What tells it from others. */
    canonical: string;
    withoutCodes: string;
    words: number;
    /** What counts wherever it stands. */
    codes: readonly string[];
    settings: readonly string[];
    /** A part of it may be missing. */
    torn: boolean;
    line: Line;
  }>;

type ReadLine = Readonly<{ line: Line; tokens: readonly Token[] }>;

export function sentencesIn(lines: readonly ReadLine[]): readonly Sentence[] {
  const read = readLines(lines);
  // only advice is there
  const isTold = ({ role, words }: Sentence, at: number): boolean =>
    role === 'says' ||
    role === 'condition' ||
    (role === 'wraps' && words >= fewestToTell && read[at + 1]?.continues === true);
  if (read.some(isTold)) return read;
  return read.map((one) =>
    one.role === 'advises' && one.key === '' ? { ...one, role: 'says' } : one,
  );
}

const fewestToTell = 3.5;
const mostOfAdvice = 12;
const mostOfContext = 40;

const addition = /^(?:details?|hint|context|where)$/;

function readLines(lines: readonly ReadLine[]): readonly Sentence[] {
  let advised = false;
  /** What a line that ends with a colon leaves to the next. */
  let carried: Pick<Sentence, 'exception' | 'code'> = {};
  let isCodeOnly = false;
  return lines.flatMap(({ line, tokens }): readonly Sentence[] => {
    const read = sentencesOf(line, tokens);
    // Redshift's `ERROR: 1023`, whose detail is the sentence
    const [detail] = read;
    if (isCodeOnly && detail?.key === 'detail') read[0] = { ...detail, key: 'error', role: 'says' };
    isCodeOnly =
      /^\d{4}$/.test(tokens.at(-1)?.text ?? '') && read.at(-1)?.tokens.some(isWord) === false;
    for (const [at, one] of read.entries()) {
      const { key = '' } = read[at - 1] ?? {};
      if (addition.test(key) && one.key === '' && one.exception === undefined)
        read[at] = { ...one, role: 'advises', key };
    }
    const [first] = read;
    const last = read.at(-1);
    const begins = first?.key !== '' || first.exception !== undefined || first.codes.length > 0;
    const isAdvised = first !== undefined && (addition.test(first.key) || (advised && !begins));
    const { exception, code } = { ...carried, ...defined(first) };
    const announces = /[:：]$/.test(line.text);
    advised = isAdvised || addition.test(last?.key ?? '');
    carried = {
      exception: announces && last?.words === 0 ? last.exception : undefined,
      code: announces && last?.role === 'wraps' ? last.code : undefined,
    };
    if (isAdvised) return read.map((one) => ({ ...one, role: 'advises' }));
    if (first === undefined) return read;
    const codes = code === undefined ? first.codes : [...new Set([code.said, ...first.codes])];
    return [{ ...first, exception, code, codes }, ...read.slice(1)];
  });
}

const defined = (first: Sentence | undefined): Pick<Sentence, 'exception' | 'code'> => ({
  ...(first?.exception === undefined ? {} : { exception: first.exception }),
  ...(first?.code === undefined ? {} : { code: first.code }),
});

/** Sentences of one line; more are data. */
const mostSentences = 60;

type Cut = Readonly<{ end: number; next: number; opening: Opening; isPrefix?: boolean }>;
type Place = Readonly<{ tokens: readonly Token[]; at: number; start: number; opening: Opening }>;

/** Cut behind classes and keys, at full stops, at `due to`. */
function sentencesOf(line: Line, tokens: readonly Token[]): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  let opening: Opening = {};
  const close = (end: number, isPrefix = false): void => {
    const inside = tokens.slice(start, end);
    const isLast = end === tokens.length;
    if (inside.every(({ kind }) => kind === 'mark') && (opening.exception === undefined || !isLast))
      return;
    const isBeginning = sentences.length === 0 && opening.exception === undefined;
    const torn = line.torn === 'end' ? isLast : line.torn === 'beginning' && isBeginning;
    const isCode =
      !isLast && (isPrefix || isCodePrefix(inside) || /^[45]\d\d$/.test(inside[0]?.text ?? ''));
    const read = { ...sentence(line, inside, opening), torn };
    sentences.push(isCode ? { ...read, role: 'field', key: 'code' } : read);
  };
  for (let at = 0; at < tokens.length && sentences.length < mostSentences;) {
    const cut = cutAt({ tokens, at, start, opening });
    at += 1;
    if (cut === undefined) continue;
    close(cut.end, cut.isPrefix);
    start = cut.next;
    while (isMark(tokens[start], ':：,;.-')) start += 1;
    at = start;
    opening = cut.opening;
  }
  close(tokens.length);
  return sentences;
}

/** `usually caused by …` says how it may have come. */
const guessed = /^(?:usually|often|probably|possibly|likely|maybe|be)$/;

const isSaying = (token: Token): boolean => isWord(token) || isKept(token);

function cutAt(place: Place): Cut | undefined {
  const { tokens, at, start, opening } = place;
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (token === undefined) return undefined;
  if (token.kind === 'class') return classCut(place, token);
  if (token.kind === 'mark') return markCut(place, token);
  const byKey = keyCut(place);
  if (byKey !== undefined) return byKey;
  if (at === start && token.kind === 'term' && /^[45]\d\d$/.test(token.text) && isWord(next))
    return { end: at + 1, next: at + 1, opening };
  if (token.said === 'errno' && at > start) return { end: at - 1, next: at + 3, opening: {} };
  if (!/^(?:due to|caused by|because \S*)$/.test(`${token.said} ${said(next)}`)) return undefined;
  const before = tokens.slice(start, at);
  // `copy of orders failed because …`, but not `cannot be dropped because …`
  if (token.said === 'because' && said(next) !== 'of')
    return isWrapper(before) ? { end: at, next: at + 1, opening: { causing: true } } : undefined;
  if (!tokens.slice(at + 2).some(isSaying) || guessed.test(said(tokens[at - 1]))) return undefined;
  if (before.filter(isSaying).length < 3 || isAdvice(canonicalOf(before))) return undefined;
  const code = opening.code ?? codeIn(before);
  return { end: at, next: at + 2, opening: { code, causing: true } };
}

const codeIn = (tokens: readonly Token[]): Token | undefined =>
  tokens.find(({ kind }) => kind === 'code');

/** A class that begins a sentence or ends a line stands for itself. */
function classCut({ tokens, at, start, opening }: Place, exception: Token): Cut | undefined {
  const { key = '' } = at === start && opening.key === 'errormessage' ? opening : {};
  let next = at + 1;
  while (isMark(tokens[next], ')]')) next += 1;
  const mark = tokens[next];
  if (mark?.kind === 'mark' && mark.text.startsWith(':'))
    return { end: at, next: next + 1, opening: { key, exception } };
  return at === start || isMark(tokens[at + 1], '([') || mark === undefined
    ? { end: at, next, opening: { key, exception } }
    : undefined;
}

function markCut(place: Place, { text, spaced }: Token): Cut | undefined {
  const { tokens, at, start, opening } = place;
  const cut = (behind: Opening): Cut => ({ end: at, next: at + 1, opening: behind });
  if (text === hardStop) return cut({});
  const next = tokens[at + 1];
  const isSpaced = next?.spaced === true;
  const { key = '' } = opening;
  const isField = key !== '' && !messageKeys.has(key);
  if (isField && ',;)}'.includes(text)) return cut({});
  const closesObject =
    text.startsWith('}') &&
    key !== '' &&
    !tokens.slice(start, at).some((token) => isMark(token, '{'));
  if (closesObject) return cut({});
  const stops =
    /^(?:[.!]|\.{3})$/.test(text) && isSpaced && /^[\p{Lu}\p{Script=Han}[]/u.test(next.text);
  if (stops || /^[。！]$/.test(text)) return cut({ continues: true });
  const isNear = at - start <= mostOfContext;
  const mayCut = /^(?:[-–—]+|[:：)\]])$/.test(text);
  const before = mayCut ? tokens.slice(start, at) : [];
  if (/^[-–—]+$/.test(text) && spaced && isSpaced) {
    const code = codeIn(before);
    if (code !== undefined && tokens.slice(at).some(isSaying))
      return { ...cut({ code }), isPrefix: true };
    if (key === 'description' || isAdvice(canonicalOf(before.slice(0, mostOfAdvice))))
      return cut({});
  }
  const announces = /^[:：-]$/.test(text) && (isSpaced || text === '：');
  const counts = next?.kind === 'number';
  if (
    announces &&
    !counts &&
    at > start &&
    (isWrapper(before) || (isNear && isInOtherScript(place)))
  )
    return cut({});
  if (announces && text !== '-' && isNear && isContext(before) && saysEnoughBehind(tokens, at + 1))
    return cut({ announced: true });
  const isPrefix = isSpaced && /^[:)\]]$/.test(text) && isCodePrefix(before);
  return isPrefix ? cut({ ...opening, key: '' }) : undefined;
}

/** Chinese before what an English program said. */
function isInOtherScript({ tokens, at, start }: Place): boolean {
  const behind = tokens.slice(at + 1, at + 6);
  return (
    tokens.slice(start, at).some(isHan) &&
    !behind.some(isHan) &&
    behind.filter((token) => isSaying(token) || token.kind === 'class').length > 1
  );
}

/** `listing dw.orders (attempt=2)`: what was done, and not what is wrong. */
const isContext = (tokens: readonly Token[]): boolean =>
  tokens.some(isWord) &&
  tokens.some(({ kind }) => kind === 'name' || kind === 'number') &&
  tokens.every(({ kind }) => /^(?:name|number|mark|word)$/.test(kind)) &&
  !tellsFailure(canonicalOf(tokens));

const enoughBehind = 5;

/** What a program said stands behind the last colon that leaves enough to tell it by. */
function saysEnoughBehind(tokens: readonly Token[], from: number): boolean {
  let words = 0;
  for (const token of tokens.slice(from, from + 3 * enoughBehind)) {
    if (token.text === hardStop || isMark(token, ':：。')) break;
    words += wordsIn(token);
  }
  return words >= enoughBehind;
}

/** `[42S02][1146]`, `Msg 208, Level 16, State 1:`. */
const isCodePrefix = (tokens: readonly Token[]): boolean =>
  tokens.some(({ kind }) => kind === 'term') &&
  tokens.every(({ kind, said: word, text }) =>
    kind === 'term' || kind === 'name'
      ? /^\d+$|^(?=\D*\d)[0-9A-Z]{5}$/.test(text)
      : /^(?:forbidden|error|googleapi|sql|snowflake|code|vendor|)$/.test(word),
  );

/** These name what failed, unless they stand alone: `Checksum error:`. */
const titled = /^(?:error|failure|failed|exception|fatal)$/;
const ofSentence = /^(?:response|exit)$/;
/** Words that belong to the key behind them: `Root cause:`. */
const keyPrefix =
  /^(?:io|most|recent|stage|error|status|sql|last|exception|failure|internal|details?|detailed|message|from)$/;

function keyCut({ tokens, at, start, opening }: Place): Cut | undefined {
  const key = keyAt(tokens, at);
  if (key === undefined) return undefined;
  const before = tokens[at - 1];
  if (at > start && ofSentence.test(said(before))) return undefined;
  let end = at;
  while (end > start && (keyPrefix.test(said(tokens[end - 1])) || isMark(tokens[end - 1], '[(,;')))
    end -= 1;
  const isTitle =
    titled.test(key.name) &&
    end > start &&
    !isMark(tokens[at + 1], '=') &&
    !/^[A-Z]+$/.test(tokens[at]?.text ?? '');
  if (isTitle) return undefined;
  const exception = end === start ? opening.exception : undefined;
  const isDetail = tokens.slice(end, at).some((word) => /^details?$/.test(word.said));
  return { end, next: key.end, opening: { exception, key: isDetail ? 'detail' : key.name } };
}

const hanKey =
  /(?:信息|原因|因为|消息|详情|描述|错误|异常|失败|出错|报错|返回|中止|终止|退出)[为是]?$/;

/** `message:`, `"code" :`, `原因：`, and where what it says begins. */
function keyAt(tokens: readonly Token[], at: number): { name: string; end: number } | undefined {
  const token = tokens[at];
  if (token === undefined) return undefined;
  let end = at + 1;
  while (isMark(tokens[end], ']>')) end += 1;
  const mark = tokens[end];
  if (mark?.kind !== 'mark' || !/^[:=：].?$/.test(mark.text)) return undefined;
  end += 1;
  const before = tokens[at - 1];
  const name = token.text.toLowerCase().replace(/[_-]/g, '');
  if (isWord(token) && hanKey.test(token.said)) return { name: 'message', end };
  // unlike PostgreSQL's `CONTEXT:`
  if (token.text === 'context') return { name: 'description', end };
  const isFirst = before === undefined;
  if (messageKeys.has(name) || codeKeys.has(name)) return { name, end };
  // `statusMessage`, `aws_error_message`
  if (/message$|\.error$/.test(name)) return { name: 'message', end };
  if (adviceKeys.has(name) && (isFirst || isMark(before, '(;'))) return { name, end };
  const inJson = token.quoted && (isFirst || isMark(before, '{,[('));
  return inJson ? { name: name === 'm' ? 'message' : 'other', end } : undefined;
}

function sentence(line: Line, tokens: readonly Token[], opening: Opening): Sentence {
  const { exception, code, key = '' } = opening;
  const counted = typesApart(tokens);
  const canonical = canonicalOf(counted);
  const condition = conditionOf(canonical, exception);
  const words = countWords(tokens);
  const read = { ...opening, tokens, key, canonical, words };
  const role = condition !== undefined && !adviceKeys.has(key) ? 'condition' : roleOf(read);
  return {
    ...read,
    role,
    canonical: condition ?? canonical,
    withoutCodes: condition ?? withoutCodes(counted),
    codes: codesIn(code === undefined ? tokens : [code, ...tokens], role, key),
    settings: tokens.filter(({ kind }) => kind === 'setting').map((token) => token.said),
    torn: false,
    line,
  };
}

export const countWords = (tokens: readonly Token[]): number =>
  tokens.reduce((count, token) => count + wordsIn(token), 0);

/** Two Chinese characters are one. */
export const wordsIn = ({ kind, text }: Token): number => {
  if (kind === 'name' || kind === 'number' || kind === 'mark' || kind === 'code') return 0;
  return kind === 'word' && /^\p{Script=Han}/u.test(text) ? text.length / 2 : 1;
};

const manyWords = 5;

/** `DbxApi HTTP 400 {…}`. */
const answered = /^\S+ http [45]\d\d$/;

function roleOf({
  tokens,
  key,
  canonical,
  words,
  exception,
}: Pick<Sentence, 'tokens' | 'key' | 'canonical' | 'words' | 'exception'>): Role {
  const isFew = words < manyWords;
  if (adviceKeys.has(key) || key === 'other') return 'advises';
  const isMessage = key === '' || messageKeys.has(key);
  const camelCase = /^[a-z]+[A-Z]\w*$/.test(tokens.find(isWord)?.text ?? '');
  if ((!isMessage && isFew) || (key === 'reason' && words === 1 && camelCase)) return 'field';
  if (isWrapper(tokens) || answered.test(canonical)) return 'wraps';
  const isNamed = tokens.find(({ kind }) => kind !== 'mark')?.kind === 'condition';
  const mayAdvise = key === '' && exception === undefined && !isNamed;
  return mayAdvise && isAdvice(canonical) ? 'advises' : 'says';
}

/** https://grpc.io/docs/guides/status-codes/ */
const grpcStatus =
  /^(?:invalid_argument|deadline_exceeded|not_found|already_exists|permission_denied|resource_exhausted|failed_precondition|out_of_range)$/;

function codesIn(tokens: readonly Token[], role: Role, key: string): readonly string[] {
  const isNamed = role === 'field' && /^(?:error|err)?code$/.test(key);
  const counts = (token: Token): boolean => {
    if (token.kind === 'code') return !isWrapperCode(token);
    if (role === 'field') return isNamed && /^[a-z]/.test(token.said);
    if (role === 'wraps' || role === 'advises') return false;
    return token.kind === 'condition' && !grpcStatus.test(token.said);
  };
  return tokens.filter(counts).map((token) => token.said);
}
