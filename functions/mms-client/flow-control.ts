import type { Clock } from '../ports.ts';
import { backoff } from '../runtime/retry.ts';

/**
 * The pause that all calls of one reader keep together once MMS asks one of them to slow down. It
 * doubles with each refusal that comes after a pause was kept, and starts small again once a call
 * went through.
 */
export class FlowControl {
  readonly #clock: Clock;
  readonly #random: () => number;
  #pausedUntil = 0;
  #refusals = 0;

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Milliseconds until calls may go on. */
  get pause(): number {
    return Math.max(0, this.#pausedUntil - this.#clock());
  }

  refused(): void {
    if (this.pause > 0) return;
    this.#pausedUntil =
      this.#clock() + backoff(this.#refusals, { first: 400, most: 8_000 }, this.#random);
    this.#refusals += 1;
  }

  answered(): void {
    if (this.pause === 0) this.#refusals = 0;
  }
}
