import { nameWithin, sentenceWithin } from '../../notification/names.ts';
import { oneLine, type Inline, type Line } from '../../notification/document.ts';
import { spaced, type Piece } from '../webhook/line.ts';

/**
 * The only characters that Slack wants escaped:
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
const escaped = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');

/** Code cannot hold a backtick, so a look-alike replaces it. */
const inCode = (text: string): string => escaped(text).replace(/`/g, 'ˋ');

export const codeBlock = (text: string): string => `\`\`\`\n${inCode(text)}\n\`\`\``;

/** Untrusted names are shortened to fit. */
export const mrkdwnWithin = (lines: readonly Line[], limit: number): string =>
  shortEnough((most) => lines.map((line) => mrkdwnLine(line, most)).join('\n'), limit);

/** One line without mrkdwn, for a header. */
export function headerWithin(line: Line, limit: number): string {
  const write = (most: number): string => line.map((inline) => plain(inline, most)).join('');
  const text = shortEnough((most) => escaped(write(most)), limit);
  return text.length <= limit ? text : escaped(sentenceWithin(write(1), Math.floor(limit / 2)));
}

/** For lock screens, where Slack would take `*`, `_`, `~` and backticks for formatting. */
export const notificationWithin = (line: Line, limit: number): string =>
  shortEnough(
    (most) => escaped(line.map((inline) => unformatted(plain(inline, most))).join('')),
    limit,
  );

/** Code points of a name; the last leaves only ids. */
const nameLimits = [200, 120, 80, 50, 36, 24, 12, 1];

function shortEnough(write: (names: number) => string, limit: number): string {
  let text = '';
  for (const most of nameLimits) {
    text = write(most);
    if (text.length <= limit) break;
  }
  return text;
}

const mrkdwnLine = (line: Line, names: number): string =>
  spaced(line.map((inline) => pieceOf(inline, names)));

function pieceOf(inline: Inline, names: number): Piece {
  const shown = plain(inline, names);
  if (typeof inline === 'string') return { text: escaped(inline), shown, marked: false };
  if ('strong' in inline) return { text: `*${escaped(shown)}*`, shown, marked: true };
  if ('link' in inline) return { text: `<${inline.link}|${escaped(shown)}>`, shown, marked: false };
  if ('time' in inline) return { text: dateOf(inline.time, shown), shown, marked: false };
  return { text: `\`${inCode(shown)}\``, shown, marked: true };
}

/**
 * Each reader sees their own time zone; `text` where Slack cannot show it.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
const dateOf = (milliseconds: number, text: string): string =>
  `<!date^${Math.floor(milliseconds / 1_000)}^{date_short_pretty} {time}|${escaped(text)}>`;

function plain(inline: Inline, names: number): string {
  if (typeof inline === 'string') return inline;
  if ('strong' in inline) return inline.strong;
  if ('code' in inline) return nameWithin(oneLine(inline.code), names);
  if ('time' in inline) return inline.text;
  if ('link' in inline) return inline.label;
  // A sentence says less in few characters than a name does.
  return sentenceWithin(oneLine(inline.quote), names < 24 ? names : 2 * names);
}

/**
 * A character without width keeps marks at word boundaries, and addresses, from being formatted.
 */
const unformatted = (text: string): string =>
  text
    .replace(/`/g, 'ˋ')
    .replace(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, (mark) => `${mark}\u200b`)
    .replace(/:(?=\/\/)/g, ':\u200b');
