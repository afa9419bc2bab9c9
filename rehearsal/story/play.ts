import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Rehearsal, type RehearsalOptions } from './rehearsal.ts';
import { watched } from './stage.ts';
import { type Chapter, before, firstHour, worseThanFailures } from './story.ts';
import { crmTables, financeTables } from './tables.ts';
import type { Verdict } from './verdict.ts';

export type Pace = Readonly<{
  /** Seconds between the beginnings of two ticks. */
  tickEvery: number;
  /** The same after the story, until `signal`; without it the story's end is the end. */
  afterwardsEvery?: number | undefined;
  /** Ends everything, between two ticks or during one. */
  signal: AbortSignal;
  /** Holds the story up, where somebody wants to look closely. */
  playhead?: Playhead | undefined;
}>;

/** Nothing happens in MMS; a tick without a caption speaks for itself. */
const quiet: Chapter = { caption: '' };

/**
 * Plays the story from its first tick to its verdict.
 *
 * @throws Error when the function cannot be loaded, ends or does not answer in time; whatever else
 * goes wrong stands in the verdict
 * @throws the reason of `signal` when it comes before the verdict
 */
export async function playStory(options: RehearsalOptions, pace: Pace): Promise<Verdict> {
  pace.signal.throwIfAborted();
  const rehearsal = await Rehearsal.open(options);
  try {
    return await play(rehearsal, options, pace);
  } finally {
    await rehearsal.close();
  }
}

/** The same in a rehearsal that is open already, and that stays open. */
export async function play(
  rehearsal: Rehearsal,
  { emit }: Pick<RehearsalOptions, 'emit'>,
  pace: Pace,
): Promise<Verdict> {
  const { tickEvery, afterwardsEvery, signal, playhead = new Playhead() } = pace;
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        reject(asError(signal.reason));
      },
      { once: true },
    );
  });
  // It may come while nobody waits for it.
  aborted.catch(() => undefined);
  const tick = async (chapter: Chapter, seconds: number): Promise<void> => {
    const next = playhead.due(seconds, signal);
    await Promise.race([Promise.all([rehearsal.tick(chapter), next]), aborted]);
  };
  before(rehearsal.stage);
  const jobs = [
    { name: 'nightly_full', tables: financeTables.length },
    { name: 'crm_history', tables: crmTables.length },
  ];
  emit({ kind: 'began', setting: { source: watched.name, jobs, tickEvery } });
  await playhead.due(0, signal);
  const chapters = [...firstHour, ...worseThanFailures];
  for (const [index, chapter] of chapters.entries())
    await tick(chapter, index + 1 < chapters.length ? tickEvery : 0);
  const verdict = rehearsal.verdict();
  emit({ kind: 'ended', verdict, goesOnEvery: afterwardsEvery });
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

const asError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error(String(reason));

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
