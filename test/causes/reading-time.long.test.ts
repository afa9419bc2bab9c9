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

const most = 2.5;

/** How many times as long the longer text takes; what looks slow is measured twice more. */
function growth(unit: string, from: number, to: number): number {
  const [short, long] = [hostileText(unit, from), hostileText(unit, to)];
  const measured = (): number => {
    const least = leastTime(() => {
      read(short);
    });
    return (
      leastTime(() => {
        read(long);
      }) / Math.max(measurable, least)
    );
  };
  let least = measured();
  for (let again = 0; again < 2 && least >= most; again += 1) least = Math.min(least, measured());
  return least;
}

describe('a text twice as long takes at most 2.5 times as long to read', () => {
  it.each(hostileUnits)('made of %j', (unit) => {
    expect(growth(unit, 6_000, 12_000)).toBeLessThan(most);
  });
});

describe('of a text of 64 KB no more is read than of its two ends', () => {
  it.each(hostileUnits)('made of %j', (unit) => {
    expect(growth(unit, 24_000, 65_536)).toBeLessThan(most);
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
      const times = (runs: number): number =>
        growthOf(tell, shape, { from: 8_192, times: 8, runs });
      return times(2) > 28 && times(9) > 28;
    });
    expect(slow).toEqual([]);
  });
});
