const isId = /^\d{1,20}$/;

/** Within `limit` characters as people count them, cut in its middle: both ends tell names apart. */
export function nameWithin(name: string, limit: number): string {
  if (name.length <= limit || isId.test(name)) return name;
  const characters = charactersOf(name);
  if (characters.length <= limit) return name;
  const head = Math.ceil((limit - 1) / 2);
  const tail = characters.slice(characters.length - (limit - 1 - head));
  return `${characters.slice(0, head).join('')}…${tail.join('')}`;
}

/** Within `limit` characters as people count them, its beginning kept. */
export function sentenceWithin(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = charactersOf(text.slice(0, limit * 12));
  if (characters.length <= limit && text.length <= limit * 12) return text;
  return `${characters
    .slice(0, limit - 1)
    .join('')
    .trimEnd()}…`;
}

let graphemes: Intl.Segmenter | undefined;
const isAscii = /^[\0-\x7f]*$/;

/** A joined emoji or a letter with its marks is one character. */
function charactersOf(text: string): readonly string[] {
  if (isAscii.test(text)) return text.split('');
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}
