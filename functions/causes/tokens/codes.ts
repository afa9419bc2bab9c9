import { isWord, retype, type Token } from './token.ts';

const isNumber = /^(?:-?\d{1,6}|0x[0-9a-f]{2,8})$/i;
/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const sqlState = '(?=\\w*[A-Z]|[0245])(?=\\w*\\d)[0-9A-Z]{5}(?!\\S)';
const isState = new RegExp(`^${sqlState}`);

const status =
  '(?:bad|unauthorized|forbidden|not|method|conflict|gone|precondition|too|internal|service|gateway)(?!\\S)';
const between = '(?: (?:is|of|was|value|with|response|number|exit|no|[^\\p{L}\\p{N}\\s…§]+))*';

/** How a code, here `#…`, is known by the pieces `around` it. */
const codes = new RegExp(
  [
    `(?:code|errno|status|\\bhttp)${between} #`,
    // not `error 1 of 3`
    `\\berror${between} #-?(?:\\d{3}|0x)`,
    // `Authorization Failed [4019]`
    `\\b(?:failed|operation)${between} [[:] #`,
    '\\btype #\\S+$',
    // `curl: (7) Failed`
    '\\bcurl \\S+ \\( #',
    '… \\( #-?\\d+(?: \\S+)?$',
    // `[Amazon](500310)`
    '[\\]:：] \\( #\\d{6}(?!\\S)',
    // `SQL Error [500310] [42001]`
    '§\\S+ \\] \\S+ #',
    // `002003 (42S02): SQL compilation error`
    `(?:^|: )#\\S+ \\( ${sqlState}`,
    // `502 Proxy Error`
    '(?:^|: )#[45]\\d\\d \\+',
    `#[1-5]\\d\\d \\+?${status}`,
    `\\b${status} \\S+ #[1-5]\\d\\d(?!\\S)`,
    `\\bsqlstate (?:\\S+ )?#${sqlState}`,
    // not `Query (42138) cancelled`
    `(?:^(?:\\S+ ){0,2}|§\\S+ )(?<!\\bquery )(?:\\[ #${sqlState}|\\( #${sqlState} \\))`,
  ].join('|'),
  'u',
);

/** Codes, statuses and SQLSTATEs, told by what stands beside them. */
export function readCodes(tokens: readonly Token[]): void {
  tokens.forEach((token, at) => {
    const { text } = token;
    if ((isNumber.test(text) || isState.test(text)) && codes.test(around(tokens, at)))
      retype(token, 'term');
  });
}

/** `…` stands for a name, `§` for a code, `+` before a capital. */
function around(tokens: readonly Token[], at: number): string {
  const before = tokens.slice(Math.max(0, at - 5), at).map((token) => {
    if (token.kind === 'name') return '…';
    return token.kind === 'term' ? `§${token.said}` : token.said || token.text;
  });
  const behind = tokens
    .slice(at + 1, at + 3)
    .map((token) =>
      isWord(token) ? token.text.replace(/^\p{Lu}\p{Ll}/u, '+$&').toLowerCase() : token.text,
    );
  return [...before, `#${tokens[at]?.text ?? ''}`, ...behind].join(' ');
}
