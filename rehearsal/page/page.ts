import type { Email } from 'postal-mime';
import {
  channels,
  costOf,
  sentenceOf,
  toldIn,
  whatOf,
  type Happening,
  type StoryEvent,
} from '../story/events.ts';
import type { Playhead } from '../story/play.ts';
import { clock } from '../story/story-clock.ts';
import type { Visitor } from '../story/visitor.ts';
import type { Mail } from '../world/mail-server.ts';
import type { MigrationJob, MigrationTask } from '../world/migration-records.ts';
import type { SlackMessage } from '../world/slack-server.ts';
import { tally } from '../world/verdict.ts';
import type { World } from '../world/world.ts';
import { html, type Html, type Part } from './html.ts';
import { drawSlackMessage } from './slack-drawing.ts';

type Of<Kind extends StoryEvent['kind']> = Extract<StoryEvent, { kind: Kind }>;

type Tick = {
  /** `undefined` for what happens before the next tick. */
  began: Of<'tick-began'> | undefined;
  readonly happened: Happening[];
  readonly told: Html[];
  ended: Of<'tick-ended'> | undefined;
};

type Button = Readonly<{
  id: string;
  label: string;
  press: () => void;
  key?: string;
  /** Left out for a button that does not stay down. */
  pressed?: boolean;
  /** It mends what is broken. */
  urgent?: boolean;
  disabled?: boolean;
}>;

/** Older ones are not shown any more. */
const mostTicks = 60;

/** What the page shows of the story at any moment, and what its buttons do. */
export class Page {
  /** Their HTML is fetched one by one. */
  readonly mails: Mail[] = [];
  readonly #world: World;
  readonly #playhead: Playhead;
  readonly #visitor: Visitor;
  /** Newest first. */
  readonly #ticks: Tick[] = [];
  #verdict = '';

  constructor(world: World, playhead: Playhead, visitor: Visitor) {
    this.#world = world;
    this.#playhead = playhead;
    this.#visitor = visitor;
  }

  take(event: StoryEvent): void {
    switch (event.kind) {
      case 'began':
        break;
      case 'tick-began':
        this.#underWay().began = event;
        break;
      case 'happened':
        this.#underWay().happened.push(event);
        break;
      case 'told': {
        const { told } = this.#underWay();
        told.push(event.channel === 'slack' ? slackMessage(event.message) : this.#mail(event.mail));
        break;
      }
      case 'tick-ended':
        this.#underWay().ended = event;
        // Of quiet ticks in a row, the last one is enough.
        if (this.#ticks.slice(0, 2).filter(isQuiet).length === 2) this.#ticks.splice(1, 1);
        break;
      case 'ended':
        this.#verdict = [...event.verdict.complaints, sentenceOf(event.verdict)].join('; ');
        break;
      default:
        event satisfies never;
    }
  }

  /** `false` for a button that there is not, or that does nothing now. */
  press(id: string): boolean {
    const button = [...this.#timeButtons(), ...this.#handButtons()].find((one) => one.id === id);
    if (button === undefined || button.disabled === true) return false;
    button.press();
    return true;
  }

  /** All that it shows. page.js puts it into the place of what it showed before. */
  get content(): string {
    const jobs = this.#world.migration.sources.flatMap((source) => source.jobs);
    return html`<div id="page">
      <header>
        <h1>mms-task-alerts: a rehearsal</h1>
        <p id="pace" role="status">${this.#pace}</p>
        <div class="controls" role="toolbar" aria-label="Time">
          ${this.#timeButtons().map(drawnButton)}
          <span class="faint">Space pauses, → steps</span>
        </div>
        <div class="controls" role="toolbar" aria-label="Have a hand in it">
          ${this.#handButtons().map(drawnButton)}
        </div>
        <p id="verdict" role="status">${this.#verdict}</p>
      </header>
      <main>
        <section class="ticks" aria-labelledby="ticks-title" tabindex="0">
          <h2 id="ticks-title">What happens, and what is told</h2>
          <ol id="ticks" reversed>
            ${this.#ticks.map(card)}
          </ol>
        </section>
        <section aria-labelledby="tables-title" tabindex="0">
          <h2 id="tables-title">The migration</h2>
          <p class="faint">
            A migration to MaxCompute in fast motion, and the function that reports on it:
            dist/index.js, as it is deployed. MMS, OSS, Slack and the mail server are stand-ins on
            127.0.0.1; nothing leaves this machine. From one tick to the next a minute of the
            migration passes, or as much as its caption says.
          </p>
          ${jobs.toReversed().map(drawnJob)}
          <h2>What each channel remembers</h2>
          ${channels.map((channel) => drawnState(channel, this.#world.state(channel)))}
        </section>
      </main>
    </div>`.text;
  }

  /** What happens after a tick belongs to the next one. */
  #underWay(): Tick {
    const [newest] = this.#ticks;
    if (newest !== undefined && newest.ended === undefined) return newest;
    const tick: Tick = { began: undefined, happened: [], told: [], ended: undefined };
    this.#ticks.unshift(tick);
    this.#ticks.splice(mostTicks);
    return tick;
  }

  get #pace(): string {
    if (!this.#playhead.isPlaying) return 'paused';
    return this.#playhead.speed === 1 ? 'playing' : 'playing slowly';
  }

  #timeButtons(): readonly Button[] {
    const playhead = this.#playhead;
    const { isPlaying, speed } = playhead;
    const pauseOrPlay = (): void => {
      if (isPlaying) playhead.pause();
      else playhead.play();
    };
    const step = (): void => {
      playhead.step();
    };
    const playAt = (pace: number) => (): void => {
      playhead.play(pace);
    };
    return [
      { id: 'pause', label: isPlaying ? 'Pause' : 'Play', press: pauseOrPlay, key: 'Space' },
      { id: 'step', label: 'Step', press: step, key: 'ArrowRight' },
      { id: 'half', label: '½×', press: playAt(0.5), pressed: speed === 0.5 },
      { id: 'whole', label: '1×', press: playAt(1), pressed: speed === 1 },
    ];
  }

  #handButtons(): readonly Button[] {
    const visitor = this.#visitor;
    const { failed, unfinished } = visitor;
    const act = (id: string, label: string, disabled: boolean, press: () => void): Button => ({
      id,
      label,
      press,
      disabled,
    });
    return [
      ...(['Slack', 'SMTP', 'OSS', 'MMS'] as const).map((service): Button => {
        const urgent = visitor.isInTrouble(service);
        const press = (): void => {
          visitor.breaksOrMends(service);
        };
        return { id: service, label: `${urgent ? 'Mend' : 'Break'} ${service}`, press, urgent };
      }),
      act('fail', 'Fail 100 tables', unfinished.length > 0, visitor.failsAHundred),
      act('retry', 'Retry them', failed.length === 0, visitor.retries),
      act('finish', 'Finish the job', unfinished.length === 0, visitor.finishes),
    ];
  }

  #mail(mail: Mail): Html {
    const number = this.mails.push(mail);
    const { subject = '', from, text = '', attachments } = mail.parsed;
    return html`<details id="mail-${number}" class="told">
      <summary>E-mail: ${subject}</summary>
      <p class="faint">from ${from?.address ?? ''} to ${mail.to.join(', ')}</p>
      <iframe
        sandbox=""
        loading="lazy"
        src="/mails/${number}"
        title="the mail as HTML: ${subject}"
      ></iframe>
      ${drawnText('as plain text', text)}
      ${attachments.map(({ filename, content }) => drawnText(`attached: ${filename ?? 'a file'}`, textOf(content)))}
    </details>`;
  }
}

const isQuiet = ({ began, happened, told, ended }: Tick): boolean =>
  began?.caption === '' &&
  happened.length + told.length === 0 &&
  ended?.outcome.kind === 'accepted';

const slackMessage = ({ at, text, blocks }: SlackMessage): Html =>
  html`<div class="told">${drawSlackMessage({ text, blocks, time: clock(at).slice(0, -3) })}</div>`;

const textOf = (content: Email['attachments'][number]['content']): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content);

const drawnText = (title: string, text: string): Html =>
  html`<details>
    <summary>${title}</summary>
    <pre tabindex="0">${text}</pre>
  </details>`;

/** Not `disabled`, which would take the focus away from under the keyboard. */
const drawnButton = ({ id, label, key, pressed, urgent, disabled = false }: Button): Html =>
  html`<button
    type="button"
    id="control-${id}"
    data-control="${id}"
    class="${urgent === true ? 'urgent' : ''}"
    aria-disabled="${String(disabled)}"
    ${key !== undefined && html` aria-keyshortcuts="${key}"`}
    ${pressed !== undefined && html` aria-pressed="${String(pressed)}"`}
  >
    ${label}
  </button>`;

function card({ began, happened, told, ended }: Tick): Html {
  const state = began === undefined ? 'next' : (ended?.outcome.kind ?? 'running');
  return html`<li id="tick-${began?.tick ?? 'next'}" class="tick ${state}">
    <h3>
      ${began === undefined ? 'before the next tick' : html`tick ${began.tick} <time>${clock(began.at)}</time>`}
    </h3>
    <p class="caption">${began?.caption}</p>
    <ul>
      ${happened.map((one) => html`<li><b>${one.where} ${one.word}</b> ${whatOf(one)}</li>`)}
    </ul>
    ${told} ${ended === undefined ? html`<p class="faint">under way</p>` : drawnResult(ended)}
  </li>`;
}

function drawnResult(event: Of<'tick-ended'>): Part {
  const { outcome, unexpected } = event;
  const cost = html`<span class="faint">${costOf(event)}</span>`;
  return [
    outcome.kind === 'accepted'
      ? html`<details>
          <summary><b>ok: ${toldIn(outcome.summary)}</b> ${cost}</summary>
          <pre>${JSON.stringify(outcome.summary, undefined, 2)}</pre>
        </details>`
      : html`<p><b>rejected</b> ${cost}</p>
          <p class="reason">${outcome.message}</p>`,
    unexpected.map((sentence) => html`<p class="reason">not as the story has it: ${sentence}</p>`),
  ];
}

/** Every table in a cell of its own, under its job. */
function drawnJob({ id, name, tasks }: MigrationJob): Html {
  const counts = Object.entries(tally(tasks.map((task) => lookOf(task).tone)));
  return html`<section id="job-${id}">
    <h3>${name} <span class="faint">${id}</span></h3>
    <p class="faint">
      ${tasks.length} tables: ${counts.map(([tone, count]) => `${count} ${tone}`).join(', ')}
    </p>
    <ol class="cells">
      ${tasks.map(drawnTask)}
    </ol>
  </section>`;
}

function drawnTask(task: MigrationTask): Html {
  const { word, tone } = lookOf(task);
  return html`<li id="task-${task.id}" class="cell ${tone}" title="task ${task.id}, ${task.status}">
    <b>${task.srcTableName}</b> <span>${word}</span>
  </li>`;
}

/** Colour only repeats the word. */
type Look = Readonly<{ word: string; tone: 'waiting' | 'running' | 'done' | 'failed' | 'other' }>;

function lookOf({ status, running }: MigrationTask): Look {
  const word = status.toLowerCase().replaceAll('_', ' ');
  if (status === 'DONE') return { word: `✓ ${word}`, tone: 'done' };
  if (status === 'INIT') return { word: 'waiting', tone: 'waiting' };
  if (/^(?:SCHEMA|DATA|VERIFICATION)_FAILED$/.test(status))
    return { word: `✕ ${word}`, tone: 'failed' };
  return running ? { word, tone: 'running' } : { word, tone: 'other' };
}

const drawnState = (channel: string, state: string | undefined): Html =>
  html`<details>
    <summary>
      ${channel}.json:
      ${state === undefined ? 'not saved yet' : `${Buffer.byteLength(state)} bytes`}
    </summary>
    <pre tabindex="0">${state}</pre>
  </details>`;
