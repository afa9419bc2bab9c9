import { styleText } from 'node:util';
import { costOf, sentenceOf, toldIn, whatOf } from '../story/events.ts';
import type { Emit, StoryEvent, Verdict } from '../story/events.ts';
import { clock } from '../story/story-clock.ts';
import { unescaped, type SlackMessage } from '../world/slack-server.ts';

type Of<Kind extends StoryEvent['kind']> = Extract<StoryEvent, { kind: Kind }>;

/** It only repeats what the text says. */
type Style = 'bold' | 'red' | 'green' | 'cyan' | 'magenta' | 'blue';

const width = 100;
/** Columns before what a line says. */
const margin = 12;
const mostOfAMessage = 20;

export class Terminal {
  readonly #write: (line: string) => void;
  readonly #colour: boolean;
  /** A tick without a caption is a line, unless something comes of it. */
  #silent: Of<'tick-began'> | undefined;

  constructor(write: (line: string) => void, colour: boolean) {
    this.#write = write;
    this.#colour = colour;
  }

  readonly take: Emit = (event) => {
    switch (event.kind) {
      case 'began':
        this.#begins(event.tickEvery);
        break;
      case 'tick-began':
        this.#silent = event;
        if (event.caption !== '') this.#head();
        break;
      case 'happened':
        this.#head();
        this.#say(event.where, 'cyan', `${event.word.padEnd(20)} ${whatOf(event)}`);
        break;
      case 'told':
        this.#head();
        if (event.channel === 'slack') this.#showMessage(event.message);
        else {
          const { subject = '', attachments } = event.mail.parsed;
          const files = attachments.map(({ filename }) => `, with ${filename ?? 'a file'}`);
          this.#say('e-mail', 'blue', subject + files.join(''));
        }
        break;
      case 'tick-ended':
        this.#ends(event);
        break;
      case 'ended':
        this.#closes(event.verdict, event.goesOnEvery);
        break;
      default:
        event satisfies never;
    }
  };

  #begins(tickEvery: number): void {
    this.#write(this.#paint('bold', 'mms-task-alerts: a rehearsal'));
    const about = `A migration to MaxCompute, and a function that a timer calls: it reads the task logs of MMS and tells Slack and e-mail what failed, recovered or got done.
The function is dist/index.js, as it is deployed. MMS, OSS, Slack and the mail server are stand-ins on 127.0.0.1: nothing leaves this machine, and no variable or .env of yours is read.
Time is in fast motion: a tick comes every ${seconds(tickEvery)}, and from one to the next a minute of the migration passes, or as much as its caption says.`;
    for (const line of wrapped(about, width)) this.#write(line);
  }

  /** The beginning of a tick, unless it stands there already. */
  #head(): void {
    if (this.#silent === undefined) return;
    this.#write('');
    this.#write(this.#paint('bold', placeOf(this.#silent)));
    this.#say('', 'bold', this.#silent.caption);
    this.#silent = undefined;
  }

  /** Its title and its sections, without logs, notes and links. */
  #showMessage({ text, blocks }: SlackMessage): void {
    this.#say('Slack', 'magenta', unescaped(text));
    const lines = blocks
      .flatMap((block) => (block.type === 'section' ? [block.text.text] : []))
      .flatMap((section) => section.replace(/```[^`]*```/g, '').split('\n'))
      .map((line) => withoutMarkup(line.replace(link, '')).replace(/[ ·]+$/, ''))
      .flatMap((line) => wrapped(line, width - margin - 2));
    for (const line of lines.slice(0, mostOfAMessage))
      this.#write(`${' '.repeat(margin)}${this.#paint('magenta', '│')} ${line}`);
  }

  #ends(event: Of<'tick-ended'>): void {
    const { outcome, unexpected } = event;
    if (outcome.kind === 'rejected' || unexpected.length > 0) this.#head();
    if (this.#silent !== undefined) {
      this.#write(`${placeOf(this.#silent)}  nothing new  ${costOf(event)}`);
      return;
    }
    const cost = costOf(event);
    if (outcome.kind === 'accepted')
      this.#say('ok', 'green', `${toldIn(outcome.summary)}  ${cost}`);
    else this.#say('rejected', 'red', `${outcome.message}  ${cost}`);
    for (const sentence of unexpected) this.#say('wrong', 'red', sentence);
  }

  #closes(verdict: Verdict, goesOnEvery: number | undefined): void {
    const { complaints, happened, told, messages, calls } = verdict;
    this.#write('');
    this.#write(this.#paint('bold', row('', ['happened', 'Slack told', 'e-mail told'])));
    for (const [kind, count] of Object.entries(happened))
      this.#write(row(kind, [count, told.slack[kind] ?? 0, told.email[kind] ?? 0]));
    this.#write(row('messages', ['', messages.slack, messages.email]));
    this.#write('');
    const counts = Object.entries(calls).map(([operation, count]) => `${operation} ${count}`);
    this.#say('calls', 'bold', counts.join(' · '));
    this.#say('next', 'bold', 'README.md, "Deploy", leads to a function of your own');
    for (const complaint of complaints) this.#say('wrong', 'red', complaint);
    if (goesOnEvery !== undefined) {
      const tick = `a tick every ${seconds(goesOnEvery)}`;
      this.#write(`The servers stay up, with ${tick}: Ctrl-C ends it.`);
    }
    this.#write(this.#paint(complaints.length > 0 ? 'red' : 'green', sentenceOf(verdict)));
  }

  /** Beside a label, in as many lines as it takes. */
  #say(label: string, style: Style, text: string): void {
    const head = `  ${this.#paint(style, label.padEnd(margin - 2))}`;
    for (const [index, line] of wrapped(text, width - margin).entries())
      this.#write((index === 0 ? head : ' '.repeat(margin)) + line);
  }

  #paint(style: Style, text: string): string {
    return this.#colour ? styleText(style, text, { validateStream: false }) : text;
  }
}

const link = /<https?:[^|>\s]*\|[^>]*>/g;

/** As a reader sees a line, who sees of a link its label. */
export const withoutMarkup = (mrkdwn: string): string =>
  unescaped(
    mrkdwn
      .replace(/<[!@](?:subteam\^)?([\w-]+)>/g, '@$1')
      .replace(/<([^|>]*)\|([^>]*)>/g, '$2')
      .replace(/`([^`]*)`/g, '$1')
      .replace(/(?<!\S)\*([^*\n]+)\*(?!\w)/g, '$1'),
  );

/** Its lines, broken at spaces so that none is longer; a longer word has a line of its own. */
const wrapped = (text: string, columns: number): readonly string[] =>
  text.match(new RegExp(`\\S.{0,${columns - 1}}(?=\\s|$)|\\S+`, 'gm')) ?? [];

const placeOf = ({ tick, at }: Of<'tick-began'>): string =>
  `${`tick ${tick}`.padEnd(margin - 2)}${clock(at)}`;

const seconds = (count: number): string => (count === 1 ? 'second' : `${count} seconds`);

const row = (name: string, cells: readonly (string | number)[]): string =>
  name.padEnd(margin) + cells.map((cell) => String(cell).padStart(13)).join('');
