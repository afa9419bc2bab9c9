import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/causes/cause-of.ts';
import { rowCounts } from '../../functions/causes/row-counts.ts';
import { untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import { growthOf, shapes } from '../untrusted-text/repeated-shapes.ts';
import { hostileText, hostileUnits } from './hostile.ts';

const rounds = 15;

/** The least time of one core that it took, in milliseconds. */
function leastTime(work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

const read = (text: string): void => {
  causeOf(text);
  rowCounts(text);
};

/** Below this, a clock tells nothing. */
const measurable = 0.5;

describe('a text twice as long takes at most 2.5 times as long to read', () => {
  it.each(hostileUnits)('made of %j', (unit) => {
    const [half, whole] = [6_000, 12_000].map((length) => hostileText(unit, length));
    if (half === undefined || whole === undefined) throw new Error('two lengths');
    const short = Math.max(
      measurable,
      leastTime(() => read(half)),
    );
    expect(leastTime(() => read(whole)) / short).toBeLessThan(2.5);
  });
});

describe('of a text of 64 KB no more is read than of its two ends', () => {
  it.each(hostileUnits)('made of %j', (unit) => {
    const [ends, whole] = [24_000, 65_536].map((length) => hostileText(unit, length));
    if (ends === undefined || whole === undefined) throw new Error('two lengths');
    const bounded = Math.max(
      measurable,
      leastTime(() => read(ends)),
    );
    expect(leastTime(() => read(whole)) / bounded).toBeLessThan(2.5);
  });
});

describe('from the text of MMS to the masked excerpt and the cause', () => {
  it('the time grows as the text does, whatever is repeated in it', () => {
    const tell = (text: string): void => {
      const { head, tail } = untrustedText(text, 4_000);
      read(`${head}\n${tail}`);
    };
    // Quadratic work takes sixty-four times as long for eight times the text.
    const slow = [...new Set([...hostileUnits, ...shapes])].filter((shape) => {
      const growth = (runs: number): number =>
        growthOf(tell, shape, { from: 8_192, times: 8, runs });
      return growth(2) > 28 && growth(9) > 28;
    });
    expect(slow).toEqual([]);
  });
});
