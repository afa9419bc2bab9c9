import type { Emit, Setting, StoryEvent, Verdict } from '../story/events.ts';
import { clock } from '../story/story-clock.ts';
import { costOf, sentenceOf, toldIn, whatOf } from '../story/words.ts';
import { bubbleOf } from './bubble.ts';
import {
  atMost,
  inColour,
  plain,
  width,
  within,
  wrapped,
  type Ink,
  type Meaning,
} from './lines.ts';

type Of<Kind extends StoryEvent['kind']> = Extract<StoryEvent, { kind: Kind }>;

/** Columns before what a line says. */
const margin = 12;
const stateWord = 20;
const nameColumn = 13;

/** At most a hundred columns wide. */
export class Terminal {
  readonly #write: (line: string) => void;
  readonly #ink: Ink;
  /** A tick without a caption is a line, unless something comes of it. */
  #silent: Of<'tick-began'> | undefined;
  #happened = false;

  constructor(write: (line: string) => void, colour: boolean) {
    this.#write = write;
    this.#ink = colour ? inColour : plain;
  }

  readonly take: Emit = (event) => {
    switch (event.kind) {
      case 'began':
        this.#begins(event.setting);
        break;
      case 'tick-began':
        this.#happened = false;
        this.#silent = event;
        if (event.caption !== '') this.#head();
        break;
      case 'happened': {
        this.#head();
        this.#happened = true;
        const { where, word } = event;
        const room = Math.max(stateWord, word.length + 2);
        const head = `${this.#label(where, 'mms')}${this.#ink.paint(meaningOf(word), word.padEnd(room))}`;
        this.#hang(head, margin + room, whatOf(event));
        break;
      }
      case 'told':
        this.#head();
        this.#tells(event);
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

  #begins({ source, jobs, tickEvery }: Setting): void {
    const tables = jobs.reduce((sum, job) => sum + job.tables, 0);
    const about = [
      'A migration to MaxCompute, and a function that a timer calls: it reads the task logs of MMS and tells Slack and e-mail ' +
        `what failed, recovered or got done. It watches the data source ${source}: ${tables} tables, in the jobs ` +
        `${jobs.map((job) => `${job.name} (${job.tables})`).join(' and ')}.`,
      'The function is dist/index.js, as it is deployed. MMS, OSS, Slack and the mail server are stand-ins on 127.0.0.1: nothing ' +
        'leaves this machine, and no variable or .env of yours is read.',
      `Time is in fast motion: a tick comes every ${seconds(tickEvery)}, and from one to the next a minute of the migration ` +
        'passes, or as much as its caption says. All durations are those of a deployment.',
    ];
    this.#write(this.#ink.paint('strong', 'mms-task-alerts: a rehearsal'));
    for (const text of about) this.#hang('', 0, text);
  }

  /** The beginning of a tick, unless it stands there already. */
  #head(): void {
    if (this.#silent === undefined) return;
    const place = placeOf(this.#silent);
    this.#write('');
    this.#hang(this.#ink.paint('strong', place) + '  ', place.length + 2, this.#silent.caption);
    this.#silent = undefined;
  }

  #tells(event: Of<'told'>): void {
    if (event.channel === 'slack') {
      const { text, blocks } = event.message;
      const lines = atMost(wrapped(text, width - margin), 2, width - margin);
      this.#hang(this.#label('Slack', 'slack'), margin, lines);
      for (const line of bubbleOf(blocks, width - margin - 2, this.#ink.link))
        this.#write(`${' '.repeat(margin)}${this.#ink.paint('slack', '│')} ${line}`);
      return;
    }
    const { subject = '', attachments } = event.mail.parsed;
    const files = attachments.map(({ filename }) => filename ?? 'a file').join(', ');
    const attached = files === '' ? 'no attachment' : `with ${files}`;
    const shown = within(subject, width - margin - attached.length - 2);
    const line = `${shown}  ${this.#ink.paint('faint', attached)}`;
    this.#hang(this.#label('e-mail', 'email'), margin, [line]);
  }

  #ends(event: Of<'tick-ended'>): void {
    const { outcome, unexpected } = event;
    const cost = costOf(event);
    if (outcome.kind === 'rejected' || unexpected.length > 0) this.#head();
    if (this.#silent !== undefined) {
      this.#write(`${placeOf(this.#silent)}  nothing new  ${this.#ink.paint('faint', cost)}`);
      return;
    }
    if (outcome.kind === 'accepted') {
      const told = toldIn(outcome.summary);
      const nothing = this.#happened ? 'nothing to tell yet' : 'nothing new';
      const result = told === '' ? nothing : `told: ${told}`;
      const fits = margin + result.length + 2 + cost.length <= width;
      const faint = this.#ink.paint('faint', cost);
      const lines = fits ? [`${result}  ${faint}`] : [result, faint];
      this.#hang(this.#label('ok', 'good'), margin, lines);
    } else {
      this.#hang(this.#label('rejected', 'bad'), margin, outcome.message);
      this.#write(' '.repeat(margin) + this.#ink.paint('faint', cost));
    }
    for (const sentence of unexpected) this.#hang(this.#label('wrong', 'bad'), margin, sentence);
  }

  #closes(verdict: Verdict, goesOnEvery: number | undefined): void {
    const { complaints, happened, told, messages, calls, stateBytes } = verdict;
    const facts = {
      calls: Object.entries(calls)
        .map(([operation, count]) => `${operation} ${count}`)
        .join(' · '),
      state: `slack.json ${stateBytes.slack} bytes, email.json ${stateBytes.email} bytes: what each channel remembers`,
      next: 'npm test runs every test; README.md, "Deploy", leads to a function of your own',
    };
    this.#write('');
    this.#write(this.#ink.paint('strong', row('', ['happened', 'Slack told', 'e-mail told'])));
    for (const [kind, count] of Object.entries(happened))
      this.#write(row(kind, [count, told.slack[kind] ?? 0, told.email[kind] ?? 0]));
    this.#write(row('messages', ['', messages.slack, messages.email]));
    this.#write('');
    for (const [name, text] of Object.entries(facts))
      this.#hang(this.#ink.paint('strong', name.padEnd(nameColumn)), nameColumn, text);
    this.#write('');
    for (const complaint of complaints) this.#hang('- ', 2, complaint);
    if (goesOnEvery !== undefined)
      this.#write(
        `The servers stay up, with a tick every ${seconds(goesOnEvery)}: Ctrl-C ends it.`,
      );
    this.#write(this.#ink.paint(complaints.length > 0 ? 'bad' : 'good', sentenceOf(verdict)));
  }

  /** Lines behind a head of so many columns, which the further ones leave blank. */
  #hang(head: string, columns: number, text: string | readonly string[]): void {
    const lines = typeof text === 'string' ? wrapped(text, width - columns) : text;
    for (const [index, line] of lines.entries())
      this.#write((index === 0 ? head : ' '.repeat(columns)) + line);
  }

  #label(name: string, meaning: Meaning): string {
    return `  ${this.#ink.paint(meaning, name.padEnd(margin - 2))}`;
  }
}

const placeOf = ({ tick, at }: Of<'tick-began'>): string =>
  `${`tick ${tick}`.padEnd(margin - 2)}${clock(at)}`;

const seconds = (count: number): string => (count === 1 ? 'second' : `${count} seconds`);

const row = (name: string, cells: readonly (string | number)[]): string =>
  name.padEnd(nameColumn) + cells.map((cell) => String(cell).padStart(13)).join('');

function meaningOf(word: string): Meaning {
  if (word.endsWith('_FAILED') || ['down', 'archived', 'forbidden'].includes(word)) return 'bad';
  return word === 'DONE' || word === 'up' ? 'good' : 'strong';
}
