import { join, resolve } from 'node:path';
import { runCommand, UsageError } from '../scripts/command.ts';
import { Page } from './page/page.ts';
import { PageServer } from './page/page-server.ts';
import type { Verdict } from './story/events.ts';
import { play, Playhead, playStory } from './story/play.ts';
import { Rehearsal, type RehearsalOptions } from './story/rehearsal.ts';
import { Terminal } from './terminal/terminal.ts';

/** Seconds: fast enough to be over soon, and time to read where somebody watches. */
const hurried = { tickEvery: 0.8 } as const;
const watchable = { tickEvery: 2, readingTakes: 5, afterwardsEvery: 5 } as const;
/** It starts at half of that. */
const startingSpeed = 0.5;
/**
 * Whoever breaks something while they look on shall not wait for as long as the function would keep
 * trying.
 */
const grantedWhileWatched = 6;

const usage = `usage: npm start [-- [--once] [--port PORT] [--bundle FILE]]
  --once         plays the story to its end and exits; without it a page shows it, and the servers stay up until Ctrl-C
  --port PORT    the port of the page on 127.0.0.1; without it, any that is free
  --bundle FILE  plays it with another file than dist/index.js`;

const deployed = join(import.meta.dirname, '../dist/index.js');

/** The story, shown in the terminal and, live, on a page that can have a hand in it. */
async function playOnPage(
  options: RehearsalOptions,
  port: number | undefined,
  signal: AbortSignal,
): Promise<Verdict> {
  const rehearsal = await Rehearsal.open({ ...options, grants: grantedWhileWatched });
  let page: PageServer | undefined;
  try {
    const playhead = new Playhead(true, startingSpeed);
    page = await PageServer.start(new Page(rehearsal.world, playhead, rehearsal.visitor), port);
    const { url } = page;
    rehearsal.watching.push(page.take, ({ kind }) => {
      if (kind === 'began')
        console.log(`\nThe page    ${url} shows it live, and lets you have a hand in it.`);
    });
    return await play(rehearsal, { ...watchable, signal, playhead });
  } finally {
    await page?.close();
    await rehearsal.close();
  }
}

type Choices = Readonly<{ bundle: string; once: boolean; port: number | undefined }>;

/** Gives the exit code: 1 when the story did not go as it should, 130 when interrupted. */
async function rehearse({ bundle, once, port }: Choices): Promise<number> {
  const interrupted = new AbortController();
  const { signal } = interrupted;
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      interrupted.abort();
    });
  const print = (line: string): void => {
    console.log(line);
  };
  const terminal = new Terminal(print, process.stdout.isTTY && process.stdout.hasColors());
  const options = { bundle, watch: terminal.take };
  try {
    const { complaints } = once
      ? await playStory(options, { ...hurried, signal })
      : await playOnPage(options, port, signal);
    if (signal.aborted) console.log('\nThe rehearsal is over; nothing of it is left.');
    return complaints.length === 0 ? 0 : 1;
  } catch (error) {
    if (signal.aborted) return 130;
    const why = error instanceof Error ? error.message : String(error);
    console.error(`\nThe rehearsal stopped: ${why}`);
    return 1;
  }
}

/** @throws UsageError */
function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port > 0 && port < 65_536) return port;
  throw new UsageError(`--port takes a number from 1 to 65535, not ${JSON.stringify(text)}`);
}

void runCommand({ usage, switches: ['once'], values: ['bundle', 'port'] }, ({ has, value }) =>
  rehearse({
    bundle: resolve(value('bundle') ?? deployed),
    once: has('once'),
    port: portOf(value('port')),
  }),
);
