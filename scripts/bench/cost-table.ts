import { memoryFor, monthlyCost, secondsOn, type Spec } from './monthly-cost.ts';
import type { Measured, Results } from './results.ts';
import { titles } from './scenarios.ts';
import { count, table } from './wording.ts';

const sizes = [1_000, 10_000, 50_000];

/**
 * What a month costs of a timer that fires each minute and finds nothing new in nearly every one of
 * them.
 *
 * Throws an `Error` where no such tick was measured.
 */
export function costTable({ measured }: Results, deployed: Spec): string {
  const shown = sizes.flatMap((tasks) =>
    measured.filter(
      (one) => one.tasks === tasks && (one.scenario === 'quiet' || one.scenario === 'at rest'),
    ),
  );
  if (shown.length === 0)
    throw new Error(`these results hold no quiet tick over ${sizes.map(count).join(', ')} tasks`);
  return table(
    [
      'tasks',
      'each minute',
      'measured',
      `at ${deployed.cpu} vCPU`,
      'memory',
      'a month',
      'USD',
      'CNY',
    ],
    shown.map((one) => row(one, deployed)),
  );
}

function row(one: Measured, deployed: Spec): readonly string[] {
  const spec = {
    ...deployed,
    memoryMb: memoryFor(Math.max(one.cold.peakBytes, one.warm.peakBytes), deployed.memoryMb),
  };
  const seconds = secondsOn(spec.cpu, one.warm);
  const { units, usd, cny } = monthlyCost(seconds, spec);
  return [
    count(one.tasks),
    titles[one.scenario],
    `${(one.warm.wallMs / 1_000).toFixed(2)} s`,
    `${seconds.toFixed(1)} s`,
    `${spec.memoryMb} MB`,
    `${count(units)} CU`,
    `$${usd.toFixed(2)}`,
    `¥${cny.toFixed(2)}`,
  ];
}
