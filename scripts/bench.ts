import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { circumstances, documentOf, drawingNote } from './bench/document.ts';
import { growthLines } from './bench/growth-lines.ts';
import { growthSvg } from './bench/growth-svg.ts';
import type { Settings } from './bench/measure.ts';
import { measureAll } from './bench/measure-all.ts';
import { specIn } from './bench/monthly-cost.ts';
import type { Results } from './bench/results.ts';
import { measureStartup } from './bench/startup.ts';
import { growthTable, startupTable } from './bench/tables.ts';
import { targetsOf, targetTable } from './bench/targets.ts';

const usage = `usage: npm run bench [-- --sizes 100,1000] [-- --rounds N] [-- --latency MS] [-- --bundle FILE] [-- --out FOLDER]
  --sizes    numbers of watched tasks; 100,1000,10000,50000 without it
  --rounds   warm ticks of a scenario, fewer of those that take long; 5 without it
  --latency  milliseconds that each server adds to each answer; 20 without it
  --bundle   another file than dist/index.js
  --out      where bench.json, bench.md and bench.svg are written; docs without it`;

const root = resolve(import.meta.dirname, '..');

type Order = Omit<Settings, 'memoryMb'> & Readonly<{ sizes: readonly number[]; out: string }>;

/** `undefined` for arguments that nobody knows. */
function orderIn(args: string[]): Order | undefined {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args,
      options: { sizes: text, rounds: text, latency: text, bundle: text, out: text },
    });
    const sizes = (values.sizes ?? '100,1000,10000,50000').split(',').map(Number);
    const [rounds, latencyMs] = [Number(values.rounds ?? 5), Number(values.latency ?? 20)];
    if (
      sizes.some((size) => !Number.isInteger(size) || size < 100) ||
      !(rounds >= 1) ||
      !(latencyMs >= 0)
    )
      return undefined;
    return {
      sizes,
      rounds,
      latencyMs,
      bundle: resolve(values.bundle ?? join(root, 'dist/index.js')),
      out: resolve(values.out ?? join(root, 'docs')),
    };
  } catch {
    return undefined;
  }
}

async function main(args: string[]): Promise<number> {
  const order = orderIn(args);
  if (order === undefined) {
    console.error(usage);
    return 2;
  }
  const { sizes, rounds, latencyMs, bundle, out } = order;
  const { memoryMb } = specIn(await readFile(join(root, 's.yaml'), 'utf8'));
  console.log('Start-up …');
  const startup = await measureStartup(bundle, root);
  const measured = await measureAll(sizes, { ...order, memoryMb }, (line) => {
    console.log(line);
  });
  const results: Results = {
    node: process.version.slice(1),
    latencyMs,
    memoryMb,
    rounds,
    measured: [...measured],
    startup,
  };
  console.log(
    `\n${circumstances(results)}\n\n${growthTable(results)}\n\n${startupTable(startup)}\n\n${targetTable(targetsOf(results))}\n`,
  );
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'bench.json'), `${JSON.stringify(results, undefined, 1)}\n`);
  await writeFile(join(out, 'bench.md'), documentOf(results));
  await writeFile(join(out, 'bench.svg'), growthSvg(growthLines(results), drawingNote(results)));
  console.log(
    `Written: bench.json, bench.md and bench.svg in ${out}; npm run figures takes those of docs over into the README`,
  );
  return 0;
}

void main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  },
);
