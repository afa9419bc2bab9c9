import { describe, expect, it } from 'vitest';
import { Ledger, type NamedEvent } from '../../rehearsal/story/ledger.ts';
import { wrongCalls } from '../../rehearsal/story/mentions.ts';
import { completionsIn, tellsOf, type ReadMessage } from '../../rehearsal/story/told.ts';
import { compare } from '../../rehearsal/story/verdict.ts';
import { Migration } from '../../rehearsal/world/migration.ts';

const message = (headline: string, ...lines: string[]): ReadMessage => ({ headline, lines });
const failure = (taskId: string, logId: string, cause: string): NamedEvent => ({
  kind: 'failed',
  table: `dim_${taskId}`,
  taskId,
  logIds: [logId],
  cause,
});

describe('the verdict', () => {
  it('finds what a channel was told twice, not at all, or in another number', () => {
    const migration = new Migration(Date.now);
    const task = migration.addTask(
      migration.addJob(migration.addSource('2000015', 'finance_dw'), 'nightly_full'),
      'orders',
    );
    const ledger = new Ledger();
    ledger.add({ kind: 'baseline', target: '2000015' });
    migration.dataFails(task);
    ledger.fails(task, 0, 'no privilege');
    ledger.completes(migration.addTask(task.job, 'customers'));
    const [log = ''] = task.rows
      .filter(({ status }) => status === 'DATA_FAILED')
      .map(({ id }) => id);

    const watching = message('Watching finance_dw: 2 tasks, 1 done', 'target 2000015');
    const failed = message(
      '1 task failed in finance_dw, 1 done: orders, no privilege',
      `log ${log}`,
      '✓ 1 done: customers (4002)',
    );
    expect(compare(ledger, { slack: [watching, failed], email: [failed, failed] })).toMatchObject({
      told: {
        slack: { baseline: 1, failed: 1, done: 1 },
        email: { baseline: 0, failed: 2, done: 2 },
      },
      complaints: [
        'email was told nothing of this: 2000015 is watched',
        `email was told 2 times of this: orders failed (log ${log})`,
        'email was told of 2 completions; there were 1',
      ],
    });
  });

  it('wants a lost channel told through the other one, and only there', () => {
    const ledger = new Ledger();
    ledger.add({ kind: 'blind', what: 'channel lost', channel: 'slack' });
    const lost = message('Slack takes no messages', 'Lost since 05:45 UTC: Slack');
    expect(compare(ledger, { slack: [], email: [lost] }).complaints).toEqual([]);
    expect(compare(ledger, { slack: [lost], email: [] }).complaints).toEqual([
      'slack was told once of this: slack refuses whatever it is told',
      'email was told nothing of this: slack refuses whatever it is told',
    ]);
  });

  it.each<[NamedEvent, string, string]>([
    [
      { kind: 'escalation', jobId: '88' },
      'Escalation in crm_history (88): 11 of 17 ended tasks failed',
      'Escalation in nightly_full (87): 118 failures',
    ],
    [
      { kind: 'stalled', table: 'orders', taskId: '4033' },
      '! stalled: orders (4033), no log row for 2 h',
      '✓ orders (4033)',
    ],
    [
      { kind: 'reminder', table: 'orders', taskId: '4033' },
      '• no privilege: orders (4033), customers (4034)',
      'same cause: orders (4033)',
    ],
    [
      { kind: 'blind', what: 'sight lost', sourceId: '2000015' },
      'Blind since 06:02 UTC: source finance_dw (2000015)',
      'Can see source finance_dw (2000015) again; blind from 06:02',
    ],
    [
      { kind: 'blind', what: 'sight back', sourceId: '2000015' },
      'Can see source finance_dw (2000015) again; blind from 06:02',
      'Blind since 06:02 UTC: source finance_dw (2000015)',
    ],
    [
      { kind: 'job-finished', jobId: '88', done: 8, of: 21 },
      'Finished: crm_history (88) ▓▓▓▓░░░░░░ 8 of 21 done · 13 failed',
      'Finished: crm_history (88) ▓▓▓▓▓▓▓▓▓▓ 21 of 21 done',
    ],
    [
      failure('4060', '10300', 'quota'),
      'same cause: dim_4061 (4061), dim_4060 (4060)',
      '✓ recovered: dim_4060 (4060), after 1 failure, 2 min',
    ],
  ])('knows %j by its ids and the place where it stands', (event, telling, other) => {
    expect(tellsOf(event, message('', 'something else', telling))).toBe(true);
    expect(tellsOf(event, message('', other))).toBe(false);
  });

  it.each<[number, ReadMessage]>([
    [
      1204,
      message(
        '3 tables failed, 1,204 done',
        '✓ recovered: a (1), after 1 failure, 2 min',
        '✓ 1,204 done: b (2), c (3) and 1,202 more',
      ),
    ],
    [14, message('14 tables done', '✓ a (1), b (2) and 12 more')],
    [
      0,
      message(
        '2 tables recovered',
        '✓ a (1), after 1 failure, 2 min',
        '✓ b (2), after 1 failure, 2 min',
      ),
    ],
    [0, message('Watching finance_dw: 61 tasks, 12 done', 'DONE 12')],
    [0, message('2 jobs finished: all 61 done', 'Finished: crm_history (88) 21 of 21 done')],
  ])('counts %i completions in %j', (done, read) => {
    expect(completionsIn(read)).toBe(done);
  });
});

describe('whom Slack calls', () => {
  const events = [
    failure('4060', '10301', 'quota'),
    failure('4061', '10302', 'quota'),
    failure('4062', '10303', 'time-out'),
  ];
  const told = (headline: string, pings: readonly string[], ...lines: string[]) => ({
    ...message(headline, ...lines),
    pings,
  });

  it('is somebody once a cause and once an escalation', () => {
    const story = [
      told('', ['<!here>'], 'log 10301'),
      told('', [], 'log 10302'),
      told('', ['<!here>'], 'log 10303'),
      told('', [], '✓ orders (4010)'),
    ];
    expect(wrongCalls(events, story, '<!here>')).toEqual([]);
    const escalation = told('', ['<!here>'], 'Escalation in nightly (87): 12 failed', 'log 10302');
    expect(
      wrongCalls(
        [...events, { kind: 'escalation', jobId: '87' }],
        [story[0] ?? escalation, escalation],
        '<!here>',
      ),
    ).toEqual([]);
  });

  it('is wrong where nobody is called, somebody twice, or somebody for good news', () => {
    expect(wrongCalls(events, [told('', [], 'log 10301')], '<!here>')).toEqual([
      'Slack message 1 has to call <!here> and calls nobody',
    ]);
    expect(wrongCalls(events, [told('', ['<!here>', '<!here>'], 'log 10301')], '<!here>')).toEqual([
      'Slack message 1 has to call <!here> and calls <!here> <!here>',
    ]);
    expect(wrongCalls(events, [told('', ['<!channel>'], '✓ orders (4010)')], '<!here>')).toEqual([
      'Slack message 1 has to call nobody and calls <!channel>',
    ]);
  });
});
