import { isMark, kept, said, type Token } from './token.ts';
import { dataTypes } from './vocabulary.ts';

/**
 * `decimal(38,18)` and `decimal(18,2)` stay apart: the act that mends a decimal is to declare
 * another precision or scale, so the numbers are the message. The length of a `varchar(64)` is a
 * measure of one column, like a row count: the act (widen the column, or cut the text) is the same
 * for every length, so it goes.
 */
const exact =
  /^(?:decimal|numeric|number|bignumeric|bigdecimal|dec|decimaltype|decimal128|decimal256)$/;

/**
 * Data types as one piece each, with what counts of their parameters; the names of the fields of a
 * struct go.
 */
export function joinTypes(tokens: readonly Token[]): readonly Token[] {
  const joined: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const word = token.kind === 'word' || token.kind === 'kept' ? token.text.toLowerCase() : '';
    const parameters =
      dataTypes.has(word) || exact.test(word) ? parametersAt(tokens, at + 1) : undefined;
    if (parameters !== undefined) {
      joined.push(
        kept(token, exact.test(word) ? `${token.text}(${parameters.join(',')})` : token.text),
      );
      at += 2 * parameters.length + 1;
    } else joined.push(isFieldName(tokens, at) ? { ...token, kind: 'name' } : token);
  }
  return joined;
}

/** `(38,18)`, whether or not the two numbers were written as one (`38,18`). */
function parametersAt(tokens: readonly Token[], at: number): readonly string[] | undefined {
  if (!isMark(tokens[at], '(')) return undefined;
  const [first, second, third, fourth] = tokens.slice(at + 1, at + 5);
  if (first === undefined || !isSize(first)) return undefined;
  if (isMark(second, ')')) return [first.text];
  if (!isMark(second, ',') || third === undefined || !isSize(third) || !isMark(fourth, ')'))
    return undefined;
  return [first.text, third.text];
}

const isSize = ({ kind, text }: Token): boolean =>
  text.toLowerCase() === 'max' ||
  ((kind === 'number' || kind === 'kept') && /^-?\d{1,6}$/.test(text));

const isFieldName = (tokens: readonly Token[], at: number): boolean =>
  isMark(tokens[at - 1], '<,') &&
  isMark(tokens[at + 1], ':') &&
  dataTypes.has(said(tokens[at + 2])) &&
  tokens.slice(Math.max(0, at - 200), at).some((token) => isMark(token, '<'));
