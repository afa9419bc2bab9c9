import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { onOperation, tooManyRequests, answer } from '../../rehearsal/world/fault.ts';
import { Deployment } from '../support/deployment.ts';

let deployed: Deployment;
let orders: MigrationTask;

beforeEach(async () => {
  deployed = await Deployment.start();
  orders = deployed.world.migration.addTask(deployed.job, 'orders_2024');
});
afterEach(async () => {
  await deployed.world.close();
});

const bytes = (event: unknown): Buffer => Buffer.from(JSON.stringify(event));

describe('an invocation', () => {
  it.each([
    [
      'a timer',
      bytes({ triggerTime: '2018-02-09T05:49:00Z', triggerName: 'every-minute', payload: '' }),
    ],
    ['a console, with nothing', Buffer.alloc(0)],
    ['a console, with an empty object', bytes({})],
  ])('by %s is a tick', async (_, event) => {
    expect(await deployed.invoke(event)).toMatchObject({
      tasks: 1,
      alerts: { baseline: 1 },
      delivered: { slack: 1, email: 1 },
      problems: [],
    });
  });

  it.each([
    ['in the event', bytes({ dryRun: true })],
    [
      'in the payload of a timer',
      bytes({ triggerTime: '2018-02-09T05:49:00Z', triggerName: 't', payload: '{"dryRun":true}' }),
    ],
  ])('that is a dry run %s shows and sends nothing', async (_, event) => {
    const summary = await deployed.invoke(event);
    expect(summary.preview?.slack).toContain('finance_dw');
    expect(summary.preview?.email).toContain('finance_dw');
    expect(deployed.world.slack.messages).toEqual([]);
    expect(deployed.world.oss.changes).toEqual([]);
  });

  it('that is a dry run says, where it fails, that nothing was delivered or saved', async () => {
    deployed.world.mms.fault = () => answer(403, JSON.stringify({ Code: 'Forbidden' }));
    const { message } = await deployed.refusal(bytes({ dryRun: true }));
    expect(message).toContain('Forbidden');
    expect(message).toMatch(/\(a dry run: nothing was delivered or saved\)$/);
  });

  it.each([
    [bytes({ dryRun: 'yes' })],
    [bytes({ hello: 1 })],
    [bytes([])],
    [Buffer.from('tick')],
    [bytes({ triggerTime: 'x', triggerName: 'y', payload: 'awesome-fc' })],
  ])('with an event that it does not know is refused before any call: %s', async (event) => {
    expect((await deployed.refusal(event)).message).toContain('{"dryRun":true}');
    expect(deployed.world.mms.journal.operations).toEqual([]);
  });

  it('shows no secret of one service that another one repeats, in nothing that it throws or logs', async () => {
    await deployed.invoke();
    const { credentials } = deployed.world.context();
    const password = decodeURIComponent(new URL(deployed.world.mail.url).password);
    const secrets = [
      credentials.accessKeySecret,
      credentials.securityToken,
      password,
      deployed.world.slack.path,
    ];
    deployed.world.migration.dataFails(orders);
    const unreadable = deployed.world.migration.addTask(deployed.job, 'customers');
    deployed.world.migration.start(unreadable);
    deployed.world.slack.fault = () =>
      answer(404, `no_service ${password} ${credentials.accessKeySecret}`);
    deployed.world.mail.fault = ({ operation }) =>
      operation === 'MAIL' ? answer(550, `5.7.1 ${deployed.world.slack.webhookUrl}`) : undefined;
    deployed.world.mms.fault = onOperation(
      `ListMmsTaskLogs ${unreadable.id}`,
      answer(
        403,
        JSON.stringify({ Code: 'Forbidden', Message: `${password} ${credentials.securityToken}` }),
      ),
    );
    const shown = `${inspect(await deployed.refusal(), { depth: 9, showHidden: true })}\n${deployed.lines.join('\n')}`;
    for (const said of ['no_service', '5.7.1', 'Forbidden']) expect(shown).toContain(said);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it('answers with plain JSON', async () => {
    const summary = await deployed.invoke();
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
    expect(summary.durationMs).toBeGreaterThan(0);
  });

  it('takes the credentials of the invocation at hand', async () => {
    await deployed.invoke();
    deployed.world.rotateCredentials({
      accessKeyId: 'STS.KeyTwo',
      accessKeySecret: 'secret-two',
      securityToken: 'token-two',
    });
    expect(await deployed.invoke()).toMatchObject({ problems: [] });
  });

  it('takes them from the environment where the context has none', async () => {
    const { credentials, ...context } = deployed.world.context();
    deployed.variables = {
      ...deployed.variables,
      ALIBABA_CLOUD_ACCESS_KEY_ID: credentials.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: credentials.accessKeySecret,
      ALIBABA_CLOUD_SECURITY_TOKEN: credentials.securityToken,
    };
    expect(
      await deployed.invoke(undefined, {
        ...context,
        credentials: { accessKeyId: '', accessKeySecret: '', securityToken: '' },
      }),
    ).toMatchObject({ problems: [] });
  });

  it('names every problem of its configuration at once, and no secret', async () => {
    deployed.variables = {
      MMS_WATCH: 'x',
      STATE_URL: undefined,
      SLACK_WEBHOOK_URL: 'nonsense-secret',
      DIGEST_EVERY: 'soon',
      MMS_WACH: '1',
    };
    const { message } = await deployed.refusal();
    for (const name of ['MMS_WATCH', 'STATE_URL', 'SLACK_WEBHOOK_URL', 'DIGEST_EVERY', 'MMS_WACH'])
      expect(message).toContain(name);
    expect(message + deployed.lines.join()).not.toContain('nonsense-secret');
  });
});

describe('a failed table', () => {
  beforeEach(async () => {
    await deployed.invoke();
  });

  it('reaches Slack and the mail with all that a person needs', async () => {
    deployed.world.migration.dataFails(orders, {
      message: 'ODPS-0130013: no privilege',
      action: 'insert overwrite table x',
    });
    expect(await deployed.invoke()).toMatchObject({
      alerts: { failed: 1 },
      delivered: { slack: 1, email: 1 },
      logsRead: 1,
    });
    const row = orders.rows.at(-1);
    for (const text of [deployed.slackText, deployed.mailText]) {
      for (const part of [
        orders.id,
        '2000015',
        'finance_dw',
        'nightly_full',
        deployed.job.id,
        'orders_2024',
        'mms_prod',
        'DATA_FAILED',
        row?.id ?? '-',
        row?.createTime?.trim() ?? '-',
        'ODPS-0130013: no privilege',
        'insert overwrite table x',
      ]) {
        expect(text).toContain(part);
      }
    }
    const mail = deployed.world.mail.mails.at(-1);
    expect(mail?.parsed.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe(
      'auto-generated',
    );
  });

  it('can neither ping nor leak through its log', async () => {
    deployed.world.migration.dataFails(orders, {
      message:
        '<!channel> <@U1> LTAI5tQnPcuiNbqJzXXXXXXX jdbc:mysql://root:hunter2secret@h/db?password=hunter3secret',
      action: "set 'accessKeySecret'='topsecretvalue';",
    });
    await deployed.invoke();
    expect(deployed.world.slack.messages.at(-1)?.pings).toEqual([]);
    const everything =
      JSON.stringify(deployed.world.slack.messages) +
      deployed.world.mail.mails.map(({ raw }) => raw).join() +
      deployed.lines.join() +
      (deployed.world.state('slack') ?? '');
    for (const secret of [
      'LTAI5tQnPcuiNbqJzXXXXXXX',
      'hunter2secret',
      'hunter3secret',
      'topsecretvalue',
    ])
      expect(everything).not.toContain(secret);
  });

  it('is told to the mail in the tick in which Slack is down, and to Slack once it is back, nowhere twice', async () => {
    deployed.world.migration.dataFails(orders);
    deployed.world.slack.fault = () => answer(404, 'no_service');
    const error = await deployed.refusal();
    expect(error).toBeInstanceOf(AggregateError);
    expect(error.message).toMatch(/slack: .*404.*no_service/);
    expect(deployed.world.mail.mails).toHaveLength(2);
    deployed.world.slack.fault = undefined;
    expect(await deployed.invoke()).toMatchObject({ alerts: {}, delivered: { slack: 1 } });
    expect(await deployed.invoke()).toMatchObject({ alerts: {}, delivered: {} });
    expect([deployed.world.slack.messages.length, deployed.world.mail.mails.length]).toEqual([
      2, 2,
    ]);
  });

  it('with ids beyond what JSON numbers hold keeps them exact', async () => {
    const { migration } = deployed.world;
    const tasks = ['9007199254740993', '9007199254740994'].map((id) =>
      migration.addTask(deployed.job, `t_${id}`, { id }),
    );
    for (const task of tasks) {
      migration.change(task, { status: 'DATA_FAILED' });
      migration.addLogRow(task, {
        id: `${task.id}01`,
        status: 'DATA_FAILED',
        msg: `boom ${task.id}`,
      });
    }
    expect(await deployed.invoke()).toMatchObject({ alerts: { failed: 2 } });
    for (const { id } of tasks) expect(deployed.slackText).toContain(id);
    expect(await deployed.invoke()).toMatchObject({ alerts: {} });
  });

  it('waits for Slack as long as it asks, over several ticks', async () => {
    deployed.world.migration.dataFails(orders);
    deployed.world.slack.fault = () => tooManyRequests(600);
    expect(await deployed.invoke()).toMatchObject({
      delivered: { email: 1 },
      problems: [{ where: 'slack' }],
    });
    deployed.world.slack.journal.clear();
    expect(await deployed.invoke()).toMatchObject({
      delivered: {},
      problems: [{ where: 'slack' }],
    });
    expect(deployed.world.slack.journal.operations).toEqual([]);
  });

  it('goes out as plain text when Slack refuses the payload', async () => {
    deployed.world.migration.dataFails(orders);
    deployed.world.slack.fault = onOperation('webhook', answer(400, 'invalid_blocks'), 1);
    expect(await deployed.invoke()).toMatchObject({
      delivered: { slack: 1, email: 1 },
      problems: [{ where: 'slack' }],
    });
    expect(deployed.world.slack.messages.at(-1)?.blocks).toEqual([]);
    expect(deployed.slackText).toContain(orders.id);
  });
});

describe('a storm', () => {
  it('of 3,000 failures is five messages and one mail at most, and nothing is dropped unsaid', async () => {
    const { migration } = deployed.world;
    const tasks = Array.from({ length: 3_000 }, (_, n) =>
      migration.addTask(deployed.job, `table_${n}`),
    );
    await deployed.invoke();
    for (const task of tasks)
      migration.dataFails(task, { trace: 'at com.aliyun.odps.X\n'.repeat(200) });
    const summary = await deployed.invoke();
    expect(summary).toMatchObject({ alerts: { failed: 3_000 }, logsRead: 3_000, problems: [] });
    expect(summary.delivered.email).toBe(1);
    expect(summary.delivered.slack).toBeLessThanOrEqual(5);
    expect(deployed.world.slack.rejected).toEqual([]);
    const mail = deployed.world.mail.mails.at(-1);
    const attached = String(
      mail?.parsed.attachments[0]?.content instanceof ArrayBuffer
        ? Buffer.from(mail.parsed.attachments[0].content).toString()
        : mail?.parsed.attachments[0]?.content,
    );
    for (const { id } of tasks) expect(attached).toContain(id);
    expect(deployed.world.mms.journal.peakInFlight).toBeLessThanOrEqual(16);
  });
});

describe('a frozen instance', () => {
  it('thaws with dead connections and goes on', async () => {
    await deployed.invoke();
    deployed.world.mms.resetKeptConnectionsOnUse();
    deployed.world.oss.resetKeptConnectionsOnUse();
    deployed.world.slack.resetKeptConnectionsOnUse();
    deployed.world.migration.dataFails(orders);
    expect(await deployed.invoke()).toMatchObject({
      delivered: { slack: 1, email: 1 },
      problems: [],
    });
  });
});

describe('a server that hangs', () => {
  it('ends the invocation in time and names itself', async () => {
    await deployed.invoke();
    deployed.timeoutSeconds = 3;
    deployed.world.mms.fault = () => ({ kind: 'hang' });
    const started = Date.now();
    expect((await deployed.refusal()).message).toContain('mms 2000015');
    expect(Date.now() - started).toBeLessThan(3_000);
  });
});
