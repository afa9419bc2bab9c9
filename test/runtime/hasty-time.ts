import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RetryDeps } from '../../functions/runtime/retry.ts';

/** Real time in which every sleep is over at once: the clock jumps to its end instead. */
export class HastyTime implements RetryDeps {
  /** The sleeps that were asked for, in order. */
  readonly slept: number[] = [];
  readonly random = (): number => 0.5;
  #ahead = 0;

  readonly clock = (): number => Date.now() + this.#ahead;

  readonly sleep = async (ms: number): Promise<void> => {
    this.slept.push(ms);
    const end = this.clock() + ms;
    await nextTurn();
    this.#ahead = Math.max(this.#ahead, end - Date.now());
  };

  /** A moment so many milliseconds from now. */
  readonly in = (ms: number): number => this.clock() + ms;
}
