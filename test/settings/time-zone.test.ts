import { describe, expect, it } from 'vitest';
import { parseTimeZone } from '../../functions/settings/time-zone.ts';
import { problemsOf, valueOf } from './outcome.ts';

describe('ALERT_TIME_ZONE', () => {
  it.each([
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
    ['Asia/Shanghai', 'Asia/Shanghai'],
    ['asia/shanghai', 'Asia/Shanghai'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['Etc/GMT-8', 'Etc/GMT-8'],
  ])('%s is %s', (text, zone) => {
    expect(valueOf(parseTimeZone(text))).toBe(zone);
  });

  it.each(['+08:00', '+0800', '-3', 'UTC+8', 'gmt+08:00', '8'])(
    '%s is an offset, which is no zone',
    (text) => {
      expect(problemsOf(parseTimeZone(text))).toEqual([
        expect.stringMatching(/offset.*Asia\/Shanghai/),
      ]);
    },
  );

  it.each([
    'Beijing',
    'CST',
    'EST',
    'PRC',
    'Asia/Peking',
    'Asia/',
    'Asia Shanghai',
    '../etc/localtime',
    'UTC\n',
    '时区',
  ])('is not %j', (text) => {
    expect(problemsOf(parseTimeZone(text))).toEqual([
      'is no name of a time zone; expected an IANA name such as Asia/Shanghai, or UTC',
    ]);
  });
});
