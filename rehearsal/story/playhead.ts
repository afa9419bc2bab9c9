import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than anybody looks on. */
const untilCalled = 2 ** 31 - 1;

/**
 * Decides when the next tick is due: on time while the story plays, else when somebody asks for it.
 */
export class Playhead {
  #playing: boolean;
  #steps = 0;
  #call = new AbortController();

  constructor(playing = true) {
    this.#playing = playing;
  }

  get isPlaying(): boolean {
    return this.#playing;
  }

  play(): void {
    this.#change(true);
  }

  pause(): void {
    this.#change(false);
  }

  /** One tick, at once; then it stands still. */
  step(): void {
    this.#steps += 1;
    this.#change(false);
  }

  /**
   * Resolves when the tick is due that comes so many seconds after this one. @throws the reason of
   * `signal`
   */
  async due(seconds: number, signal: AbortSignal): Promise<void> {
    const onTime = performance.now() + seconds * 1000;
    while (!this.#isDue(onTime)) {
      const called = this.#call.signal;
      const wait = this.#playing ? onTime - performance.now() : untilCalled;
      await sleep(wait, undefined, { signal: AbortSignal.any([called, signal]) }).catch(
        () => undefined,
      );
      signal.throwIfAborted();
    }
    if (this.#steps > 0) this.#steps -= 1;
  }

  #isDue(onTime: number): boolean {
    return this.#steps > 0 || (this.#playing && performance.now() >= onTime);
  }

  #change(playing: boolean): void {
    this.#playing = playing;
    if (playing) this.#steps = 0;
    this.#call.abort();
    this.#call = new AbortController();
  }
}
