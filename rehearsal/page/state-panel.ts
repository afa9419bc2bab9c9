import { channels, type ChannelName } from '../story/channels.ts';
import type { Sight } from '../story/sight.ts';
import type { Board } from './board.ts';
import { html, type Html } from './html.ts';

/** The two objects in OSS, with the lines marked that the last save changed. */
export class StatePanel {
  readonly #board: Board;
  readonly #shown: Record<ChannelName, string> = { slack: '', email: '' };

  constructor(board: Board) {
    this.#board = board;
    board.list('states', { place: 'last' });
    for (const channel of channels) {
      board.put(
        'states',
        `state-${channel}`,
        html`<section id="state-${channel}">
          <h3>${channel}.json</h3>
          <p>not saved yet</p>
        </section>`,
      );
    }
  }

  show(states: Sight['states'], tick: number): void {
    for (const channel of channels) {
      const [before, now] = [this.#shown[channel], states[channel]];
      if (before === now) continue;
      this.#shown[channel] = now;
      this.#board.put(
        'states',
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

function lines(text: string, before: string): readonly Html[] {
  const known = new Set(before.split('\n'));
  return text
    .split('\n')
    .map((line) =>
      before === '' || known.has(line) ? html`${line} ` : html`<mark>${line}</mark> `,
    );
}
