import { shownText, type Line, type Tone } from '../../notification/document.ts';

/** `text` in a chat's markup, `shown` as a reader sees it. */
export type Piece = Readonly<{ text: string; shown: string; marked: boolean }>;

/** A line as DingTalk and Feishu write Markdown. */
export const markdownLine = (line: Line, escaped: (text: string) => string): string =>
  spaced(
    line.map((inline): Piece => {
      const shown = shownText(inline);
      const text = escaped(shown);
      if (typeof inline === 'string') return { text, shown, marked: false };
      if ('strong' in inline) return { text: `**${text}**`, shown, marked: true };
      const linked = 'link' in inline ? `[${text}](${inline.link})` : text;
      return { text: linked, shown, marked: false };
    }),
  );

/**
 * Keeps headings, quotes and lists from forming at the start of a line; leading blanks would be
 * dropped.
 */
export const atLineStart = (line: string, escaped: (mark: string) => string): string =>
  line
    .replace(/^[\t ]+/, (blanks) => '\u00a0'.repeat(blanks.length))
    .replace(/(?<=^\u00a0*)[#+=-]|(?<=^\u00a0*\d{1,9})[.)]/, escaped);

/**
 * A blank between a mark (`*`, a backtick) and a letter, a digit or a wide character, beside which
 * chats show the mark (seratch/ChatGPT-in-Slack#61).
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

/** For a service that refuses messages for their words: of MMS only ids stay. */
export const withoutQuotes = (lines: readonly Line[]): string =>
  lines
    .map((line) =>
      line
        .map((inline) => {
          const text = shownText(inline);
          const isOfMms = typeof inline === 'object' && ('code' in inline || 'quote' in inline);
          return isOfMms && !/^\d{1,20}$/.test(text) ? '' : text;
        })
        .join('')
        .replace(/ {2,}/g, ' ')
        .replace(/(?: ·)+(?= ·)/g, '')
        .replace(/[ ·]+$/, ''),
    )
    .join('\n');

export const toneSigns: Readonly<Record<Tone, string>> = {
  failed: '🔴',
  attention: '🟡',
  good: '🟢',
  plain: '🔵',
};
