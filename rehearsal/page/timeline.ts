import type { Calls, Happening, StoryEvent } from '../story/events.ts';
import { clock } from '../story/story-clock.ts';
import { callsIn, toldIn, whatOf } from '../story/words.ts';
import type { Board, List } from './board.ts';
import { html, type Html, type Part } from './html.ts';

type Of<Kind extends StoryEvent['kind']> = Extract<StoryEvent, { kind: Kind }>;
/** One message, on one channel or word for word on both. */
type Telling = { text: string; on: { where: string; link: string }[] };
type Tick = {
  began: Of<'tick-began'>;
  happened: Happening[];
  told: Telling[];
  ended: Of<'tick-ended'> | undefined;
};

const ticks: List = { id: 'ticks', place: 'first', most: 120 };

/** Ticks in which nothing happens are one line together. */
export class Timeline {
  readonly #board: Board;
  #tick: Tick | undefined;
  /** What happens after a tick belongs to the next one. */
  #waiting: Happening[] = [];
  #quiet: { first: number; id: string } | undefined;

  constructor(board: Board) {
    this.#board = board;
  }

  begins(event: Of<'tick-began'>): void {
    this.#tick = { began: event, happened: this.#waiting, told: [], ended: undefined };
    this.#waiting = [];
    if (event.caption !== '') this.#show(this.#tick);
  }

  happens(event: Happening): void {
    const tick = this.#tick;
    if (tick === undefined || tick.ended !== undefined) {
      this.#waiting.push(event);
      this.#board.put(
        ticks,
        'next-tick',
        html`<li id="next-tick" class="tick next">
          <h3>before the next tick</h3>
          ${happenings(this.#waiting)}
        </li>`,
      );
      return;
    }
    tick.happened.push(event);
    this.#show(tick);
  }

  tells(where: string, text: string, link: string): void {
    if (this.#tick === undefined) return;
    const same = this.#tick.told.find((telling) => telling.text === text);
    if (same === undefined) this.#tick.told.push({ text, on: [{ where, link }] });
    else same.on.push({ where, link });
    this.#show(this.#tick);
  }

  ends(event: Of<'tick-ended'>): void {
    const tick = this.#tick;
    if (tick === undefined) return;
    tick.ended = event;
    const { began, happened, told } = tick;
    if (
      began.caption === '' &&
      happened.length + told.length === 0 &&
      event.outcome.kind === 'accepted'
    )
      this.#showQuiet(began, event);
    else this.#show(tick);
  }

  #show(tick: Tick): void {
    this.#quiet = undefined;
    const {
      began: { tick: number, at, caption },
      happened,
      told,
      ended,
    } = tick;
    this.#board.drop('next-tick');
    this.#board.put(
      ticks,
      `tick-${number}`,
      html`<li id="tick-${number}" class="tick ${ended?.outcome.kind ?? 'running'}">
        <h3>tick ${number} <time>${clock(at)}</time></h3>
        ${caption !== '' && html`<p class="caption">${caption}</p>`}
        ${happened.length > 0 && happenings(happened)}
        ${
          told.length > 0 &&
          html`<ul class="tellings">
            ${told.map(telling)}
          </ul>`
        }
        ${ended === undefined ? html`<p class="result">under way</p>` : result(ended)}
      </li>`,
    );
  }

  #showQuiet({ tick, at }: Of<'tick-began'>, { durationMs, calls }: Of<'tick-ended'>): void {
    this.#quiet ??= { first: tick, id: `tick-${tick}` };
    const { first, id } = this.#quiet;
    const which = first === tick ? `tick ${tick}` : `ticks ${first} to ${tick}`;
    this.#board.put(
      ticks,
      id,
      html`<li id="${id}" class="tick quiet">
        <h3>${which} <time>${clock(at)}</time></h3>
        <p class="result">nothing new <span class="cost">${costOf(calls, durationMs)}</span></p>
      </li>`,
    );
  }
}

const telling = ({ text, on }: Telling): Html =>
  html`<li class="two-lines">
    ${on.map(({ where, link }) => html`<a href="#${link}">${where}</a> `)} ${text}
  </li>`;

const happenings = (happened: readonly Happening[]): Html =>
  html`<ul class="happenings">
    ${happened.map(
      (happening) =>
        html`<li>
          <b>${happening.where} ${happening.word}</b>
          ${whatOf(happening)}
        </li>`,
    )}
  </ul>`;

function result({ outcome, calls, durationMs, unexpected }: Of<'tick-ended'>): Part {
  const [verdict, answer] =
    outcome.kind === 'accepted'
      ? [
          `ok: ${toldIn(outcome.summary) || 'nothing to tell'}`,
          JSON.stringify(outcome.summary, undefined, 2),
        ]
      : ['rejected', outcome.message];
  return [
    html`<p class="result">
      <b>${verdict}</b> <span class="cost">${costOf(calls, durationMs)}</span>
    </p>`,
    outcome.kind === 'rejected' && html`<p class="reason four-lines">${outcome.message}</p>`,
    unexpected.map((sentence) => html`<p class="reason">not as the story has it: ${sentence}</p>`),
    html`<details>
      <summary>what the handler ${outcome.kind === 'accepted' ? 'answered' : 'threw'}</summary>
      <pre>${answer}</pre>
    </details>`,
  ];
}

const costOf = (calls: Calls, durationMs: number): string =>
  [...callsIn(calls), `${Math.round(durationMs)} ms`].join(' · ');
