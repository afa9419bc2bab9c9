import type { Alert } from './alert.ts';
import { number } from './wording/numbers.ts';

/**
 * A plain string is our own wording. Whatever MMS wrote stands in `code` or `quote`, letter for
 * letter, so that no channel takes it for markup.
 */
export type Inline =
  | string
  | Readonly<{ strong: string }>
  /** Cut in its middle where it is too long. */
  | Readonly<{ code: string }>
  /** Cut at its end where it is too long. */
  | Readonly<{ quote: string }>
  | Readonly<{ link: string; label: string }>
  /** Milliseconds by our clock, and how that reads where a reader's own time is unknown. */
  | Readonly<{ time: number; text: string }>;

export type Line = readonly Inline[];

export type Tone = 'failed' | 'good' | 'attention' | 'plain';

type BlockContent =
  | Readonly<{ kind: 'title'; tone: Tone; text: Line }>
  /** Whom Slack calls: the one text that goes out as it is. */
  | Readonly<{ kind: 'mention'; token: string }>
  | Readonly<{ kind: 'lines'; tone: Tone; lines: readonly Line[] }>
  | Readonly<{ kind: 'note'; lines: readonly Line[] }>
  /** A text of MMS, line breaks kept. */
  | Readonly<{ kind: 'log'; text: string }>
  | Readonly<{ kind: 'ids'; label: Line; ids: readonly string[] }>
  | Readonly<{ kind: 'rule' }>;

export type Block = BlockContent &
  Readonly<{
    /** Alerts that it draws: told once a message with it is accepted. */
    tells?: readonly Alert[];
    /** Stands below the progress of the jobs. */
    evidence?: boolean;
  }>;

export const code = (text: string): Inline => ({ code: text });
export const quote = (text: string): Inline => ({ quote: text });
export const strong = (text: string): Inline => ({ strong: text });

/** What a line is about; the blank of the colon stays outside. */
export const label = (text: string, colon: string): Line => {
  const mark = colon.trimEnd();
  return [strong(`${text}${mark}`), colon.slice(mark.length)].filter((part) => part !== '');
};

/** Empty parts are left out. A full-width bracket brings its own space. */
export function joined(parts: readonly Line[], separator = ' · '): Line {
  const line: Inline[] = [];
  for (const part of parts) {
    if (part.length === 0) continue;
    const before = line.at(-1);
    const isClosed = typeof before === 'string' && before.endsWith('）');
    const between = isClosed ? separator.trimStart() : separator;
    if (before !== undefined && between !== '') line.push(between);
    line.push(...part);
  }
  return line;
}

export type Word = Inline | Line | number | bigint;

/** Our own wording with names and numbers in it: `` words`job ${code(name)}` ``. */
export function words(texts: TemplateStringsArray, ...parts: readonly Word[]): Line {
  return texts.flatMap((text, index): Line => {
    const part = parts[index] ?? '';
    const said = typeof part === 'number' || typeof part === 'bigint' ? number(part) : part;
    return [text, said].flat().filter((word) => word !== '');
  });
}

export const alertsIn = (blocks: readonly Block[]): ReadonlySet<Alert> =>
  new Set(blocks.flatMap(({ tells = [] }) => tells));

/** Without empty lines, and without blocks of none. */
export const withoutGaps = (blocks: readonly Block[]): readonly Block[] =>
  blocks.flatMap((block): readonly Block[] => {
    if (block.kind !== 'lines' && block.kind !== 'note') return [block];
    const lines = block.lines.filter((line) => line.length > 0);
    return lines.length === 0 ? [] : [{ ...block, lines }];
  });

export const withRules = (parts: readonly (readonly Block[])[]): readonly Block[] =>
  parts
    .filter((part) => part.length > 0)
    .flatMap((part, index): readonly Block[] => (index === 0 ? part : [{ kind: 'rule' }, ...part]));

/** Untrusted text between our words never makes a line of its own. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim() || '—';

export const plainText = (blocks: readonly Block[]): string =>
  blocks
    .map(plainBlock)
    .filter((text) => text !== '')
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n');

export const plainLine = (line: Line): string => line.map(plainInline).join('');

/** In characters that the reader sees. */
export const lineLength = (line: Line): number =>
  line.reduce((sum, inline) => sum + shownText(inline).length, 0);

function plainBlock(block: Block): string {
  switch (block.kind) {
    case 'title': {
      const text = plainLine(block.text);
      return `${text}\n${'='.repeat(Math.min(72, columnsOf(text)))}`;
    }
    case 'mention':
      return block.token;
    case 'lines':
    case 'note':
      return block.lines.map(plainLine).join('\n');
    case 'log':
      return indented(block.text);
    case 'ids':
      return `${plainLine(block.label)}\n${indented(wrapped(block.ids.join(' ')))}`;
    case 'rule':
      return '-'.repeat(40);
    default:
      return block satisfies never;
  }
}

/** Chinese characters take two columns. */
const columnsOf = (text: string): number =>
  text.length + (text.match(/[\u2e80-\uffe6]/g)?.length ?? 0);

const wrapped = (ids: string): string => ids.replace(/(.{60,80}) /g, '$1\n');

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

const plainInline = (inline: Inline): string =>
  typeof inline === 'object' && 'link' in inline
    ? `${inline.label} <${inline.link}>`
    : shownText(inline);

/** What the reader sees in any markup: a link by its label. */
export function shownText(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  if ('strong' in inline) return inline.strong;
  if ('code' in inline) return oneLine(inline.code);
  if ('quote' in inline) return oneLine(inline.quote);
  return 'link' in inline ? inline.label : inline.text;
}
