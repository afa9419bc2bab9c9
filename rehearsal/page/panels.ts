import type { Email } from 'postal-mime';
import { channels, type ChannelName } from '../story/events.ts';
import type { Entry } from '../world/journal.ts';
import type { Mail } from '../world/mail-server.ts';
import type { MigrationJob, MigrationTask } from '../world/migration-records.ts';
import { unescaped, type SlackMessage } from '../world/slack-server.ts';
import { tally } from '../world/verdict.ts';
import type { World } from '../world/world.ts';
import type { Board, List } from './board.ts';
import { html, type Html, type Part } from './html.ts';
import { clock } from '../story/story-clock.ts';
import { drawSlackMessage } from './slack-drawing.ts';

/** Colour only repeats the word and the sign. */
type Look = Readonly<{
  word: string;
  sign: string;
  tone: 'waiting' | 'doing' | 'done' | 'failed' | 'odd';
}>;

/** Every table in a cell of its own, under its job; a job that comes later comes first. */
export function showTables(board: Board, jobs: readonly MigrationJob[]): void {
  for (const { id, name, tasks } of jobs.toReversed()) {
    board.put(
      { id: 'jobs', place: 'first' },
      `job-${id}`,
      html`<section id="job-${id}" class="job">
        <h3>${name} <span class="id">${id}</span></h3>
        <p id="job-${id}-sum" class="sum"></p>
        <ol id="job-${id}-tables" class="cells"></ol>
      </section>`,
    );
    const cells: List = { id: `job-${id}-tables`, place: 'last' };
    for (const task of tasks) board.put(cells, `task-${task.id}`, cell(task));
    board.text(`job-${id}-sum`, sumOf(tasks));
  }
}

function cell(task: MigrationTask): Html {
  const { word, sign, tone } = lookOf(task);
  const exact = `task ${task.id}, ${task.status}${task.retriedTimes > 0 ? `, retried ${task.retriedTimes} times` : ''}`;
  return html`<li id="task-${task.id}" class="cell ${tone}" title="${exact}">
    <span class="name">${task.srcTableName}</span>
    <span class="state"><span aria-hidden="true">${sign}</span> ${word}</span>
  </li>`;
}

const phases: Readonly<Record<string, string>> = {
  SCHEMA: 'schema',
  DATA: 'data',
  VERIFICATION: 'verify',
};

function lookOf({ status, running }: MigrationTask): Look {
  const [, phase = '', step = ''] =
    /^(SCHEMA|DATA|VERIFICATION)_(DOING|DONE|FAILED)$/.exec(status) ?? [];
  if (status === 'DONE') return { word: 'done', sign: '✓', tone: 'done' };
  if (status === 'INIT') return { word: 'waiting', sign: '·', tone: 'waiting' };
  if (phase === '') return { word: status, sign: '?', tone: 'odd' };
  if (step === 'FAILED')
    return { word: `${phases[phase] ?? phase} failed`, sign: '✕', tone: 'failed' };
  return {
    word: `${phases[phase] ?? phase}${running ? '' : ', waiting'}`,
    sign: '▸',
    tone: 'doing',
  };
}

function sumOf(tasks: readonly MigrationTask[]): string {
  const counts = tally(tasks.map((task) => lookOf(task).tone));
  const parts = [
    ['done', 'done'],
    ['failed', 'failed'],
    ['doing', 'under way'],
    ['waiting', 'waiting'],
    ['odd', 'in another state'],
  ] as const;
  const said = parts.flatMap(([tone, word]) => {
    const count = counts[tone];
    return count === undefined ? [] : [`${count} ${word}`];
  });
  return `${tasks.length} tables: ${said.join(', ')}`;
}

const slackMessages: List = { id: 'slack-messages', place: 'first', most: 60 };
const mails: List = { id: 'mails', place: 'first', most: 60 };
const mostLines = 40;
const shortMail = 600;

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
    slackMessages,
    `slack-${number}`,
    html`<li id="slack-${number}" class="told">
      <p class="told-head">
        <span class="two-lines"
          ><b>tick ${tick}</b>
          <span class="lock-screen">on the lock screen:</span> ${lockScreenText(message)}</span
        >
      </p>
      ${drawSlackMessage({ text, blocks, time: clock(at).slice(0, -3) })}
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
    mails,
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

const states: List = { id: 'states', place: 'last' };

/** Lines that the last save changed are marked. */
export class StatePanel {
  readonly #board: Board;
  readonly #shown: Record<ChannelName, string> = { slack: '', email: '' };

  constructor(board: Board) {
    this.#board = board;
    for (const channel of channels) {
      board.put(
        states,
        `state-${channel}`,
        html`<section id="state-${channel}">
          <h3>${channel}.json</h3>
          <p>not saved yet</p>
        </section>`,
      );
    }
  }

  show(world: World, tick: number): void {
    for (const channel of channels) {
      const [before, now] = [this.#shown[channel], world.state(channel) ?? ''];
      if (before === now) continue;
      this.#shown[channel] = now;
      this.#board.put(
        states,
        `state-${channel}`,
        html`<section id="state-${channel}">
          <h3>${channel}.json</h3>
          <p>
            ${Buffer.byteLength(now).toLocaleString('en-US')} bytes, saved in tick
            ${tick}${before !== '' && '; what that changed is marked'}
          </p>
          <pre tabindex="0" aria-label="${channel}.json">${lines(now, before)}</pre>
        </section>`,
      );
    }
  }
}

function lines(text: string, before: string): readonly Part[] {
  const known = new Set(before.split('\n'));
  return text
    .split('\n')
    .map((line) => [before === '' || known.has(line) ? line : html`<mark>${line}</mark>`, '\n']);
}

type Service = keyof World['journals'];
type Call = Readonly<Entry & { service: Service }>;

const calls: List = { id: 'calls', place: 'first', most: 40 };
const services = ['MMS', 'OSS', 'Slack', 'SMTP', 'heartbeat'] as const satisfies readonly Service[];

export class CallsPanel {
  readonly #board: Board;
  readonly #seen: Record<Service, number> = { MMS: 0, OSS: 0, Slack: 0, SMTP: 0, heartbeat: 0 };

  constructor(board: Board) {
    this.#board = board;
  }

  show({ journals }: World, tick: number): void {
    const fresh = services.flatMap((service) => {
      const entries = journals[service].entries.slice(this.#seen[service]);
      this.#seen[service] += entries.length;
      return entries.map((entry): Call => ({ ...entry, service }));
    });
    if (fresh.length === 0) return;
    fresh.sort((a, b) => a.at - b.at);
    this.#board.put(
      calls,
      `calls-${tick}`,
      html`<tbody id="calls-${tick}">
        <tr>
          <th colspan="5" scope="rowgroup">tick ${tick}: ${fresh.length} calls</th>
        </tr>
        ${fresh.map(row)}
      </tbody>`,
    );
  }
}

const row = ({ service, operation, outcome, durationMs, at }: Call): Html =>
  html`<tr class="${wentWell(service, outcome) ? 'well' : 'badly'}">
    <td>${clock(at).slice(-8)}</td>
    <td>${service}</td>
    <td>${operation}</td>
    <td>${!wentWell(service, outcome) && '✕ '}${outcome === '' ? 'no answer' : outcome}</td>
    <td class="figure">${durationMs === undefined ? '…' : `${durationMs.toFixed(1)} ms`}</td>
  </tr>`;

/**
 * OSS says 404 where a channel has no state yet, and 304 where it is the one that the function
 * knows.
 */
const wentWell = (service: Service, outcome: string): boolean =>
  /^(?:2\d\d|passed)$/.test(outcome) || (service === 'OSS' && ['304', '404'].includes(outcome));
