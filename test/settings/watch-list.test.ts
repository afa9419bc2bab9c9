import { describe, expect, it } from 'vitest';
import { parseWatchList } from '../../functions/settings/watch-list.ts';
import { targetName } from '../../functions/mms/target.ts';
import { problemsOf, valueOf } from './outcome.ts';

describe('MMS_WATCH', () => {
  it.each([
    ['2000015', ['2000015']],
    ['2000015/jobs/87, 2000015/tasks/4032', ['2000015/jobs/87', '2000015/tasks/4032']],
    ['2000015\n2000016\t,, 2000017,', ['2000015', '2000016', '2000017']],
    ['2000015 2000015/jobs/1 2000015 2000015/jobs/1', ['2000015', '2000015/jobs/1']],
    ['9223372036854775807/tasks/9007199254740993', ['9223372036854775807/tasks/9007199254740993']],
  ])('names what is watched: %j', (text, names) => {
    expect(valueOf(parseWatchList(text)).map(targetName)).toEqual(names);
  });

  it.each([
    '2000015/',
    '2000015/jobs',
    '2000015/jobs/',
    '2000015/task/4032',
    '2000015/jobs/87/tasks/4032',
    '02000015',
    '-1',
    '2e6',
    '2000015/tasks/x',
    'demo',
    '/2000015',
    '2000015/Jobs/87',
  ])('names the entry that is no target: %s', (entry) => {
    const problems = problemsOf(parseWatchList(`1 ${entry} 2`));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`"${entry}"`);
    expect(problems[0]).toContain('2000015/tasks/4032');
  });

  it('names each of several, and those by place that may be something secret', () => {
    expect(
      problemsOf(parseWatchList('a 1 https://hooks.slack.com/services/T/B/x')).map(
        (problem) => problem.split(' is ')[0],
      ),
    ).toEqual(['"a"', 'entry 3']);
  });

  it('is not a list of nothing', () => {
    expect(problemsOf(parseWatchList(' , '))[0]).toContain('names no target');
  });
});
