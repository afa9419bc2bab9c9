/**
 * A text with one layer of encoding taken off; `starts[i]` is where character `i` of it began in
 * the original.
 */
export type DecodedView = Readonly<{ text: string; starts: Int32Array }>;

const escape =
  /%(2[0-9a-f]|[3-6][0-9a-f]|7[0-9a-e])|\\u00([2-7][0-9a-f])|\\(["'\\/nrt])|&(quot|amp|lt|gt|apos|#x?[0-9a-f]{2,4});/gi;
const named: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  apos: "'",
};
const afterBackslash: Readonly<Record<string, string>> = { n: '\n', r: '\n', t: '\t' };

/**
 * Secrets hide from patterns in URL-encoding, in JSON within JSON and in entities. Rather than
 * teach every pattern every encoding, the patterns are applied to the decoded text too. `undefined`
 * where there is nothing to decode.
 */
export function decodeOnce(
  text: string,
  startsOf: Int32Array | undefined,
): DecodedView | undefined {
  escape.lastIndex = 0;
  let match = escape.exec(text);
  if (match === null) return undefined;
  const starts = new Int32Array(text.length + 1);
  let decoded = '';
  let from = 0;
  const copy = (until: number): void => {
    for (let i = from; i < until; i += 1) starts[decoded.length + i - from] = startsOf?.[i] ?? i;
    decoded += text.slice(from, until);
  };
  for (; match !== null; match = escape.exec(text)) {
    copy(match.index);
    starts[decoded.length] = startsOf?.[match.index] ?? match.index;
    decoded += characterOf(match);
    from = match.index + match[0].length;
  }
  copy(text.length);
  starts[decoded.length] = startsOf?.[text.length] ?? text.length;
  return { text: decoded, starts: starts.subarray(0, decoded.length + 1) };
}

function characterOf(match: RegExpExecArray): string {
  const [, percent, unicode, backslash, entity] = match;
  const hex = percent ?? unicode;
  if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
  if (backslash !== undefined) return afterBackslash[backslash] ?? backslash;
  const name = (entity ?? '').toLowerCase();
  if (!name.startsWith('#')) return named[name] ?? '?';
  const code = name.startsWith('#x') ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '?';
}
