import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { costTable } from './bench/cost-table.ts';
import { specIn } from './bench/monthly-cost.ts';
import { parseResults } from './bench/results.ts';

const root = resolve(import.meta.dirname, '..');
const usage =
  'usage: npm run cost [-- FILE]\n  FILE  what npm run bench wrote; docs/bench.json without it';

async function main([
  file = join(root, 'docs/bench.json'),
  ...rest
]: readonly string[]): Promise<number> {
  if (rest.length > 0 || file.startsWith('-')) {
    console.error(usage);
    return 2;
  }
  console.log(
    costTable(
      parseResults(await readFile(file, 'utf8')),
      specIn(await readFile(join(root, 's.yaml'), 'utf8')),
    ),
  );
  return 0;
}

void main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`cost: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  },
);
