import { expect, it } from 'vitest';
import { oneDay, playWeek } from './play.ts';

it('a day of ten-minute ticks over 400 tasks, with outages and races, is told whole and once', async () => {
  expect(await playWeek(4, oneDay)).toMatchObject({ complaints: [] });
});
