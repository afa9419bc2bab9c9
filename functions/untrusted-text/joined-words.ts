/** A word of a text; `starts[i]` is where its character `i` stands there, its end included. */
export type Word = Readonly<{ text: string; starts: Int32Array }>;

/**
 * Characters of URLs, as they are or as JSON and HTML write them; quotes, brackets and blanks end a
 * word, encoded ones too.
 */
const urlWord =
  /(?:[\w.~:/?#@!$*+=-]+|%(?!(?:25){0,3}(?:2[027]|3[ce]|0[9ad]))|&(?!(?:quot|apos|lt|gt|nbsp|#0{0,3}(?:32|34|39|60|62)|#x0{0,3}(?:2[027]|3[ce]));)(?:(?:amp|#x?[0-9a-f]{2,5});)?|\\{1,8}(?:\/|u00(?:2[356bf]|3[adf])|x(?:2[356bf]|3[adf])))+/giy;
const lineBreak = /[ \t]{0,40}\n[ \t]{0,40}/y;

/** The words that hold the pattern, put together again where a line break went through them. */
export function wordsWith(pattern: RegExp, text: string): readonly Word[] {
  const words: Word[] = [];
  if (!pattern.test(text)) return words;
  const begin = /[\w/%&\\]/g;
  for (let at = 0; ;) {
    begin.lastIndex = at;
    const from = begin.exec(text)?.index;
    if (from === undefined) return words;
    const end = endOfWord(text, from);
    at = Math.max(end, from + 1);
    if (!pattern.test(text.slice(from, end))) continue;
    const pieces = [{ from, end }];
    for (let next = nextPiece(text, end); next !== undefined; next = nextPiece(text, next.end)) {
      pieces.push(next);
      at = next.end;
    }
    words.push(joined(text, pieces));
  }
}

type Piece = Readonly<{ from: number; end: number }>;

function endOfWord(text: string, from: number): number {
  urlWord.lastIndex = from;
  const word = urlWord.exec(text)?.[0] ?? '';
  return from + word.length;
}

/** What stands at the beginning of the next line, if the line was broken inside a URL. */
function nextPiece(text: string, end: number): Piece | undefined {
  lineBreak.lastIndex = end;
  const gap = lineBreak.exec(text)?.[0];
  if (gap === undefined) return undefined;
  const from = end + gap.length;
  const piece = text.slice(from, endOfWord(text, from));
  return continues(piece, text.charAt(end - 1)) ? { from, end: from + piece.length } : undefined;
}

/** Whether the word is more of a query: parameters, or a run of base64 as no name looks. */
function continues(piece: string, last: string): boolean {
  if (/^https?:/i.test(piece)) return false;
  if (/^[?&#][\w.-]{1,40}(?:=|%3d)|[?&](?:amp;)?[\w.-]{1,40}=/i.test(piece)) return true;
  if (/[?&]/.test(last) && /^[\w.-]{1,40}=/.test(piece)) return true;
  return (
    /^[\w+/%-]{24,}={0,2}$/.test(piece) &&
    /\d/.test(piece) &&
    /[a-z]/.test(piece) &&
    /[A-Z]/.test(piece)
  );
}

function joined(text: string, pieces: readonly Piece[]): Word {
  const whole = pieces.map(({ from, end }) => text.slice(from, end)).join('');
  // A full stop after a URL ends its sentence.
  const word = whole.replace(/[.:!?*]{1,5}$/, '');
  const starts = new Int32Array(word.length + 1);
  let at = 0;
  for (const { from, end } of pieces) {
    for (let i = from; i < end && at < word.length; i += 1, at += 1) starts[at] = i;
  }
  starts[word.length] = (starts[word.length - 1] ?? 0) + 1;
  return { text: word, starts };
}
