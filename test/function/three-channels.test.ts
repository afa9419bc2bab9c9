import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer } from '../../rehearsal/world/fault.ts';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { Deployment } from '../support/deployment.ts';

let deployed: Deployment;
let orders: MigrationTask;

beforeEach(async () => {
  deployed = await Deployment.start();
  deployed.variables = { ...deployed.variables, ...deployed.world.dingTalkToo() };
  orders = deployed.world.migration.addTask(deployed.job, 'orders_2024');
});
afterEach(async () => {
  await deployed.world.close();
});

const fails = (): void => {
  deployed.world.migration.dataFails(orders, {
    message: "ODPS-0130013: no privilege 'odps:Select'",
  });
};

describe('DingTalk beside Slack and mail', () => {
  it('is told the same, and remembers by itself', async () => {
    expect(await deployed.invoke()).toMatchObject({
      delivered: { slack: 1, dingtalk: 1, email: 1 },
      problems: [],
    });
    fails();
    expect(await deployed.invoke()).toMatchObject({
      alerts: { failed: 1 },
      delivered: { slack: 1, dingtalk: 1, email: 1 },
    });
    expect(deployed.world.dingtalk.messages.at(-1)?.text).toContain("no privilege 'odps:Select'");
    expect(deployed.world.state('dingtalk')).toContain(orders.id);
  });

  it('has its own place in the preview of a dry run', async () => {
    const { preview } = await deployed.invoke(Buffer.from('{"dryRun":true}'));
    expect(preview?.dingtalk).toContain('Watching finance_dw');
    expect(deployed.world.dingtalk.messages).toEqual([]);
  });

  it('catches up by itself when it could not be told, and keeps nobody from being told', async () => {
    await deployed.invoke();
    fails();
    deployed.world.dingtalk.fault = () =>
      answer(200, '{"errcode":310000,"errmsg":"sign not match"}');
    const refusal = await deployed.refusal();
    expect(refusal.message).toContain(
      'dingtalk: DingTalk was not told: errcode 310000, sign not match',
    );
    expect([deployed.world.slack.messages.length, deployed.world.mail.mails.length]).toEqual([
      2, 2,
    ]);
    deployed.world.dingtalk.fault = undefined;
    expect(await deployed.invoke()).toMatchObject({
      alerts: {},
      delivered: { dingtalk: 1 },
      problems: [],
    });
    expect(deployed.world.dingtalk.messages).toHaveLength(2);
  });

  it('is tried again in the next tick after it was mute, which is no failure', async () => {
    await deployed.invoke();
    fails();
    deployed.world.dingtalk.fault = () =>
      answer(200, '{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}');
    expect(await deployed.invoke()).toMatchObject({
      delivered: { slack: 1, email: 1 },
      problems: [
        { where: 'dingtalk', message: expect.stringContaining('takes no more for now') as string },
      ],
    });
    deployed.world.dingtalk.fault = undefined;
    expect(await deployed.invoke()).toMatchObject({ delivered: { dingtalk: 1 }, problems: [] });
  });

  it('is enough by itself', async () => {
    deployed.variables = {
      ...deployed.variables,
      SLACK_WEBHOOK_URL: '',
      SMTP_URL: '',
      MAIL_FROM: '',
      MAIL_TO: '',
    };
    expect(await deployed.invoke()).toMatchObject({ delivered: { dingtalk: 1 } });
    expect(deployed.lines.join('\n')).not.toContain(deployed.world.dingtalk.token);
  });
});
