import type { Email } from 'postal-mime';
import type { Mail } from '../world/mail-server.ts';
import type { SlackMessage } from '../world/slack-server.ts';
import type { Board } from './board.ts';
import { clock } from './clock.ts';
import { html, type Html } from './html.ts';
import { unescaped } from './mrkdwn.ts';
import { drawSlackMessage } from './slack-drawing.ts';

/** The newest so many are shown. */
const most = 60;
/** Lines of an attachment that are shown; the rest is counted. */
const mostLines = 40;
/** Characters of a mail for which half a screen is enough. */
const shortMail = 600;

export function openMailboxes(board: Board): void {
  board.list('slack-messages', { place: 'first', most });
  board.list('mails', { place: 'first', most });
}

/**
 * As a phone shows it: without Slack's entities, and without the marks that keep it from being
 * formatted.
 */
export const lockScreenText = ({ text }: SlackMessage): string =>
  unescaped(text.replaceAll('\u200b', ''));

export function showSlackMessage(
  board: Board,
  number: number,
  tick: number,
  message: SlackMessage,
): void {
  const { at, text, blocks } = message;
  board.put(
    'slack-messages',
    `slack-${number}`,
    html`<li id="slack-${number}" class="told">
      <p class="told-head">
        <span class="two-lines"
          ><b>tick ${tick}</b>
          <span class="lock-screen">on the lock screen:</span> ${lockScreenText(message)}</span
        >
      </p>
      ${drawSlackMessage({ text, blocks, time: clock(at).slice(0, 5) })}
    </li>`,
  );
  board.text('slack-count', String(number));
}

/** The HTML of a mail stands in a document of its own, `/mails/<number>`. */
export function showMail(
  board: Board,
  number: number,
  tick: number,
  { at, to, parsed }: Mail,
): void {
  const { subject = '', from, text = '', attachments } = parsed;
  board.put(
    'mails',
    `mail-${number}`,
    html`<li id="mail-${number}" class="told">
      <details name="mail">
        <summary><b>tick ${tick}</b> ${subject}</summary>
        <p class="mail-head">from ${from?.address ?? ''} to ${to.join(', ')} at ${clock(at)}</p>
        <iframe
          sandbox=""
          ${text.length < shortMail && html` class="short"`}
          loading="lazy"
          src="/mails/${number}"
          title="the mail of tick ${tick} as HTML: ${subject}"
        ></iframe>
        <details>
          <summary>as plain text</summary>
          <pre>${text}</pre>
        </details>
        ${attachments.map(attachment)}
      </details>
    </li>`,
  );
  board.text('mail-count', String(number));
}

function attachment({ filename, content }: Email['attachments'][number]): Html {
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
  const lines = text.split('\r\n');
  const more = lines.length - mostLines;
  return html`<details>
    <summary>
      attached: ${filename ?? 'a file'}, ${text.length.toLocaleString('en-US')} characters
    </summary>
    <pre>
${lines.slice(0, mostLines).join('\n')}${more > 0 && `\n… ${more.toLocaleString('en-US')} more lines`}</pre>
  </details>`;
}
