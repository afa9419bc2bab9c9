import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { StoryClock } from '../../rehearsal/story/story-clock.ts';

const minute = 60_000;

describe('the clock of the story', () => {
  it('stands still between two ticks, however long somebody looks on', async () => {
    const clock = new StoryClock();
    const before = clock.now();
    await sleep(20);
    expect(clock.now()).toBe(before);
  });

  it('runs at the pace of the machine while a tick runs', async () => {
    const clock = new StoryClock();
    clock.beginTick(1);
    const [story, machine, ahead] = [clock.now(), Date.now(), clock.ahead];
    while (Date.now() - machine < 20) await sleep(5);
    expect(clock.now() - story).toBeGreaterThanOrEqual(18);
    expect(Math.abs(clock.ahead - ahead)).toBeLessThanOrEqual(3);
  });

  it('goes so many minutes from the beginning of one tick to that of the next', () => {
    const clock = new StoryClock();
    const begins = (minutes: number): number => {
      clock.beginTick(minutes);
      const at = clock.now();
      clock.endTick();
      return at;
    };
    const [first, second, third] = [begins(1), begins(1), begins(24 * 60)];
    expect(Math.round((second - first) / 1000)).toBe(60);
    expect(Math.round((third - second) / minute)).toBe(24 * 60);
  });

  it('is set back for what happened some seconds before, and no longer', () => {
    const clock = new StoryClock();
    const now = clock.now();
    const seen: number[] = [];
    clock.secondsAgo(50, () => {
      seen.push(clock.now());
      clock.secondsAgo(20, () => {
        seen.push(clock.now());
      });
      seen.push(clock.now());
    });
    expect([...seen, clock.now()]).toEqual([now - 50_000, now - 20_000, now - 50_000, now]);
  });
});
