import { nameWithin } from './counting.ts';
import { oneLine } from './plain-text.ts';
import type { Word, Words } from './words.ts';

/**
 * Slack's control characters, and nothing else, are written as entities, in every kind of text:
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export const escaped = (text: string): string =>
  wellFormed(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** There is no way to write a backtick inside code, so its look-alike stands for it. */
const inCode = (text: string): string => escaped(text).replace(/`/g, 'ˋ');

/** Lines as mrkdwn within `limit` characters: the longer the whole, the shorter each foreign name. */
export function mrkdwnWithin(lines: readonly Words[], limit: number): string {
  const written = nameLimits.map((names) => () => lines.map((line) => line.map((word) => mrkdwnWord(word, names)).join('')).join('\n'));
  return shortEnough(written, limit);
}

/** One line without mrkdwn, for a header and for what a phone shows before it is unlocked. */
export function headerWithin(words: Words, limit: number): string {
  return shortEnough(nameLimits.map((names) => () => escaped(words.map((word) => plainWord(word, names)).join(''))), limit);
}

/** The same where Slack would take `*`, `_`, `~` and backticks for formatting. */
export function notificationWithin(words: Words, limit: number): string {
  return shortEnough(nameLimits.map((names) => () => escaped(words.map((word) => unformatted(plainWord(word, names))).join(''))), limit);
}

const nameLimits = [200, 120, 80, 50, 36, 24];

function shortEnough(written: readonly (() => string)[], limit: number): string {
  let shortest = '';
  for (const write of written) {
    shortest = write();
    if (shortest.length <= limit) return shortest;
  }
  throw new RangeError(`${shortest.length} characters do not fit into ${limit}`);
}

function mrkdwnWord(word: Word, names: number): string {
  if (typeof word === 'string') return escaped(word);
  if ('strong' in word) return `*${escaped(word.strong)}*`;
  if ('code' in word) return `\`${inCode(nameWithin(oneLine(word.code), names))}\``;
  return `<${word.link}|${escaped(word.label)}>`;
}

function plainWord(word: Word, names: number): string {
  if (typeof word === 'string') return word;
  if ('strong' in word) return word.strong;
  if ('code' in word) return nameWithin(oneLine(word.code), names);
  return word.label;
}

/** A character without width beside what opens or closes formatting keeps it from doing so; `a_b` is none. */
const unformatted = (text: string): string =>
  text.replace(/`/g, 'ˋ').replace(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, (mark) => `${mark}\u200b`);

/** A log in a block of code. */
export const codeBlock = (text: string): string => `\`\`\`\n${inCode(text)}\n\`\`\``;

export const codeBlockLength = (text: string): number => codeBlock(text).length;
