import { nameWithin, sentenceWithin } from '../../notification/counting.ts';
import { oneLine } from '../../notification/plain-text.ts';
import type { Inline, Line } from '../../notification/document.ts';

/**
 * Slack's control characters, and nothing else, are written as entities, in every kind of text:
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export const escaped = (text: string): string =>
  wellFormed(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** There is no way to write a backtick inside code, so its look-alike stands for it. */
export const inCode = (text: string): string => escaped(text).replace(/`/g, 'ˋ');

/**
 * Lines as mrkdwn within `limit` characters: foreign names of at most `names` code points, of fewer
 * where need be.
 */
export function mrkdwnWithin(lines: readonly Line[], limit: number, names = longest): string {
  return shortEnough(
    (most) => lines.map((line) => line.map((word) => mrkdwnWord(word, most)).join('')).join('\n'),
    limit,
    names,
  );
}

/** One line without mrkdwn, for a header. */
export function headerWithin(words: Line, limit: number): string {
  const write = (most: number): string => words.map((word) => plainWord(word, most)).join('');
  const text = shortEnough((most) => escaped(write(most)), limit);
  return text.length <= limit ? text : escaped(sentenceWithin(write(1), Math.floor(limit / 2)));
}

/**
 * What a phone shows before it is unlocked: text in which Slack would take `*`, `_`, `~` and
 * backticks for formatting.
 */
export function notificationWithin(words: Line, limit: number): string {
  return shortEnough(
    (most) => escaped(words.map((word) => unformatted(plainWord(word, most))).join('')),
    limit,
  );
}

const longest = 200;
/**
 * The last, at which only ids are left of what is foreign, is for text that is made to be in the
 * way.
 */
const nameLimits = [longest, 120, 80, 50, 36, 24, 12, 1];

function shortEnough(write: (names: number) => string, limit: number, names = longest): string {
  let text = '';
  for (const most of [names, ...nameLimits.filter((shorter) => shorter < names)]) {
    text = write(most);
    if (text.length <= limit) break;
  }
  return text;
}

/** A sentence says less in few characters than a name does. */
export const sentenceLimit = (names: number): number => (names < 24 ? names : 2 * names);

function mrkdwnWord(word: Inline, names: number): string {
  if (typeof word === 'string') return escaped(word);
  if ('strong' in word) return `*${escaped(word.strong)}*`;
  if ('code' in word) return `\`${inCode(nameWithin(oneLine(word.code), names))}\``;
  if ('quote' in word)
    return `\`${inCode(sentenceWithin(oneLine(word.quote), sentenceLimit(names)))}\``;
  return `<${word.link}|${escaped(word.label)}>`;
}

function plainWord(word: Inline, names: number): string {
  if (typeof word === 'string') return word;
  if ('strong' in word) return word.strong;
  if ('code' in word) return nameWithin(oneLine(word.code), names);
  if ('quote' in word) return sentenceWithin(oneLine(word.quote), sentenceLimit(names));
  return word.label;
}

/**
 * A character without width beside what opens or closes formatting, or a link, keeps it from doing
 * so; `a_b` is none.
 */
const unformatted = (text: string): string =>
  text
    .replace(/`/g, 'ˋ')
    .replace(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, (mark) => `${mark}\u200b`)
    .replace(/:(?=\/\/)/g, ':\u200b');

/** A log in a block of code. */
export const codeBlock = (text: string): string => `\`\`\`\n${inCode(text)}\n\`\`\``;

export const codeBlockLength = (text: string): number => codeBlock(text).length;
