import { isMark, makeName, retype, said, type Token } from './token.ts';
import { dataTypes } from './vocabulary.ts';

/**
 * `decimal(38,18)` and `decimal(18,2)` stay apart: the act that mends a decimal is to declare
 * another precision or scale, so the numbers are the message. The length of a `varchar(64)` is a
 * measure of one column: the act (widen the column, or cut the text) is the same for every length.
 */
const exact =
  /^(?:decimal|numeric|number|bignumeric|bigdecimal|dec|decimaltype|decimal128|decimal256)$/;
const size = /^(?:-?\d{1,10}|max)$/i;

/** Data types with what counts of their parameters; the names of the fields of a struct go. */
export function readTypes(tokens: readonly Token[]): void {
  let opened = 0;
  tokens.forEach((token, at) => {
    if (isMark(token, '<')) opened += 1;
    const isExact = exact.test(token.said);
    if ((isExact || dataTypes.has(token.said)) && isMark(tokens[at + 1], '(')) {
      const sizes = sizesAt(tokens, at + 2);
      if (sizes !== undefined) {
        for (const part of tokens.slice(at + 1, at + 2 + 2 * sizes.length))
          retype(part, 'mark', '');
        retype(token, 'type', isExact ? `${token.said}(${sizes.join(',')})` : token.said);
      }
    } else if (opened > 0 && isFieldName(tokens, at)) makeName(token);
  });
}

function sizesAt(tokens: readonly Token[], at: number): readonly string[] | undefined {
  const [first, second, third, fourth] = tokens.slice(at, at + 4);
  if (first === undefined) return undefined;
  if (isMark(second, ')')) return size.test(first.text) ? [first.text] : undefined;
  const two = isMark(second, ',') && third !== undefined && isMark(fourth, ')');
  return two && size.test(first.text) && size.test(third.text)
    ? [first.text, third.text]
    : undefined;
}

const isFieldName = (tokens: readonly Token[], at: number): boolean =>
  isMark(tokens[at - 1], '<,') &&
  isMark(tokens[at + 1], ':') &&
  dataTypes.has(said(tokens[at + 2]));

/**
 * Two types that do not fit are two columns to map, so a type tells causes apart. Where what has to
 * be done is the same whatever the type is, it goes: a switch turns it on, or a column has it.
 */
export function typesApart(tokens: readonly Token[]): readonly Token[] {
  const types = tokens.filter(
    ({ said, text }) => dataTypes.has(said.replace(/\(.*/, '')) && text !== 'type',
  );
  const [only] = types;
  if (only === undefined || types.length > 1) return tokens;
  const at = tokens.indexOf(only);
  const words = tokens.map(({ said }) => said);
  const enabled = words[at + 1] === 'type' && words.slice(at).join(' ').includes('not enabled');
  const owned = words[at - 1] === 'type' && words[at - 2] === 'has' && words.includes('column');
  return enabled || owned ? tokens.filter((token) => token !== only) : tokens;
}
