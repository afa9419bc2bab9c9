import { describe, expect, it } from 'vitest';
import {
  parseAlertKinds,
  parseDuration,
  parseDurationOrOff,
} from '../../functions/settings/choices.ts';
import { problemsOf, valueOf } from './outcome.ts';

describe('ALERT_ON', () => {
  it('keeps the order in which kinds are told', () => {
    expect(valueOf(parseAlertKinds('done,failed, done'))).toEqual(['failed', 'done']);
    expect(valueOf(parseAlertKinds('blind job-finished,failed'))).toEqual([
      'failed',
      'job-finished',
      'blind',
    ]);
  });

  it.each([
    ['failed,faild', '"faild" is not an alert kind'],
    ['Failed', '"Failed"'],
    [',', 'names no alert kind'],
  ])('refuses %s', (text, words) => {
    const problem = problemsOf(parseAlertKinds(text))[0];
    expect(problem).toContain(words);
    expect(problem).toContain(
      'failed, recovered, done, unknown, baseline, job-finished, escalation, stalled, reminder, blind',
    );
  });
});

describe('DONE_EVERY, REPEAT_EVERY', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['0', 0],
    ['0s', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(valueOf(parseDuration(text))).toBe(ms);
  });

  it.each(['', '15', '-1s', '1.5h', '15 m', '15M', '1w', '9999999d', '1h30m', 'off'])(
    'is not %j',
    (text) => {
      expect(problemsOf(parseDuration(text))[0]).toContain('15m');
    },
  );
});

describe('STALL_AFTER, REMIND_AFTER', () => {
  it.each([
    ['2h', 7_200_000],
    ['90s', 90_000],
    ['off', undefined],
  ])('%s is %s', (text, ms) => {
    expect(valueOf(parseDurationOrOff(text))).toBe(ms);
  });

  it.each(['0', '0s', '0h'])('%s is no length of time', (text) => {
    expect(problemsOf(parseDurationOrOff(text))).toEqual([
      '0 is no length of time; expected a duration such as 90s, 15m, 2h or 1d, or off',
    ]);
  });

  it.each(['OFF', 'never', '-1h', '2', ''])('is not %j', (text) => {
    expect(problemsOf(parseDurationOrOff(text))).toEqual([
      'expected a duration such as 90s, 15m, 2h or 1d, or off',
    ]);
  });
});
