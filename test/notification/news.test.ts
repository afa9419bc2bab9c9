import { describe, expect, it } from 'vitest';
import type { Alert } from '../../functions/kinds/alert.ts';
import type { JobId, SourceId } from '../../functions/mms/id.ts';
import { mailOf } from '../../functions/channels/email/mail-message.ts';
import { slackMessages } from './chats.ts';
import {
  aBaseline,
  aBlindSource,
  aBriefing,
  aCompletion,
  aFailure,
  aFinishedJob,
  aLostChannel,
  anEscalation,
  anUnknown,
  aRecovery,
  aReminder,
  aRow,
  aStalledJob,
  aStalledTask,
  aStanding,
  aTask,
  context,
  id,
  noPrivilege,
  now,
} from './alerts.ts';

const textOf = (...alerts: Alert[]): string =>
  slackMessages(aBriefing(alerts), context)[0]?.plainText ?? '';
const lineOf = (...alerts: Alert[]): string =>
  slackMessages(aBriefing(alerts), context)[0]?.text ?? '';
const failures = (n: number, first = 1000): Alert[] =>
  Array.from({ length: n }, (_, i) => aFailure(aTask(first + i), [aRow(50_000 + i)]));
const minute = 60_000;

describe('a message', () => {
  it('puts what is worse than failures above them, and what is better below, whatever the order in which things happened', () => {
    const text = textOf(
      aCompletion(aTask(1)),
      aRecovery(aTask(2)),
      aBaseline(),
      anUnknown('X', aTask(3)),
      aReminder(aTask(5)),
      aStalledTask(aTask(4)),
      ...failures(2),
      aBlindSource(),
      anEscalation(),
      aFinishedJob(),
    );
    const order = [
      'Finished: nightly_full',
      'Escalation in nightly_full (87)',
      'Blind since',
      'task 1000',
      'task 1001',
      '! stalled: table_4',
      'Still failed after 24 h',
      'recovered: table_2',
      'unknown status X',
      'Watching finance_dw (2000015)',
      '✓ 1 done',
    ];
    expect(order.filter((part) => !text.includes(part))).toEqual([]);
    expect(order.map((part) => text.lastIndexOf(part))).toEqual(
      order.map((part) => text.lastIndexOf(part)).toSorted((a, b) => a - b),
    );
  });

  it('ends with where the jobs stand, zeros left out, five of many', () => {
    const standings = Array.from({ length: 7 }, (_, i) =>
      aStanding({ id: id<JobId>(87 + i), name: `job_${i}` }),
    );
    const [message] = slackMessages(aBriefing(failures(1), { standings }), context);
    expect(message?.plainText).toMatch(
      /job_0 ▓▓▓▓▓▓▓░░░ 3,412 of 5,000 done · 17 failed · 40 running · 1,528 waiting · 3 stopped · 212\/h · about 7 h 30 min left\njob_1/,
    );
    expect(message?.plainText).toMatch(/\njob_4 .*\nand 2 more jobs\n\nOpen the MMS console/);
    const quiet = aStanding({
      failed: 0,
      running: 0,
      waiting: 0,
      stopped: 0,
      done: 5000,
      perHour: undefined,
      leftMs: undefined,
    });
    expect(
      slackMessages(aBriefing(failures(1), { standings: [quiet] }), context)[0]?.plainText,
    ).toContain('nightly_full ▓▓▓▓▓▓▓▓▓▓ 5,000 of 5,000 done\n');
  });

  it('tells jobs of one name apart', () => {
    const standings = [aStanding(), aStanding({ id: id<JobId>(88) })];
    expect(slackMessages(aBriefing(failures(1), { standings }), context)[0]?.plainText).toMatch(
      /nightly_full \(87\) ▓.*\nnightly_full \(88\) ▓/,
    );
  });

  it.each([
    {
      line: '1 table failed in finance_dw → mms_prod: table_1000, ODPS-0130013: no privilege',
      alerts: failures(1),
    },
    {
      line: '1 table failed in finance_dw → mms_prod: table_1, no privilege; 1 done',
      alerts: [aFailure(aTask(1), [aRow(1, 'no privilege.')]), aCompletion(aTask(2))],
    },
    {
      line: '3 tables failed in finance_dw → mms_prod: ODPS-0130013: no privilege',
      alerts: failures(3),
    },
    {
      line: '2 tables failed, 2 causes, in finance_dw → mms_prod',
      alerts: [aFailure(aTask(1), [aRow(1, 'disk')]), aFailure(aTask(2), [aRow(2, 'net')])],
    },
    {
      line: '6 tables failed, 6 causes, in finance_dw → mms_prod (job nightly_full)',
      alerts: ['a', 'b', 'c', 'd', 'e', 'f'].map((cause, i) =>
        aFailure(aTask(i), [aRow(i, cause)]),
      ),
    },
    {
      line: '2 tasks failed in finance_dw → mms_prod: ODPS',
      alerts: [aFailure(aTask(1, 't'), [aRow(1)]), aFailure(aTask(2, 't'), [aRow(2)])],
    },
    {
      line: '1 table failed, recovered since, in finance_dw → mms_prod: table_1, ODPS',
      alerts: [aFailure(aTask(1), [aRow(1)], { recoveredSince: true })],
    },
    {
      line: '2 tables failed in 2 data sources: DATA_FAILED',
      alerts: [
        aFailure(aTask(1, undefined, { sourceTable: 'a.table_1' }), []),
        aFailure(
          aTask(2, undefined, {
            sourceId: id<SourceId>(9),
            sourceName: 'other',
            sourceTable: 'b.table_2',
          }),
          [],
        ),
      ],
    },
    {
      line: '1 table recovered in finance_dw → mms_prod: table_5, after 2 failures, 42 min',
      alerts: [aRecovery(aTask(5), 2)],
    },
    {
      line: '2 tables done in finance_dw → mms_prod: table_1, table_2',
      alerts: [aCompletion(aTask(1)), aCompletion(aTask(2))],
    },
    {
      line: '1 table failed in finance_dw → mms_prod: table_9, DATA_FAILED; 1 recovered, 2 done, 1 unknown status, now watching finance_dw',
      alerts: [
        aCompletion(aTask(1)),
        aCompletion(aTask(2)),
        aRecovery(aTask(5)),
        aBaseline(),
        anUnknown('X', aTask(3)),
        aFailure(aTask(9), []),
      ],
    },
    {
      line: 'Watching finance_dw: 5,000 tasks, 4,100 done, 12 already failed',
      alerts: [aBaseline()],
    },
    {
      line: 'Watching 2000017: no tasks yet',
      alerts: [aBaseline({ target: '2000017', name: '', total: 0, statuses: {}, failed: [] })],
    },
    {
      line: '2 unknown statuses in finance_dw → mms_prod: X, Y',
      alerts: [anUnknown('X', aTask(3)), anUnknown('Y', aTask(4))],
    },
    {
      line: 'nightly_full finished: 4,983 done, 14 failed, 3 stopped; 1 table done',
      alerts: [aFinishedJob(), aCompletion(aTask(1))],
    },
    {
      line: 'Escalation in nightly_full: 12 of 40 ended tasks failed; 2 tables failed',
      alerts: [anEscalation(), ...failures(2)],
    },
    { line: 'Blind: finance_dw cannot be read', alerts: [aBlindSource()] },
    {
      line: 'Blind: 2 sources cannot be read',
      alerts: [aBlindSource(), aBlindSource({ sourceId: id<SourceId>(9) })],
    },
    { line: 'Blind: 2000015 cannot be read', alerts: [aBlindSource({ sourceName: '' })] },
    {
      line: 'finance_dw can be read again; 1 table failed',
      alerts: [aBlindSource({ until: now }), ...failures(1)],
    },
    { line: 'Slack takes no messages', alerts: [aLostChannel()] },
    {
      line: '1 task stalled: customers, no log row for 3 h 10 min',
      alerts: [aStalledTask(aTask(1, 'customers'))],
    },
    { line: 'nightly_full stalled: 37 tasks wait, none runs', alerts: [aStalledJob()] },
    {
      line: '2 tables still failed after 24 h in finance_dw → mms_prod',
      alerts: [aReminder(aTask(1)), aReminder(aTask(2))],
    },
  ])('has on the lock screen: $line', ({ line, alerts }) => {
    expect(lineOf(...alerts).startsWith(line), lineOf(...alerts)).toBe(true);
  });
});

describe('recoveries and oddities', () => {
  it('say of a recovery whether the task has failed again', () => {
    expect(textOf(aRecovery(aTask(7), 2, 195), aFailure(aTask(7), []))).toContain(
      '✓ recovered: table_7 (7), after 2 failures, 3 h 15 min, failed again since',
    );
    expect(textOf(aRecovery(aTask(7)), aFailure(aTask(8), []))).not.toContain('failed again');
  });

  it('list recoveries by id beyond the first, and count the rest', () => {
    const recoveries = Array.from({ length: 100 }, (_, i) => aRecovery(aTask(500 + i)));
    expect(textOf(...recoveries)).toMatch(/✓ 95 more recovered: 505, 506, .* and 59 more/);
  });

  it('name the status that nobody has documented', () => {
    expect(textOf(anUnknown('DATA_PAUSED', aTask(4200, 'audit'), 4))).toContain(
      '? unknown status DATA_PAUSED: audit (4200) and 4 more tasks',
    );
    expect(textOf(anUnknown('DATA_PAUSED', aTask(4200, 'audit')))).toContain(
      'MMS does not document this status',
    );
  });
});

describe('the closing report of a job', () => {
  it('counts, says how long it took, names the slowest and the causes', () => {
    const text = textOf(aFinishedJob());
    expect(text).toContain(
      'Finished: nightly_full (87) ▓▓▓▓▓▓▓▓▓░ 4,983 of 5,000 done · 14 failed · 3 stopped\nsource demo (2000015) · took 23 h 10 min\nslowest: orders_2024 (4032) 3 h 2 min, payments (4010) 2 h 5 min\nfailed, by cause:\n• 9 × ODPS-0130013',
    );
    expect(text).toContain('• 2 × MMS gave no reason\nall failed tasks are in the mail');
  });

  it('lists what fits where there is no mail, and counts the rest', () => {
    const failed = Array.from({ length: 80 }, (_, i) => ({ ...aTask(4000 + i), cause: undefined }));
    const [message] = slackMessages(aBriefing([aFinishedJob({ failed, unlisted: 1200 })]), {
      ...context,
      mailAlso: false,
    });
    expect(message?.plainText).toMatch(
      /failed: table_4000 \(4000\), .* and 44 more\n1,200 failed tasks more are in no list/,
    );
  });

  it('is no standing besides', () => {
    const [message] = slackMessages(
      aBriefing([aFinishedJob()], { standings: [aStanding()] }),
      context,
    );
    expect(message?.plainText.match(/▓/g)).toHaveLength(9);
  });

  it('comes by mail with a table of every failed task, which no spreadsheet runs', () => {
    const failed = [
      {
        ...aTask(1, 't', { sourceTable: '=cmd|x' }),
        cause: { fingerprint: 'k', reason: '+why', category: undefined },
      },
    ];
    const mail = mailOf(aBriefing([aFinishedJob({ failed })]), context);
    expect(mail.attachments).toMatchObject([
      { filename: 'nightly_full-failed.csv', contentType: 'text/csv; charset=utf-8' },
    ]);
    expect(mail.attachments[0]?.content).toBe(
      "\ufefftask_id,status,source_table,destination_table,job_name,job_id,source_name,source_id,reason,cause\r\n1,DATA_FAILED,'=cmd|x,mms_prod.default.t,nightly_full,87,demo,2000015,'+why,k\r\n",
    );
    expect(mail.text).toContain('all failed tasks are in the attached nightly_full-failed.csv');
    expect(mailOf(aBriefing([aFinishedJob({ failed: [] })]), context).attachments).toEqual([]);
  });

  it('has a table of its own name beside those of others', () => {
    const files = (...jobs: readonly Parameters<typeof aStanding>[0][]): (string | undefined)[] =>
      mailOf(
        aBriefing(jobs.map((job) => aFinishedJob({ job: aStanding(job) }))),
        context,
      ).attachments.map(({ filename }) => filename);
    expect(files({}, { id: id<JobId>(88) })).toEqual([
      'nightly_full-87-failed.csv',
      'nightly_full-88-failed.csv',
    ]);
    expect(files({}, { sourceId: id<SourceId>(9) })).toEqual([
      'nightly_full-2000015-87-failed.csv',
      'nightly_full-9-87-failed.csv',
    ]);
    expect(
      files(
        { name: '../../etc/passwd\r\nX: y' },
        { name: '每晚全量', id: id<JobId>(88) },
        { name: '***', id: id<JobId>(89) },
      ),
    ).toEqual(['etc_passwd_X_y-failed.csv', '每晚全量-failed.csv', 'job-89-failed.csv']);
  });
});

describe('an escalation', () => {
  it.each([
    {
      changes: { why: 'share failed' as const, failed: 12, ended: 40 },
      says: '12 of 40 ended tasks failed (30 %)',
      rule: 'over 20 % of the ended tasks failed',
    },
    {
      changes: { why: 'no success' as const, failed: 14, since: now - 31 * minute },
      says: 'no task has succeeded since 05:34 UTC (31 min) while 14 failed',
      rule: 'no success for 30 minutes while failures go on',
    },
    {
      changes: { why: 'burst' as const, failed: 118 },
      says: '118 failures within ten minutes',
      rule: 'over 100 failures in 10 minutes',
    },
  ])('says why, with the figures and the rule: $says', ({ changes, says, rule }) => {
    const text = textOf(anEscalation(changes));
    expect(text).toContain(`Escalation in nightly_full (87): ${says}`);
    expect(text).toContain(
      `Alibaba Cloud's own guide to MMS says to stop and look now at this: ${rule}.`,
    );
  });

  it('calls somebody, whatever is known of its causes', () => {
    const [message] = slackMessages(aBriefing([anEscalation()]), {
      ...context,
      mention: '<!here>',
    });
    expect(message?.plainText).toContain('\n<!here>\n');
  });
});

describe('the watcher', () => {
  it('says which source it cannot read, since when, why and what to do', () => {
    const text = textOf(aBlindSource());
    expect(text).toContain(
      'Blind since 06:02 UTC: source finance_dw (2000015), for three looks running',
    );
    expect(text).toContain(
      "allow the function's role odps:ListMmsTasks on acs:odps:*:*:mmsdatasource/2000015",
    );
  });

  it('says what it missed once it can see again, counted from what it tells of that source', () => {
    const back = aBlindSource({ since: now - 70 * minute, until: now });
    expect(textOf(back)).toContain(
      'Can see source finance_dw (2000015) again; blind from 04:55 to 06:05 UTC (1 h 10 min); since then: nothing',
    );
    expect(textOf(back, ...failures(2), aCompletion(aTask(1)), aRecovery(aTask(2)))).toContain(
      'since then: 2 failed, 1 recovered, 1 done',
    );
    expect(textOf(back, aFailure(aTask(1, 't', { sourceId: id<SourceId>(9) }), []))).toContain(
      'since then: nothing',
    );
  });

  it('calls a source by the name that the rest of the message gives it', () => {
    expect(textOf(aBlindSource({ sourceName: '', until: now }), ...failures(1))).toContain(
      'source demo (2000015)',
    );
  });

  it('tells of a channel that takes nothing', () => {
    expect(textOf(aLostChannel({ channel: 'email', reason: '550 no such user' }))).toMatch(
      /Lost since 05:45 UTC: The mail server\n\n {4}550 no such user\n\nWhat is owed there waits/,
    );
  });

  it('says what stalls, and how long it usually takes', () => {
    const text = textOf(
      aStalledTask(aTask(4031, 'customers')),
      aStalledTask(aTask(4036, 'contracts'), { usualMs: undefined }),
      aStalledJob(),
    );
    expect(text).toContain(
      '! stalled: customers (4031), no log row for 3 h 10 min; tables of this job usually take 20 min\n! stalled: contracts (4036), no log row for 3 h 10 min\n! stalled: nightly_full (87), 37 tasks wait and none has run for 2 h',
    );
  });

  it('reminds of all that stays failed in one list, by reason', () => {
    const text = textOf(
      ...Array.from({ length: 60 }, (_, i) =>
        aReminder(
          aTask(4000 + i),
          i < 20 ? noPrivilege : 'java.net.ConnectException: Connection refused',
        ),
      ),
      aReminder(aTask(9), ''),
    );
    expect(text).toMatch(
      /• ConnectException: Connection refused: table_4020 \(4020\), .* and 28 more\n• .*table_4000 \(4000\)/,
    );
    expect(text).toContain('• MMS gave no reason: table_9 (9)');
  });
});
