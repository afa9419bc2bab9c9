import { unescaped, type SlackBlock } from '../world/slack-server.ts';
import { lengthOf, wrapped, type ShowLink } from './lines.ts';

/** Lines of one message that are shown; the rest is counted. */
const most = 20;

/**
 * The lines of a Slack message that matter most, each within `columns`: what stands before the
 * evidence, and of the evidence only which failures it is of. Links follow the line that they are
 * in.
 */
export function bubbleOf(
  blocks: readonly SlackBlock[],
  columns: number,
  showLink: ShowLink,
): readonly string[] {
  const pieces = withoutFooter(slackAsRead(blocks)).filter(({ kind }) => kind !== 'title');
  const firstRule = pieces.findIndex(({ kind }) => kind === 'rule');
  const lines = pieces.flatMap(({ kind, lines }, index) => {
    if (kind === 'log') return [];
    const isEvidence = firstRule >= 0 && index > firstRule;
    return isEvidence ? lines.slice(0, 1) : lines;
  });
  const shown = lines.flatMap((line) => linesOf(line, columns, showLink));
  return shown.length <= most
    ? shown
    : [...shown.slice(0, most - 1), `… ${shown.length - most + 1} more lines`];
}

/** The last note holds the link to the console and the time, which are the same every time. */
const withoutFooter = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.at(-1)?.kind === 'note' ? pieces.slice(0, -1) : pieces;

const link = /<(https?:[^|>\s]*)\|([^>]*)>/g;

function linesOf(line: string, columns: number, showLink: ShowLink): readonly string[] {
  const links = Array.from(line.matchAll(link), ([, url = '', label = '']) => ({
    url: unescaped(url),
    label: withoutMarkup(label),
  }));
  const text = withoutMarkup(line.replace(link, '')).replace(/(?: ·)*\s*$/, '');
  const lines = text === '' ? [] : wrapped(text, columns);
  const shown = links.map(({ url, label }) => showLink(label, url)).filter((one) => one !== '');
  if (shown.length === 0) return lines;
  const last = lines.at(-1);
  const labels = links.map(({ label }) => label).join(' · ');
  return last === undefined || lengthOf(`${last} · ${labels}`) > columns
    ? [...lines, shown.join(' · ')]
    : [...lines.slice(0, -1), `${last} · ${shown.join(' · ')}`];
}

/** A piece of a Slack message in the order of reading; its lines still have their markup. */
export type Piece = Readonly<{
  kind: 'title' | 'text' | 'note' | 'log' | 'rule';
  lines: readonly string[];
}>;

/** https://docs.slack.dev/reference/block-kit/blocks */
export const slackAsRead = (blocks: readonly SlackBlock[]): readonly Piece[] =>
  blocks.flatMap((block): readonly Piece[] => {
    switch (block.type) {
      case 'header':
        return [{ kind: 'title', lines: block.text.text.split('\n') }];
      case 'section':
        return sectionPieces(block.text.text);
      case 'context':
        return [{ kind: 'note', lines: block.elements.flatMap(({ text }) => text.split('\n')) }];
      case 'divider':
        return [{ kind: 'rule', lines: [] }];
      default:
        return block satisfies never;
    }
  });

/** What stands between fences is a log, the rest is text. */
const sectionPieces = (text: string): readonly Piece[] =>
  text.split('```').flatMap((part, index): readonly Piece[] => {
    const lines = part.replace(/^\n|\n$/g, '').split('\n');
    if (lines.join('') === '') return [];
    return [{ kind: index % 2 === 1 ? 'log' : 'text', lines }];
  });

/** As a reader sees a line, who sees of a link its label. */
export const withoutMarkup = (mrkdwn: string): string =>
  unescaped(
    mrkdwn
      .replace(/<[!@](?:subteam\^)?([\w-]+)>/g, '@$1')
      .replace(/<([^|>]*)\|([^>]*)>/g, '$2')
      .replace(/`([^`]*)`/g, '$1')
      .replace(/(?<!\S)\*([^*\n]+)\*(?!\w)/g, '$1'),
  );
