import { describe, expect, it } from 'vitest';
import { alertKinds } from '../../functions/kinds/kinds.ts';
import { targetName } from '../../functions/mms/target.ts';
import { createRedactor } from '../../functions/runtime/redaction.ts';
import { choiceVariables, secretsOfHeartbeat } from '../../functions/settings/choices.ts';
import { watchList } from '../../functions/settings/watch-list.ts';
import { problemsOf, valueOf } from './outcome.ts';

const kindList = choiceVariables.ALERT_ON.schema;
const duration = choiceVariables.DIGEST_EVERY.schema;
const durationOrOff = choiceVariables.STALL_AFTER.schema;
const heartbeatUrl = choiceVariables.HEARTBEAT_URL.schema;
const timeZone = choiceVariables.ALERT_TIME_ZONE.schema;

describe('MMS_WATCH', () => {
  it.each([
    ['2000015', ['2000015']],
    ['2000015/jobs/87, 2000015/tasks/4032', ['2000015/jobs/87', '2000015/tasks/4032']],
    ['2000015\n2000016\t,, 2000017,', ['2000015', '2000016', '2000017']],
    ['2000015 2000015/jobs/1 2000015 2000015/jobs/1', ['2000015', '2000015/jobs/1']],
    ['9223372036854775807/tasks/9007199254740993', ['9223372036854775807/tasks/9007199254740993']],
  ])('names what is watched: %j', (text, names) => {
    expect(valueOf(watchList, text).map(targetName)).toEqual(names);
  });

  it.each([
    '2000015/',
    '2000015/jobs',
    '2000015/jobs/',
    '2000015/task/4032',
    '2000015/jobs/87/tasks/4032',
    '02000015',
    '0',
    '0/jobs/87',
    '2000015/jobs/0',
    '2000015/tasks/0',
    '-1',
    '2e6',
    '2000015/tasks/x',
    'demo',
    '/2000015',
    '2000015/Jobs/87',
  ])('names the entry that is no target: %s', (entry) => {
    const problems = problemsOf(watchList, `1 ${entry} 2`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`"${entry}"`);
    expect(problems[0]).toContain('2000015/tasks/4032');
  });

  it('names each of several, and those by place that may be something secret', () => {
    expect(
      problemsOf(watchList, 'a 1 https://hooks.slack.com/services/T/B/x').map(
        (problem) => problem.split(' is ')[0],
      ),
    ).toEqual(['"a"', 'entry 3']);
  });

  it.each([
    ['2000015，2000016', '，', 'full-width comma'],
    ['1, 2000015、2000016', '、', 'enumeration comma'],
    ['2000015;2000016', ';', 'semicolon'],
    ['2000015；2000016', '；', 'full-width semicolon'],
  ])('names the character that is no comma in %s', (text, character, name) => {
    const problems = problemsOf(watchList, text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^entry [12] holds/);
    expect(problems[0]).toContain(`${character} (a`);
    expect(problems[0]).toContain(`${name}); expected a comma`);
  });

  it('says what a bare number is, and how a job is written', () => {
    const [problem] = problemsOf(watchList, 'jobs/87');
    expect(problem).toContain('a bare number is always one');
    expect(problem).toContain('2000015/jobs/87 (a job)');
  });

  it('is not a list of nothing', () => {
    expect(problemsOf(watchList, ' , ')[0]).toContain('names no target');
  });
});

describe('ALERT_ON', () => {
  it('keeps the order in which kinds are told', () => {
    expect(valueOf(kindList, 'done,failed, done')).toEqual(['failed', 'done']);
    expect(valueOf(kindList, 'blind job-finished,failed')).toEqual([
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
    const problem = problemsOf(kindList, text)[0];
    expect(problem).toContain(words);
    expect(problem).toContain(alertKinds.join(', '));
  });
});

describe('DIGEST_EVERY', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['0', 0],
    ['0s', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(valueOf(duration, text)).toBe(ms);
  });

  it.each(['', '15', '-1s', '1.5h', '15 m', '15M', '1w', '9999999d', '1h30m', 'off'])(
    'is not %j',
    (text) => {
      expect(problemsOf(duration, text)[0]).toContain('15m');
    },
  );
});

describe('STALL_AFTER, REMIND_AFTER', () => {
  it.each([
    ['2h', 7_200_000],
    ['90s', 90_000],
    ['off', undefined],
  ])('%s is %s', (text, ms) => {
    expect(valueOf(durationOrOff, text)).toBe(ms);
  });

  it.each(['0', '0s', '0h'])('%s is no length of time', (text) => {
    expect(problemsOf(durationOrOff, text)).toEqual([
      'expected a duration such as 90s, 15m, 2h or 1d, or off',
    ]);
  });

  it.each(['OFF', 'never', '-1h', '2', ''])('is not %j', (text) => {
    expect(problemsOf(durationOrOff, text)).toEqual([
      'expected a duration such as 90s, 15m, 2h or 1d, or off',
    ]);
  });
});

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
    expect(valueOf(timeZone, text)).toBe(zone);
  });

  it.each(['+08:00', '+0800', '-3', 'UTC+8', 'gmt+08:00', '8'])(
    '%s is an offset, which is no zone',
    (text) => {
      expect(problemsOf(timeZone, text)).toEqual([expect.stringMatching(/offset.*Asia\/Shanghai/)]);
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
    expect(problemsOf(timeZone, text)).toEqual([
      'is no name of a time zone; expected an IANA name such as Asia/Shanghai, or UTC',
    ]);
  });
});

const uuid = '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278';

describe('HEARTBEAT_URL', () => {
  const { warnings } = choiceVariables.HEARTBEAT_URL;

  it.each([
    `https://hc-ping.com/${uuid}`,
    'https://hc-ping.com/fqOOd6-F4MMNuCEnzTU01w/mms-alerts?create=1',
    'https://kuma.example.com:3001/api/push/abc?status=up',
  ])('takes %s', (text) => {
    expect(valueOf(heartbeatUrl, text).reveal()).toBe(text);
    expect(warnings(valueOf(heartbeatUrl, text))).toEqual([]);
  });

  it('warns where it is not encrypted', () => {
    expect(warnings(valueOf(heartbeatUrl, `http://127.0.0.1:8000/ping/${uuid}`))).toEqual([
      'http: is not encrypted: for local use only',
    ]);
  });

  it.each([
    'hc-ping.com/x',
    'ftp://hc-ping.com/x',
    'https://',
    'https://hc ping.com/x',
    `https://u:${uuid}@hc-ping.com/x`,
    `https://hc-ping.com/${uuid}#x`,
  ])('refuses %s', (text) => {
    const [problem] = problemsOf(heartbeatUrl, text);
    expect(problem).toContain('https://hc-ping.com/…');
    expect(problem).not.toContain(uuid);
  });

  it.each(['fail', 'start', 'log'])(
    'refuses an address that would say "%s" with every tick',
    (signal) => {
      expect(problemsOf(heartbeatUrl, `https://hc-ping.com/${uuid}/${signal}`)[0]).toContain(
        `ends in /${signal}`,
      );
    },
  );

  it('stays unseen, and so does its path by itself, and the key in it', () => {
    const redact = createRedactor(
      secretsOfHeartbeat(
        valueOf(heartbeatUrl, 'https://hc-ping.com/fqOOd6-F4MMNuCEnzTU01w/mms-alerts'),
      ),
    );
    const shown = redact(
      'GET https://hc-ping.com/fqOOd6-F4MMNuCEnzTU01w/mms-alerts/fail, /fqOOd6-F4MMNuCEnzTU01w/mms-alerts, fqOOd6-F4MMNuCEnzTU01w',
    );
    expect(shown).toBe('GET ***/fail, ***, ***');
    const short = createRedactor(
      secretsOfHeartbeat(valueOf(heartbeatUrl, 'https://beat.example.com/p/a1b2c3')),
    );
    expect(short('/p/a1b2c3 was not found')).toBe('*** was not found');
  });
});
