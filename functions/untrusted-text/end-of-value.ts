const nextField = /[&;,|](?:amp;)?(?:\s|$|["'`)\]}>]|[\w.-]{1,64}\s{0,2}[=:])/y;
const wordCharacter = /\w/;

/**
 * The end of a value that begins at `start`: of what stands in the quotes there, else of the
 * unquoted run.
 */
export function spanOfValue(text: string, start: number): { start: number; end: number } {
  const first = text.charAt(start);
  if (isQuote(first)) return { start: start + 1, end: endOfQuoted(text, start + 1, first) };
  const inBrackets = '([{'.includes(first) && first !== '';
  const from = inBrackets ? start + 1 : start;
  const second = text.charAt(from);
  if (inBrackets && isQuote(second))
    return { start: from + 1, end: endOfQuoted(text, from + 1, second) };
  return { start: from, end: endOfBare(text, from) };
}

export const isQuote = (character: string): boolean =>
  character === '"' || character === "'" || character === '`';

/**
 * Backslash escapes and doubled quotes are part of the value; without a closing quote the line is
 * its end.
 */
function endOfQuoted(text: string, start: number, quote: string): number {
  let i = start;
  for (; i < text.length; i += 1) {
    const character = text.charAt(i);
    if (character === '\n') return i;
    if (character === '\\') i += 1;
    else if (character === quote) {
      if (text.charAt(i + 1) !== quote) return i;
      i += 1;
    }
  }
  return Math.min(i, text.length);
}

function endOfBare(text: string, start: number): number {
  let i = start;
  for (; i < text.length; i += 1) {
    const character = text.charAt(i);
    if (/\s/.test(character)) break;
    if (isQuote(character)) {
      if (i === start || text.charAt(i - 1) !== '=') break;
      i = endOfQuoted(text, i + 1, character);
    } else if (endsBareValue(text, i, character)) break;
  }
  const end = Math.min(i, text.length);
  return /[.,:]/.test(text.charAt(end - 1)) && end - start > 1 ? end - 1 : end;
}

function endsBareValue(text: string, at: number, character: string): boolean {
  const next = text.charAt(at + 1);
  switch (character) {
    case '&':
    case ';':
    case ',':
    case '|':
      nextField.lastIndex = at;
      return nextField.test(text);
    case ')':
    case ']':
    case '}':
    case '>':
      return !wordCharacter.test(next);
    case '<':
      return next === '/' || next === '';
    case '\\':
      return isQuote(next);
    default:
      return false;
  }
}
