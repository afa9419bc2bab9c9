import { unescaped, type SlackBlock } from '../world/slack-server.ts';
import { lengthOf, wrapped, type Ink } from './lines.ts';

const most = 20;

/**
 * Without the title, which stands above it already, and without logs and notes. Links follow the
 * line that they are in.
 */
export function bubbleOf(
  blocks: readonly SlackBlock[],
  columns: number,
  showLink: Ink['link'],
): readonly string[] {
  const lines = blocks
    .flatMap((block) => (block.type === 'section' ? [withoutLogs(block.text.text)] : []))
    .flatMap((text) => text.split('\n'))
    .flatMap((line) => linesOf(line, columns, showLink));
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most - 1), `… ${lines.length - most + 1} more lines`];
}

const withoutLogs = (mrkdwn: string): string => mrkdwn.replace(/```[^`]*```/g, '');

const link = /<(https?:[^|>\s]*)\|([^>]*)>/g;

function linesOf(line: string, columns: number, showLink: Ink['link']): readonly string[] {
  const links = Array.from(line.matchAll(link), ([, url = '', label = '']) => ({
    url: unescaped(url),
    label: withoutMarkup(label),
  }));
  const text = withoutMarkup(line.replace(link, '')).replace(/[ ·]+$/, '');
  const lines = text === '' ? [] : wrapped(text, columns);
  const shown = links.map(({ url, label }) => showLink(label, url)).filter((one) => one !== '');
  if (shown.length === 0) return lines;
  const last = lines.at(-1);
  const labels = links.map(({ label }) => label).join(' · ');
  return last === undefined || lengthOf(`${last} · ${labels}`) > columns
    ? [...lines, shown.join(' · ')]
    : [...lines.slice(0, -1), `${last} · ${shown.join(' · ')}`];
}

/** As a reader sees a line, who sees of a link its label. */
export const withoutMarkup = (mrkdwn: string): string =>
  unescaped(
    mrkdwn
      .replace(/<[!@](?:subteam\^)?([\w-]+)>/g, '@$1')
      .replace(/<([^|>]*)\|([^>]*)>/g, '$2')
      .replace(/`([^`]*)`/g, '$1')
      .replace(/(?<!\S)\*([^*\n]+)\*(?!\w)/g, '$1'),
  );
