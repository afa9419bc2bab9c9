import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { documentOf } from './bench/document.ts';
import { measureHostileRow } from './bench/hostile-row.ts';
import { changeSome, type Storm } from './bench/layouts.ts';
import { measureStorm, measureTicks, type Bench, type Scenario } from './bench/measure.ts';
import { runCommand, UsageError } from './command.ts';

const usage = `usage: npm run bench [-- [--sizes 1000,10000] [--deployed 10000,100000] [--storms 3000x16] [--rounds N]
                        [--bundle FILE] [--out FILE]]
  --sizes     numbers of watched tasks, on a whole core; 1000,10000 without it
  --deployed  the same at the size that s.yaml deploys; 1000,10000,50000,100000 without it
  --storms    failures and kilobytes of each one's log, at that size; 3000x16,1000x64 without it
  --rounds    warm ticks of a row; 3 without it
  --bundle    another file than dist/index.js
  --out       where the document is written; docs/bench.md without it`;

const root = resolve(import.meta.dirname, '..');
const flags = ['sizes', 'deployed', 'storms', 'rounds', 'bundle', 'out'] as const;

void runCommand({ usage, switches: [], values: flags }, async ({ value }) => {
  /** @throws UsageError */
  const numbersOf = (flag: (typeof flags)[number], otherwise: string): readonly number[] => {
    const text = value(flag) ?? otherwise;
    const numbers = text.split(',').map(Number);
    if (numbers.every((number) => number > 0)) return numbers;
    throw new UsageError(`--${flag} ${text}: expected numbers, such as ${otherwise}`);
  };
  const sizes = numbersOf('sizes', '1000,10000');
  const deployedSizes = numbersOf('deployed', '1000,10000,50000,100000');
  const planned = (value('storms') ?? '3000x16,1000x64').split(',').map(stormIn);
  const [rounds = 0] = numbersOf('rounds', '3');
  const bundle = resolve(value('bundle') ?? join(root, 'dist/index.js'));
  if (!existsSync(bundle)) throw new UsageError(`--bundle ${bundle}: is not there`);
  const deployed = sizeIn(await readFile(join(root, 's.yaml'), 'utf8'));
  const bench: Bench = { ...deployed, bundle, latencyMs: 20, rounds };

  const measure = (scenario: Scenario, size: Bench) => {
    console.log(`${scenario.name}, ${scenario.tasks} tasks, ${size.cpu} vCPU`);
    return measureTicks(scenario, size);
  };
  const ticks = [];
  for (const scenario of [...sizes.map(quiet), ...sizes.map(busy)])
    ticks.push(await measure(scenario, { ...bench, cpu: 1 }));
  const deployedTicks = [];
  for (const tasks of deployedSizes) deployedTicks.push(await measure(quiet(tasks), bench));
  const storms = [];
  for (const storm of planned) {
    console.log(`a storm of ${storm.failures} failures`);
    storms.push(await measureStorm(storm, bench));
  }
  const text = documentOf({ bench, ticks, deployedTicks, storms, hostile: measureHostileRow() });
  await writeFile(resolve(value('out') ?? join(root, 'docs/bench.md')), text);
  console.log(`\n${text}`);
  return 0;
});

const quiet = (tasks: number): Scenario => ({
  name: 'quiet, one job under way',
  tasks,
  done: Math.round(tasks * 0.6),
  change: () => undefined,
});

const busy = (tasks: number): Scenario => ({
  ...quiet(tasks),
  name: '1 % of the tasks changed',
  change: changeSome,
});

function stormIn(text: string): Storm {
  const [, failures, kilobytes] = /^([1-9]\d*)x([1-9]\d*)$/.exec(text) ?? [];
  if (failures === undefined)
    throw new UsageError(`--storms ${text}: expected failures x kilobytes, such as 3000x16`);
  return { failures: Number(failures), logBytes: Number(kilobytes) * 1_000 };
}

/** @throws Error naming the figure of s.yaml that is not there */
function sizeIn(yaml: string): Pick<Bench, 'cpu' | 'memoryMb' | 'timeoutSeconds'> {
  const figure = (name: string): number => {
    const value = Number(new RegExp(`^ *${name}: *([\\d.]+)`, 'm').exec(yaml)?.[1]);
    if (!(value > 0)) throw new Error(`s.yaml: expected a number for ${name}`);
    return value;
  };
  return { cpu: figure('cpu'), memoryMb: figure('memorySize'), timeoutSeconds: figure('timeout') };
}
