import { describe, expect, it } from 'vitest';
import type { SourceId } from '../../functions/mms/id.ts';
import { id } from '../support/builders.ts';
import {
  aBadStatus,
  aBaseline,
  aCompletion,
  aFailedTimer,
  aGroup,
  aJob,
  aLostChannel,
  aLostSource,
  aNotification,
  aRecovery,
  aReminder,
  aRestoredSource,
  aSilentTimer,
  aSourceError,
  aTask,
  anEmptyBaseline,
  anOfflineAgent,
  anUnknown,
  causes,
  day,
  failureOf,
  failuresOf,
  hour,
  minute,
  now,
  outOfPlutonium,
  tasks,
} from './alerts.ts';
import { headlineOf, messagesOf, textOf } from './reading.ts';

const zh = { language: 'zh' } as const;
const other = id<SourceId>('9');

describe('a source that cannot be read', () => {
  it('is told with why, since when, what mends it, and that nothing is lost', () => {
    const notification = aNotification([aLostSource()]);
    expect(headlineOf(notification)).toBe(
      "Monitoring lost: can't read bigquery_prod (403, permission)",
    );
    expect(textOf(notification)).toContain(
      [
        "Can't read source bigquery_prod (2000015) since 06:02 UTC; 3 checks in a row failed.",
        'ListMmsTasks: 403 NoPermission',
        "Fix: Give the function's role odps:ListMmsTasks on acs:odps:*:*:mmsdatasource/2000015.",
        'Nothing is lost: changes will be reported once access is back. The migration itself is not affected.',
      ].join('\n'),
    );
    expect(headlineOf(notification, zh)).toBe('监控中断：无法读取 bigquery_prod（403，无权限）');
    expect(textOf(notification, zh)).toContain(
      [
        '14:02 起连续 3 次读取数据源 bigquery_prod（2000015）失败。',
        'ListMmsTasks: 403 NoPermission',
        '处理：请为函数角色授予 odps:ListMmsTasks（资源 acs:odps:*:*:mmsdatasource/2000015）。',
        '不会丢失：恢复后补发期间的全部变化；迁移本身不受影响。',
      ].join('\n'),
    );
  });

  it('is told as the task of it that cannot be read, where the rest can be', () => {
    const notification = aNotification([aLostSource({ target: '2000015/tasks/4032' })]);
    expect(headlineOf(notification)).toBe(
      "Monitoring lost: can't read bigquery_prod/tasks/4032 (403, permission)",
    );
    expect(textOf(notification)).toContain(
      "Can't read source bigquery_prod (2000015/tasks/4032) since 06:02 UTC",
    );
  });

  it('is told again while it lasts, as what it is by then', () => {
    const notification = aNotification([aLostSource({ nth: 2, since: now - 63 * minute })]);
    expect(headlineOf(notification)).toBe(
      "Monitoring still lost after 1 h 3 min: can't read bigquery_prod (403, permission)",
    );
    expect(textOf(notification)).toContain(
      'Source bigquery_prod (2000015) has been unreadable since 05:02 UTC (1 h 3 min).\n',
    );
    expect(textOf(notification)).not.toContain('3 checks');
    expect(headlineOf(notification, zh)).toBe(
      '监控仍中断（已 1 小时 3 分钟）：无法读取 bigquery_prod（403，无权限）',
    );
    expect(textOf(notification, zh)).toContain(
      '13:02 起一直无法读取数据源 bigquery_prod（2000015）（已 1 小时 3 分钟）。',
    );
  });

  it('may list nothing instead: that is told as such, and nobody says that nothing is lost', () => {
    const notification = aNotification([aLostSource({ isEmpty: true })]);
    expect(headlineOf(notification)).toBe('Monitoring lost: bigquery_prod lists no tasks any more');
    const text = textOf(notification);
    expect(text).toContain(
      'Source bigquery_prod (2000015) has listed no tasks since 06:02 UTC, though it had more than ten.\nCheck: in the MMS console that the source still has its jobs',
    );
    expect(text).not.toMatch(/Nothing is lost|403/);
    expect(textOf(notification, zh)).toMatch(
      /监控中断：bigquery_prod 的任务列表为空[^]*\n检查：MMS 控制台/,
    );
    const back = aNotification([aRestoredSource({ isEmpty: true })]);
    expect(textOf(back)).toContain(
      'Source bigquery_prod (2000015) listed no tasks from 04:55 to 06:05 UTC (1 h 10 min).',
    );
  });

  it('is one of several', () => {
    const notification = aNotification([
      aLostSource(),
      aLostSource({ sourceId: other, sourceName: 'hive_prod' }),
    ]);
    expect(headlineOf(notification)).toBe("Monitoring lost: can't read 2 sources");
    expect(textOf(notification)).toContain("Can't read source hive_prod (9) since");
  });

  it('is counted where there are more than a message has room for', () => {
    const many = tasks(30).map(({ id: digits }) => aLostSource({ sourceId: id(digits) }));
    expect(textOf(aNotification(many))).toContain('\nand 25 more\n');
    expect(messagesOf(aNotification(many))[0]?.keys).toHaveLength(30);
  });

  it('goes by the name that the rest of the messages gives it', () => {
    const nameless = aLostSource({ sourceName: undefined });
    const named = aNotification([nameless], {
      sourceNames: new Map([['2000015', 'the_warehouse']]),
    });
    expect(textOf(named)).toContain('source the_warehouse (2000015)');
    expect(textOf(aNotification([nameless]))).toContain("can't read 2000015 (403");
  });

  it('is restored: for how long nobody saw it, and what happened meanwhile', () => {
    const notification = aNotification([
      aRestoredSource(),
      ...failuresOf(5),
      aRecovery(aTask(1)),
      aCompletion(aTask(2)),
      aCompletion(aTask(3)),
    ]);
    expect(headlineOf(notification)).toBe(
      '5 tables failed: no privilege odps:Select · nightly_full; monitoring restored after 1 h 10 min, 1 recovered, 2 done',
    );
    expect(textOf(notification)).toContain(
      'Source bigquery_prod (2000015) could not be read from 04:55 to 06:05 UTC (1 h 10 min).\n',
    );
    expect(textOf(notification)).not.toContain('first time');
    const stranger = aCompletion(aTask(4, 'cases', { sourceId: other, sourceName: 'hive_prod' }));
    const both = aNotification([...notification.alerts, stranger]);
    expect(textOf(both)).toContain('During the gap: 5 failed, 1 recovered, 2 done.');
    expect(textOf(both, zh)).toContain(
      '数据源 bigquery_prod（2000015）在 12:55–14:05 无法读取（1 小时 10 分钟）。期间失败 5 个，恢复 1 个，完成 2 个。',
    );
  });

  it('is restored to nothing new, or to news of another source', () => {
    const alone = aNotification([aRestoredSource()]);
    expect(headlineOf(alone)).toBe('Monitoring of bigquery_prod restored after 1 h 10 min');
    expect(headlineOf(alone, zh)).toBe('bigquery_prod 监控已恢复（中断 1 小时 10 分钟）');
    expect(textOf(alone)).toContain('During the gap: nothing to report.');
    const stranger = failureOf(aTask(1, 'cases', { sourceId: other, sourceName: 'hive_prod' }));
    const both = textOf(aNotification([aRestoredSource(), stranger]));
    expect(both).toContain('During the gap: nothing to report.');
    expect(both).toContain('first time in this job');
  });
});

describe('another channel that refuses', () => {
  it('is told with why, since when and what mends it, and that its alerts wait', () => {
    const notification = aNotification([aLostChannel()]);
    expect(headlineOf(notification)).toBe(
      'Slack is rejecting alerts: webhook revoked (since 05:45 UTC)',
    );
    expect(textOf(notification)).toContain(
      [
        'Slack has been rejecting messages since 05:45 UTC.',
        'HTTP 404: no_service',
        'Fix: Create a new incoming webhook and put it into SLACK_WEBHOOK_URL.',
        'Undelivered alerts are queued for Slack; until then you get them here.',
      ].join('\n'),
    );
    expect(headlineOf(notification, zh)).toBe('Slack 拒收告警：Webhook 已被撤销（13:45 起）');
    expect(textOf(notification, zh)).toContain(
      '处理：请新建 Incoming Webhook，并更新 SLACK_WEBHOOK_URL。\nSlack 未送达的消息会保留',
    );
  });

  it('is told where nobody knows why', () => {
    const trouble = { said: '', short: { en: '', zh: '' }, fix: { en: '', zh: '' } };
    const notification = aNotification([aLostChannel({ trouble })]);
    expect(headlineOf(notification)).toBe('Slack has been rejecting alerts since 05:45 UTC');
    expect(textOf(notification)).not.toContain('Fix');
  });

  it('is told once more when it takes messages again', () => {
    const notification = aNotification([aLostChannel({ since: now - hour, until: now })]);
    expect(headlineOf(notification)).toBe('Slack accepts alerts again after 1 h');
    expect(textOf(notification)).toContain(
      'Slack refused messages from 05:05 to 06:05 UTC; what it missed is being delivered there now.',
    );
    expect(textOf(notification, zh)).toContain(
      'Slack 在 13:05–14:05 拒收消息，期间的告警正在补发。',
    );
    expect(messagesOf(notification)[0]?.blocks[0]).toMatchObject({ tone: 'good' });
  });

  it('is one of two', () => {
    const both = aNotification([aLostChannel(), aLostChannel({ channel: 'dingtalk' })]);
    expect(headlineOf(both)).toBe('2 channels are rejecting alerts');
    expect(headlineOf(both, zh)).toBe('2 个渠道拒收告警');
  });
});

describe('a reminder', () => {
  it('is one list of all that still fails, by cause, with the greatest in the headline', () => {
    const notification = aNotification([
      ...tasks(20).map((task) => aReminder(task, causes.privilege, 7 * day)),
      ...tasks(8, 2000).map((task) => aReminder(task, causes.quota)),
      ...tasks(2, 3000).map((task) => aReminder(task, causes.silent)),
    ]);
    expect(headlineOf(notification)).toBe(
      '30 tables still failing (20 no privilege odps:Select, 8 quota used up, 1 more cause), the oldest for 7 days · nightly_full',
    );
    expect(headlineOf(notification, zh)).toMatch(
      /^30 张表仍未恢复（20 张缺少.*、8 张.*、另 1 类原因），最久 7 天 · nightly_full$/,
    );
    expect(textOf(notification)).toMatch(
      /20 tables: no privilege odps:Select · .*\n8 tables: quota used up · .*\n2 tables: reason unknown · .*\nAll failed tasks, with IDs and fixes: see the email\nRetry: aliyun maxcompute retry-mms-job/,
    );
  });

  it('of one table names it', () => {
    const notification = aNotification([aReminder(aTask(1, 'ledger'))]);
    expect(headlineOf(notification)).toBe(
      'ledger still failing after 24 h: no privilege odps:Select · nightly_full',
    );
    expect(headlineOf(notification, zh)).toMatch(
      /^ledger 失败 24 小时仍未恢复：缺少.* · nightly_full$/,
    );
  });
});

describe('an unknown status', () => {
  it('is told with its first task, how many more, and where to look', () => {
    const notification = aNotification([anUnknown('DATA_PAUSED', aTask(4200, 'audit'), 4)]);
    expect(headlineOf(notification)).toBe('Unknown task status DATA_PAUSED (5 tasks)');
    expect(textOf(notification)).toContain(
      "DATA_PAUSED: audit (4200) and 4 more tasks\nCheck: the task in the MMS console. MMS doesn't document this status. (Each status is reported once.)\nTask log\n",
    );
    expect(headlineOf(notification, zh)).toBe('出现未知任务状态 DATA_PAUSED（5 个任务）');
    expect(textOf(notification, zh)).toContain('DATA_PAUSED · audit（4200）等 5 个任务\n检查：');
  });

  it('is one of several', () => {
    const notification = aNotification([anUnknown('X', aTask(3)), anUnknown('Y', aTask(4))]);
    expect(headlineOf(notification)).toBe('2 unknown task statuses · nightly_full');
    expect(textOf(notification)).toContain('X: table_3 (3)\nY: table_4 (4)\n');
  });
});

describe('recoveries', () => {
  it('have a line each where they are few', () => {
    const notification = aNotification([
      aRecovery(aTask(1, 'payments'), 2, 195 * minute),
      aRecovery(aTask(2, 'refunds')),
    ]);
    expect(headlineOf(notification)).toBe('2 tables recovered · nightly_full');
    expect(textOf(notification)).toContain(
      '✓ payments (1) recovered after 3 h 15 min (2 failures)\n✓ refunds (2) recovered after 42 min (1 failure)\n',
    );
    expect(textOf(notification, zh)).toContain(
      '✓ payments（1）已恢复：失败 2 次，3 小时 15 分钟后成功\n',
    );
    expect(headlineOf(aNotification([aRecovery(aTask(1, 'payments'))]))).toBe(
      'payments recovered after 42 min · nightly_full',
    );
  });

  it('are one line where they are many; a mail has the names', () => {
    const many = aNotification(tasks(60).map((task) => aRecovery(task)));
    expect(textOf(many)).toContain('\n✓ 60 recovered\n');
    expect(textOf(many, { mailAlso: false })).toMatch(
      /✓ 60 recovered: table_1000 \(1000\), .* \(1004\) and 55 more\n/,
    );
    expect(textOf(many, zh)).toContain('\n✓ 60 张已恢复\n');
    expect(messagesOf(many)[0]?.keys).toHaveLength(60);
  });

  it('say of a table that it has failed again', () => {
    const again = [aRecovery(aTask(7)), failureOf(aTask(7))];
    expect(textOf(aNotification(again))).toContain('(1 failure), has failed again since\n');
    expect(textOf(aNotification(again), zh)).toContain('分钟后成功，此后再次失败\n');
    const many = [...tasks(60).map((task) => aRecovery(task)), ...failuresOf(2)];
    expect(textOf(aNotification(many))).toContain('60 recovered; 2 of them have failed again');
    expect(textOf(aNotification([aRecovery(aTask(7)), failureOf(aTask(8))]))).not.toContain(
      'failed again',
    );
  });
});

describe('completions', () => {
  it('are one line, tasks that somebody watches by id first', () => {
    const notification = aNotification([
      aCompletion(aTask(1, 'accounts')),
      aCompletion(aTask(2, 'orders'), true),
    ]);
    expect(headlineOf(notification)).toBe('2 tables done: accounts, orders · nightly_full');
    expect(textOf(notification)).toContain('\n✓ 2 done: orders (2), accounts (1)\n');
    expect(headlineOf(notification, zh)).toBe('2 张表已完成：accounts、orders · nightly_full');
    expect(textOf(notification, zh)).toContain('\n✓ 新完成 2 张：orders（2）、accounts（1）\n');
  });

  it('are a number where they are many and a mail has the names', () => {
    const many = aNotification(tasks(500).map((task) => aCompletion(task)));
    expect(headlineOf(many)).toBe(
      '500 tables done: table_1000, table_1001, table_1002 and 497 more · nightly_full',
    );
    expect(textOf(many)).toContain('\n✓ 500 done\n');
    expect(textOf(many, { mailAlso: false })).toContain('(1004) and 495 more\n');
  });
});

describe('a first look', () => {
  it('counts, tells what had failed by cause, and how to retry it', () => {
    const notification = aNotification([aBaseline()]);
    expect(headlineOf(notification)).toBe(
      'Now watching bigquery_prod: 5,000 tasks, 4,100 done, 12 already failed',
    );
    const text = textOf(notification);
    expect(text).toContain(
      [
        'MMS_WATCH: 2000015 · DONE 4,100 · INIT 848 · DATA_DOING 40 · DATA_FAILED 9 · VERIFICATION_FAILED 3 · 40 running · 2 stopped',
        '12 tasks had already failed:',
        '9 tables: no privilege odps:Select · ',
      ].join('\n'),
    );
    expect(text).toMatch(
      new RegExp(
        `3 tables: ${outOfPlutonium} · audit_4100 \\(4100\\), .* · Task log\nAll failed tasks, with IDs and fixes: see the email\nRetry: aliyun maxcompute retry-mms-job .*--job-id 87\n`,
      ),
    );
    expect(text).toContain("You'll be told of every change from now on");
    expect(headlineOf(notification, zh)).toBe(
      '开始监控 bigquery_prod：共 5,000 个任务，已完成 4,100，接入前已失败 12',
    );
    expect(textOf(notification, zh)).toContain('\n接入前已有 12 个任务失败：\n9 张表：');
  });

  it('says of logs that it had no time to read that the reasons are not known yet', () => {
    const text = textOf(aNotification([aBaseline({ unread: 40 })]));
    expect(text).toContain('52 tasks had already failed:');
    expect(text).toContain('40 tasks: reason not known yet (their logs are still to be read)');
  });

  it('leaves out what is nothing', () => {
    const statuses = { INIT: 4 };
    const fresh = aBaseline({ total: 4, statuses, running: 0, stopped: 0, failed: [] });
    expect(headlineOf(aNotification([fresh]))).toBe('Now watching bigquery_prod: 4 tasks');
    expect(textOf(aNotification([fresh]))).toContain('\nMMS_WATCH: 2000015 · INIT 4\n');
    const empty = aNotification([anEmptyBaseline('2000017')]);
    expect(headlineOf(empty)).toBe('Now watching 2000017: no tasks yet');
    expect(headlineOf(empty, zh)).toBe('开始监控 2000017：暂无任务');
  });

  it('of several targets sums them up, and tells each', () => {
    const notification = aNotification([
      aBaseline(),
      aBaseline({
        target: '2000015/jobs/88',
        name: 'crm_history',
        total: 312,
        statuses: { DONE: 312 },
        failed: [],
        running: 0,
        stopped: 0,
      }),
      anEmptyBaseline('2000017'),
    ]);
    expect(headlineOf(notification)).toBe(
      'Now watching 3 targets: 5,312 tasks, 4,412 done, 12 already failed',
    );
    expect(textOf(notification)).toMatch(
      /bigquery_prod \(2000015\): 5,000 tasks, [^]*crm_history \(2000015\/jobs\/88\): 312 tasks, 312 done\nDONE 312\n\n2000017: no tasks yet\n/,
    );
  });

  it('counts targets that have no lines', () => {
    const many = Array.from({ length: 20 }, (_, index) =>
      aBaseline({ target: `${index + 1}`, total: 10, statuses: { DONE: 10 }, failed: [] }),
    );
    const [message] = messagesOf(aNotification(many));
    expect(message?.plainText).toContain('and 14 more targets: 140 tasks, 140 done\n');
    expect(message?.keys).toHaveLength(20);
  });

  it('counts statuses that a line has no room for', () => {
    const statuses = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`S_${index}`, 20 - index]),
    );
    expect(textOf(aNotification([aBaseline({ statuses })]))).toContain('and 8 more statuses');
  });

  it('of a cause of which thousands failed counts them all and lists what it was given', () => {
    const failed = [aGroup(causes.quota, tasks(1000), 3500)];
    const text = textOf(aNotification([aBaseline({ failed })]), { mailAlso: false });
    expect(text).toContain('3,500 tables: quota used up');
    expect(text).toContain('and 3,495 more');
  });
});

describe('what feeds the tasks', () => {
  it.each([
    {
      alert: anOfflineAgent(),
      headline: 'The agent of bigquery_prod is offline',
      chinese: 'bigquery_prod 的 Agent 已离线',
      says: [
        'source bigquery_prod (2000015) · since 05:45 UTC',
        'Fix: Restart the agent on its host and check its network; nothing is migrated from this source until it is back.',
      ],
    },
    {
      alert: aSourceError('Kerberos ticket has expired'),
      headline: 'bigquery_prod reports an error: Kerberos ticket has expired',
      chinese: '数据源 bigquery_prod 报错：Kerberos ticket has expired',
      says: ['Fix: Open the data source in the MMS console and fix what it reports.'],
    },
    {
      alert: aBadStatus(),
      headline: 'bigquery_prod is DISCONNECTED',
      chinese: '数据源 bigquery_prod 状态变为 DISCONNECTED',
      says: ['It was OK before.'],
    },
    {
      alert: aSilentTimer(aJob({ name: 'every_night_1129' })),
      headline: 'Timer every_night has not fired for 2 days',
      chinese: '定时器 every_night 已 2 天未触发',
      says: [
        'timer every_night (501) · source bigquery_prod (2000015) · since 05:45 UTC',
        'Job every_night_1129 (87) is unfinished: MMS starts no new one while a table of the timer still has a pending or running job. Job',
        'Check: the timer and its last job in the MMS console.',
      ],
    },
    {
      alert: aFailedTimer(),
      headline: 'Timer every_night could not start its job: START_FAILED',
      chinese: '定时器 every_night 创建作业失败：START_FAILED',
      says: ['Table finance_dw.orders does not exist'],
    },
  ])('is in trouble: $headline', ({ alert, headline, chinese, says }) => {
    const notification = aNotification([alert]);
    expect(headlineOf(notification)).toBe(headline);
    expect(headlineOf(notification, zh)).toBe(chinese);
    const lines = textOf(notification).split('\n');
    for (const line of says) expect(lines).toContain(line);
    expect(messagesOf(notification)[0]?.plainText).not.toContain('@on-call');
  });

  it('says when it is over, once where nothing else is told', () => {
    const over = anOfflineAgent({ until: now });
    const text = textOf(aNotification([over]));
    expect(text.match(/back online after 20 min/g)).toHaveLength(1);
    expect(text).toContain('\nsource bigquery_prod (2000015)\n');
    const beside = textOf(aNotification([over, aCompletion(aTask(1))]));
    expect(beside).toContain('\nThe agent of bigquery_prod is back online after 20 min\n');
    expect(headlineOf(aNotification([over]), zh)).toBe(
      'bigquery_prod 的 Agent 已重新上线（异常持续 20 分钟）',
    );
  });

  it('is counted in the headline where several things are wrong, what is over aside', () => {
    const notification = aNotification([
      anOfflineAgent(),
      aSourceError(),
      aFailedTimer({ until: now }),
    ]);
    expect(headlineOf(notification)).toBe('The agent of bigquery_prod is offline, 1 more problem');
    expect(headlineOf(notification, zh)).toBe('bigquery_prod 的 Agent 已离线，另有 1 处异常');
    const lines = textOf(notification).split('\n');
    expect(lines).toContain('The agent of bigquery_prod is offline');
    expect(messagesOf(notification)[0]?.keys).toHaveLength(3);
  });

  it('says so in the headline where several troubles are over and none is left', () => {
    const over = aNotification([aFailedTimer({ until: now }), anOfflineAgent({ until: now })]);
    expect(headlineOf(over)).toBe(
      'Timer every_night starts jobs again after 20 min, 1 more problem solved',
    );
    expect(headlineOf(over, zh)).toMatch(/^定时器 every_night 已恢复触发（.*），另有 1 处已恢复$/);
  });

  it('tells an error and the status that came with it as one thing, and so when both are over', () => {
    const status = aBadStatus({ status: 'ERROR' });
    const both = aNotification([aSourceError(), status]);
    expect(headlineOf(both)).toBe(
      'bigquery_prod reports an error: Kerberos ticket has expired (status ERROR)',
    );
    expect(headlineOf(both, zh)).toBe(
      '数据源 bigquery_prod 报错：Kerberos ticket has expired（状态 ERROR）',
    );
    const text = textOf(both);
    expect(text.match(/^Fix: /gm)).toHaveLength(1);
    expect(text).toContain('\nIt was OK before.\n');
    expect(messagesOf(both)[0]?.keys).toHaveLength(2);
    const good = aBadStatus({ status: 'STARTED', until: now });
    const over = aNotification([aSourceError('', { until: now }), good]);
    expect(headlineOf(over)).toBe(
      'bigquery_prod reports no error any more (status STARTED) after 20 min',
    );
  });

  it('keeps the error of one source apart from the status of another', () => {
    const status = aBadStatus({ sourceId: id('7'), sourceName: 'dw' });
    const notification = aNotification([aSourceError(), status]);
    expect(headlineOf(notification)).toMatch(/Kerberos ticket has expired, 1 more problem$/);
    expect(textOf(notification)).toContain('\ndw is DISCONNECTED\n');
  });
});
