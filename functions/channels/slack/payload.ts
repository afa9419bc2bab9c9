import type { KnownBlock } from '@slack/types';
import type { ChatMessage } from '../../notification/chat.ts';
import { shownText, type Block, type Inline, type Line } from '../../notification/document.ts';
import { nameWithin, sentenceWithin } from '../../notification/names.ts';
import { spaced, toneSigns, type Piece } from '../webhook/line.ts';
import type { ChatForm } from '../webhook/webhook-channel.ts';

/**
 * https://docs.slack.dev/reference/block-kit/blocks; the sum is what Slack was seen to accept
 * (slackapi/bolt-js#2509).
 */
const limits = {
  blocks: 50,
  header: 150,
  section: 3_000,
  context: 2_000,
  allText: 12_000,
  notification: 600,
  short: 3_000,
} as const;

const quiet = { unfurl_links: false, unfurl_media: false };

export const slackForm = {
  fits: (_, blocks) => {
    const written = blocks.flatMap(blocksOf);
    const text = written.reduce((sum, block) => sum + textLength(block), 0);
    return written.length <= limits.blocks && text <= limits.allText;
  },
  payload: (headline: Line, blocks: readonly Block[]) => ({
    text: notificationWithin(headline, limits.notification),
    blocks: blocks.flatMap(blocksOf),
    ...quiet,
  }),
  shortPayload: ({ short, blocks }: ChatMessage) => {
    const calls = blocks.flatMap((block) => (block.kind === 'mention' ? [`${block.token}\n`] : []));
    const lines = short.flatMap((line, index) => (index === 0 ? line : ['\n', ...line]));
    const text = notificationWithin(lines, limits.short - calls.join('').length);
    return { text: calls.join('') + text, ...quiet };
  },
} satisfies ChatForm;

const blocksOf = (block: Block): readonly KnownBlock[] =>
  block.kind === 'lines' ? sectionsOf(block.lines) : [blockOf(block)];

/** One, unless its lines are too long for it with names as short as they get. */
function sectionsOf(lines: readonly Line[]): readonly KnownBlock[] {
  const text = mrkdwnWithin(lines, limits.section);
  if (text.length <= limits.section || lines.length === 1) return [section(text)];
  const middle = Math.ceil(lines.length / 2);
  return [...sectionsOf(lines.slice(0, middle)), ...sectionsOf(lines.slice(middle))];
}

function blockOf(block: Exclude<Block, { kind: 'lines' }>): KnownBlock {
  switch (block.kind) {
    case 'title': {
      const text = headerWithin([`${toneSigns[block.tone]} `, ...block.text], limits.header);
      return { type: 'header', text: { type: 'plain_text', text, emoji: false } };
    }
    case 'mention':
      return section(block.token);
    case 'note': {
      const text = mrkdwnWithin(block.lines, limits.context);
      return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
    }
    case 'log':
      return section(codeBlock(block.text));
    case 'ids':
      return section(
        `${mrkdwnWithin([block.label], labelLimit)}\n${codeBlock(block.ids.join(' '))}`,
      );
    case 'rule':
      return { type: 'divider' };
    default:
      return block satisfies never;
  }
}

/** For the name of a status and of a data source. */
const labelLimit = 600;

/** `verbatim`: Slack makes no links and no mentions of its own. */
const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});

/** As Slack counts it. */
function textLength(block: KnownBlock): number {
  if (block.type === 'header') return block.text.text.length;
  if (block.type === 'section') return block.text?.text.length ?? 0;
  if (block.type !== 'context') return 0;
  return block.elements.reduce(
    (sum, element) => sum + ('text' in element ? element.text.length : 0),
    0,
  );
}

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

const codeBlock = (text: string): string => `\`\`\`\n${inCode(text)}\n\`\`\``;

/** Untrusted names are shortened to fit. */
const mrkdwnWithin = (lines: readonly Line[], limit: number): string =>
  shortEnough((most) => lines.map((line) => mrkdwnLine(line, most)).join('\n'), limit);

/** One line without mrkdwn, for a header. */
function headerWithin(line: Line, limit: number): string {
  const write = (most: number): string => line.map((inline) => plain(inline, most)).join('');
  const text = shortEnough((most) => escaped(write(most)), limit);
  return text.length <= limit ? text : escaped(sentenceWithin(write(1), Math.floor(limit / 2)));
}

/** For lock screens, where Slack would take `*`, `_`, `~` and backticks for formatting. */
const notificationWithin = (line: Line, limit: number): string =>
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
  const text = shownText(inline);
  if (typeof inline === 'string') return text;
  if ('code' in inline) return nameWithin(text, names);
  // A sentence says less in few characters than a name does.
  return 'quote' in inline ? sentenceWithin(text, names < 24 ? names : 2 * names) : text;
}

/**
 * A character without width keeps marks at word boundaries, and addresses, from being formatted.
 */
const unformatted = (text: string): string =>
  text
    .replace(/`/g, 'ˋ')
    .replace(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, (mark) => `${mark}\u200b`)
    .replace(/:(?=\/\/)/g, ':\u200b');
