import type { Measured, Results, Scenario } from './results.ts';

export type Point = Readonly<{ tasks: number; ms: number }>;

/** One line of the drawing. `computed` are the points that were not measured. */
export type Line = Readonly<{
  name: string;
  className: string;
  points: readonly Point[];
  computed: readonly Point[];
}>;

const warmOf =
  (scenario: Scenario, name: string, className: string) =>
  (measured: readonly Measured[]): Line => ({
    name,
    className,
    points: measured
      .filter((one) => one.scenario === scenario)
      .map(({ tasks, warm }) => ({ tasks, ms: warm.wallMs })),
    computed: [],
  });

/** What is drawn: how the time of a tick grows with the number of tasks. */
export function growthLines({ measured }: Results): readonly Line[] {
  const polled = measured.flatMap(({ tasks, poller }) =>
    poller === undefined ? [] : [{ tasks, ms: poller.wallMs, isComputed: poller.isComputed }],
  );
  const floor = measured
    .filter(({ scenario }) => scenario === 'quiet')
    .map(({ tasks, floor: { inTurn } }) => ({ tasks, ms: inTurn.median }));
  const lines: readonly Line[] = [
    {
      name: 'the log of each, in turn',
      className: 'poller',
      points: polled.filter(({ isComputed }) => !isComputed),
      computed: polled.filter(({ isComputed }) => isComputed),
    },
    warmOf('storm', '3,000 failures', 'storm')(measured),
    warmOf('1 %', '1 % changed', 'changed')(measured),
    warmOf('quiet', 'nothing new', 'quiet')(measured),
    warmOf('at rest', 'nothing new, most jobs ended', 'rest')(measured),
    { name: 'floor of nothing new', className: 'floor', points: floor, computed: [] },
  ];
  return lines.filter(({ points }) => points.length > 0);
}
