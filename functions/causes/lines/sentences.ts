import { canonicalOf, inEnglish, typesApart, withoutCodes } from '../tokens/canonical.ts';
import { hardStop } from '../tokens/scan.ts';
import { isKept, isMark, isWord, said, type Token } from '../tokens/token.ts';
import { adviceKeys, codeKeys, messageKeys } from '../tokens/vocabulary.ts';
import { conditionOf } from './conditions.ts';
import type { Line } from './lines-of.ts';
import { isAdvice, isWrapper, isWrapperCode } from './wrappers.ts';

/**
 * What a sentence is to the failure.
 *
 * - `says`: it may be what went wrong.
 * - `wraps`: it says only that something failed (`Task 3 failed 4 times`).
 * - `condition`: what the operating system, the network or Java said (`Connection refused`): it
 *   tells causes apart, but not by itself, since anything can meet it.
 * - `advises`: what a driver or an engine adds for whoever mends it.
 * - `field`: a code behind its key (`StatusCode=403`).
 */
export type Role = 'says' | 'wraps' | 'condition' | 'advises' | 'field';

export type Sentence = Readonly<{
  role: Role;
  tokens: readonly Token[];
  /** The exception right before it. */
  exception: Token | undefined;
  /** The code before it, behind which its description was cut off. */
  code: Token | undefined;
  /** The key before it, where it is a field or a detail. */
  key: string;
  /** What tells it from others. */
  canonical: string;
  /** The same without the codes that count wherever they stand. */
  withoutCodes: string;
  /** How many words of it say something; two Chinese characters are one. */
  words: number;
  /** What counts wherever it stands: the codes of vendors, error conditions. */
  codes: readonly string[];
  settings: readonly string[];
  /** It goes on with what the sentence before it says. */
  continues: boolean;
  /** It stands behind `due to` or `caused by`. */
  causing: boolean;
  /** A part of it may be missing. */
  torn: boolean;
  line: Line;
}>;

type Opening = Readonly<{
  exception?: Token | undefined;
  key?: string;
  /** A vendor's code, whose general description stands between: `ODPS-0130071: … exception - `. */
  code?: Token;
  described?: boolean;
  continues?: boolean;
  /** Behind `due to` or `caused by`. */
  causing?: boolean;
}>;

/** Where a sentence ends, where the next one begins, and what stands before that one. */
type Cut = Readonly<{ end: number; next: number; opening: Opening }>;

/** The sentences of all lines; what stands below a detail or a hint belongs to it. */
export function sentencesIn(
  lines: readonly Readonly<{ line: Line; tokens: readonly Token[] }>[],
): readonly Sentence[] {
  const read = readLines(lines);
  // What is nothing but advice is what there is to say.
  if (read.some(({ role }) => role === 'says' || role === 'condition')) return read;
  return read.map((one) =>
    one.role === 'advises' && one.key === '' ? { ...one, role: 'says' } : one,
  );
}

function readLines(
  lines: readonly Readonly<{ line: Line; tokens: readonly Token[] }>[],
): readonly Sentence[] {
  let advised = false;
  let thrown: Token | undefined;
  let announced: Token | undefined;
  return lines.flatMap(({ line, tokens }) => {
    const read = sentencesOf(line, tokens);
    const [first] = read;
    const begins =
      first?.key !== '' ||
      first.exception !== undefined ||
      first.codes.length > 0 ||
      /^(?:Caused by|\p{Lu}+:)/u.test(line.text);
    for (const [at, one] of read.entries()) {
      const before = read[at - 1];
      const adds =
        before !== undefined &&
        addition.test(before.key) &&
        one.key === '' &&
        one.exception === undefined;
      if (adds) read[at] = { ...one, role: 'advises', key: before.key };
    }
    const isAdvised = first !== undefined && (addition.test(first.key) || (advised && !begins));
    const carried = { exception: thrown, code: announced };
    const last = read.at(-1);
    const announces = /[:：]$/.test(line.text);
    advised = isAdvised || addition.test(last?.key ?? '');
    thrown = announces && last?.words === 0 ? last.exception : undefined;
    announced = announces && last?.role === 'wraps' ? last.code : undefined;
    if (isAdvised) return read.map((one) => ({ ...one, role: 'advises' as const }));
    if (first === undefined) return read;
    const { exception = carried.exception, code = carried.code } = first;
    const codes =
      code === undefined || first.codes.includes(code.said)
        ? first.codes
        : [code.said, ...first.codes];
    return [{ ...first, exception, code, codes }, ...read.slice(1)];
  });
}

const addition = /^(?:details?|hint|context|where)$/;

/** Sentences of one line; more are data. */
const mostSentences = 60;

/**
 * The sentences of one line: cut behind classes and keys, at full stops, at `due to`, `caused by`.
 */
function sentencesOf(line: Line, tokens: readonly Token[]): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  let opening: Opening = {};
  const close = (end: number, behind?: Opening): void => {
    const inside = tokens.slice(start, end);
    const isEmpty = inside.every(({ kind }) => kind === 'mark');
    const last = end === tokens.length;
    if (isEmpty && (opening.exception === undefined || !last)) return;
    const begins =
      line.torn === 'beginning' &&
      sentences.length === 0 &&
      !/^[A-Z]{2,10}-\d{3,7}\b/.test(line.text) &&
      opening.exception === undefined;
    const torn = begins || (line.torn === 'end' && last);
    const read = sentence(line, inside, opening);
    const isPrefix =
      !last &&
      (behind?.described === true ||
        isCodePrefix(inside) ||
        /^[45]\d\d$/.test(inside[0]?.text ?? ''));
    sentences.push({ ...read, torn, ...(isPrefix ? { role: 'field', key: 'code' } : {}) });
  };
  for (let at = 0; at < tokens.length && sentences.length < mostSentences;) {
    const cut = cutAt({ tokens, at, start, opening });
    if (cut === undefined) {
      at += 1;
      continue;
    }
    close(cut.end, cut.opening);
    start = cut.next;
    while (isMark(tokens[start], ':：,;.-')) start += 1;
    at = Math.max(cut.next, start);
    opening = cut.opening;
  }
  close(tokens.length);
  return sentences;
}

type Place = Readonly<{
  tokens: readonly Token[];
  at: number;
  start: number;
  opening: Opening;
}>;

function cutAt(place: Place): Cut | undefined {
  const { tokens, at, start, opening } = place;
  const token = tokens[at];
  if (token === undefined) return undefined;
  if (token.kind === 'class') return classCut(place, token);
  if (token.kind === 'mark') return markCut(place, token);
  const key = keyAt(tokens, at);
  const end = beforeKey(tokens, at, start);
  const isTitle =
    key !== undefined && titled.test(key.name) && end > start && !/^[A-Z]+$/.test(token.text);
  if (key !== undefined && !isTitle && (at === start || !ofSentence.test(said(tokens[at - 1])))) {
    const exception = end === start ? opening.exception : undefined;
    const isDetail = tokens.slice(end, at).some((word) => /^details?$/.test(word.said));
    return { end, next: key.end, opening: { exception, key: isDetail ? 'detail' : key.name } };
  }
  if (
    at === start &&
    token.kind === 'term' &&
    /^[45]\d\d$/.test(token.text) &&
    isWord(tokens[at + 1])
  )
    return { end: at + 1, next: at + 1, opening: { ...opening } };
  if (token.said === 'errno' && isMark(tokens[at - 1], '[(') && at > start + 1)
    return { end: at - 1, next: at + 3, opening: {} };
  if (token.said === 'sqlstate' && at > start)
    return { end: at, next: at + 1, opening: { key: 'sqlstate' } };
  const causing =
    /^(?:due|caused|because)$/.test(token.said) && /^(?:to|by|of)$/.test(said(tokens[at + 1]));
  if (!causing || !tokens.slice(at + 2).some((one) => isWord(one) || isKept(one))) return undefined;
  const before = tokens.slice(start, at);
  const isLittle = before.filter((one) => isWord(one) || isKept(one)).length < 3;
  return !isLittle && !isAdvice(canonicalOf(before))
    ? { end: at, next: at + 2, opening: { ...codeOf(place), causing: true } }
    : undefined;
}

/** The code that a sentence goes on to speak for. */
function codeOf({ tokens, at, start, opening }: Place): Opening {
  const code = opening.code ?? tokens.slice(start, at).find(({ kind }) => kind === 'code');
  return code === undefined ? {} : { code };
}

/** `…Exception: what it says`; a class that begins a sentence or ends a line stands for itself. */
function classCut({ tokens, at, start, opening }: Place, exception: Token): Cut | undefined {
  const before = at === start && opening.key === 'errormessage' ? { key: opening.key } : {};
  let next = at + 1;
  while (isMark(tokens[next], ')]')) next += 1;
  if (tokens[next]?.kind === 'mark' && tokens[next]?.text.startsWith(':'))
    return { end: at, next: next + 1, opening: { ...before, exception } };
  if (at === start || isMark(tokens[at + 1], '([') || tokens[next] === undefined)
    return { end: at, next, opening: { ...before, exception } };
  return undefined;
}

function markCut({ tokens, at, start, opening }: Place, { text, spaced }: Token): Cut | undefined {
  if (text === hardStop) return { end: at, next: at + 1, opening: {} };
  const next = tokens[at + 1];
  const { key = '' } = opening;
  const isField = key !== '' && (!messageKeys.has(key) || (key === 'reason' && at === start + 1));
  if (isField && ',;)}'.includes(text)) return { end: at, next: at + 1, opening: {} };
  if (text === '。' || text === '！')
    return { end: at, next: at + 1, opening: { continues: true } };
  const stops =
    /^(?:[.!]|\.{3})$/.test(text) &&
    next?.spaced === true &&
    /^[\p{Lu}\p{Script=Han}]/u.test(next.text);
  if (stops) return { end: at, next: at + 1, opening: { continues: true } };
  if (/^[-–—]+$/.test(text) && spaced && next?.spaced === true) {
    const code = tokens.slice(start, at).find(({ kind }) => kind === 'code');
    if (code !== undefined && tokens.slice(at).some((token) => isWord(token) || isKept(token)))
      return { end: at, next: at + 1, opening: { code, described: true } };
  }
  const announces = /^[:：-]$/.test(text) && (next?.spaced === true || text === '：');
  if (announces && at > start && isWrapper(tokens.slice(start, at)))
    return { end: at, next: at + 1, opening: {} };
  const isPrefix =
    next?.spaced === true &&
    (text === ':' || isMark(tokens[at], '])')) &&
    isCodePrefix(tokens.slice(start, at));
  return isPrefix ? { end: at, next: at + 1, opening: { ...opening, key: '' } } : undefined;
}

const codePrefix =
  /^(?:forbidden|notfound|badrequest|conflict|toomanyrequests|error|googleapi|sql|snowflake|mysql|oracle|database|db|state|level|code|msg|server|native|vendor|)$/;

/**
 * `1045 (28000):`, `[42S02][1146]`, `Msg 208, Level 16, State 1:`, what drivers write before a
 * sentence.
 */
const isCodePrefix = (tokens: readonly Token[]): boolean =>
  tokens.some(({ kind }) => kind === 'term') &&
  tokens.every(({ kind, said: word, text }) =>
    kind === 'term' || kind === 'name'
      ? /^\d+$|^(?=\D*\d)[0-9A-Z]{5}$/.test(text)
      : codePrefix.test(word),
  );

/** `message:`, `"code" :`, `[ErrorCode]:`, `原因：`: its name, and where what it says begins. */
function keyAt(tokens: readonly Token[], at: number): { name: string; end: number } | undefined {
  const token = tokens[at];
  if (token === undefined) return undefined;
  let end = at + 1;
  while (isMark(tokens[end], ']>')) end += 1;
  const mark = tokens[end];
  if (mark?.kind !== 'mark' || !/^[:=：]/.test(mark.text) || mark.text.length > 2) return undefined;
  const before = tokens[at - 1];
  const inJson =
    token.quoted && mark.text.startsWith(':') && (before === undefined || isMark(before, '{,[('));
  const han =
    /(?:错误|异常|报错|失败|出错|详细)?(?:信息|原因|消息|详情|描述)(?:为|是)?$|(?:错误|异常|失败|出错|报错)(?:为|是)?$/u;
  if (isWord(token) && han.test(token.said)) return { name: 'message', end: end + 1 };
  const name = token.text.toLowerCase().replace(/[_-]/g, '');
  if (name === 'server' && said(before) === 'from') return { name: 'message', end: end + 1 };
  // Redshift's own, unlike PostgreSQL's `CONTEXT:`, says what went wrong.
  if (token.text === 'context') return { name: 'desc', end: end + 1 };
  const isKey =
    messageKeys.has(name) ||
    codeKeys.has(name) ||
    (adviceKeys.has(name) && (before === undefined || isMark(before, '(;')));
  if (isKey) return { name, end: end + 1 };
  return inJson ? { name: name === 'm' ? 'message' : 'other', end: end + 1 } : undefined;
}

/** `HTTP response code: 403` is a part of what is said. */
const ofSentence = /^(?:http|response|exit|return)$/;

/**
 * `Checksum error:`, `Peer indicated failure:`: these name what failed, unless they stand alone.
 */
const titled = /^(?:error|failure|failed|exception|fatal)$/;

/** Words before a key that belong to it: `Root cause:`, `(Service: …; Status Code: 403`. */
const keyPrefix =
  /^(?:io|most|recent|stage|error|status|vendor|native|sql|root|last|final|original|exception|failure|internal|details?|detailed|the|message|from)$/;

function beforeKey(tokens: readonly Token[], at: number, start: number): number {
  let end = at;
  while (end > start && (keyPrefix.test(said(tokens[end - 1])) || isMark(tokens[end - 1], '[(,;')))
    end -= 1;
  return end;
}

function sentence(line: Line, tokens: readonly Token[], opening: Opening): Sentence {
  const { exception, code, key = '', continues = false, causing = false } = opening;
  const written = canonicalOf(typesApart(tokens));
  const said = inEnglish(written);
  const condition = conditionOf(said, exception);
  const translated = said === written ? undefined : said;
  const words =
    translated?.split(' ').filter((word) => word !== '…').length ??
    tokens.reduce((count, token) => count + wordsIn(token), 0);
  const isCondition = condition !== undefined && !adviceKeys.has(key);
  const role = isCondition
    ? 'condition'
    : roleOf({ tokens, key, canonical: said, words, isThrown: exception !== undefined });
  return {
    role,
    tokens,
    exception,
    code,
    key,
    canonical: condition ?? said,
    withoutCodes: condition ?? translated ?? withoutCodes(typesApart(tokens)),
    codes: codesIn(code === undefined ? tokens : [code, ...tokens], role, key),
    settings: tokens.filter(({ kind }) => kind === 'setting').map((token) => token.said),
    words,
    continues,
    causing,
    torn: false,
    line,
  };
}

const wordsIn = ({ kind, text }: Token): number => {
  if (kind === 'name' || kind === 'number' || kind === 'mark' || kind === 'code') return 0;
  return kind === 'word' && /^\p{Script=Han}/u.test(text) ? text.length / 2 : 1;
};

type Read = Readonly<{
  tokens: readonly Token[];
  key: string;
  canonical: string;
  words: number;
  isThrown: boolean;
}>;

function roleOf({ tokens, key, canonical, words, isThrown }: Read): Role {
  if (adviceKeys.has(key)) return 'advises';
  if (key === 'other' && words < 5) return 'advises';
  const isMessage = key === '' || messageKeys.has(key);
  const camelCase = /^[a-z]+[A-Z]\w*$/.test(tokens.find(isWord)?.text ?? '');
  if ((!isMessage && words < 5) || (key === 'reason' && words === 1 && camelCase)) return 'field';
  if (isWrapper(tokens)) return 'wraps';
  const isNamed = isThrown || tokens.find(({ kind }) => kind !== 'mark')?.kind === 'condition';
  return isAdvice(canonical) && key === '' && !isNamed ? 'advises' : 'says';
}

/** Statuses of gRPC say less than any sentence. https://grpc.io/docs/guides/status-codes/ */
const grpcStatus =
  /^(?:cancelled|unknown|invalid_argument|deadline_exceeded|not_found|already_exists|permission_denied|resource_exhausted|failed_precondition|aborted|out_of_range|unimplemented|internal|unavailable|data_loss|unauthenticated)$/;

function codesIn(tokens: readonly Token[], role: Role, key: string): readonly string[] {
  const named = role === 'field' && /^(?:error|err)?code$/.test(key);
  return tokens.flatMap((token) => {
    const { kind, said: code } = token;
    if (kind === 'code') return isWrapperCode(token) ? [] : [code];
    if (role === 'wraps') return [];
    if (role === 'advises') return [];
    if (role === 'field') return named && /^[a-z]/.test(code) ? [code] : [];
    return kind !== 'condition' || grpcStatus.test(code) ? [] : [code];
  });
}
