import { expect, it } from 'vitest';
import { playWeek, smallWeek } from './play.ts';
import { lineOf } from './report.ts';

it.each([1, 2, 3])(
  'a week of ten-minute ticks over 1,500 tasks, made by seed %i, is told whole and once',
  async (seed) => {
    const report = await playWeek(seed, smallWeek);
    console.log(lineOf(report));
    expect(report.complaints).toEqual([]);
  },
  600_000,
);
