import { setTimeout as sleep } from 'node:timers/promises';
import { before, chapters, type Chapter } from './chapters.ts';
import { Rehearsal, type RehearsalOptions } from './rehearsal.ts';
import { watched } from './stage.ts';
import { crmTables, financeTables } from './tables.ts';
import type { Verdict } from './verdict.ts';

export type Pace = Readonly<{
  /** Seconds between the beginnings of two ticks. */
  tickEvery: number;
  /** The same after the story, until `signal`; without it the story's end is the end. */
  afterwardsEvery?: number | undefined;
  /** Ends everything, between two ticks or during one. */
  signal: AbortSignal;
}>;

/** Nothing happens in MMS; a tick without a caption speaks for itself. */
const quiet: Chapter = { caption: '' };
const last: Chapter = { caption: 'all is told: nothing is new, so nobody is called and nothing is written' };

/**
 * Plays the story from its first tick to its verdict.
 *
 * @throws Error when the function cannot be loaded, ends or does not answer in time; whatever else goes wrong stands in
 * the verdict
 * @throws the reason of `signal` when it comes before the verdict
 */
export async function playStory(options: RehearsalOptions, { tickEvery, afterwardsEvery, signal }: Pace): Promise<Verdict> {
  const { emit, doneEvery } = options;
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => { reject(asError(signal.reason)); }, { once: true });
  });
  // It may come while nobody waits for it.
  aborted.catch(() => undefined);
  const rehearsal = await Rehearsal.open(options);
  const tick = async (chapter: Chapter, seconds: number): Promise<void> => {
    const pause = sleep(seconds * 1000, undefined, { signal });
    await Promise.race([Promise.all([rehearsal.tick(chapter), pause]), aborted]);
  };
  try {
    before(rehearsal.stage);
    const jobs = [{ name: 'nightly_full', tables: financeTables.length }, { name: 'crm_history', tables: crmTables.length }];
    emit({ kind: 'began', setting: { source: watched.name, jobs, tickEvery, doneEvery } });
    for (const chapter of chapters) await tick(chapter, tickEvery);
    // However fast this machine is: by then the interval is over.
    const most = Math.ceil(doneEvery / tickEvery) + 2;
    for (let ticks = 0; ticks < most && rehearsal.isGathering; ticks += 1) await tick(quiet, tickEvery);
    await tick(last, 0);
    const verdict = rehearsal.verdict();
    emit({ kind: 'ended', verdict, goesOnEvery: afterwardsEvery });
    if (afterwardsEvery !== undefined) await goOn(() => tick(quiet, afterwardsEvery), signal);
    return verdict;
  } finally {
    await rehearsal.close();
  }
}

async function goOn(tick: () => Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    for (;;) await tick();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
