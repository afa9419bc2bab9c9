import { join, resolve } from 'node:path';
import { runCommand } from '../scripts/command.ts';
import { Controls } from './page/controls.ts';
import { PageServer } from './page/page-server.ts';
import { View } from './page/view.ts';
import type { Emit } from './story/events.ts';
import { play, playStory, Playhead } from './story/play.ts';
import { Rehearsal } from './story/rehearsal.ts';
import type { Verdict } from './story/verdict.ts';
import { createTerminal } from './terminal/terminal.ts';

/** Seconds: fast enough to be over soon, and slower where somebody watches. */
const tickEvery = { hurried: 0.8, watchable: 2, afterwards: 5 } as const;
/**
 * Whoever breaks something while they look on shall not wait for as long as the function would keep
 * trying.
 */
const grantedWhileWatched = 6;

const usage = `usage: npm start [-- [--once] [--bundle FILE]]
  --once         plays the story to its end and exits; without it a page shows it, and the servers stay up until Ctrl-C
  --bundle FILE  plays it with another file than dist/index.js`;

const deployed = join(import.meta.dirname, '../dist/index.js');

/** The story, shown in the terminal and, live, on a page that can have a hand in it. */
async function playOnPage(bundle: string, terminal: Emit, signal: AbortSignal): Promise<Verdict> {
  const watching: Emit[] = [terminal];
  const emit: Emit = (event) => {
    for (const watch of watching) watch(event);
  };
  const rehearsal = await Rehearsal.open({ bundle, emit, grants: grantedWhileWatched });
  const playhead = new Playhead();
  const controls = new Controls(playhead, rehearsal.visitor);
  const page = await PageServer.start(new View(() => rehearsal.look(), controls), controls);
  watching.push(page.take, ({ kind }) => {
    if (kind === 'began')
      console.log(`\nThe page    ${page.url} shows it live, and lets you have a hand in it.`);
  });
  try {
    return await play(
      rehearsal,
      { emit },
      { tickEvery: tickEvery.watchable, afterwardsEvery: tickEvery.afterwards, signal, playhead },
    );
  } finally {
    await page.close();
    await rehearsal.close();
  }
}

/** Gives the exit code: 1 when the story did not go as it should, 130 when interrupted. */
async function rehearse(bundle: string, once: boolean): Promise<number> {
  const interrupted = new AbortController();
  const { signal } = interrupted;
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      interrupted.abort();
    });
  const terminal = createTerminal((line) => {
    console.log(line);
  }, process.stdout.isTTY && process.stdout.hasColors());
  try {
    const { complaints } = once
      ? await playStory({ bundle, emit: terminal }, { tickEvery: tickEvery.hurried, signal })
      : await playOnPage(bundle, terminal, signal);
    if (signal.aborted) console.log('\nThe rehearsal is over; nothing of it is left.');
    return complaints.length === 0 ? 0 : 1;
  } catch (error) {
    if (signal.aborted) return 130;
    console.error(
      `\nThe rehearsal stopped: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 1;
  }
}

void runCommand({ usage, switches: ['once'], values: ['bundle'] }, ({ has, value }) =>
  rehearse(resolve(value('bundle') ?? deployed), has('once')),
);
