import { describe, expect, it } from 'vitest';
import { someNames } from '../../functions/notification/counting.ts';
import { nameWithin, sentenceWithin } from '../../functions/notification/names.ts';
import { plainLine } from '../../functions/notification/document.ts';
import { readerOf } from '../../functions/notification/reader.ts';
import { roughly } from '../../functions/notification/standings.ts';
import { wordingOf } from '../../functions/notification/wording/wording-of.ts';
import { context } from './alerts.ts';

const [en, zh] = [wordingOf('en'), wordingOf('zh')];
const minutes = (count: number): number => count * 60_000;

describe('numbers and names', () => {
  it('have separators and the right number', () => {
    expect([0, 999, 1_234_567, 9_007_199_254_740_993n].map(en.form.number)).toEqual([
      '0',
      '999',
      '1,234,567',
      '9,007,199,254,740,993',
    ]);
    expect([
      en.form.counted(1, 'task'),
      en.form.counted(3000, 'table'),
      zh.form.counted(3000, 'table'),
    ]).toEqual(['1 task', '3,000 tables', '3,000 张表']);
  });

  it.each([
    { ms: -5, text: '0 s', chinese: '0 秒' },
    { ms: 40_000, text: '40 s', chinese: '40 秒' },
    { ms: 59_600, text: '1 min', chinese: '1 分钟' },
    { ms: minutes(42), text: '42 min', chinese: '42 分钟' },
    { ms: minutes(60), text: '1 h', chinese: '1 小时' },
    { ms: minutes(450), text: '7 h 30 min', chinese: '7 小时 30 分钟' },
    { ms: minutes(48 * 60), text: '2 d', chinese: '2 天' },
    { ms: minutes(76 * 60), text: '3 d 4 h', chinese: '3 天 4 小时' },
  ])('say how long: $text', ({ ms, text, chinese }) => {
    expect([en.form.duration(ms), zh.form.duration(ms)]).toEqual([text, chinese]);
  });

  it('are no more exact than an estimate', () => {
    expect(
      [minutes(0), minutes(7.4), minutes(33), minutes(452), minutes(3100)].map(roughly),
    ).toEqual([minutes(1), minutes(7), minutes(35), minutes(450), minutes(3240)]);
  });

  it('are counted when they are many', () => {
    expect(plainLine(someNames(['a', 'b', 'c'], 3, en))).toBe('a, b, c');
    expect(plainLine(someNames(['a', 'b', 'c', 'd'], 3, en))).toBe('a, b, c and 1 more');
    expect(plainLine(someNames(['a'], 3, en, 1200))).toBe('a and 1,199 more');
    expect(plainLine(someNames(['a', 'b'], 3, zh, 1200))).toBe('a、b 等，另有 1,198 个');
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

describe('times of ours', () => {
  const at = Date.UTC(2026, 10, 22, 6, 5, 59);

  it.each([
    { timeZone: 'UTC', moment: '2026-11-22 06:05 UTC' },
    { timeZone: 'Etc/UTC', moment: '2026-11-22 06:05 UTC' },
    { timeZone: 'Asia/Shanghai', moment: '2026-11-22 14:05 GMT+8' },
    { timeZone: 'America/New_York', moment: '2026-11-22 01:05 GMT-5' },
    { timeZone: 'Asia/Kolkata', moment: '2026-11-22 11:35 GMT+5:30' },
  ])('carry their zone: $moment', ({ timeZone, moment }) => {
    expect(readerOf({ ...context, timeZone }).moment(at)).toBe(moment);
  });

  it('are short on the day of the message', () => {
    const { time, bareTime } = readerOf({ ...context, timeZone: 'Asia/Shanghai' });
    expect([time(at), bareTime(at)]).toEqual(['14:05 GMT+8', '14:05']);
    expect(time(at - 86_400_000)).toBe('2026-11-21 14:05 GMT+8');
  });
});
