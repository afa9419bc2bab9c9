import type { Change, Layout } from './layouts.ts';
import type { Scenario } from './results.ts';

/** How a scenario comes about: the ticks that settle it are not measured. */
export type Plan = Readonly<{
  layout: Layout;
  change: Change;
  settlingTicks: number;
  /** One that takes seconds is told well enough by few. */
  mostRounds: number;
  /** The rows that MMS gives on a page at most; without it, as many as it is asked for. */
  pageSizeCap?: number;
}>;

export const plans: Readonly<Record<Scenario, Plan>> = {
  quiet: { layout: 'one job', change: 'nothing', settlingTicks: 2, mostRounds: 9 },
  // Two equal looks after the baseline, and one tick more.
  'at rest': { layout: '100 jobs', change: 'nothing', settlingTicks: 4, mostRounds: 9 },
  'at rest, cut': {
    layout: '100 jobs',
    change: 'nothing',
    settlingTicks: 4,
    mostRounds: 9,
    pageSizeCap: 100,
  },
  '1 %': { layout: 'one job', change: '1 %', settlingTicks: 2, mostRounds: 5 },
  storm: { layout: 'waiting', change: 'storm', settlingTicks: 2, mostRounds: 3 },
};

/** What a scenario is called where it is shown. */
export const titles: Readonly<Record<Scenario, string>> = {
  quiet: 'quiet tick, one job under way',
  'at rest': 'quiet tick, 5 of 100 jobs under way',
  'at rest, cut': 'the same, MMS gives 100 a page at most',
  '1 %': '1 % of the tasks changed',
  storm: 'storm of up to 3,000 failures',
};
