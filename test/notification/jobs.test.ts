import { describe, expect, it } from 'vitest';
import type { JobId, SourceId } from '../../functions/mms/id.ts';
import { id } from '../support/builders.ts';
import {
  aGroup,
  aJob,
  aMismatch,
  aNotification,
  aProgress,
  aReminder,
  aReport,
  aStalledJob,
  aStalledTask,
  aStop,
  aTask,
  anEscalation,
  causes,
  endedProgress,
  failureOf,
  failuresOf,
  hour,
  minute,
  now,
  tasks,
} from './alerts.ts';
import { headlineOf, messagesOf, read, textOf } from './reading.ts';

const zh = { language: 'zh' } as const;
const other = { id: id<JobId>('88'), name: 'crm_history' };

describe('an escalation', () => {
  const why = [aGroup(causes.privilege, tasks(9)), aGroup(causes.quota, tasks(3, 2000))];

  it.each([
    {
      what: 'a burst',
      alert: anEscalation({ why: 'burst', failed: 118, causes: why }),
      headline:
        '118 tables failed in 10 min: 9 no privilege odps:Select, 3 quota used up · nightly_full',
      says: '\nnightly_full (87), source bigquery_prod (2000015): 118 tables failed in 10 min\n',
      zhHeadline: /^10 分钟内 118 张表失败：9 张缺少.*、3 张.* · nightly_full$/,
      zhSays: 'nightly_full（87），数据源 bigquery_prod（2000015）：10 分钟内 118 张表失败\n',
    },
    {
      what: 'a share',
      alert: anEscalation({ why: 'share failed', failed: 12, ended: 40, causes: why }),
      headline:
        '12 of 40 tasks failed: 9 no privilege odps:Select, 3 quota used up (since 05:34 UTC) · nightly_full',
      says: '30% of the tasks that ended since 05:34 UTC failed\n',
      zhHeadline: /^13:34 以来结束的 40 个任务中 12 个失败：9 张缺少/,
      zhSays: '：13:34 以来结束的任务有 30% 失败\n',
    },
    {
      what: 'no success',
      alert: anEscalation({ why: 'no success', failed: 14, causes: [] }),
      headline: 'No success for 31 min, 14 failures · nightly_full',
      says: 'Nothing has succeeded since 05:34 UTC (31 min) while tasks keep failing\n',
      zhHeadline: /^已 31 分钟没有任务成功，失败 14 次 · nightly_full$/,
      zhSays: '13:34 以来（31 分钟）没有任务成功，同时不断有任务失败\n',
    },
  ])('says what and why, and since when it counts: $what', (story) => {
    const notification = aNotification([story.alert]);
    expect(headlineOf(notification)).toBe(story.headline);
    expect(textOf(notification)).toContain(story.says);
    expect(headlineOf(notification, zh)).toMatch(story.zhHeadline);
    expect(textOf(notification, zh)).toContain(story.zhSays);
  });

  it('says how many still wait, how to stop the job and how to let it go on', () => {
    const text = textOf(aNotification([anEscalation({ waiting: 700 })]));
    expect(text).toContain(
      [
        ' failed; 700 tables not started yet',
        'Stop: aliyun maxcompute stop-mms-job --source-id 2000015 --job-id 87',
        'Resume: aliyun maxcompute start-mms-job --source-id 2000015 --job-id 87',
      ].join('\n'),
    );
    const chinese = textOf(aNotification([anEscalation({ waiting: 700 })]), zh);
    expect(chinese).toContain('；还有 700 张表未开始\n停止：aliyun maxcompute stop-');
    expect(textOf(aNotification([anEscalation({ waiting: 1 })]))).toContain(
      '1 table not started yet',
    );
  });

  it('offers no stop where nothing waits', () => {
    const text = textOf(aNotification([anEscalation(), ...failuresOf(2)]));
    expect(text).not.toContain('stop-mms-job');
    expect(text).toContain('retry-mms-job');
  });

  it('offers no retry of a job beside the command that stops it, and one of any other job', () => {
    const stranger = failureOf(aTask(9, 'cases', { jobId: other.id, jobName: other.name }));
    const text = textOf(
      aNotification([
        anEscalation({ waiting: 5 }),
        ...failuresOf(2),
        stranger,
        aReminder(aTask(4, 'ledger')),
      ]),
    );
    expect(text).toContain('stop-mms-job --source-id 2000015 --job-id 87');
    expect(text).toMatch(/retry-mms-job .* --job-id 88$/m);
    expect(text).not.toMatch(/retry-mms-job .* --job-id 87$/m);
  });

  it('leaves the causes to the failures that are told with it', () => {
    const escalation = anEscalation({ why: 'burst', causes: why });
    const alone = textOf(aNotification([escalation]));
    expect(alone).toMatch(/9 tables: no privilege odps:Select · .*\n3 tables: quota used up/);
    const both = textOf(aNotification([escalation, ...failuresOf(9)]));
    expect(both.match(/no privilege odps:Select/g)).toHaveLength(1);
    expect(both).toContain('Same cause for all');
  });

  it('of several jobs counts their failures, and has a line and a command for each', () => {
    const notification = aNotification([
      anEscalation({ waiting: 5, causes: [aGroup(causes.quota, tasks(12))] }),
      anEscalation({ job: aJob(other), why: 'burst', failed: 130, waiting: 9, causes: why }),
    ]);
    expect(headlineOf(notification)).toBe(
      '142 failures in 2 jobs: 15 quota used up, 9 no privilege odps:Select · nightly_full, crm_history',
    );
    expect(headlineOf(notification, zh)).toMatch(
      /^2 个作业共失败 142 次：15 个配额用尽、9 个缺少 .* · nightly_full、crm_history$/,
    );
    const text = textOf(notification);
    expect(text).toContain(
      '): 30% of the tasks that ended since 05:34 UTC failed; 5 tables not started yet · Job',
    );
    expect(text).toContain('): 130 tables failed in 10 min; 9 tables not started yet');
    expect(text).toMatch(/^nightly_full \(87\).* · Stop: aliyun .* --job-id 87$/m);
    expect(text).toMatch(/^crm_history \(88\).* · Stop: aliyun .* --job-id 88$/m);
    expect(text).not.toContain('Resume');
    const progress = [aProgress(), aProgress(other), aProgress({ id: id('89'), name: 'erp' })];
    expect(textOf({ ...notification, progress })).not.toMatch(/(?:nightly_full|crm_history) ▓/);
  });

  it('tells two jobs of one name apart', () => {
    const twin = aTask(2, 'b', { jobId: other.id });
    const text = textOf(aNotification([failureOf(aTask(1)), failureOf(twin)]));
    expect(text).toMatch(/^Retry: nightly_full \(88\) aliyun .* --job-id 88$/m);
  });

  it('has counted the failures of its job: the headline tells only those of others', () => {
    const stranger = failureOf(aTask(9, 'cases', { jobId: other.id, jobName: other.name }));
    const escalation = anEscalation({ why: 'no success', failed: 14 });
    expect(headlineOf(aNotification([escalation, ...failuresOf(14)]))).toBe(
      'No success for 31 min, 14 failures · nightly_full',
    );
    expect(headlineOf(aNotification([escalation, ...failuresOf(14), stranger]))).toBe(
      'No success for 31 min, 14 failures · nightly_full; cases failed: no privilege odps:Select · crm_history',
    );
  });
});

describe('the closing report of a job', () => {
  it('says how it ended and why, how long it took, and how to retry what failed', () => {
    const notification = aNotification([aReport()]);
    expect(headlineOf(notification)).toBe(
      'nightly_full finished: 4,983 of 5,000 done, 17 failed (9 quota used up, 6 no privilege odps:Select, 1 more cause)',
    );
    expect(textOf(notification)).toContain(
      'nightly_full (87) ▓▓▓▓▓▓▓▓▓░ 4,983 of 5,000 done · 17 failed · took 11 h 20 min\n9 tables: quota used up · ',
    );
    expect(textOf(notification)).toMatch(
      /2 tables: reason unknown · .*\nAll failed tasks, with IDs and fixes: see the email\nRetry: aliyun maxcompute retry-mms-job --source-id 2000015 --job-id 87\n/,
    );
    expect(headlineOf(notification, zh)).toMatch(
      /^nightly_full 已结束：完成 4,983\/5,000，失败 17（9 张.*、6 张缺少.*、另 1 类原因）$/,
    );
    expect(textOf(notification, zh)).toContain(
      'nightly_full（87）▓▓▓▓▓▓▓▓▓░ 4,983/5,000 · 失败 17 · 耗时 11 小时 20 分钟\n',
    );
  });

  it('is the only place that tells the last failures of its job', () => {
    const notification = aNotification([
      aReport({ job: endedProgress(90, 10), failed: [aGroup(causes.privilege, tasks(10))] }),
      ...failuresOf(10),
    ]);
    const text = textOf(notification);
    expect(text.match(/no privilege odps:Select/g)).toHaveLength(2);
    expect(text).not.toContain('Same cause for all');
    expect(headlineOf(notification)).toBe(
      'nightly_full finished: 90 of 100 done, 10 failed (no privilege odps:Select)',
    );
    expect(text).toContain('finance_dw.table_1002 → mms_prod.default.table_1002 · Task log');
    expect(messagesOf(notification)[0]?.keys).toHaveLength(11);
  });

  it('lists by id what it has no room for where there is no mail', () => {
    const notification = aNotification([
      aReport({ job: endedProgress(90, 10), failed: [aGroup(causes.privilege, tasks(10))] }),
      ...failuresOf(10),
    ]);
    const [message] = messagesOf(notification, { mailAlso: false });
    expect(message?.keys).toHaveLength(11);
    expect(message?.plainText).toMatch(/7 more failed\n\s+1003 1004 1005 1006 1007 1008 1009\n/);
    expect(message?.plainText).not.toContain('see the email');
  });

  it('tells the failures of other jobs besides', () => {
    const stranger = failureOf(aTask(9, 'cases', { jobId: other.id, jobName: other.name }));
    const notification = aNotification([aReport(), stranger]);
    expect(headlineOf(notification)).toBe(
      'cases failed: no privilege odps:Select · crm_history; nightly_full finished: 4,983 of 5,000 done, 17 failed',
    );
    expect(textOf(notification)).toContain('finance_dw.cases → mms_prod.default.cases');
  });

  it('that ended well names no cause and no command, but what came late and what was slowest', () => {
    const notification = aNotification([
      aReport({ job: endedProgress(5000, 0), onRetry: 17, failed: [] }),
    ]);
    expect(headlineOf(notification)).toBe('nightly_full finished: all 5,000 done');
    expect(headlineOf(notification, zh)).toBe('nightly_full 已结束：5,000 个全部完成');
    const text = textOf(notification);
    expect(text).toContain('5,000 of 5,000 done (17 on retry) · took 11 h 20 min\n');
    expect(text).toContain('slowest: orders_2024 (4032) 3 h 2 min, payments (4010) 2 h 5 min');
    expect(text).not.toMatch(/Retry|Fix|failed/);
    expect(textOf(notification, zh)).toContain(' 5,000/5,000（17 个经重试）· 耗时');
  });

  it('says nothing of a time that it does not know', () => {
    expect(textOf(aNotification([aReport({ tookMs: undefined })]))).not.toContain('took');
    expect(textOf(aNotification([aReport({ tookMs: 0 })]))).not.toContain('took');
  });

  it('counts failed tasks that nobody can list', () => {
    const failed = [aGroup(causes.quota, tasks(3), 1203)];
    const text = textOf(aNotification([aReport({ failed })]));
    expect(text).toContain('1,203 tables: quota used up');
    expect(text).toContain(
      '3 of 1,203 failed tasks, with IDs and fixes: see the email; the others: see the MMS console\n',
    );
    expect(textOf(aNotification([aReport({ failed })]), zh)).toContain(
      '1,203 个失败任务中的 3 个、ID 及处理建议见邮件，其余请在 MMS 控制台查看\n',
    );
  });

  it('is where its job stands: no line says so again', () => {
    const progress = [endedProgress(4983, 17), aProgress({ ...other })];
    const text = textOf(aNotification([aReport()], { progress }));
    expect(text.match(/▓/g)?.length).toBe(9 + 7);
    expect(text).toContain('crm_history ▓▓▓▓▓▓▓░░░ 68%');
  });

  it('of several jobs sums them up in the headline, and tells three failures in full in all', () => {
    const reports = [1, 2, 3].map((job) =>
      aReport({ job: { ...endedProgress(90, 10), id: id(job), name: `job_${job}` } }),
    );
    const failures = [1, 2, 3].flatMap((job) =>
      tasks(5, job * 100).map((task) => failureOf({ ...task, jobId: id<JobId>(job) })),
    );
    const notification = aNotification([...reports, ...failures]);
    expect(headlineOf(notification)).toBe('3 jobs finished: 270 of 300 done, 30 failed');
    expect(textOf(notification).match(/MMS clock$/gm)).toHaveLength(3);
    expect(messagesOf(notification)[0]?.keys).toHaveLength(18);
  });

  it('has a table of every failed task beside the mail, under a name that is safe everywhere', () => {
    const fileOf = (name: string): string | undefined => {
      const { kinds } = aNotification([]);
      return kinds['job-finished']?.table(aReport({ job: { ...endedProgress(1, 1), name } }))?.file;
    };
    expect(fileOf('nightly_full')).toBe('nightly_full-87-failed.csv');
    expect(fileOf('../../etc/passwd\r\nX: y')).toBe('etc_passwd_X_y-87-failed.csv');
    expect(fileOf('每晚全量')).toBe('每晚全量-87-failed.csv');
    expect(fileOf('***')).toBe('job-87-failed.csv');
    expect(fileOf('long '.repeat(100))?.length).toBeLessThan(90);
  });
});

describe('a job that somebody stopped', () => {
  it('is never told as finished: how much is done and not run, and how it goes on', () => {
    const notification = aNotification([aStop({ failed: [aGroup(causes.quota, tasks(2))] })]);
    expect(headlineOf(notification)).toBe('nightly_full was stopped: 41 of 100 done, 59 not run');
    expect(headlineOf(notification, zh)).toBe('nightly_full 已被停止：完成 41/100，59 个未执行');
    const text = textOf(notification);
    expect(text).toContain('\n2 tables: quota used up');
    expect(text).toContain(
      '\nResume: aliyun maxcompute start-mms-job --source-id 2000015 --job-id 87\n',
    );
    expect(text).not.toMatch(/retry-mms-job|finished/);
    expect(messagesOf(notification)[0]?.blocks[0]).toMatchObject({ tone: 'attention' });
  });

  it('is one of several', () => {
    const notification = aNotification([
      aStop(),
      aStop({ job: aProgress({ ...other, done: 10, failed: 2, running: 3, total: 20 }) }),
    ]);
    expect(headlineOf(notification)).toBe('2 jobs were stopped');
    expect(textOf(notification)).toContain(
      'crm_history was stopped: 10 of 20 done, 2 failed, 5 not run\n3 running\n',
    );
  });
});

describe('what stands still', () => {
  it('is a task that logs nothing: since when, how long is usual, and what to check', () => {
    const notification = aNotification([aStalledTask(aTask(4031, 'customers'))]);
    expect(headlineOf(notification)).toBe(
      'customers may be stuck: no log entry for 3 h 10 min · nightly_full',
    );
    expect(headlineOf(notification, zh)).toBe(
      'customers 疑似卡住：已 3 小时 10 分钟无新日志 · nightly_full',
    );
    const text = textOf(notification);
    expect(text).toContain(
      'task customers (4031) · job nightly_full (87) · source bigquery_prod (2000015) · since 02:55 UTC · tables in this job usually take 20 min · Task log\n',
    );
    expect(text).toMatch(
      /\nCheck: whether the task's Spark application is alive.*\nStop: aliyun .*\nResume: aliyun .* --job-id 87\n/,
    );
    expect(textOf(notification, zh)).toMatch(/\n检查：该任务的 Spark 应用是否仍在运行/);
  });

  it('is a job whose tasks wait while none runs', () => {
    const notification = aNotification([aStalledJob()]);
    expect(headlineOf(notification)).toBe(
      'nightly_full is stalled: 37 tasks waiting, none running for 2 h',
    );
    expect(headlineOf(notification, zh)).toBe(
      'nightly_full 疑似卡住：37 个任务排队，已 2 小时无任务运行',
    );
    expect(textOf(notification)).toMatch(
      /job nightly_full \(87\) · source .* · since 04:05 UTC\nCheck: whether the data source's agent/,
    );
  });

  it('is several things: a line each, and once what to check', () => {
    const notification = aNotification([
      aStalledTask(aTask(4031, 'customers')),
      aStalledTask(aTask(4036, 'contracts'), { usualMs: undefined }),
      aStalledJob(),
    ]);
    expect(headlineOf(notification)).toBe(
      'nightly_full is stalled: 37 tasks waiting, none running for 2 h; 2 tasks may be stuck',
    );
    const text = textOf(notification);
    expect(text).toContain(
      [
        'customers (4031) may be stuck: no log entry for 3 h 10 min; tables in this job usually take 20 min · nightly_full (87) · Task log',
        'contracts (4036) may be stuck: no log entry for 3 h 10 min · nightly_full (87) · Task log',
        'nightly_full (87) is stalled: 37 tasks waiting, none running for 2 h',
        'Check: ',
      ].join('\n'),
    );
    expect(text.match(/^Check: /gm)).toHaveLength(2);
  });

  it('names the source of each where there are several, and stops each job', () => {
    const elsewhere = { jobId: other.id, jobName: other.name, sourceId: id<SourceId>('9') };
    const far = aTask(1, 'cases', { ...elsewhere, sourceName: 'hive_prod' });
    const text = textOf(aNotification([aStalledTask(aTask(4031, 'customers')), aStalledTask(far)]));
    expect(text).toContain(' · crm_history (88) · hive_prod · Task log\n');
    expect(text).toContain(' · nightly_full (87) · bigquery_prod · Task log\n');
    expect(text.match(/^Stop: (?:nightly_full|crm_history) aliyun/gm)).toHaveLength(2);
  });

  it('says of a job of tables that take no time nothing about what is usual', () => {
    const quick = aStalledTask(aTask(1), { usualMs: 400 });
    expect(textOf(aNotification([quick]))).not.toContain('usually');
  });

  it('counts what has no line', () => {
    const many = tasks(30).map((task) => aStalledTask(task));
    const [message] = messagesOf(aNotification(many));
    expect(message && read(message)).toMatch(/\nand 24 more: table_1006 \(1006\), .* and 21 more/);
    expect(message?.keys).toHaveLength(30);
  });
});

describe('where the jobs stand', () => {
  const lineOf = (...progress: readonly ReturnType<typeof aProgress>[]): string =>
    textOf(aNotification(failuresOf(1), { progress }))
      .split('\n')
      .filter((line) => /[▓░]/.test(line))
      .join('\n');

  it('is a number and words beside the bar', () => {
    expect(lineOf(aProgress())).toBe(
      'nightly_full ▓▓▓▓▓▓▓░░░ 68% · 3,412 of 5,000 done · 17 failed · 40 running · 1,528 waiting · 3 stopped · 212 tables/h · done in about 7 h 30 min · Job',
    );
    const chinese = textOf(aNotification(failuresOf(1), { progress: [aProgress()] }), zh);
    expect(chinese).toContain(
      'nightly_full ▓▓▓▓▓▓▓░░░ 68% · 3,412/5,000 · 失败 17 · 运行中 40 · 排队 1,528 · 已停止 3 · 212 张/小时 · 预计还需 7 小时 30 分钟 · 作业\n',
    );
  });

  it('leaves out what is nothing', () => {
    expect(lineOf(endedProgress(5000, 0))).toBe(
      'nightly_full ▓▓▓▓▓▓▓▓▓▓ 100% · 5,000 of 5,000 done · Job',
    );
  });

  it.each([
    { done: 0, total: 0, bar: '░░░░░░░░░░ 0%' },
    { done: 0, total: 10, bar: '░░░░░░░░░░ 0%' },
    { done: 1, total: 5000, bar: '▓░░░░░░░░░ 0%' },
    { done: 4999, total: 5000, bar: '▓▓▓▓▓▓▓▓▓░ 99%' },
    { done: 5000, total: 5000, bar: '▓▓▓▓▓▓▓▓▓▓ 100%' },
  ])('is full only when all is done, empty only when nothing is: $done of $total', (story) => {
    expect(lineOf(aProgress(story))).toContain(`nightly_full ${story.bar} · `);
  });

  it.each([
    { left: 30_000, says: 'about 1 min' },
    { left: 7.4 * minute, says: 'about 7 min' },
    { left: 33 * minute, says: 'about 35 min' },
    { left: 452 * minute, says: 'about 7 h 30 min' },
    { left: 51 * hour, says: 'about 2 days' },
  ])('is no more exact than an estimate: $says', ({ left, says }) => {
    expect(lineOf(aProgress({ leftMs: left }))).toContain(`done in ${says} · `);
  });

  it('tells jobs of one name apart', () => {
    const lines = lineOf(aProgress(), aProgress({ id: id('88') }), aProgress(other));
    expect(lines).toMatch(/^nightly_full \(87\) ▓.*\nnightly_full \(88\) ▓.*\ncrm_history ▓/);
  });

  it('is said of four jobs of many', () => {
    const many = Array.from({ length: 7 }, (_, index) =>
      aProgress({ id: id(87 + index), name: `job_${index}` }),
    );
    const text = textOf(aNotification(failuresOf(1), { progress: many }));
    expect(text).toMatch(/\njob_3 ▓.*\nand 3 more jobs\n/);
    expect(text).not.toContain('job_4');
  });

  it('stands between what to do and the logs', () => {
    const notification = aNotification([aMismatch(aTask(1), 3, 2)], { progress: [aProgress()] });
    const text = textOf(notification);
    expect(text.indexOf('Retry')).toBeLessThan(text.indexOf('▓'));
    expect(text.indexOf('▓')).toBeLessThan(text.indexOf('MMS clock'));
  });

  it('is not said where it is nobody’s news', () => {
    expect(textOf(aNotification([anEscalation({ since: now })]))).not.toContain('▓');
  });
});
