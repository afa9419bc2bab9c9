import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Rehearsal, type RehearsalOptions } from './rehearsal.ts';
import { watched } from './stage.ts';
import { before, wholeStory, type Chapter } from './story.ts';
import type { Verdict } from './events.ts';

/** Longer than anybody looks on, in milliseconds. */
const untilCalled = 2 ** 31 - 1;

/**
 * The next tick is due when its time has passed while the story plays, or when somebody asks for
 * it.
 */
export class Playhead {
  /** 1 is as fast as the story has it, 0.5 half as fast. */
  #speed: number;
  #playing: boolean;
  #steps = 0;
  #call = new AbortController();

  constructor(playing = true, speed = 1) {
    this.#playing = playing;
    this.#speed = speed;
  }

  get isPlaying(): boolean {
    return this.#playing;
  }

  get speed(): number {
    return this.#speed;
  }

  play(speed = this.#speed): void {
    this.#speed = speed;
    this.#steps = 0;
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

  /** Resolves when so many seconds have been played. @throws the reason of `signal` */
  async due(seconds: number, signal: AbortSignal): Promise<void> {
    let left = seconds * 1000;
    while (this.#steps === 0 && !(this.#playing && left <= 0)) {
      const [speed, began] = [this.#playing ? this.#speed : 0, performance.now()];
      const wait = speed === 0 ? untilCalled : Math.max(1, left / speed);
      const woken = AbortSignal.any([this.#call.signal, signal]);
      await sleep(wait, undefined, { signal: woken }).catch(() => undefined);
      signal.throwIfAborted();
      left -= speed * (performance.now() - began);
    }
    if (this.#steps > 0) this.#steps -= 1;
  }

  #change(playing: boolean): void {
    this.#playing = playing;
    this.#call.abort();
    this.#call = new AbortController();
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

/** Nothing happens in MMS; a tick without a caption speaks for itself. */
const quiet: Chapter = { caption: '' };

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
  const tick = async (chapter: Chapter, seconds: number, reading = seconds): Promise<void> => {
    const began = performance.now();
    const hasTold = await Promise.race([rehearsal.tick(chapter), aborted]);
    signal.throwIfAborted();
    const took = (performance.now() - began) / 1000;
    await playhead.due((hasTold === true ? reading : seconds) - took, signal);
  };
  before(rehearsal.stage);
  const jobs = rehearsal.world.migration.sources
    .flatMap((source) => source.jobs)
    .map(({ name, tasks }) => ({ name, tables: tasks.length }));
  rehearsal.emit({ kind: 'began', setting: { source: watched.name, jobs, tickEvery } });
  await playhead.due(0, signal);
  for (const [index, chapter] of chapters.entries()) {
    if (index + 1 < chapters.length) await tick(chapter, tickEvery, readingTakes);
    else await tick(chapter, 0);
  }
  const verdict = rehearsal.verdict();
  rehearsal.emit({ kind: 'ended', verdict, goesOnEvery: afterwardsEvery });
  if (afterwardsEvery !== undefined) await goOn(() => tick(quiet, afterwardsEvery), signal);
  return verdict;
}

async function goOn(tick: () => Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    for (;;) await tick();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
