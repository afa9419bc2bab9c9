/**
 * Without percent-encoding, escapes of JSON and entities of HTML, nested ones too, so that no
 * pattern has to know encodings. `starts[i]` is where character `i` stood in the original, its end
 * included; `undefined` where every character stands for itself.
 */
export type DecodedText = Readonly<{ text: string; starts: Int32Array | undefined }>;

/** `first`: what is to be decoded before anything else. */
export const decode = (text: string, first: readonly Encoding[] = []): DecodedText =>
  [...first, ...encodings].reduce(decodeOnce, { text, starts: undefined });

export const startOf = ({ starts }: DecodedText, at: number): number =>
  starts === undefined ? at : (starts[at] ?? 0);

/** What a match stands for, behind so many characters of it that stand for themselves. */
type Decoded = Readonly<{ character: string; behind?: number }>;
export type Encoding = readonly [RegExp, (match: RegExpExecArray) => Decoded | undefined];

/** For what stands for nothing. */
export const ignoring = (pattern: RegExp): Encoding => [pattern, () => ({ character: '' })];

const characterOf = (code: string, base: number): Decoded | undefined => {
  const character = String.fromCharCode(parseInt(code, base));
  return /[\t\n\r -~\u00a0-\ufffe]/.test(character) ? { character } : undefined;
};

const entities: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  apos: "'",
  nbsp: ' ',
};

/** In this order: `%5Cu0026quot;` is a quote. */
const encodings: readonly Encoding[] = [
  // `%22`, `%2522`, `%E5%AF%86`, `%25E5%25AF%2586`
  [
    /%(?:25)*([2-6][\da-f]|7[\da-e]|0[9ad]|(?:c[2-9a-f]|d[\da-f]|e[\da-f]%(?:25)*[89ab][\da-f])%(?:25)*[89ab][\da-f])/gi,
    ([, bytes = '']) => ({
      character:
        bytes.length === 2
          ? String.fromCharCode(parseInt(bytes, 16))
          : Buffer.from(bytes.replace(/%(?:25)*/g, ''), 'hex')
              .toString()
              .charAt(0),
    }),
  ],
  [
    /(?<!\\)(\\+)(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([nrt"'`/=&<>:;, ]))/g,
    ([, { length: backslashes } = '', unit, byte, escaped = '']) => {
      const code = unit ?? byte;
      if (code !== undefined) return characterOf(code, 16);
      if (/[nrt]/.test(escaped)) return { character: escaped === 't' ? '\t' : '\n' };
      if (escaped === '/') return { character: '/' };
      // A quote within n strings has 2^n - 1 backslashes before it; others escape each other.
      const own = (backslashes ^ (backslashes + 1)) >> 1;
      return own === 0 ? undefined : { character: escaped, behind: backslashes - own };
    },
  ],
  [
    /&(?:amp;)*(?:(quot|amp|lt|gt|apos|nbsp)|#(\d{2,6})|#x([\da-f]{2,5}));/gi,
    ([, name, decimal, hex = '']) => {
      if (name !== undefined) return { character: entities[name.toLowerCase()] ?? '&' };
      return decimal === undefined ? characterOf(hex, 16) : characterOf(decimal, 10);
    },
  ],
];

export function decodeOnce(encoded: DecodedText, [pattern, read]: Encoding): DecodedText {
  const { text } = encoded;
  if (text.search(pattern) === -1) return encoded;
  const starts = new Int32Array(text.length + 1);
  const parts: string[] = [];
  let length = 0;
  let from = 0;
  const copy = (until: number): void => {
    if (until > from) parts.push(text.slice(from, until));
    for (; from < until; from += 1, length += 1) starts[length] = startOf(encoded, from);
  };
  for (const match of text.matchAll(pattern)) {
    const { character, behind = 0 } = read(match) ?? {};
    if (character === undefined) continue;
    copy(match.index + behind);
    parts.push(character);
    starts[length] = startOf(encoded, from);
    length += character.length;
    from = match.index + match[0].length;
  }
  copy(text.length);
  starts[length] = startOf(encoded, text.length);
  return { text: parts.join(''), starts: starts.subarray(0, length + 1) };
}

/** UTF-16 units, `end` excluded. */
export type Span = Readonly<{ start: number; end: number }>;

/** `***` for each of the spans, which may overlap or touch; asterisks stay as they are. */
export function hideSpans(original: string, view: DecodedText, spans: readonly Span[]): string {
  const hidden = spans
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => ({ start: startOf(view, start), end: startOf(view, end) }))
    .filter(({ start, end }) => !/^\*+$/.test(original.slice(start, end)))
    .sort((a, b) => a.start - b.start);
  let shown = '';
  let from = -1;
  for (const { start, end } of hidden) {
    if (start > from) shown += `${original.slice(Math.max(from, 0), start)}***`;
    from = Math.max(from, end);
  }
  return shown + original.slice(Math.max(from, 0));
}
