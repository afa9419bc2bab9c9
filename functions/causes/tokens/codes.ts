import { isMark, isWord, retype, said, type Token } from './token.ts';

/** A number right after one of these says which failure it is. */
const codeWord = /^(?:\w*(?:code|errno|status)|http)$/;
/** After these, only with a mark between: `Authorization Failed [4019]`. */
const beforeMarked = /^(?:failed|operation)$/;
const between = new Set(['is', 'of', 'was', 'value', 'with', 'response', 'number', 'exit', 'no']);
/** How an HTTP status goes on (`403 Forbidden`), or is announced (`Forbidden: 403`). */
const statusWord =
  /^(?:bad|unauthorized|forbidden|not|method|conflict|gone|precondition|too|internal|service|gateway)$/;
const sqlState = /^(?=[0-9A-Z]*\d)[0-9A-Z]{5}$/;
/**
 * SQLSTATEs of digits alone begin with a class that the standard or a vendor gave.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const stateClass = /^[0245]/;
const number = /^(?:-?\d{1,6}|0x[0-9a-f]{2,8})$/i;

/**
 * Codes of vendors, HTTP statuses, exit codes and SQLSTATEs stay, told by what stands beside them.
 */
export function readCodes(tokens: readonly Token[]): void {
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token !== undefined && isCode(token, tokens, at)) retype(token, 'term');
  }
}

function isCode(token: Token, tokens: readonly Token[], at: number): boolean {
  const { text, kind } = token;
  const mayBeState = sqlState.test(text) && (kind !== 'number' || stateClass.test(text));
  if (mayBeState && isSqlState(tokens, at)) return true;
  if (!number.test(text)) return false;
  const digits = text.replace('-', '').length;
  const [last, next] = [tokens[at - 1], tokens[at + 1]];
  if (said(last) === 'type' && next === undefined) return true;
  return (
    (isMark(last, '(') && isInBrackets(tokens, at, digits)) ||
    isSecondCode(tokens, at) ||
    isBeforeSqlState(tokens, at) ||
    isHttpStatus(token, tokens, at) ||
    isAfterCodeWord(tokens, at, digits)
  );
}

/**
 * `curl: (7) Failed`, `Can't connect to MySQL server on 'h' (111)`, `[Amazon](500310)`: how the
 * system or a driver calls it.
 */
const isInBrackets = (tokens: readonly Token[], at: number, digits: number): boolean =>
  said(tokens[at - 3]) === 'curl' ||
  (tokens[at + 2] === undefined && tokens[at - 2]?.kind === 'name') ||
  (digits === 6 && isMark(tokens[at - 2], ']:：'));

/** `SQL Error [500310] [42001]`: a code in brackets right after another one. */
const isSecondCode = (tokens: readonly Token[], at: number): boolean =>
  isMark(tokens[at - 2], ']') && tokens[at - 3]?.kind === 'term';

const begins = (tokens: readonly Token[], at: number): boolean =>
  tokens[at - 1] === undefined || isMark(tokens[at - 1], ':');

/** `002003 (42S02): SQL compilation error`: Snowflake and MySQL put their own code first. */
const isBeforeSqlState = (tokens: readonly Token[], at: number): boolean =>
  begins(tokens, at) && isMark(tokens[at + 1], '(') && sqlState.test(tokens[at + 2]?.text ?? '');

function isHttpStatus({ text }: Token, tokens: readonly Token[], at: number): boolean {
  if (!/^[1-5]\d\d$/.test(text)) return false;
  const next = tokens[at + 1];
  const isTitled = isWord(next) && /^\p{Lu}\p{Ll}/u.test(next.text);
  return (
    (begins(tokens, at) && isTitled && /^[45]/.test(text)) ||
    statusWord.test(said(next)) ||
    statusWord.test(said(tokens[at - 2]))
  );
}

function isAfterCodeWord(tokens: readonly Token[], from: number, digits: number): boolean {
  for (let at = from - 1; at >= from - 5; at -= 1) {
    const word = said(tokens[at]);
    if (codeWord.test(word)) return true;
    // `error 1 of 3` is no code
    if (word === 'error') return digits >= 3;
    if (beforeMarked.test(word)) return isMark(tokens[from - 1], '[:');
    if (!between.has(word) && tokens[at]?.kind !== 'mark') return false;
  }
  return false;
}

function isSqlState(tokens: readonly Token[], at: number): boolean {
  const [last, earlier, next] = [tokens[at - 1], tokens[at - 2], tokens[at + 1]];
  if (said(last) === 'sqlstate' || said(earlier) === 'sqlstate') return true;
  const enclosed = isMark(last, '[') || (isMark(last, '(') && isMark(next, ')'));
  // `Query (42138) cancelled`
  if (!enclosed || said(earlier) === 'query') return false;
  return at < 4 || earlier?.kind === 'term';
}
