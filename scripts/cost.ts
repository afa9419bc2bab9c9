import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { memoryFor, monthlyCost, secondsOn, specIn, type Spec } from './bench/monthly-cost.ts';
import { parseResults, type Measured } from './bench/results.ts';
import { titles } from './bench/scenarios.ts';
import { count, table } from './bench/wording.ts';

const root = resolve(import.meta.dirname, '..');
const usage = 'usage: npm run cost [-- FILE]\n  FILE  what npm run bench wrote; docs/bench.json without it';

const sizes = [1_000, 10_000, 50_000];

/** The month of a timer that finds nothing new in nearly every minute. */
function row(one: Measured, deployed: Spec): readonly string[] {
  const spec = { ...deployed, memoryMb: memoryFor(Math.max(one.cold.peakBytes, one.warm.peakBytes), deployed.memoryMb) };
  const seconds = secondsOn(spec.cpu, one.warm);
  const { units, usd, cny } = monthlyCost(seconds, spec);
  return [
    count(one.tasks), titles[one.scenario], `${(one.warm.wallMs / 1_000).toFixed(2)} s`, `${seconds.toFixed(1)} s`,
    `${spec.memoryMb} MB`, `${count(units)} CU`, `$${usd.toFixed(2)}`, `¥${cny.toFixed(2)}`,
  ];
}

async function main([file = join(root, 'docs/bench.json'), ...rest]: readonly string[]): Promise<number> {
  if (rest.length > 0 || file.startsWith('-')) {
    console.error(usage);
    return 2;
  }
  const [results, spec] = [parseResults(await readFile(file, 'utf8')), specIn(await readFile(join(root, 's.yaml'), 'utf8'))];
  const shown = sizes.flatMap((tasks) => results.measured.filter((one) => one.tasks === tasks && (one.scenario === 'quiet' || one.scenario === 'at rest')));
  if (shown.length === 0) throw new Error(`${file} holds no quiet tick over ${sizes.map(count).join(', ')} tasks`);
  console.log(table(['tasks', 'each minute', 'measured', `at ${spec.cpu} vCPU`, 'memory', 'a month', 'USD', 'CNY'], shown.map((one) => row(one, spec))));
  return 0;
}

void main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error: unknown) => {
  console.error(`cost: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
