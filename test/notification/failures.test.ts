import { describe, expect, it } from 'vitest';
import { causeKey } from '../../functions/causes/cause.ts';
import type { JobId } from '../../functions/mms/id.ts';
import { id } from '../support/builders.ts';
import {
  aFailure,
  aMismatch,
  aNotification,
  aReasonFound,
  aReport,
  aRow,
  aTask,
  anEscalation,
  aCompletion,
  aLostChannel,
  aLostSource,
  aRecovery,
  aReminder,
  aStalledJob,
  aStop,
  causes,
  day,
  failureOf,
  failuresOf,
  known,
  minute,
  now,
  oneOfEach,
  outOfPlutonium,
  tasks,
} from './alerts.ts';
import { headlineOf, messagesOf, read, textOf } from './reading.ts';

/** How many failures a message tells in full: those whose log stands in it. */
const inFull = (text: string): number => (text.match(/MMS clock$/gm) ?? []).length;

const inOrder = (text: string, parts: readonly string[]): void => {
  const places = parts.map((part) => text.indexOf(part));
  expect(places, `in this order:\n${parts.join('\n')}`).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
};

describe('failures of one cause', () => {
  it('say once why and what mends it, name the tables, and tell three in full', () => {
    const text = textOf(aNotification(failuresOf(5)), { mailAlso: false });
    expect(text.match(/Same cause for all: ODPS-0130013/g)).toHaveLength(1);
    expect(text.match(/^Fix: /gm)).toHaveLength(1);
    expect(text).toContain(
      'table_1000 (1000), table_1001 (1001), table_1002 (1002), table_1003 (1003), table_1004 (1004)\n',
    );
    expect(inFull(text)).toBe(3);
    expect(text).toMatch(/^finance_dw\.table_1002 → mms_prod\.default\.table_1002 · Task log$/m);
  });

  it('leave to the mail what a screen has no room for', () => {
    const text = textOf(aNotification(failuresOf(500)));
    expect(text).toContain('table_1002 (1002) and 497 more\n');
    expect(textOf(aNotification(failuresOf(500)), { language: 'zh' })).toContain(
      'table_1000（1000）、table_1001（1001）、table_1002（1002）等\n',
    );
  });

  it.each([
    { what: 'unknown to the channel', record: undefined, says: '· first time in this job' },
    {
      what: 'seen before and never told',
      record: { notifiedAt: undefined, firstAt: now - 40 * minute },
      says: '· first seen 05:25 UTC',
    },
    {
      what: 'told before',
      record: {},
      says: '· +5 since 05:50, 424 in total since 03:10 UTC',
    },
    {
      what: 'told once, when it began',
      record: { firstAt: now - 15 * minute, count: 6 },
      says: '· 6 in total since 05:50 UTC',
    },
    {
      what: 'told yesterday',
      record: { notifiedAt: now - day, firstAt: now - 2 * day, count: 1424 },
      says: '· +5 since 2026-11-21 06:05, 1,424 in total since 2026-11-20 06:05 UTC',
    },
  ])('say whether it is new or growing: $what', ({ record, says }) => {
    const rest = record === undefined ? {} : { causes: known(causes.privilege, record) };
    expect(textOf(aNotification(failuresOf(5), rest))).toContain(`${says}\n`);
  });

  it('say in Chinese how far it has come', () => {
    const notification = aNotification(failuresOf(5), { causes: known(causes.privilege) });
    expect(textOf(notification, { language: 'zh' })).toContain(
      '· 13:50 后新增 5 次，11:10 起累计 424 次\n',
    );
    expect(headlineOf(notification, { language: 'zh' })).toMatch(
      /^新增 5 张表失败：缺少.*（11:10 起累计 424 次）· nightly_full$/,
    );
  });

  it('are new again in another job', () => {
    const other = { jobId: id<JobId>('88'), jobName: 'crm_history' };
    const failures = [1, 2].map((task) => failureOf(aTask(task, `t${task}`, other)));
    const notification = aNotification(failures, { causes: known(causes.privilege) });
    expect(textOf(notification)).toContain('first time in this job');
  });

  it('that are known in one job and new in another say in which, and name its tables first', () => {
    const other = { jobId: id<JobId>('88'), jobName: 'crm_history' };
    const old = failuresOf(2);
    const fresh = tasks(2, 50, 'case').map((task) => failureOf({ ...task, ...other }));
    const rest = { causes: known(causes.privilege) };
    const text = textOf(aNotification([...old, ...fresh], rest));
    expect(text).toMatch(/^Same cause for all: .* · first time in crm_history$/m);
    expect(text).toContain('\ncase_50 (50), case_51 (51), table_1000 (1000) and 1 more\n');
    const chinese = textOf(aNotification([...old, ...fresh], rest), { language: 'zh' });
    expect(chinese).toMatch(/^失败原因相同：.* · 在 crm_history 首次出现$/m);
    expect(textOf(aNotification([...old, ...fresh]))).toMatch(
      / · first time in nightly_full, crm_history$/m,
    );
  });

  it('are counted together where several jobs know them', () => {
    const old = known(causes.privilege);
    const [record] = old.values();
    const elsewhere = { jobId: id<JobId>('88') };
    const both = new Map(old);
    if (record !== undefined) {
      const earlier = { ...record, count: 6, firstAt: record.firstAt - 60 * minute };
      both.set(causeKey({ ...aTask(1), ...elsewhere }, record.fingerprint), earlier);
    }
    const far = failureOf(aTask(9, 'cases', elsewhere));
    expect(textOf(aNotification([...failuresOf(2), far], { causes: both }))).toContain(
      ' · +3 since 05:50, 430 in total since 02:10 UTC\n',
    );
  });

  it('say how many have recovered since, and which of those in full', () => {
    const [first, ...others] = failuresOf(5);
    const recovered = first === undefined ? [] : [{ ...first, recoveredSince: true }];
    const text = textOf(aNotification([...recovered, ...others]), { mailAlso: false });
    expect(text).toContain('· 1 has since recovered\n');
    // What still fails stands before what does not.
    expect(text).toContain('table_1001 (1001), table_1002 (1002), table_1003 (1003)');
    const both = textOf(aNotification([...recovered, failureOf(aTask(7))]));
    expect(both).toMatch(/table_1000 · has since recovered · Task log/);
  });

  it('say how many attempts failed where those are more than the tables', () => {
    const [first, ...others] = failuresOf(3);
    const often = first === undefined ? [] : [{ ...first, attempts: 4, ordinal: 4 }];
    const text = textOf(aNotification([...often, ...others]));
    expect(text).toContain('· 6 failed attempts\n');
    expect(text).toContain('· failed 4 times since the last message (attempt 4) ·');
  });

  it('show the same text once, and say of which task it was', () => {
    const [one, two] = [aTask(4032, 'orders'), aTask(4033, 'refunds')];
    const short = textOf(aNotification([failureOf(one), failureOf(two)]));
    expect(short.match(/^ {4}ODPS-0130013/gm)).toHaveLength(1);
    expect(short).toContain('task 4033');
    expect(short).toContain('\nsame message as task 4032\n');

    const long = `java.lang.Error: no space\n${'a line that says little\n'.repeat(20)}end`;
    const notification = aNotification([
      aFailure(one, [aRow(1, long)]),
      aFailure(two, [aRow(2, long)]),
    ]);
    expect(textOf(notification).match(/^ {4}a line that says little/gm)).toHaveLength(20);
    expect(textOf(notification)).toContain('\nsame message as task 4032\n');
  });

  it('are counted as tasks where they are parts of one table', () => {
    const parts = [1, 2, 3].map((task) => failureOf(aTask(task, 'orders')));
    expect(headlineOf(aNotification(parts))).toContain('3 tasks failed: no privilege');
    expect(headlineOf(aNotification(parts), { language: 'zh' })).toContain('3 个任务失败：');
  });
});

describe('failures of several causes', () => {
  const several = aNotification([
    ...failuresOf(3, causes.plutonium, 3000),
    ...failuresOf(7),
    ...failuresOf(1, causes.quota, 5000),
  ]);

  it('have a line each: how many, why, what mends it; the largest first', () => {
    const text = textOf(several, { mailAlso: false });
    inOrder(text, [
      '11 tables failed: 7 no privilege odps:Select, 3 the flux capacitor is out of',
      '7 tables: no privilege odps:Select · new · table_1000 (1000)',
      `3 tables: ${outOfPlutonium} · new · table_3000 (3000), table_3001 (3001)`,
      '1 table: quota used up · new · table_5000 (5000)',
      'Retry: aliyun maxcompute retry-mms-job',
      'task 1000',
      'task 3000',
      'task 5000',
    ]);
    expect(inFull(text)).toBe(3);
  });

  it('are told in the same order in Chinese', () => {
    const chinese = textOf(several, { language: 'zh' });
    inOrder(chinese, [
      '11 张表失败：7 张',
      '3 张 the flux capacitor is out of',
      '另 1 类原因',
      '7 张表：',
      `3 张表：${outOfPlutonium} · 新出现`,
      '1 张表：',
    ]);
  });

  it('put a new cause before a known one of the same size', () => {
    const notification = aNotification(
      [...failuresOf(2), ...failuresOf(2, causes.plutonium, 3000)],
      { causes: known(causes.privilege, { count: 9 }) },
    );
    inOrder(textOf(notification), [
      `2 tables: ${outOfPlutonium} · new`,
      '2 tables: no privilege odps:Select · 9 in total',
    ]);
    expect(textOf(notification, { language: 'zh' })).toContain('· 累计 9 次 ·');
  });

  it('put what has mended itself last', () => {
    const mended = failuresOf(9).map((alert) => ({ ...alert, recoveredSince: true }));
    const text = textOf(aNotification([...mended, ...failuresOf(1, causes.quota, 5000)]));
    inOrder(text, ['1 table: quota', '9 tables: no privilege', '9 have since recovered']);
  });

  it('are one in the headline where they go by the same words, and advised on once', () => {
    const notification = aNotification([
      ...failuresOf(3),
      ...failuresOf(1, { ...causes.privilege, fingerprint: 'another' }, 3000),
    ]);
    expect(headlineOf(notification)).toBe(
      '4 tables failed: no privilege odps:Select · nightly_full',
    );
    const text = textOf(notification);
    expect(text).toMatch(/3 tables: no privilege odps:Select[^]*1 table: no privilege odps:Select/);
    expect(text.match(/Docs/g)).toHaveLength(1);
  });

  it('tell three in full even where there are fewer causes', () => {
    const notification = aNotification([
      ...failuresOf(1, causes.quota, 3000),
      ...failuresOf(9).map((alert) => ({ ...alert, recoveredSince: true })),
    ]);
    expect(inFull(textOf(notification))).toBe(3);
  });

  it('tell one of each cause in full, six at most, and link to the log of the others', () => {
    const many = Array.from({ length: 8 }, (_, index) =>
      failuresOf(2, { fingerprint: `${index}`, reason: `reason ${index}` }, 1000 + 10 * index),
    );
    const text = textOf(aNotification(many.flat()));
    expect(inFull(text)).toBe(6);
    expect(text).toMatch(/2 tables: reason 5 · new · [^\n]*\(1051\)$/m);
    expect(text).toMatch(/2 tables: reason 6 · new · [^\n]*\(1061\) · Task log$/m);
  });

  it('count the causes that have no line', () => {
    const many = tasks(40).map((task, index) =>
      failureOf(task, { fingerprint: `${index}`, reason: `reason ${index}` }),
    );
    expect(textOf(aNotification(many))).toContain('plus 32 more causes (32 tables)');
    expect(headlineOf(aNotification(many))).toMatch(
      /^40 tables failed: 1 reason 0, 1 reason 1, 38 more causes/,
    );
    expect(textOf(aNotification(many), { language: 'zh' })).toContain('另有 32 类原因（32 张表）');
  });

  it('are not called new after an outage', () => {
    const late = { ...several, outage: { since: now - 55 * minute } };
    expect(textOf(late)).not.toMatch(/\bnew\b/);
    expect(textOf(late, { language: 'zh' })).not.toContain('新出现');
    const restored = aNotification([
      ...several.alerts,
      aLostSource({ since: now - 40 * minute, until: now }),
    ]);
    expect(textOf(restored)).not.toMatch(/\bnew\b/);
  });

  it('have a command for each job, three at most', () => {
    const failures = [1, 2, 3, 4, 5].map((job) =>
      failureOf(aTask(job, `t${job}`, { jobId: id<JobId>(job), jobName: `job_${job}` })),
    );
    const text = textOf(aNotification(failures));
    expect(
      text.match(/^Retry: job_\d aliyun maxcompute retry-mms-job .*--job-id \d$/gm),
    ).toHaveLength(3);
  });

  it('count the rows of a verification beside other causes', () => {
    const text = textOf(aNotification([...failuresOf(3), aMismatch(aTask(1, 'payments'), 530, 0)]));
    expect(text).toMatch(/payments \(1\) · Row counts differ: 530 .*\(530 missing\)\nFix: /);
  });
});

describe('a reason that is found later', () => {
  it('is told in one line a reason, in the next message', () => {
    const notification = aNotification([
      aCompletion(aTask(9)),
      ...tasks(12).map((task) => aReasonFound(task)),
      aReasonFound(aTask(7, 'orders'), causes.plutonium),
    ]);
    const text = textOf(notification);
    expect(text).toMatch(
      /12 failures reported without a reason before: table_1000 \(1000\), .* and 9 more · ODPS-0130013/,
    );
    expect(text).toContain(`before: orders (7) · ${outOfPlutonium}`);
    expect(inFull(text)).toBe(0);
    expect(messagesOf(notification)[0]?.keys).toHaveLength(14);
    expect(textOf(notification, { language: 'zh' })).toContain(
      `此前未附原因的 1 个失败：orders（7）· ${outOfPlutonium}`,
    );
  });

  it('is no failure in the headline', () => {
    const found = aReasonFound(aTask(7, 'orders'));
    expect(headlineOf(aNotification([aCompletion(aTask(9)), found]))).toBe(
      '1 table done: table_9; 1 earlier failure explained: no privilege odps:Select · nightly_full',
    );
    expect(headlineOf(aNotification([found]))).toBe(
      '1 earlier failure explained: no privilege odps:Select · nightly_full',
    );
  });

  it('does not make a recovery look as if the table had failed again', () => {
    const notification = aNotification([aRecovery(aTask(7)), aReasonFound(aTask(7))]);
    expect(textOf(notification)).not.toContain('failed again');
  });

  it('is listed by no id, however many there are', () => {
    const found = Array.from({ length: 30 }, (_, index) =>
      aReasonFound(aTask(index + 1), { fingerprint: `${index}`, reason: `reason ${index}` }),
    );
    const messages = messagesOf(aNotification(found), { mailAlso: false });
    expect(messages).toHaveLength(1);
    expect(messages[0]?.keys).toHaveLength(30);
    expect(messages.map(read).join('\n')).toMatch(/· reason 5\nand 24 more/);
  });
});

describe('who is called', () => {
  const isCalled = (...args: Parameters<typeof aNotification>): boolean =>
    textOf(aNotification(...args)).includes('\n@on-call\n');

  it.each([
    { what: 'a new cause', alerts: failuresOf(2) },
    { what: 'an escalation', alerts: [anEscalation()] },
    { what: 'a lost source', alerts: [aLostSource()] },
    { what: 'a lost source that is told again', alerts: [aLostSource({ nth: 3 })] },
  ])('somebody, for $what', ({ alerts }) => {
    expect(isCalled(alerts)).toBe(true);
  });

  it('somebody, for rows that are missing, known as their cause may be', () => {
    const lost = aMismatch(aTask(1), 530, 0);
    const surplus = aMismatch(aTask(1), 5, 7);
    const rest = { causes: known(lost.cause) };
    expect(isCalled([lost], rest)).toBe(true);
    expect(isCalled([surplus], rest)).toBe(false);
  });

  it('nobody, for a cause that was told', () => {
    expect(isCalled(failuresOf(2), { causes: known(causes.privilege) })).toBe(false);
  });

  it('somebody, for a cause that was seen and never told', () => {
    const seen = known(causes.privilege, { notifiedAt: undefined });
    expect(isCalled(failuresOf(2), { causes: seen })).toBe(true);
  });

  it('nobody, for what has mended itself', () => {
    const mended = failuresOf(2).map((alert) => ({ ...alert, recoveredSince: true }));
    expect(isCalled(mended)).toBe(false);
    const notLost = aMismatch(aTask(1), 530, 0, { recoveredSince: true });
    expect(isCalled([notLost])).toBe(false);
  });

  it.each([
    { what: 'good news', alerts: [aCompletion(aTask(1)), aRecovery(aTask(2))] },
    { what: 'a closing report', alerts: [aReport()] },
    { what: 'a job that somebody stopped', alerts: [aStop()] },
    { what: 'a reminder', alerts: [aReminder(aTask(1))] },
    { what: 'a stall', alerts: [aStalledJob()] },
    { what: 'a channel that refuses', alerts: [aLostChannel()] },
    { what: 'a source that is back', alerts: [aLostSource({ until: now })] },
    { what: 'a reason found later', alerts: [aReasonFound(aTask(1))] },
  ])('nobody, for $what', ({ alerts }) => {
    expect(isCalled(alerts)).toBe(false);
  });

  it('is called once, right below the title, however many messages there are', () => {
    const messages = messagesOf(aNotification(failuresOf(3000)), { mailAlso: false });
    const blocks = messages.flatMap((message) => message.blocks);
    expect(blocks.filter(({ kind }) => kind === 'mention')).toHaveLength(1);
    expect(messages[0]?.blocks[1]).toEqual({ kind: 'mention', token: '@on-call' });
    const everything = messagesOf(aNotification(Object.values(oneOfEach)));
    expect(everything[0]?.blocks[1]?.kind).toBe('mention');
  });
});
