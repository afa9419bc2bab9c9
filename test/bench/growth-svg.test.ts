import { describe, expect, it } from 'vitest';
import { growthLines } from '../../scripts/bench/growth-lines.ts';
import { growthSvg } from '../../scripts/bench/growth-svg.ts';
import { apart, logScale, powersAround } from '../../scripts/bench/log-scale.ts';
import { measuredOf, someResults } from './some-results.ts';

const results = someResults(
  [100, 1_000, 10_000, 50_000].flatMap((tasks) => [
    measuredOf('quiet', tasks, { poller: { wallMs: tasks * 24, isComputed: tasks > 1_000 } }),
    measuredOf('storm', tasks),
  ]),
);
const drawing = growthSvg(growthLines(results), 'A note with <signs> & more.');

describe('the drawing of the growth', () => {
  it('names every line, both axes and each measured size', () => {
    const words = [...drawing.matchAll(/<text[^>]*>([^<]*)</g)].map(([, word]) => word);
    expect(words).toEqual(
      expect.arrayContaining([
        'How long a tick takes',
        'watched tasks',
        '100',
        '50,000',
        '10 s',
        '100 ms',
        'the log of each, in turn',
        'the minute of the timer',
        '3,000 failures',
        'nothing new',
        'floor of nothing new',
      ]),
    );
  });

  it('dashes what was computed, from the last point that was measured on', () => {
    const [, measured = '', computed = ''] =
      /<g class="poller"><polyline class="line measured" points="([^"]*)"\/><polyline class="line computed" points="([^"]*)"/.exec(
        drawing,
      ) ?? [];
    expect(measured.split(' ')).toHaveLength(2);
    expect(computed.split(' ')).toHaveLength(3);
    expect(computed.split(' ')[0]).toBe(measured.split(' ')[1]);
  });

  it('fits light and dark pages, stands by itself and stays within its frame', () => {
    expect(drawing).toContain('prefers-color-scheme: dark');
    expect(drawing).not.toMatch(/href|<script|NaN|undefined/);
    expect(drawing).toContain('A note with &lt;signs> &amp; more.');
    const places = [...drawing.matchAll(/(?:c?x\d?)="([\d.-]+)"/g)].map(([, x]) => Number(x));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThanOrEqual(860);
  });
});

describe('a scale', () => {
  it('sets equal ratios at equal distances', () => {
    const { at, ticks } = logScale([10, 1_000], [400, 0]);
    expect([10, 100, 1_000].map(at)).toEqual([400, 200, 0]);
    expect(ticks).toEqual([10, 100, 1_000]);
  });

  it('begins and ends with powers of ten', () => {
    expect(powersAround([20, 300])).toEqual([10, 1_000]);
    expect(powersAround([100])).toEqual([100, 1_000]);
  });

  it('moves labels apart, downwards first and up again from the bottom', () => {
    expect(apart([10, 12, 100], 18, 404)).toEqual([10, 28, 100]);
    expect(apart([390, 400, 402], 18, 404)).toEqual([368, 386, 404]);
  });
});
