import { atMost, lengthOf, within, wrapped } from './lines.ts';

/** Lines of one message that are shown; the rest is counted. */
const most = 20;

/**
 * The lines of a Slack message that matter most, each within `columns`: what stands first and the
 * first failure as they are told, of the other failures only which they are.
 */
export function bubbleOf(blocks: readonly unknown[], columns: number): readonly string[] {
  const pieces = withoutFooter(slackAsRead(blocks)).filter(({ kind }) => kind !== 'title');
  const firstRule = pieces.findIndex(({ kind }) => kind === 'rule');
  const lines = pieces.flatMap((piece, index) =>
    firstRule < 0 || index < firstRule || isList(piece)
      ? linesOf(piece, columns)
      : headOf(piece, columns),
  );
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most - 1), `… ${lines.length - most + 1} more lines`];
}

/** The last note holds the link to the console and the time, which are the same every time. */
const withoutFooter = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.at(-1)?.kind === 'note' ? pieces.slice(0, -1) : pieces;

/** Good news, oddities, causes and where jobs stand have a line each. */
const isList = ({ kind, lines }: Piece): boolean =>
  kind === 'text' &&
  (lines.every((line) => /[▓░]/.test(line)) ||
    /^[✓?!•]/.test(lines[0] ?? '') ||
    /^\d+\. .*: /.test(lines[0] ?? ''));

/** Of a failure, this is its route. */
function headOf({ kind, lines: [first = '', ...more] }: Piece, columns: number): readonly string[] {
  if (kind !== 'text') return [];
  return [
    more.length > 0 && lengthOf(first) <= columns - 2 ? `${first} …` : within(first, columns),
  ];
}

function linesOf({ kind, lines }: Piece, columns: number): readonly string[] {
  if (kind !== 'log') return lines.flatMap((line) => wrapped(line, columns));
  // Of a trace: what was caught, the function's own mark of what it left out, and what was really
  // the matter.
  const telling =
    lines.length <= 3
      ? lines
      : lines.filter(
          (line, index) => index === 0 || line.startsWith('…') || index === lines.length - 1,
        );
  return telling.flatMap((line) =>
    atMost(wrapped(line.trim(), columns - 2), 2, columns - 2).map((part) => `  ${part}`),
  );
}

/** A piece of a Slack message as a reader sees it, without markup. */
export type Piece = Readonly<{
  kind: 'title' | 'text' | 'note' | 'log' | 'rule';
  lines: readonly string[];
}>;

/** https://docs.slack.dev/reference/block-kit/blocks; a block of another kind is passed over. */
export const slackAsRead = (blocks: readonly unknown[]): readonly Piece[] =>
  blocks.flatMap(piecesOf);

function piecesOf(block: unknown): readonly Piece[] {
  if (!isFields(block)) return [];
  switch (block.type) {
    case 'header':
      return [{ kind: 'title', lines: textOf(block.text).split('\n') }];
    case 'section':
      return [block.text, ...listOf(block.fields)].filter(isFields).flatMap(sectionPieces);
    case 'context':
      return [
        {
          kind: 'note',
          lines: listOf(block.elements).flatMap((element) =>
            withoutMarkup(textOf(element)).split('\n'),
          ),
        },
      ];
    case 'divider':
      return [{ kind: 'rule', lines: [] }];
    default:
      return [];
  }
}

/** What stands between fences is a log, the rest is text. */
const sectionPieces = (text: unknown): readonly Piece[] =>
  textOf(text)
    .split('```')
    .flatMap((part, index): readonly Piece[] => {
      const lines = part.replace(/^\n|\n$/g, '').split('\n');
      if (lines.join('') === '') return [];
      return index % 2 === 1
        ? [{ kind: 'log', lines: lines.map(unescaped) }]
        : [{ kind: 'text', lines: lines.map(withoutMarkup) }];
    });

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string =>
  isFields(value) && typeof value.text === 'string' ? value.text : '';

const withoutMarkup = (mrkdwn: string): string =>
  unescaped(
    mrkdwn
      .replace(/<[!@](?:subteam\^)?([\w-]+)>/g, '@$1')
      .replace(/<([^|>]*)\|([^>]*)>/g, '$2')
      .replace(/`([^`]*)`/g, '$1')
      .replace(/(?<!\S)\*([^*\n]+)\*(?!\w)/g, '$1'),
  );

const unescaped = (text: string): string =>
  text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
