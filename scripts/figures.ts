import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { specIn } from './bench/monthly-cost.ts';
import { withFigures } from './bench/readme-figures.ts';
import { parseResults } from './bench/results.ts';
import { documentOf, drawingNote } from './bench/document.ts';
import { growthLines } from './bench/growth-lines.ts';
import { growthSvg } from './bench/growth-svg.ts';

// Writes everything that shows what npm run bench measured anew from docs/bench.json, without
// measuring again.
const root = resolve(import.meta.dirname, '..');
const read = (file: string): Promise<string> => readFile(join(root, file), 'utf8');
const write = (file: string, text: string): Promise<void> => writeFile(join(root, file), text);

async function main(): Promise<void> {
  const results = parseResults(await read('docs/bench.json'));
  await write('docs/bench.md', documentOf(results));
  await write('docs/bench.svg', growthSvg(growthLines(results), drawingNote(results)));
  await write(
    'README.md',
    withFigures(await read('README.md'), results, specIn(await read('s.yaml'))),
  );
}

void main().catch((error: unknown) => {
  console.error(`figures: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
