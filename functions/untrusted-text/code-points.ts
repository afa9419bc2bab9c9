/**
 * Lengths and cuts in code points, so that nothing is cut inside a character. Positions are in
 * UTF-16 units.
 */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i += 1) {
    if (isHigh(text.charCodeAt(i)) && isLow(text.charCodeAt(i + 1))) count -= 1;
  }
  return count;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** `at`, or one less where that is in the middle of a character. */
export const betweenCharacters = (text: string, at: number): number =>
  isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1)) ? at - 1 : at;

/** Where the first `count` code points end. */
export function forward(text: string, count: number): number {
  let i = 0;
  for (let left = count; left > 0 && i < text.length; left -= 1)
    i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
  return i;
}

/** Where the last `count` code points begin. */
export function backward(text: string, count: number): number {
  let i = text.length;
  for (let left = count; left > 0 && i > 0; left -= 1) {
    i -= i > 1 && isLow(text.charCodeAt(i - 1)) && isHigh(text.charCodeAt(i - 2)) ? 2 : 1;
  }
  return i;
}

export function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** A cut at a line's end reads better, where that costs a third of what is kept at most. */
const atMost = 1 / 3;

/** The end of a line before `end`, if it is near. */
export function backToLineEnd(text: string, end: number): number {
  const lineEnd = text.lastIndexOf('\n', end);
  return lineEnd > 0 && end - lineEnd <= end * atMost ? lineEnd : end;
}

/** The start of a line after `start`, if it is near. */
export function onToLineStart(text: string, start: number): number {
  if (start === 0) return 0;
  const lineStart = text.indexOf('\n', start - 1) + 1;
  return lineStart > 0 && lineStart - start <= (text.length - start) * atMost ? lineStart : start;
}
