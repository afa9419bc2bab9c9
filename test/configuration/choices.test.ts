import { describe, expect, it } from 'vitest';
import { parseAlertKinds, parseDuration } from '../../functions/configuration/choices.ts';
import { problemsOf, valueOf } from './outcome.ts';

describe('ALERT_ON', () => {
  it('keeps the order in which kinds are told', () => {
    expect(valueOf(parseAlertKinds('done,failed, done'))).toEqual(['failed', 'done']);
  });

  it.each([
    ['failed,faild', '"faild" is not an alert kind'],
    ['Failed', '"Failed"'],
    [',', 'names no alert kind'],
  ])('refuses %s', (text, words) => {
    const problem = problemsOf(parseAlertKinds(text))[0];
    expect(problem).toContain(words);
    expect(problem).toContain('failed, recovered, done, unknown, baseline');
  });
});

describe('DONE_EVERY', () => {
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

  it.each(['', '15', '-1s', '1.5h', '15 m', '15M', '1w', '9999999d', '1h30m', 'off'])('is not %j', (text) => {
    expect(problemsOf(parseDuration(text))[0]).toContain('15m');
  });
});
