import { describe, expect, it } from 'vitest';
import { count, duration, moment, nameWithin, number, sentenceWithin, someNames } from '../../functions/message/counting.ts';
import { plainWords } from '../../functions/message/plain-text.ts';

describe('numbers and names', () => {
  it('have separators and the right number', () => {
    expect([number(0), number(999), number(1_234_567)]).toEqual(['0', '999', '1,234,567']);
    expect([count(1, 'task'), count(3000, 'task'), count(2, 'status', 'statuses')]).toEqual(['1 task', '3,000 tasks', '2 statuses']);
  });

  it.each([
    { ms: -5, text: '0 s' }, { ms: 40_000, text: '40 s' }, { ms: 59_600, text: '1 min' }, { ms: 42 * 60_000, text: '42 min' },
    { ms: 60 * 60_000, text: '1 h' }, { ms: 450 * 60_000, text: '7 h 30 min' }, { ms: 48 * 3_600_000, text: '2 d' }, { ms: 76 * 3_600_000, text: '3 d 4 h' },
  ])('say how long: $text', ({ ms, text }) => {
    expect(duration(ms)).toBe(text);
  });

  it('carry their zone when they are times of ours', () => {
    expect(moment(Date.UTC(2026, 10, 22, 6, 5, 59))).toBe('2026-11-22 06:05 UTC');
  });

  it('are counted when they are many', () => {
    expect(plainWords(someNames(['a', 'b', 'c'], 3))).toBe('a, b, c');
    expect(plainWords(someNames(['a', 'b', 'c', 'd'], 3))).toBe('a, b, c and 1 more');
    expect(plainWords(someNames(['a'], 3, 1200))).toBe('a and 1,199 more');
  });

  it('are cut with a mark: names in the middle, sentences at their end, ids never', () => {
    expect(nameWithin('fact_sales_2024_partitioned', 11)).toBe('fact_…ioned');
    expect(nameWithin('😀😀😀😀', 3)).toBe('😀…😀');
    expect(nameWithin('short', 5)).toBe('short');
    expect(nameWithin('9007199254740991', 4)).toBe('9007199254740991');
    expect(nameWithin('anything', 1)).toBe('…');
    expect(sentenceWithin('no space left on device', 9)).toBe('no space…');
  });
});
