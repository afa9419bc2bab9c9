import { describe, expect, it } from 'vitest';
import type { AlertOf } from '../support/fake-channel.ts';
import {
  aFailure,
  aMismatch,
  aNotification,
  aProgress,
  aRow,
  aTask,
  causes,
  failureOf,
  known,
  minute,
  noPrivilege,
  now,
  tasks,
} from './alerts.ts';
import { headlineOf, messagesOf, textOf } from './reading.ts';

const orders = aTask(4032, 'orders_2024');

const told = (changes: Partial<AlertOf<'failed'>> = {}): string =>
  textOf(aNotification([failureOf(orders, causes.privilege, changes)]));

const toldOf = (...messages: readonly string[]): string =>
  textOf(
    aNotification([
      aFailure(
        orders,
        messages.map((message, index) => aRow(10_231 + index, message)),
      ),
    ]),
  );

/** A trace that nobody takes in at a glance. */
const trace = [
  'java.lang.RuntimeException: task failed',
  '\tat com.acme.Step.run(Step.java:1)',
  '\tat com.acme.Main.main(Main.java:2)',
  'Caused by: java.net.ConnectException: Connection refused',
].join('\n');

describe('one failure', () => {
  it('names task, data source, job, both tables, phase, status, log, time, action and message', () => {
    const alert = aFailure(orders, [aRow(10_231)]);
    const text = textOf(aNotification([alert]));
    for (const named of [
      'finance_dw.orders_2024 → mms_prod.default.orders_2024 · data phase',
      'DATA_FAILED · task 4032',
      'job nightly_full (87)',
      'source bigquery_prod (2000015)',
      'log 10231',
      '2026-11-22 14:03:07 MMS clock',
      'running: insert overwrite table mms_prod.orders select * from finance_dw.orders',
      noPrivilege,
    ]) {
      expect(text).toContain(named);
    }
    const chinese = textOf(aNotification([alert]), { language: 'zh' });
    for (const named of [
      'finance_dw.orders_2024 → mms_prod.default.orders_2024 · 数据迁移阶段',
      'DATA_FAILED · 任务 4032 · 作业 nightly_full（87）· 数据源 bigquery_prod（2000015）· 日志 10231 · 2026-11-22 14:03:07（MMS 时间）',
      '执行语句：insert overwrite table mms_prod.orders',
      noPrivilege,
    ]) {
      expect(chinese).toContain(named);
    }
  });

  it('says in this order: what and why, what mends it, the command, where the job stands, the log', () => {
    const text = textOf(
      aNotification([failureOf(orders)], { progress: [aProgress({ done: 3412, total: 5000 })] }),
    );
    const order = [
      'orders_2024 failed: no privilege odps:Select · nightly_full',
      'finance_dw.orders_2024 → mms_prod.default.orders_2024',
      '\nFix: ',
      '\nRetry: aliyun maxcompute retry-mms-job --source-id 2000015 --job-id 87\n',
      'Task log',
      '68% · 3,412 of 5,000 done',
      `    ${noPrivilege}`,
      'DATA_FAILED · task 4032',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('links to the log of this very task', () => {
    const [message] = messagesOf(aNotification([failureOf(orders)]));
    const params = encodeURIComponent('{"sourceId":2000015,"taskId":4032}');
    expect(message?.plainText).toContain(
      `Task log <https://api.alibabacloud.com/api/MaxCompute/2022-01-04/ListMmsTaskLogs?params=${params}>`,
    );
  });

  it.each([
    {
      what: 'which failure of the table it is',
      changes: { ordinal: 2, sameCause: true },
      says: '2nd failure, same cause',
      zh: '第 2 次失败，原因与上次相同',
    },
    {
      what: 'that it fails otherwise now',
      changes: { ordinal: 3, sameCause: false },
      says: '3rd failure, different cause this time',
      zh: '第 3 次失败，原因与上次不同',
    },
    {
      what: 'several attempts since the last message',
      changes: { attempts: 3, ordinal: 5 },
      says: 'failed 3 times since the last message (attempt 5)',
      zh: '期间失败 3 次（共第 5 次失败）',
    },
    {
      what: 'that the table is done by now',
      changes: { recoveredSince: true },
      says: 'has since recovered',
      zh: '现已恢复',
    },
    {
      what: 'a log that could not be read',
      changes: { rows: [], logUnread: 'ListMmsTaskLogs: 503' },
      says: 'Could not read the task log: ListMmsTaskLogs: 503',
      zh: '无法读取任务日志：ListMmsTaskLogs: 503',
    },
    {
      what: 'a failure that only the status shows',
      changes: { rows: [] },
      says: 'No log row; detected from the task status.',
      zh: '无日志记录，依据任务状态判定失败。',
    },
    {
      what: 'a row without a text',
      changes: { rows: [aRow(1, '')] },
      says: 'no message logged',
      zh: '日志中没有报错信息',
    },
  ])('says $what', ({ changes, says, zh }) => {
    expect(told(changes)).toContain(says);
    const notification = aNotification([failureOf(orders, causes.privilege, changes)]);
    expect(textOf(notification, { language: 'zh' })).toContain(zh);
  });

  it('says nothing of attempts where the first one failed', () => {
    expect(told()).not.toMatch(/attempt|1st/);
    expect(told({ ordinal: 2 })).toContain('2nd failure · ');
  });

  it('shows every row of a failure of two, the first and the last of more', () => {
    expect(toldOf('first text', 'second text')).toMatch(
      /first text[^]*second text[^]*log 10231, 10232/,
    );
    const four = toldOf('text one', 'text two', 'text three', 'text four');
    expect(four).toMatch(/text one[^]*text four/);
    expect(four).not.toContain('text two');
    expect(four).toContain('log 10231, 10234');
    expect(four).toContain('2 more log rows in between: 10232, 10233');
  });

  it('shows the head and the tail of a long text, and how much is left out', () => {
    const long = `HEAD ${'x '.repeat(3000)}TAIL`;
    expect(toldOf(long)).toMatch(/HEAD x[^]*… [\d,]+ characters omitted …[^]*x TAIL/);
    const chinese = textOf(aNotification([aFailure(orders, [aRow(1, long)])]), { language: 'zh' });
    expect(chinese).toMatch(/… 省略 [\d,]+ 个字符 …/);
  });

  it('says why above a log that is not taken in at a glance, and only there', () => {
    const summary = (text: string): string => text.split('Retry')[0] ?? '';
    expect(summary(toldOf(trace))).toContain('\nConnection refused\n');
    expect(summary(toldOf('Connection refused by peer'))).not.toContain('refused by');
  });

  it('says that nobody gave a reason, and calls nothing new', () => {
    const text = textOf(aNotification([failureOf(orders, causes.silent)]));
    expect(text).toContain('orders_2024 failed: reason unknown');
    expect(text).not.toContain('Fix');
    expect(text).not.toContain('first time');
  });

  it('advises nothing about a cause that nobody knows, and still says how to retry', () => {
    const text = textOf(aNotification([failureOf(orders, causes.plutonium)]));
    expect(text).not.toContain('\nFix: ');
    expect(text).toContain('\nRetry: aliyun maxcompute retry-mms-job');
  });

  it('leaves out the command where MMS names no job', () => {
    const alone = aTask(4032, 'orders', { jobId: undefined, jobName: '' });
    const text = textOf(aNotification([failureOf(alone)]));
    expect(text).not.toContain('Retry');
    expect(text).not.toContain('job ');
  });
});

describe('whether a cause is new', () => {
  it.each([
    {
      what: 'never seen',
      causesKnown: undefined,
      says: '· first time in this job',
      zh: '· 本作业首次出现',
    },
    {
      what: 'seen before, never told',
      causesKnown: known(causes.privilege, { notifiedAt: undefined, firstAt: now - 40 * minute }),
      says: '· first seen 05:25 UTC',
      zh: '· 13:25 首次出现',
    },
    {
      what: 'told before',
      causesKnown: known(causes.privilege, { count: 5, firstAt: now - 40 * minute }),
      says: '· 5th table with this error since 05:25 UTC',
      zh: '· 13:25 起第 5 次出现',
    },
  ])('is said of one that was $what', ({ causesKnown, says, zh }) => {
    const rest = causesKnown === undefined ? {} : { causes: causesKnown };
    const notification = aNotification([failureOf(orders)], rest);
    expect(textOf(notification)).toContain(says);
    expect(textOf(notification, { language: 'zh' })).toContain(zh);
  });

  it('is not said after an outage: then the message says that it comes late', () => {
    const notification = aNotification([failureOf(orders)], {
      outage: { since: now - 55 * minute },
    });
    const text = textOf(notification);
    expect(text).toContain('Delivered late: nothing could be delivered here from 05:10 UTC on.');
    expect(text).not.toMatch(/first time|\bnew\b/);
    const chinese = textOf(notification, { language: 'zh' });
    expect(chinese).toContain('补发：本渠道自 13:10 起无法送达');
    expect(chinese).not.toContain('首次出现');
  });
});

describe('a verification', () => {
  it.each([
    {
      counts: [530, 0],
      headline: 'Rows missing in payments: 530 → 0 · nightly_full',
      says: 'Row counts differ: 530 at the source, 0 at the destination (530 missing)',
      zhHeadline: 'payments 目标端缺 530 行：源端 530 行，目标端 0 行 · nightly_full',
      zh: '行数不一致：源端 530 行，目标端 0 行（缺 530 行）',
    },
    {
      counts: [88_120, 88_125],
      headline: 'Extra rows in payments: 88,120 → 88,125 · nightly_full',
      says: '(5 extra)',
      zhHeadline: 'payments 目标端多 5 行：源端 88,120 行，目标端 88,125 行 · nightly_full',
      zh: '（多 5 行）',
    },
    {
      counts: ['9007199254740995', '9007199254740993'],
      headline: 'Rows missing in payments: 9,007,199,254,740,995 → 9,007,199,254,740,993',
      says: '(2 missing)',
      zhHeadline: 'payments 目标端缺 2 行：源端 9,007,199,254,740,995 行',
      zh: '（缺 2 行）',
    },
  ])('says both counts: $counts', ({ counts, headline, says, zhHeadline, zh }) => {
    const [source = '', destination = ''] = counts;
    const notification = aNotification([aMismatch(aTask(1, 'payments'), source, destination)]);
    expect(headlineOf(notification)).toContain(headline);
    expect(textOf(notification)).toContain(says);
    expect(textOf(notification)).toContain('· verification');
    expect(textOf(notification)).toContain('\nFix: ');
    expect(headlineOf(notification, { language: 'zh' })).toContain(zhHeadline);
    expect(textOf(notification, { language: 'zh' })).toContain(zh);
  });

  it.each([
    { what: 'equal counts', source: '7', destination: '7' },
    { what: 'something that is no count', source: 'many', destination: '7' },
  ])('says nothing of counts where the log gives $what', ({ source, destination }) => {
    const text = textOf(aNotification([aMismatch(aTask(1, 'payments'), source, destination)]));
    expect(text).toContain('payments failed: verification failed: counts differ');
    expect(text).not.toContain('Row counts');
  });

  it('of several tables says a line each, and once what mends them', () => {
    const notification = aNotification([
      aMismatch(aTask(1, 'payments'), 530, 0),
      aMismatch(aTask(2, 'refunds'), 88_120, 88_125, {
        cause: { fingerprint: 'more rows', reason: 'verification failed' },
      }),
    ]);
    expect(headlineOf(notification)).toBe(
      'Row counts differ in 2 tables: payments 530 → 0, refunds 88,120 → 88,125 · nightly_full',
    );
    expect(headlineOf(notification, { language: 'zh' })).toBe(
      '2 张表行数不一致：payments 530→0，refunds 88,120→88,125 · nightly_full',
    );
    const text = textOf(notification);
    expect(text).toMatch(
      /payments \(1\) · Row counts differ: 530 .*\n\nrefunds \(2\) · .*\(5 extra\)\nFix: /,
    );
    expect(text.match(/^Fix: /gm)).toHaveLength(1);
    expect(text).not.toContain('Same cause');
  });

  it('of more tables than it has lines for counts the others, with a mail and without', () => {
    const notification = aNotification(tasks(40).map((task) => aMismatch(task, 10, 8)));
    expect(textOf(notification)).toMatch(/table_1005 \(1005\) · .*\nand 34 more\nFix: /);
    const [message] = messagesOf(notification, { mailAlso: false });
    expect(message?.keys).toHaveLength(40);
    // Six in lines of their own, three of them in full; the others by id.
    expect(message?.plainText).toMatch(/34 more failed\n\s+1006 1007 /);
  });

  it('says which of several tables has recovered since', () => {
    const notification = aNotification([
      aMismatch(aTask(1, 'payments'), 530, 0),
      aMismatch(aTask(2, 'refunds'), 12, 9, { recoveredSince: true }),
    ]);
    expect(textOf(notification)).toMatch(/refunds \(2\) · .*\(3 missing\) · has since recovered/);
  });
});
