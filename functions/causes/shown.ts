import type { Token } from './token.ts';

const className =
  /^(?:[a-z_][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error|Throwable|Failure|Truncation)$/;

/**
 * As it was written, with `…` for names and numbers, and the classes of exceptions without their
 * packages.
 */
export function shown(tokens: readonly Token[], limit: number): string {
  let text = '';
  for (const token of tokens) {
    const piece = wordingOf(token);
    if (piece === '…' && /…[\s.,:=/_-]*$/.test(text.slice(-8))) {
      text = text.replace(/…[\s.,:=/_-]{0,8}$/, '…');
      continue;
    }
    text += `${token.spaced && text !== '' ? ' ' : ''}${piece}`;
  }
  return cut(tidied(text), limit);
}

/** At the end of a sentence where one ends far enough on, otherwise at the end of a word. */
function cut(line: string, limit: number): string {
  const points = Array.from(line);
  if (points.length <= limit) return line;
  const room = points.slice(0, limit - 1).join('');
  const sentence = /^.{40,}[.。](?=\s[A-Z(…]|$)/su.exec(room)?.[0];
  return sentence ?? `${room.replace(/\s\S{0,40}$/, '').replace(/[\s,;:([-]+$/, '')}…`;
}

const htmlTags = /<\/?(?:html|head|title|body|center|h[1-6]|hr|br|p|div|span|pre|…)>/g;

/** Without what is left around a part that was taken out. */
function tidied(text: string): string {
  const line = text
    .replace(htmlTags, ' ')
    .replace(/\s+/g, ' ')
    .replace(/([([{]) /g, '$1')
    .replace(/[\s;,]+([)\]}])/g, '$1')
    .replace(/\(\)|\[\]/g, '')
    .replace(/ ([.,])(?=\s|$)/g, '$1')
    .replace(/\s{2,}/g, ' ')
    .replace(/^(?:"?message"? ?[:=] ?|null, +)/i, '')
    .replace(/^([^{]*?)[",]*\}+$/, '$1')
    .replace(/^([A-Z]{2,12}-\d{3,7}):(?=\S)/, '$1: ')
    .replace(/^(ODPS-\d{7}: )(?:Semantic analysis|Authorization) exception - (?=\S)/, '$1')
    .replace(/(\b\S.{6,60}) \1(?= |$)/, '$1')
    .replace(/^… (?=\p{Lu})/u, '')
    .replace(/^[\s:;,.-]+|[\s:;,([-]+$/g, '');
  return line.split('(').length > line.split(')').length ? `${line})` : line;
}

function wordingOf({ kind, text }: Token): string {
  switch (kind) {
    case 'name':
    case 'number':
      return '…';
    case 'quoted':
    case 'mark':
    case 'word':
      return text;
    case 'kept':
      return className.test(text) ? text.slice(text.lastIndexOf('.') + 1) : text;
    default:
      return kind satisfies never;
  }
}
