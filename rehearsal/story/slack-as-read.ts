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
