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
    return (
      written.length <= limits.blocks &&
      text <= limits.allText &&
      written.every(
        (block) => textLength(block) <= limits[block.type === 'context' ? 'context' : 'section'],
      )
    );
  },
  payload: (headline: Line, blocks: readonly Block[]) => ({
    text: within(headline, limits.notification, forLockScreen),
    blocks: blocks.flatMap(blocksOf),
    ...quiet,
  }),
  shortPayload: ({ short, blocks }: ChatMessage) => {
    const calls = blocks.flatMap((block) => (block.kind === 'mention' ? [`${block.token}\n`] : []));
    const lines = short.flatMap((line, index) => (index === 0 ? line : ['\n', ...line]));
    const text = within(lines, limits.short - calls.join('').length, forLockScreen);
    return { text: calls.join('') + text, ...quiet };
  },
} satisfies ChatForm;

const blocksOf = (block: Block): readonly KnownBlock[] =>
  block.kind === 'lines' ? sectionsOf(block.lines) : [blockOf(block)];

/** One, unless its lines are too long for it. */
function sectionsOf(lines: readonly Line[]): readonly KnownBlock[] {
  const text = mrkdwn(lines);
  if (text.length <= limits.section || lines.length === 1) return [section(text)];
  const middle = Math.ceil(lines.length / 2);
  return [...sectionsOf(lines.slice(0, middle)), ...sectionsOf(lines.slice(middle))];
}

function blockOf(block: Exclude<Block, { kind: 'lines' }>): KnownBlock {
  switch (block.kind) {
    case 'title': {
      const text = within([`${toneSigns[block.tone]} `, ...block.text], limits.header, escaped);
      return { type: 'header', text: { type: 'plain_text', text, emoji: false } };
    }
    case 'mention':
      return section(block.token);
    case 'note': {
      const text = mrkdwn(block.lines);
      return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
    }
    case 'log':
      return section(codeBlock(block.text));
    case 'ids':
      return section(`${mrkdwn([block.label])}\n${codeBlock(block.ids.join(' '))}`);
    case 'rule':
      return { type: 'divider' };
    default:
      return block satisfies never;
  }
}

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

const mrkdwn = (lines: readonly Line[]): string =>
  lines.map((line) => spaced(line.map(pieceOf))).join('\n');

const withNames = (line: Line, longest: number): string =>
  line
    .map((inline) =>
      typeof inline === 'object' && 'code' in inline
        ? nameWithin(shownText(inline), longest)
        : shownText(inline),
    )
    .join('');

/** The line once it is written, its names and then its end cut until it fits. */
function within(line: Line, limit: number, write: (text: string) => string): string {
  let text = '';
  for (const longest of [Infinity, 36, 24, 12]) {
    text = withNames(line, longest);
    if (write(text).length <= limit) return write(text);
  }
  let written = write(sentenceWithin(text, limit));
  for (let most = limit; written.length > limit;) {
    most = Math.floor((most * limit) / written.length);
    written = write(sentenceWithin(text, most));
  }
  return written;
}

function pieceOf(inline: Inline): Piece {
  const shown = shownText(inline);
  if (typeof inline === 'string') return { text: escaped(shown), shown, marked: false };
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

/**
 * Slack takes `*`, `_`, `~` and backticks for formatting on lock screens too. A character without
 * width keeps marks at word boundaries, and addresses, from it.
 */
const forLockScreen = (text: string): string =>
  escaped(text)
    .replace(/`/g, 'ˋ')
    .replace(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, (mark) => `${mark}\u200b`)
    .replace(/:(?=\/\/)/g, ':\u200b');
