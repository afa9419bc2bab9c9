import type { Line } from '../../notification/document.ts';

/** `text` in a chat's markup, `shown` as a reader sees it. */
export type Piece = Readonly<{ text: string; shown: string; marked: boolean }>;

/**
 * Chats show a mark (`*`, a backtick) literally where it touches a letter, a digit or a wide
 * character such as any Chinese one (seratch/ChatGPT-in-Slack#61). So a blank is put between them.
 */
export function spaced(pieces: readonly Piece[]): string {
  let line = '';
  let before: Piece | undefined;
  for (const piece of pieces) {
    if (piece.text === '') continue;
    if (before !== undefined) {
      if (touches(before, piece)) line += ' ';
      if (rightToLeft.test(before.shown)) line += leftToRightMark;
    }
    line += piece.text;
    before = piece;
  }
  return line;
}

/** Without the mark behind it, such a name takes the brackets and ids that follow to its left. */
const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const leftToRightMark = '\u200e';

function touches(before: Piece, after: Piece): boolean {
  if (before.marked && after.marked) return true;
  if (before.marked) return !/^[\s!-/:-@[-`{-~]/.test(after.shown);
  return after.marked && !/[\s!-/:-@[-`{-~]$/.test(before.shown);
}

/** Without words of MMS, for a service that refuses messages for their words: ids stay. */
export const withoutQuotes = (lines: readonly Line[]): readonly string[] =>
  lines.map((line) =>
    line
      .map((inline) => {
        if (typeof inline === 'string') return inline;
        if ('strong' in inline) return inline.strong;
        if ('time' in inline) return inline.text;
        if ('link' in inline) return inline.label;
        return 'code' in inline && /^\d{1,20}$/.test(inline.code) ? inline.code : '';
      })
      .join('')
      .replace(/ {2,}/g, ' ')
      .replace(/(?: ·)+(?= ·)/g, '')
      .replace(/[ ·]+$/, ''),
  );
