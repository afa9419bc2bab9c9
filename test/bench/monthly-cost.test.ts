import { describe, expect, it } from 'vitest';
import { memoryFor, monthlyCost, secondsOn, specIn } from '../../scripts/bench/monthly-cost.ts';

describe('the monthly cost of a tick each minute', () => {
  // Worked out by hand from the price list.
  it.each([
    [1, { cpu: 0.05, memoryMb: 128, diskMb: 512 }, 3_600],
    [3, { cpu: 0.05, memoryMb: 128, diskMb: 512 }, 9_360],
    [2, { cpu: 0.2, memoryMb: 256, diskMb: 512 }, 20_880],
    [5, { cpu: 0.35, memoryMb: 512, diskMb: 512 }, 92_160],
  ])(
    'of %d s is that of its processor, memory and invocations, rounded up each hour',
    (seconds, spec, units) => {
      expect(monthlyCost(seconds, spec)).toMatchObject({
        units,
        usd: units * 0.00002,
        cny: units * 0.00011,
      });
    },
  );

  it('counts disk beyond what is free', () => {
    const spec = { cpu: 0.2, memoryMb: 256, diskMb: 10_240 };
    expect(monthlyCost(1, spec).unitsPerTick).toBeCloseTo(0.2 + 0.0375 + 9.5 * 0.05 + 0.0075);
  });

  it('stretches what is computed, and not what is waited for, to the part of a processor', () => {
    expect(secondsOn(0.2, { wallMs: 1_000, cpuMs: 250 })).toBeCloseTo(2);
    expect(secondsOn(1, { wallMs: 1_000, cpuMs: 250 })).toBeCloseTo(1);
    expect(secondsOn(2, { wallMs: 1_000, cpuMs: 250 })).toBeCloseTo(1);
  });

  it('takes the size from s.yaml, and the next one where the measured peak does not fit', () => {
    const spec = specIn(
      '    props:\n      cpu: 0.2 # of one\n      memorySize: 256\n      diskSize: 512\n',
    );
    expect(spec).toEqual({ cpu: 0.2, memoryMb: 256, diskMb: 512 });
    expect(memoryFor(120_000_000, 256)).toBe(256);
    expect(memoryFor(300_000_000, 256)).toBe(512);
    expect(() => specIn('cpu: 0.2\ndiskSize: 512')).toThrow('memorySize');
  });
});
