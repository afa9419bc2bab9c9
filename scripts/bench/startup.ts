import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleOf, libraries } from './libraries.ts';
import { median } from './median.ts';
import type { Startup } from './results.ts';

const run = promisify(execFile);
const wholeProcesses = 15;
const requires = 7;

/** What it takes to load the bundle, and each library by itself. */
export async function measureStartup(bundle: string, root: string): Promise<Startup> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const empty = await written(folder, 'empty.js', '');
    const node = await written(
      folder,
      'node.js',
      "require('node:https'); require('node:crypto');\n",
    );
    const [emptyMs = 0, nodeMs = 0, bundleMs = 0] = await inTurns(
      wholeProcesses,
      [empty, node, bundle].map((file) => () => processOf(file)),
    );
    const files = await Promise.all(
      libraries.map(async (library) => ({
        ...library,
        file: await bundleOf(library, folder, root),
      })),
    );
    const [nothingMs = 0, loadMs = 0, ...each] = await inTurns(
      requires,
      [empty, bundle, ...files.map(({ file }) => file)].map((file) => () => requireOf(file)),
    );
    return {
      bundleKilobytes: await kilobytes(bundle),
      emptyMs,
      nodeMs,
      bundleMs,
      loadMs,
      libraries: await Promise.all(
        files.map(async ({ name, loadedBy, file }, n) => ({
          name,
          loadedBy,
          kilobytes: await kilobytes(file),
          ms: Math.max(0, (each[n] ?? 0) - nothingMs),
        })),
      ),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * One after another, round after round, so that what disturbs the machine disturbs them all; gives
 * the median of each.
 */
async function inTurns(
  rounds: number,
  readings: readonly (() => Promise<number>)[],
): Promise<readonly number[]> {
  const read = readings.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [n, reading] of readings.entries()) read[n]?.push(await reading());
  }
  return read.map(median);
}

/** Milliseconds from the start of a process that loads the file to its end. */
async function processOf(file: string): Promise<number> {
  const from = performance.now();
  await run(process.execPath, [file], { env: {} });
  return performance.now() - from;
}

/** Milliseconds that `require` of the file takes in a new process. */
async function requireOf(file: string): Promise<number> {
  const program =
    'const from = process.hrtime.bigint(); require(process.argv[1]); console.log(Number(process.hrtime.bigint() - from) / 1e6);';
  const { stdout } = await run(process.execPath, ['-e', program, file], { env: {} });
  return Number(stdout);
}

async function written(folder: string, name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

const kilobytes = async (file: string): Promise<number> =>
  Math.round((await stat(file)).size / 1_000);
