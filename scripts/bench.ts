import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { documentOf, type Deployed } from './bench/document.ts';
import type { Change } from './bench/layouts.ts';
import {
  measureStorm,
  measureTicks,
  type Bench,
  type Scenario,
  type StormRow,
  type TickRow,
} from './bench/measure.ts';
import { measureHostileRow } from './bench/hostile-row.ts';
import { quotaOf } from './bench/quota.ts';
import { runCommand, UsageError } from './command.ts';

const usage = `usage: npm run bench [-- [--sizes 1000,10000] [--deployed 10000,100000] [--storms 3000x16] [--rounds N]
                        [--latency MS] [--bundle FILE] [--out FILE]]
  --sizes     numbers of watched tasks, on a whole core; 1000,10000 without it
  --deployed  the same at the size that s.yaml deploys; 1000,10000,50000,100000 without it
  --storms    failures and kilobytes of each one's log, at that size; 3000x16,1000x64 without it
  --rounds    warm ticks of a row; 3 without it
  --latency   milliseconds that each server adds to each answer; 20 without it
  --bundle    another file than dist/index.js
  --out       where the document is written; docs/bench.md without it`;

const root = resolve(import.meta.dirname, '..');

const scenario = (name: string, layout: Scenario['layout'], change: Change): Scenario => ({
  name,
  layout,
  change,
  // Two equal looks after the baseline, and one tick more, until jobs at rest are skipped.
  settlingTicks: layout === '100 jobs' ? 4 : 2,
});
const quiet = scenario('quiet, one job under way', 'one job', 'nothing');
const scenarios: readonly Scenario[] = [
  quiet,
  scenario('quiet, 5 of 100 jobs under way', '100 jobs', 'nothing'),
  scenario('1 % of the tasks changed', 'one job', '1 %'),
];

const flags = ['sizes', 'deployed', 'storms', 'rounds', 'latency', 'bundle', 'out'] as const;

void runCommand({ usage, switches: [], values: flags }, async ({ value }) => {
  const deployed = deployedIn(await readFile(join(root, 's.yaml'), 'utf8'));
  const numbersOf = (flag: (typeof flags)[number], otherwise: string): readonly number[] => {
    const text = value(flag) ?? otherwise;
    const parsed = text.split(',').map(Number);
    if (parsed.every((number) => number >= 0)) return parsed;
    throw new UsageError(`--${flag} ${text}: expected numbers`);
  };
  const [rounds = 0] = numbersOf('rounds', '3');
  const [latencyMs = 0] = numbersOf('latency', '20');
  const sizes = numbersOf('sizes', '1000,10000');
  const deployedSizes = numbersOf('deployed', '1000,10000,50000,100000');
  const planned = (value('storms') ?? '3000x16,1000x64').split(',').map(stormIn);
  const bundle = resolve(value('bundle') ?? join(root, 'dist/index.js'));
  if (!existsSync(bundle)) throw new UsageError(`--bundle ${bundle}: is not there`);
  const bench: Bench = { ...deployed, bundle, latencyMs, rounds };
  const quota = quotaOf(deployed.cpu);
  const wholeCore = quotaOf(1);
  const ticks: TickRow[] = [];
  const deployedTicks: TickRow[] = [];
  const storms: StormRow[] = [];
  try {
    for (const one of scenarios)
      for (const tasks of sizes) {
        ticks.push(await measureTicks(one, tasks, bench, wholeCore));
        console.log(`${one.name}, ${tasks} tasks`);
      }
    for (const tasks of deployedSizes) {
      deployedTicks.push(await measureTicks(quiet, tasks, bench, quota));
      console.log(`at the deployed size, ${tasks} tasks`);
    }
    for (const storm of planned) {
      storms.push(await measureStorm(storm, bench, quota));
      console.log(`a storm of ${storm.failures} failures`);
    }
  } finally {
    quota.close();
    wholeCore.close();
  }
  const text = documentOf({
    deployed,
    latencyMs,
    quota: quota.means,
    ticks,
    deployedTicks,
    storms,
    hostile: measureHostileRow(),
  });
  await writeFile(resolve(value('out') ?? join(root, 'docs/bench.md')), text);
  console.log(`\n${text}`);
  return 0;
});

function stormIn(text: string): Readonly<{ failures: number; logBytes: number }> {
  const [, failures, kilobytes] = /^([1-9]\d*)x([1-9]\d*)$/.exec(text) ?? [];
  if (failures === undefined)
    throw new UsageError(`--storms ${text}: expected failures x kilobytes, such as 3000x16`);
  return { failures: Number(failures), logBytes: Number(kilobytes) * 1_000 };
}

/** @throws Error naming the figure of s.yaml that is not there */
function deployedIn(yaml: string): Deployed {
  const figure = (name: string): number => {
    const value = Number(new RegExp(`^ *${name}: *([\\d.]+)`, 'm').exec(yaml)?.[1]);
    if (!(value > 0)) throw new Error(`s.yaml: expected a number for ${name}`);
    return value;
  };
  return { cpu: figure('cpu'), memoryMb: figure('memorySize'), timeoutSeconds: figure('timeout') };
}
