import type { Change, Layout } from './layouts.ts';
import type { Scenario } from './results.ts';

/** How a scenario comes about: the ticks that settle it are not measured. */
export type Plan = Readonly<{ layout: Layout; change: Change; settlingTicks: number; pollerToo: boolean }>;

export const plans: Readonly<Record<Scenario, Plan>> = {
  quiet: { layout: 'one job', change: 'nothing', settlingTicks: 2, pollerToo: true },
  // Two equal looks after the baseline, and one tick more.
  'at rest': { layout: '100 jobs', change: 'nothing', settlingTicks: 4, pollerToo: false },
  '1 %': { layout: 'one job', change: '1 %', settlingTicks: 2, pollerToo: false },
  storm: { layout: 'waiting', change: 'storm', settlingTicks: 2, pollerToo: false },
};

/** What a scenario is called where it is shown. */
export const titles: Readonly<Record<Scenario, string>> = {
  quiet: 'quiet tick, one job under way',
  'at rest': 'quiet tick, 5 of 100 jobs under way',
  '1 %': '1 % of the tasks changed',
  storm: 'storm of up to 3,000 failures',
};
