import { unescaped, type SlackBlock } from '../world/slack-server.ts';
import { html, type Html } from './html.ts';

type DrawnMessage = Readonly<{
  text: string;
  blocks: readonly SlackBlock[];
  /** `14:03`, as Slack writes it beside the sender. */
  time: string;
}>;

/** To be shown with slack-drawing.css. */
export const drawSlackMessage = ({ text, blocks, time }: DrawnMessage): Html =>
  html`<article class="slack-message">
    <div class="slack-avatar" aria-hidden="true">m</div>
    <div class="slack-body">
      <p class="slack-sender">
        <b>mms-task-alerts</b> <span class="slack-app">APP</span>
        <span class="slack-time">${time}</span>
      </p>
      ${blocks.length === 0 ? html`<div class="slack-section">${mrkdwn(text)}</div>` : blocks.map(drawBlock)}
    </div>
  </article>`;

function drawBlock(block: SlackBlock): Html {
  switch (block.type) {
    case 'header':
      return html`<h3 class="slack-header">${block.text.text}</h3>`;
    case 'section':
      return html`<div class="slack-section">${mrkdwn(block.text.text)}</div>`;
    case 'context':
      return html`<div class="slack-context">
        ${block.elements.map(({ text }) => mrkdwn(text))}
      </div>`;
    case 'divider':
      return html`<hr class="slack-divider" />`;
    default:
      return block satisfies never;
  }
}

/**
 * Slack's own markup as Slack shows it: https://docs.slack.dev/messaging/formatting-message-text
 * Addresses that are not marked as links stay text, as they do where `verbatim` is set.
 */
export function mrkdwn(text: string): Html {
  const parts = text.split('```');
  // The last fence of an odd number opens nothing.
  const loose = parts.length % 2 === 0 ? `\`\`\`${parts.pop() ?? ''}` : '';
  const drawn = parts.map((part, index) =>
    index % 2 === 1 ? preformatted(part) : paragraphs(part, index > 0),
  );
  return html`${drawn}${loose !== '' && paragraphs(loose, parts.length > 1)}`;
}

const preformatted = (text: string): Html =>
  html`<pre>${unescaped(text.replace(/^\n|\n$/g, ''))}</pre>`;

const quote = /^&gt; ?/;

/** A line break next to a block of code is the block's own. */
function paragraphs(text: string, afterCode: boolean): Html {
  const lines = (afterCode ? text.replace(/^\n/, '') : text).replace(/\n$/, '').split('\n');
  if (lines.join('') === '') return html``;
  const runs: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of lines) {
    const isQuote = quote.test(line);
    const last = runs.at(-1);
    const shown = line.replace(quote, '');
    if (last?.isQuote === isQuote) last.lines.push(shown);
    else runs.push({ isQuote, lines: [shown] });
  }
  return html`${runs.map((run) =>
    run.isQuote
      ? html`<blockquote>${broken(run.lines)}</blockquote>`
      : html`<div>${broken(run.lines)}</div>`,
  )}`;
}

const broken = (lines: readonly string[]): Html =>
  html`${lines.map((line, index) => [index > 0 && html`<br />`, inline(line)])}`;

/** Code, a link or a control sequence, or text between marks that stand at the edges of words. */
const marked =
  /`(?<code>[^`\n]+)`|<(?<target>[^<>|\s][^<>|]*)(?:\|(?<label>[^<>]*))?>|(?<![\p{L}\p{N}*])\*(?<strong>[^\s*](?:[^*]*[^\s*])?)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?<emphasis>[^\s_](?:[^_]*[^\s_])?)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?<struck>[^\s~](?:[^~]*[^\s~])?)~(?![\p{L}\p{N}~])/gu;

function inline(text: string): Html {
  const drawn: Html[] = [];
  let from = 0;
  for (const match of text.matchAll(marked)) {
    drawn.push(html`${unescaped(text.slice(from, match.index))}`, drawnMark(match.groups ?? {}));
    from = match.index + match[0].length;
  }
  return html`${drawn}${unescaped(text.slice(from))}`;
}

function drawnMark({
  code,
  target,
  label,
  strong,
  emphasis,
  struck,
}: Readonly<Record<string, string | undefined>>): Html {
  if (code !== undefined) return html`<code>${unescaped(code)}</code>`;
  if (strong !== undefined) return html`<strong>${inline(strong)}</strong>`;
  if (emphasis !== undefined) return html`<em>${inline(emphasis)}</em>`;
  if (struck !== undefined) return html`<s>${inline(struck)}</s>`;
  return linkOrPing(target ?? '', label);
}

/** `<https://…|label>`; `<@U…>`, `<#C…>` and `<!here>` call people or a channel. */
function linkOrPing(target: string, label: string | undefined): Html {
  const shown = unescaped(label ?? target);
  if (/^(?:https?:\/\/|mailto:)/.test(target)) return link(unescaped(target), shown);
  if (target.startsWith('!date^')) return html`${shown}`;
  if (/^[@#!]/.test(target))
    return html`<span class="ping">${label ?? target.replace(/^!(?:subteam\^)?/, '@')}</span>`;
  return html`${shown}`;
}

const link = (url: string, label: string): Html =>
  html`<a href="${url}" target="_blank" rel="noopener noreferrer">${label}</a>`;
