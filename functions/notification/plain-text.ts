import type { IdRun, Block, Inline, Line } from './document.ts';

/** What the reader sees, without any markup. */
export function plainText(passages: readonly Block[]): string {
  return passages
    .map(plainPassage)
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n');
}

export const plainWords = (words: Line): string => words.map(plainWord).join('');

function plainPassage(passage: Block): string {
  switch (passage.kind) {
    case 'title': {
      const text = plainWords(passage.text);
      return `${text}\n${'='.repeat(Math.min(72, columnsOf(text)))}`;
    }
    case 'mention':
      return passage.token;
    case 'lines':
    case 'note':
      return passage.lines.map(plainWords).join('\n');
    case 'log':
      return indented(passage.text);
    case 'ids':
      return passage.runs
        .map((run) => `${plainWords(run.label)}\n${indented(wrapped(run))}`)
        .join('\n');
    case 'rule':
      return '-'.repeat(40);
    default:
      return passage satisfies never;
  }
}

/** What is written in Chinese takes two columns. */
const columnsOf = (text: string): number =>
  text.length + (text.match(/[\u2e80-\uffe6]/g)?.length ?? 0);

export const itemsOf = ({ items, separator }: IdRun): string => items.join(separator);

/** Ids in lines that a terminal shows whole. */
const wrapped = (run: IdRun): string =>
  itemsOf(run).replace(run.separator === ' ' ? /(.{60,80}) /g : /$^/g, '$1\n');

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

function plainWord(word: Inline): string {
  if (typeof word === 'string') return word;
  if ('strong' in word) return word.strong;
  if ('code' in word) return oneLine(word.code);
  if ('quote' in word) return oneLine(word.quote);
  return `${word.label} <${word.link}>`;
}

/** Foreign text between our words never makes a line of its own. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim() || '—';
