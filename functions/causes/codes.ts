import { isMark, kept, said, type Token } from './token.ts';

/**
 * A number right after one of these says which failure it is; all other numbers differ from row to
 * row.
 */
const codeWord = /^(?:\w*code|\w*errno|\w*status|sqlstate|state|http|signal|sqlcode|ec|rc)$/;
/** After these, only one of three digits and more: `error 1 of 3` is no code. */
const errorWord = /^(?:error|err|msg|ora)$/;
/**
 * After these, only with a mark between: `Authorization Failed [4019]`, `Invalid operation: 1023`.
 */
const beforeMarked = /^(?:failed|operation)$/;
const between = new Set(['is', 'of', 'was', 'value', 'with', 'response', 'number', 'exit', 'no']);
/** How an HTTP status goes on (`403 Forbidden`), or is announced (`Forbidden: 403`). */
const statusWord = new RegExp(
  `^(?:${[
    'bad|unauthorized|forbidden|not|method|request|conflict|gone|precondition|too|internal|service|gateway|payment',
    'unprocessable|length|client|server',
  ].join('|')})$`,
);
const answerWord = /^(?:returned|responded|answered|got|received)$/;
/** Without one of these in the line, `but got 404` counts rows. */
const asker = /^(?:https?|server|service|endpoint|url|api|proxy|gateway)$/;
const sqlState = /^(?=[0-9A-Z]*\d)[0-9A-Z]{5}$/;
/**
 * SQLSTATEs of digits alone begin with a class that the standard or a vendor gave.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const stateClass = /^(?:0\d|2[0-8]|3[4-9]|4[0-6]|5[1-8]|99)/;
/** What is numbered, and so no state behind its name: `Query (42138) cancelled`. */
const numbered = /^(?:query|statement|task|job|process|session|stage|instance|line|row|port|pid)$/;
const number = /^(?:-?\d{1,6}|0x[0-9a-f]{2,8})$/i;
const httpStatus = /^[1-5]\d\d$/;

/**
 * Codes of vendors, HTTP statuses, exit codes and SQLSTATEs stay; they are told by what stands
 * beside them.
 */
export function keepCodes(tokens: readonly Token[]): readonly Token[] {
  const read: Token[] = [];
  for (const [at, token] of tokens.entries()) {
    read.push(isCode(token, read, tokens.slice(at + 1, at + 4)) ? kept(token) : token);
  }
  return read;
}

function isCode(token: Token, before: readonly Token[], after: readonly Token[]): boolean {
  if (
    sqlState.test(token.text) &&
    (token.kind !== 'number' || stateClass.test(token.text)) &&
    isSqlState(before, after[0])
  )
    return true;
  if (token.kind !== 'number' || !number.test(token.text)) return false;
  const digits = token.text.replace('-', '').length;
  if (said(before.at(-1)) === 'type' && (after[0] === undefined || isMark(after[0], '.,;)]')))
    return true;
  if (isMark(before.at(-1), '(') && isMark(after[0], ')') && isOnlyInBrackets(before, after[1]))
    return true;
  if (digits >= 4 && isMark(before.at(-1), '(') && isMark(before.at(-2), ']')) return true;
  return (
    isSecondCode(before) ||
    isBeforeSqlState(digits, before, after) ||
    isHttpStatus(token, before, after[0]) ||
    isAfterCodeWord(before, digits)
  );
}

/**
 * `curl: (7) Failed`, and `ERROR 2003 (HY000): Can't connect to MySQL server on 'h' (111)`: how the
 * system calls it.
 */
const isOnlyInBrackets = (before: readonly Token[], next: Token | undefined): boolean =>
  (before.length === 3 && isMark(before[1], ':')) ||
  (next === undefined &&
    before.length > 4 &&
    before.some((token) => token.kind === 'kept' && sqlState.test(token.text)));

const isCodeText = (token: Token | undefined): boolean =>
  token?.kind === 'kept' && number.test(token.text);

/** `SQL Error [500310] [42P01]`, `1045 (28000)`: a code in brackets right after another one. */
function isSecondCode(before: readonly Token[]): boolean {
  const [last, earlier, first] = [before.at(-1), before.at(-2), before.at(-3)];
  if (isMark(last, '([') && isCodeText(earlier)) return true;
  return isMark(last, '[') && isMark(earlier, ']') && isCodeText(first);
}

/**
 * `002003 (42S02): SQL compilation error`: Snowflake and MySQL put their own code before the
 * SQLSTATE.
 */
function isBeforeSqlState(
  digits: number,
  before: readonly Token[],
  [open, state, close]: readonly Token[],
): boolean {
  if (digits < 4 || !isMark(open, '(') || !isMark(close, ')')) return false;
  if (state === undefined || !sqlState.test(state.text)) return false;
  const last = before.at(-1);
  return (
    state.kind !== 'number' ||
    last === undefined ||
    isMark(last, ':') ||
    /^\w*error$/.test(said(last))
  );
}

function isHttpStatus(token: Token, before: readonly Token[], next: Token | undefined): boolean {
  if (!httpStatus.test(token.text)) return false;
  const last = before.at(-1);
  if (before.length === 1 && isMark(last, '[') && isMark(next, ']'))
    return /^[45]/.test(token.text);
  if (next?.spaced === true && statusWord.test(said(next))) return true;
  if (
    last === undefined &&
    /^[45]/.test(token.text) &&
    next?.kind === 'word' &&
    /^\p{Lu}\p{Ll}/u.test(next.text) &&
    !/^rows?$/i.test(next.text)
  )
    return true;
  if (isMark(last, ':') && statusWord.test(said(before.at(-2)))) return true;
  return (
    answerWord.test(said(last)) &&
    next?.kind !== 'word' &&
    before.slice(-40).some((word) => asker.test(said(word)))
  );
}

function isAfterCodeWord(before: readonly Token[], digits: number): boolean {
  for (let at = before.length - 1; at >= 0 && at >= before.length - 5; at -= 1) {
    const token = before[at];
    const word = said(token);
    if (codeWord.test(word)) return true;
    if (errorWord.test(word)) return digits >= 3;
    if (beforeMarked.test(word)) return digits >= 3 && isMark(before.at(-1), '[:');
    if (between.has(word)) continue;
    if (token?.kind !== 'mark' || !/^[:=#([<>."-]+$/.test(token.text)) return false;
  }
  return false;
}

const stateWord = /^(?:sqlstate|state)$/;

function isSqlState(before: readonly Token[], next: Token | undefined): boolean {
  const [last, earlier, first] = [before.at(-1), before.at(-2), before.at(-3)];
  if (stateWord.test(said(last))) return true;
  if (isMark(last, ':=([') && /^(?:sqlstate|state|code|sql)$/.test(said(earlier))) return true;
  if (isMark(last, ':=([') && isMark(earlier, '([') && stateWord.test(said(first))) return true;
  const enclosed =
    (isMark(last, '(') && isMark(next, ')')) || (isMark(last, '[') && isMark(next, ']'));
  if (!enclosed || numbered.test(said(earlier))) return false;
  return (
    before.length < 4 ||
    isMark(earlier, ']') ||
    isCodeText(earlier) ||
    /^\d{4,6}$|[A-Z]/.test(earlier?.text ?? '')
  );
}
