import { isMark, name, said, type Pass, type Token } from './token.ts';
import { dataTypes, prose, sqlWords, tellingKeys, thingsWithMeaning } from './vocabulary.ts';

/** Lists of names: `possible column names are: id, name, dt`, `[id, name, amount]`, `[orders]`. */
export const findListed: Pass = (tokens) => findInBrackets(findEnumerated(tokens));

const listable = /^(?:columns|fields|tables|partitions|names|列|字段)$/;

/** A list without brackets, up to where the sentence or the bracket around it ends. */
const findEnumerated: Pass = (tokens) => {
  const read = [...tokens];
  for (const [at, token] of tokens.entries()) {
    if (!isMark(token, ':')) continue;
    if (!tokens.slice(Math.max(0, at - 3), at).some((word) => listable.test(said(word)))) continue;
    let end = at + 1;
    while (isElement(tokens[end]) && isMark(tokens[end + 1], ',')) end += 2;
    const closed = tokens[end + 1] === undefined || isMark(tokens[end + 1], ')].;}');
    if (end === at + 1 || !isElement(tokens[end]) || !closed) continue;
    for (let index = at + 1; index <= end; index += 2) nameAt(read, index);
  }
  return read;
};

const isElement = (token: Token | undefined): boolean =>
  token?.kind === 'word' || token?.kind === 'name';

const longest = 400;

/**
 * In brackets: single words with commas between them, unless they are types, privileges or
 * keywords.
 */
const findInBrackets: Pass = (tokens) => {
  const read = [...tokens];
  for (const [at, token] of tokens.entries()) {
    if (!isMark(token, '([')) continue;
    const inside = insideOf(tokens, at);
    if (inside === undefined) continue;
    const ofColumn =
      isMark(tokens[at - 1], ':') &&
      /^(?:columns?|fields?)$/.test(said(tokens[at - 2])) &&
      inside.length === 1;
    if (!ofColumn && !isListOfNames(inside, token.text === '[' && !tells(tokens, at))) continue;
    for (const [index, { kind }] of inside.entries())
      if (kind === 'word') nameAt(read, at + 1 + index);
  }
  return read;
};

function insideOf(tokens: readonly Token[], open: number): readonly Token[] | undefined {
  let end = open + 1;
  while (end < tokens.length && end < open + longest && !isMark(tokens[end], '()[]')) end += 1;
  const closes = isMark(tokens[end], tokens[open]?.text === '(' ? ')' : ']');
  return end > open + 1 && closes ? tokens.slice(open + 1, end) : undefined;
}

function isListOfNames(inside: readonly Token[], mayBeOne: boolean): boolean {
  const elements = inside.filter((_, index) => index % 2 === 0);
  const commas = inside.filter((_, index) => index % 2 === 1);
  const [first] = elements;
  const alone = elements.length === 1;
  if (alone && !(mayBeOne && /^\p{Ll}|^\p{L}$/u.test(first?.text ?? ''))) return false;
  if (!commas.every((comma) => isMark(comma, ','))) return false;
  return elements.every((element) => {
    const word = said(element);
    if (
      !['word', 'name', 'number'].includes(element.kind) ||
      dataTypes.has(word) ||
      sqlWords.has(word)
    )
      return false;
    return !alone || word.length < 2 || !prose.has(word);
  });
}

/** `type=[memory-mb]`, `reason: [quota]`: what is in the brackets is the message. */
function tells(tokens: readonly Token[], open: number): boolean {
  const key = said(isMark(tokens[open - 1], ':=') ? tokens[open - 2] : tokens[open - 1]);
  return tellingKeys.has(key) || thingsWithMeaning.has(key);
}

function nameAt(tokens: Token[], at: number): void {
  const token = tokens[at];
  if (token !== undefined) tokens[at] = name(token);
}
