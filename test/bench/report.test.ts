import { describe, expect, it } from 'vitest';
import { documentOf } from '../../scripts/bench/document.ts';
import { median, spreadOf } from '../../scripts/bench/median.ts';
import { parseResults } from '../../scripts/bench/results.ts';
import { growthTable } from '../../scripts/bench/tables.ts';
import { targetsOf } from '../../scripts/bench/targets.ts';
import { bytes, ratio, table, time } from '../../scripts/bench/wording.ts';
import { measuredOf, someResults } from './some-results.ts';

const quiet = measuredOf('quiet', 10_000, { poller: { wallMs: 240_000, isComputed: true } });
const atRest = measuredOf('at rest', 50_000);

describe('the figures of a run', () => {
  it('are medians that were measured, with what lies around them', () => {
    expect(median([9, 1, 4])).toBe(4);
    expect(median([9, 1, 4, 5])).toBe(4);
    expect(spreadOf([9, 1, 4])).toEqual({ median: 4, least: 1, most: 9 });
    expect(() => median([])).toThrow('nothing');
  });

  it('come back from the file as they were written, and nothing else does', () => {
    const results = someResults([quiet, atRest]);
    expect(parseResults(JSON.stringify(results))).toEqual(results);
    expect(() => parseResults('{"node":"20"}')).toThrow('latencyMs');
  });

  it('are worded for people', () => {
    expect([4.25, 95.4, 999, 1_234, 26_400, 240_000].map(time)).toEqual([
      '4.3 ms',
      '95 ms',
      '999 ms',
      '1.23 s',
      '26.4 s',
      '4.0 min',
    ]);
    expect([512, 63_400, 4_734_939].map(bytes)).toEqual(['512 B', '63 kB', '4.7 MB']);
    expect([0.02, 1.74, 26.2, 1_234].map(ratio)).toEqual(['0.020', '1.7', '26', '1,234']);
  });

  it('stand in columns, numbers to the right', () => {
    expect(
      table(
        ['tick', 'calls'],
        [
          ['quiet', '8'],
          ['a storm', '1,017'],
        ],
      ),
    ).toBe('| tick    | calls |\n| ------- | ----: |\n| quiet   |     8 |\n| a storm | 1,017 |');
  });
});

describe('the growth table', () => {
  it('sets each tick in relation to the floor and to the poller over as many tasks', () => {
    const changed = measuredOf('1 %', 10_000, { warm: { ...quiet.warm, wallMs: 440 } });
    const [, , first, second, third] = growthTable(someResults([quiet, changed, atRest]))
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()));
    expect(first?.slice(3, 7)).toEqual(['300 ms', '1.4 ×', '2.0 ×', '1/800']);
    expect(second?.slice(3, 7)).toEqual(['440 ms', '2.0 ×', '2.9 ×', '1/545']);
    // Nobody polled 50,000 tasks in this run.
    expect(third?.[6]).toBe('');
  });
});

describe('the aims', () => {
  const held = (results: Parameters<typeof targetsOf>[0]): readonly boolean[] =>
    targetsOf(results).map(({ isHeld }) => isHeld);

  it('are all held by a run that holds them', () => {
    expect(held(someResults([quiet, atRest]))).toEqual(Array.from({ length: 12 }, () => true));
  });

  it.each([
    ['a call too many', { calls: { ...quiet.calls, ListMmsTaskLogs: 9 } }],
    ['too many in flight', { peakInFlight: 17 }],
    ['a tick too slow', { warm: { ...quiet.warm, wallMs: 661 } }],
    ['too much memory', { cold: { ...quiet.cold, peakBytes: 257_000_000 } }],
  ])('show %s over 10,000 tasks', (_, fields) => {
    expect(held(someResults([{ ...quiet, ...fields }])).filter((isHeld) => !isHeld)).toHaveLength(
      1,
    );
  });

  it.each([
    ['a page too many', 2, { calls: { ...atRest.calls, ListMmsTasks: 38 } }],
    [
      'what the sweep costs',
      1,
      { calls: { ...atRest.calls, ListMmsTasks: 80 }, sweep: { jobs: 11, pages: 55 } },
    ],
    ['a tick too slow', 1, { warm: { ...atRest.warm, wallMs: 331 } }],
    ['a state too large', 1, { stateBytes: 41 * 50_000 }],
    [
      'a state written for nothing',
      1,
      { calls: { ...atRest.calls, PutObject: 2, ListMmsTaskLogs: 3 } },
    ],
  ])('show %s over 50,000 tasks', (_, failing, fields) => {
    expect(held(someResults([{ ...atRest, ...fields }])).filter((isHeld) => !isHeld)).toHaveLength(
      failing,
    );
  });

  it('say nothing about sizes that were not measured', () => {
    expect(
      targetsOf(someResults([measuredOf('quiet', 100)]))
        .map(({ aim }) => aim)
        .join(),
    ).not.toContain('tasks');
  });
});

describe('the document', () => {
  it('says how it was measured, and what was computed only', () => {
    const text = documentOf(someResults([quiet, atRest]));
    expect(text).toContain(
      '20 ms for each answer; a heap as in 256 MB; medians of up to 7 warm ticks; Node 20.20.2',
    );
    expect(text).toContain('4.0 min (computed)');
    expect(text).not.toMatch(/undefined|NaN/);
  });
});
