import { expect, it } from 'vitest';
import { playWeek } from './play.ts';
import { lineOf } from './report.ts';

it.each([1, 2, 3])(
  'a week of five-minute ticks over 5,000 tasks, made by seed %i, is told whole and once',
  async (seed) => {
    const report = await playWeek(seed);
    console.log(lineOf(report));
    expect(report.complaints).toEqual([]);
  },
  600_000,
);
