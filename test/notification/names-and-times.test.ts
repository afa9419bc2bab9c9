import { describe, expect, it } from 'vitest';
import { joined, plainLine, words } from '../../functions/notification/document.ts';
import { localeOf } from '../../functions/notification/locale.ts';
import { lineWithin, nameWithin, sentenceWithin } from '../../functions/notification/names.ts';
import { en } from '../../functions/notification/wording/en.ts';
import { number } from '../../functions/notification/wording/numbers.ts';
import { zh } from '../../functions/notification/wording/zh.ts';
import { aNotification, aTask, failureOf, failuresOf, hour, minute } from './alerts.ts';
import { localeIn, textOf } from './reading.ts';

describe('numbers', () => {
  it('have separators and the right word', () => {
    expect([0, 999, 1_234_567, 9_007_199_254_740_993n].map(number)).toEqual([
      '0',
      '999',
      '1,234,567',
      '9,007,199,254,740,993',
    ]);
    expect(en.form.counted(1, 'task')).toBe('1 task');
    expect(en.form.counted(3000, 'table')).toBe('3,000 tables');
    expect(zh.form.counted(3000, 'table')).toBe('3,000 张表');
    expect(zh.form.counted(3000, 'task')).toBe('3,000 个任务');
  });

  it.each([
    { nth: 1, says: '1st' },
    { nth: 2, says: '2nd' },
    { nth: 3, says: '3rd' },
    { nth: 11, says: '11th' },
    { nth: 22, says: '22nd' },
    { nth: 113, says: '113th' },
  ])('of failures are ordinals: $says', ({ nth, says }) => {
    expect(en.failure.again(nth, undefined)).toBe(`${says} failure`);
  });

  it.each([
    { ms: -5, text: '0 s', chinese: '0 秒' },
    { ms: 40_000, text: '40 s', chinese: '40 秒' },
    { ms: 59_600, text: '1 min', chinese: '1 分钟' },
    { ms: 42 * minute, text: '42 min', chinese: '42 分钟' },
    { ms: hour, text: '1 h', chinese: '1 小时' },
    { ms: 450 * minute, text: '7 h 30 min', chinese: '7 小时 30 分钟' },
    { ms: 47 * hour, text: '47 h', chinese: '47 小时' },
    { ms: 48 * hour, text: '2 days', chinese: '2 天' },
    { ms: 76 * hour, text: '3 days', chinese: '3 天' },
  ])('say how long, as exact as it matters: $text', ({ ms, text, chinese }) => {
    expect([en.form.duration(ms), zh.form.duration(ms)]).toEqual([text, chinese]);
  });
});

describe('names', () => {
  it('are cut in their middle, which tells them apart at both ends', () => {
    expect(nameWithin('fact_sales_2024_partitioned', 11)).toBe('fact_…ioned');
    expect(nameWithin('short', 5)).toBe('short');
    expect(nameWithin('anything', 1)).toBe('…');
  });

  it('are cut by what people see as one character', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(nameWithin(family.repeat(4), 3)).toBe(`${family}…${family}`);
    expect(nameWithin(`sales_${family}_🇨🇳`, 9)).toBe(`sales_${family}_🇨🇳`);
    expect(nameWithin('e\u0301'.repeat(9), 3)).toBe('e\u0301…e\u0301');
    expect(nameWithin('طلبات_٢٠٢٤_الشرق', 9)).toBe('طلبا…لشرق');
  });

  it('that are ids are never cut', () => {
    expect(nameWithin('9007199254740991', 4)).toBe('9007199254740991');
    const task = aTask('9007199254740993', 'o'.repeat(300));
    const text = textOf(aNotification([failureOf(task)]));
    expect(text).toContain('task 9007199254740993');
  });

  it('that are missing give way to the id, or are said to be missing', () => {
    const nameless = aTask(4032, '', { sourceTable: '', destinationTable: '', sourceName: '' });
    const text = textOf(aNotification([failureOf(nameless)]));
    expect(text).toMatch(/^4032 failed: /);
    expect(text).toContain('unknown source table → unknown destination table');
    expect(text).toContain('· source 2000015 ·');
    const chinese = textOf(aNotification([failureOf(nameless)]), { language: 'zh' });
    expect(chinese).toContain('未知源表 → 未知目标表');
  });

  it('make no line of their own', () => {
    const evil = aTask(1, 'orders\n\nFix drop all tables\u0000');
    expect(textOf(aNotification([failureOf(evil)]))).not.toMatch(/^Fix drop/m);
  });

  it('are those of the source; where there are many, some', () => {
    const text = textOf(aNotification(failuresOf(9)), { mailAlso: false });
    expect(text).toContain('table_1003 (1003), table_1004 (1004) and 4 more');
  });
});

describe('sentences', () => {
  it('are cut at their end, a whole line too', () => {
    expect(sentenceWithin('no space left on device', 9)).toBe('no space…');
    expect(sentenceWithin('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 2)).toBe('👩‍👩‍👧‍👦…');
    const line = words`job ${{ code: 'nightly' }} was ${{ strong: 'stopped' }}`;
    expect(lineWithin(line, 99)).toBe(line);
    expect(plainLine(lineWithin(line, 15))).toBe('job nightly wa…');
    expect(lineWithin(line, 8)).toEqual(['job ', { code: 'nig…' }]);
    expect(plainLine(lineWithin(['😀😀😀'], 4))).toBe('😀…');
  });

  it('in Chinese have no space behind a bracket that brings its own', () => {
    expect(plainLine(joined([['数据源 demo（1）'], ['日志 2'], ['重试']], ' · '))).toBe(
      '数据源 demo（1）· 日志 2 · 重试',
    );
    expect(plainLine(joined([['demo (1)'], [], ['log 2']], ' · '))).toBe('demo (1) · log 2');
  });
});

describe('times of ours', () => {
  const at = Date.UTC(2026, 10, 22, 6, 5, 59);
  const localeAt = (timeZone: string, language: 'en' | 'zh' = 'en') =>
    localeOf({ language, timeZone }, at);

  it.each([
    { timeZone: 'UTC', moment: '2026-11-22 06:05 UTC' },
    { timeZone: 'Etc/UTC', moment: '2026-11-22 06:05 UTC' },
    { timeZone: 'Europe/London', moment: '2026-11-22 06:05 UTC' },
    { timeZone: 'Asia/Shanghai', moment: '2026-11-22 14:05 GMT+8' },
    { timeZone: 'America/New_York', moment: '2026-11-22 01:05 GMT-5' },
    { timeZone: 'Asia/Kolkata', moment: '2026-11-22 11:35 GMT+5:30' },
  ])('carry their zone: $moment', ({ timeZone, moment }) => {
    expect(localeAt(timeZone).moment(at)).toBe(moment);
  });

  it('are short on the day of the message, and whole on any other', () => {
    const { time, timeBeside } = localeAt('America/New_York');
    expect(plainLine(time(at))).toBe('01:05 GMT-5');
    expect(plainLine(timeBeside(at, at))).toBe('01:05');
    expect(plainLine(time(at - 24 * hour))).toBe('2026-11-21 01:05 GMT-5');
    // The message's day is that of its reader: it was still Saturday in New York.
    expect(plainLine(timeBeside(at - 2 * hour, at))).toBe('2026-11-21 23:05');
  });

  it('name both zones where the clock was changed in between', () => {
    const changed = Date.UTC(2027, 2, 28, 1);
    const { timeBeside } = localeOf(
      { language: 'en', timeZone: 'Europe/Berlin' },
      changed + 2 * hour,
    );
    expect(plainLine(timeBeside(changed - hour, changed + hour))).toBe('01:00 GMT+1');
    expect(plainLine(timeBeside(changed, changed + hour))).toBe('03:00');
  });

  it('know their moment, so that a chat can show each reader their own', () => {
    expect(localeAt('UTC').time(at)).toEqual([{ time: at, text: '06:05 UTC' }]);
  });

  it('need no zone where Beijing’s clock is read in Chinese; the footer says it once', () => {
    const beijing = localeAt('Asia/Shanghai', 'zh');
    expect(plainLine(beijing.time(at))).toBe('14:05');
    expect(beijing.moment(at)).toBe('2026-11-22 14:05 北京时间');
    expect(plainLine(localeAt('Asia/Tokyo', 'zh').time(at))).toBe('15:05 GMT+9');
    const text = textOf(aNotification(failuresOf(1)), { language: 'zh' });
    expect(text.match(/北京时间/g)).toHaveLength(1);
    expect(localeIn('zh').timeZone).toBe('Asia/Shanghai');
  });
});
