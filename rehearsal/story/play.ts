import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Verdict } from './events.ts';
import { Rehearsal, type RehearsalOptions } from './rehearsal.ts';
import { wholeStory, type Chapter } from './story.ts';

/**
 * The next tick is due when its time has passed while the story plays, or when somebody asks for
 * it.
 */
export class Playhead {
  isPlaying: boolean;
  /** 1 is as fast as the story has it, 0.5 half as fast. */
  speed: number;
  #steps = 0;

  constructor(isPlaying = true, speed = 1) {
    this.isPlaying = isPlaying;
    this.speed = speed;
  }

  play(speed = this.speed): void {
    this.speed = speed;
    this.#steps = 0;
    this.isPlaying = true;
  }

  pause(): void {
    this.isPlaying = false;
  }

  /** One tick, at once; then it stands still. */
  step(): void {
    this.#steps += 1;
    this.isPlaying = false;
  }

  /** Resolves when so many seconds have been played. @throws the reason of `signal` */
  async due(seconds: number, signal: AbortSignal): Promise<void> {
    let left = seconds * 1000;
    while (this.#steps === 0 && !(this.isPlaying && left <= 0)) {
      const began = performance.now();
      await sleep(20, undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
      if (this.isPlaying) left -= this.speed * (performance.now() - began);
    }
    if (this.#steps > 0) this.#steps -= 1;
  }
}

type Pace = Readonly<{
  /** Seconds from one tick to the next. */
  tickEvery: number;
  /** The same where somebody was told something, which takes time to read. */
  readingTakes?: number;
  /** The same after the story, until `signal`; without it the story's end is the end. */
  afterwardsEvery?: number;
  signal: AbortSignal;
  playhead?: Playhead;
  chapters?: readonly Chapter[];
}>;

/**
 * @throws Error when the function cannot be loaded, ends or does not answer in time, or the reason
 * of `signal`; whatever else goes wrong stands in the verdict
 */
export async function playStory(options: RehearsalOptions, pace: Pace): Promise<Verdict> {
  pace.signal.throwIfAborted();
  const rehearsal = await Rehearsal.open(options);
  try {
    return await play(rehearsal, pace);
  } finally {
    await rehearsal.close();
  }
}

export async function play(rehearsal: Rehearsal, pace: Pace): Promise<Verdict> {
  const { tickEvery, readingTakes = tickEvery, afterwardsEvery, signal } = pace;
  const { playhead = new Playhead(), chapters = wholeStory } = pace;
  signal.throwIfAborted();
  const aborted = once(signal, 'abort');
  /** Gives how many seconds are to pass until the next one. */
  const tick = async (chapter: Chapter): Promise<number> => {
    const began = performance.now();
    const hasTold = await Promise.race([rehearsal.tick(chapter), aborted]);
    signal.throwIfAborted();
    return (hasTold === true ? readingTakes : tickEvery) - (performance.now() - began) / 1000;
  };
  rehearsal.emit({ kind: 'began', tickEvery });
  let wait = 0;
  for (const chapter of chapters) {
    await playhead.due(wait, signal);
    wait = await tick(chapter);
  }
  const verdict = rehearsal.verdict();
  rehearsal.emit({ kind: 'ended', verdict, goesOnEvery: afterwardsEvery });
  if (afterwardsEvery === undefined) return verdict;
  try {
    for (;;) {
      await playhead.due(afterwardsEvery, signal);
      // Nothing happens in MMS; a tick without a caption speaks for itself.
      await tick({ caption: '' });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return verdict;
  }
}
