import { circumstances } from './document.ts';
import { costTable } from './cost-table.ts';
import { priceLists, type Spec } from './monthly-cost.ts';
import type { Measured, Results, Scenario } from './results.ts';
import { titles } from './scenarios.ts';
import { callsOf, pollerOver, toAllAtOnce, toFloor } from './tables.ts';
import { targetsOf } from './targets.ts';
import { bytes, count, ratio, table, time } from './wording.ts';

const opens = '<!-- figures: written by npm run figures -->';
const closes = '<!-- end of figures -->';

const shown: readonly (readonly [Scenario, number])[] = [
  ['quiet', 1_000],
  ['quiet', 10_000],
  ['at rest', 50_000],
  ['at rest, cut', 50_000],
  ['1 %', 10_000],
  ['storm', 10_000],
];

/**
 * The README with the figures of these results in it, between its two marks. @throws Error where a
 * mark is missing
 */
export function withFigures(readme: string, results: Results, deployed: Spec): string {
  const [from, to] = [readme.indexOf(opens), readme.indexOf(closes)];
  if (from < 0 || to < from)
    throw new Error(`README.md: expected the figures between "${opens}" and "${closes}"`);
  return `${readme.slice(0, from)}${opens}\n${figures(results, deployed)}\n${readme.slice(to)}`;
}

const figures = (results: Results, deployed: Spec): string => `
${tickTable(results)}

${circumstances(results)} **Of the floor**: against a bare client that makes the same requests, signed beforehand, as soon as it can be known that they are needed (the jobs before the tasks, the tasks before the logs), and throws the answers away; **of all at once**: against the same client when it knows each of them beforehand; **of the poller**: against reading the log of every task in turn, which is computed above 1,000 tasks. [More of it](docs/bench.md).

${missed(results)}

${start(results)}

A month of ticks a minute in which next to nothing happens, by the prices of Function Compute ([USD](${priceLists.usd}), [CNY](${priceLists.cny})) without any free quota, logs and OSS:

${costTable(results, deployed)}
`;

function tickTable(results: Results): string {
  const rows = shown.flatMap(([scenario, tasks]) =>
    results.measured.filter((one) => one.scenario === scenario && one.tasks === tasks),
  );
  return table(
    [
      'tick',
      'tasks',
      'calls',
      'takes',
      'of the floor',
      'of all at once',
      'of the poller',
      'peak memory',
    ],
    rows.map((one) => tickRow(results, one)),
  );
}

function tickRow(results: Results, one: Measured): readonly string[] {
  const poller = pollerOver(results, one.tasks);
  return [
    titles[one.scenario],
    count(one.tasks),
    count(callsOf(one)),
    time(one.warm.wallMs),
    `${ratio(toFloor(one))} ×`,
    `${ratio(toAllAtOnce(one))} ×`,
    poller === undefined ? '' : `1/${ratio(poller.wallMs / one.warm.wallMs)}`,
    bytes(Math.max(one.warm.peakBytes, one.cold.peakBytes)),
  ];
}

/** An aim that was missed is said where the figures are. */
function missed(results: Results): string {
  const targets = targetsOf(results);
  const open = targets.filter(({ isHeld }) => !isHeld);
  if (open.length === 0) return `All ${targets.length} aims are held.`;
  return [
    `Of ${targets.length} aims, ${open.length} missed:`,
    '',
    ...open.map(
      ({ aim, measured, outOfReach }) =>
        `- ${aim}; measured: ${measured}${outOfReach === undefined ? '' : ` (${outOfReach})`}.`,
    ),
  ].join('\n');
}

function start({ startup: { bundleMs, nodeMs, libraries } }: Results): string {
  const each = libraries
    .map(({ name, ms, loadedBy }) => `\`${name}\` ${time(ms)} (${loadedBy})`)
    .join(', ');
  return (
    `A whole process that loads the bundle and ends takes ${ratio(bundleMs / nodeMs)} × one that loads \`node:https\` and \`node:crypto\` (${time(bundleMs)} to ${time(nodeMs)}). ` +
    `By themselves take, and are loaded by: ${each}.`
  );
}
