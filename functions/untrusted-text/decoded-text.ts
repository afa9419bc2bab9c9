/**
 * Without percent-encoding, escapes of JSON and entities of HTML, nested ones too. `starts[i]` is
 * where character `i` stood in the original, its end included; `undefined` where every character
 * stands for itself.
 */
export type DecodedText = Readonly<{ text: string; starts: Int32Array | undefined }>;

/**
 * Patterns are applied to the decoded text, so that none has to know encodings. `starts`: where the
 * characters stand, if the text was put together from parts of another.
 */
export function decode(text: string, starts?: Int32Array): DecodedText {
  const decoded = decodeOnce({ text, starts }, true);
  // An entity may have been percent-encoded; a backslash that was escaped escapes nothing.
  return decodeOnce(decoded, false);
}

export const startOf = ({ starts }: DecodedText, at: number): number =>
  starts === undefined ? at : (starts[at] ?? 0);

const mayBeEncoded =
  /%[\da-f]{2}|\\["'`\\/nrtux=&<>:;, ]|&(?:quot|amp|lt|gt|apos|nbsp|#\d{2,6}|#x[\da-f]{2,5});/i;

function decodeOnce(before: DecodedText, escapes: boolean): DecodedText {
  const { text } = before;
  if (!mayBeEncoded.test(text)) return before;
  const units = new Uint16Array(text.length);
  const starts = new Int32Array(text.length + 1);
  let length = 0;
  let widest = 0;
  for (let at = 0; at < text.length; length += 1) {
    const unit = text.charCodeAt(at);
    starts[length] = startOf(before, at);
    if (unit === percent || unit === ampersand || (unit === backslash && escapes)) {
      const { end, code } = encodedAt(text, at, unit);
      units[length] = code;
      widest |= code;
      at = end;
    } else {
      units[length] = unit;
      widest |= unit;
      at += 1;
    }
  }
  starts[length] = startOf(before, text.length);
  return {
    text: stringOf(units.subarray(0, length), widest),
    starts: starts.subarray(0, length + 1),
  };
}

export const stringOf = (units: Uint16Array, widest: number): string =>
  widest <= 0xff
    ? Buffer.from(units).toString('latin1')
    : Buffer.from(units.buffer, 0, 2 * units.length).toString('utf16le');

const percent = 0x25;
const backslash = 0x5c;
const ampersand = 0x26;

type Encoded = Readonly<{ end: number; code: number }>;

function encodedAt(text: string, at: number, unit: number): Encoded {
  if (unit === ampersand) return entityAt(text, at);
  if (unit === backslash) return escapedAt(text, at);
  const encoded = percentAt(text, at);
  return encoded.code === backslash ? escapedAt(text, at) : encoded;
}

/** `%22`, `%2522`, `%E5%AF%86`. */
function percentAt(text: string, at: number): Encoded {
  let from = at + 1;
  while (text.charCodeAt(from) === 0x32 && text.charCodeAt(from + 1) === 0x35) from += 2;
  const code = hexAt(text, from, 2);
  if (isRead(code)) return { end: from + 2, code };
  if (code >= 0xc2 && code < 0xf0) {
    const wide = utf8At(text, from - 1, code < 0xe0 ? 1 : 2, code & (code < 0xe0 ? 0x1f : 0x0f));
    if (wide !== undefined) return wide;
  }
  return { end: from, code: percent };
}

const isRead = (code: number): boolean =>
  (code >= 0x20 && code < 0x7f) || code === 0x09 || code === 0x0a || code === 0x0d;

function utf8At(text: string, at: number, more: number, lead: number): Encoded | undefined {
  let code = lead;
  for (let nth = 1; nth <= more; nth += 1) {
    const byte = text.charCodeAt(at + 3 * nth) === percent ? hexAt(text, at + 3 * nth + 1, 2) : -1;
    if (byte < 0x80 || byte > 0xbf) return undefined;
    code = code * 64 + (byte & 0x3f);
  }
  return { end: at + 3 * (more + 1), code };
}

/** A run of backslashes, percent-encoded or not, with what it escapes. */
function escapedAt(text: string, at: number): Encoded {
  let end = at;
  let count = 0;
  for (; ; count += 1) {
    if (text.charCodeAt(end) === backslash) end += 1;
    else if (text.charCodeAt(end) === percent && percentAt(text, end).code === backslash)
      end = percentAt(text, end).end;
    else break;
  }
  const unit = text.charCodeAt(end);
  const next = unit === percent ? percentAt(text, end) : { end: end + 1, code: unit };
  switch (next.code) {
    case 0x6e: // n
    case 0x72: // r
      return { end: next.end, code: 0x0a };
    case 0x74: // t
      return { end: next.end, code: 0x09 };
    case 0x75: // u
      return numbered(hexAt(text, next.end, 4), next.end + 4, end);
    case 0x78: // x
      return numbered(hexAt(text, next.end, 2), next.end + 2, end);
    default:
      return escapable.has(next.code)
        ? quoteBehind(at, end, count, next)
        : { end, code: backslash };
  }
}

/** A quote within `n` strings has 2^n - 1 backslashes before it; others escape each other. */
function quoteBehind(at: number, end: number, count: number, quote: Encoded): Encoded {
  const own = quote.code === slash ? count : (count ^ (count + 1)) >> 1;
  if (own === 0) return { end, code: backslash };
  return own < count && end - at === count ? { end: end - own, code: backslash } : quote;
}

const slash = 0x2f;
const escapable = new Set(Array.from('"\'`/=&<>:;, ', (character) => character.charCodeAt(0)));

const numbered = (code: number, end: number, endOfRun: number): Encoded =>
  isRead(code) || code >= 0xa0 ? { end, code } : { end: endOfRun, code: backslash };

const entity = /&(?:amp;){0,64}(?:(quot|amp|lt|gt|apos|nbsp)|#(\d{2,6})|#x([\da-f]{2,5}));/iy;
const named: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  apos: "'",
  nbsp: ' ',
};

function entityAt(text: string, at: number): Encoded {
  entity.lastIndex = at;
  const match = entity.exec(text);
  if (match === null) return { end: at + 1, code: ampersand };
  const [whole, name = '', decimal, hex] = match;
  const code =
    named[name.toLowerCase()]?.charCodeAt(0) ??
    (decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal));
  return {
    end: at + whole.length,
    code: (isRead(code) || code >= 0xa0) && code < 0xffff ? code : 0x3f,
  };
}

/** -1 where there is no such number. */
function hexAt(text: string, at: number, digits: number): number {
  let value = 0;
  for (let i = at; i < at + digits; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x30 && unit <= 0x39) value = value * 16 + unit - 0x30;
    else if ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x66)
      value = value * 16 + (unit | 0x20) - 0x57;
    else return -1;
  }
  return value;
}

/** UTF-16 units, `end` excluded. */
export type Span = Readonly<{ start: number; end: number }>;

/** `***` for each of the spans, which may overlap; asterisks stay as they are. */
export function hideSpans(original: string, view: DecodedText, spans: readonly Span[]): string {
  const sorted = spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  let shown = '';
  let from = 0;
  for (const { start, end } of joined) {
    const hidden = original.slice(startOf(view, start), startOf(view, end));
    shown += original.slice(from, startOf(view, start)) + (/^\*+$/.test(hidden) ? hidden : '***');
    from = startOf(view, end);
  }
  return shown + original.slice(from);
}
