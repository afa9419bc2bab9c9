import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { playStory } from './story/play-story.ts';
import { createTerminal } from './terminal/terminal.ts';

/** Seconds: fast enough to be over soon, and slower where somebody watches. */
const hurried = { tickEvery: 0.8, doneEvery: 3 } as const;
const watchable = { tickEvery: 2, doneEvery: 8 } as const;
const afterwardsEvery = 5;

const usage = `usage: npm start [-- [--once] [--bundle FILE]]
  --once         plays the story to its end and exits; without it the servers stay up until Ctrl-C
  --bundle FILE  plays it with another file than dist/index.js`;

type Order = Readonly<{ once: boolean; bundle: string }>;

/** `undefined` for arguments that nobody knows. */
function orderIn(args: string[]): Order | undefined {
  const deployed = join(import.meta.dirname, '../dist/index.js');
  try {
    const { once, bundle } = parseArgs({ args, options: { once: { type: 'boolean' }, bundle: { type: 'string' } } }).values;
    return { once: once ?? false, bundle: resolve(bundle ?? deployed) };
  } catch {
    return undefined;
  }
}

/** Gives the exit code: 0, 1 when the story did not go as it should, 2 for arguments nobody knows, 130 when interrupted. */
async function main(args: string[]): Promise<number> {
  const order = orderIn(args);
  if (order === undefined) {
    console.error(usage);
    return 2;
  }
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { interrupted.abort(); });
  const emit = createTerminal((line) => { console.log(line); }, process.stdout.isTTY && process.stdout.hasColors());
  const { tickEvery, doneEvery } = order.once ? hurried : watchable;
  const pace = { tickEvery, afterwardsEvery: order.once ? undefined : afterwardsEvery, signal: interrupted.signal };
  try {
    const { complaints } = await playStory({ bundle: order.bundle, emit, doneEvery }, pace);
    if (interrupted.signal.aborted) console.log('\nThe rehearsal is over; nothing of it is left.');
    return complaints.length === 0 ? 0 : 1;
  } catch (error) {
    if (interrupted.signal.aborted) return 130;
    console.error(`\nThe rehearsal stopped: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((code) => { process.exitCode = code; });
