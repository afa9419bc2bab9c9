import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
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

const set = (variables: Readonly<Record<string, string>>): void => {
  deployed.variables = { ...deployed.variables, ...variables };
};
const token = 'SFpVNmFUOG1mb0F4RzF2Q0pLTHpWd0Jx';
const link = `http://logview.odps.aliyun.com/logview/?h=http://service.odps.aliyun.com/api&p=mms&i=20261122060307123gxyz1abc&token=${token}`;

/** Whatever left the function but for the messages. */
const written = (): string => deployed.lines.join();
const sent = (): string =>
  JSON.stringify(deployed.world.slack.messages) +
  deployed.world.mail.mails.map(({ parsed }) => parsed.text).join();

describe('messages', () => {
  it('are written in the language that was chosen, with times of its zone', async () => {
    set({ ALERT_LANGUAGE: 'zh', ALERT_TIME_ZONE: 'Asia/Shanghai' });
    await deployed.invoke();
    deployed.world.migration.dataFails(orders, { message: 'ODPS-0130013: no privilege' });
    await deployed.invoke();
    for (const text of [deployed.slackText, deployed.mailText]) {
      expect(text).toMatch(/[\u4e00-\u9fff]{2}/);
      expect(text).toContain('ODPS-0130013: no privilege');
      expect(text).not.toMatch(/\d UTC\b/);
    }
  });

  it('call whom they should for a new cause, and nobody for what is good', async () => {
    set({ SLACK_MENTION: '<!here> <@U012AB3CD>' });
    await deployed.invoke();
    deployed.world.migration.dataFails(orders);
    await deployed.invoke();
    deployed.world.migration.retry(orders);
    deployed.world.migration.completes(orders);
    await deployed.invoke();
    expect(deployed.world.slack.messages.map(({ pings }) => pings.length)).toEqual([0, 2, 0]);
  });
});

describe('a link to LogView in a log', () => {
  it('gives way to the id of its instance everywhere', async () => {
    await deployed.invoke();
    deployed.world.migration.dataFails(orders, {
      message: `Log view: ${link}`,
      action: `select 1; -- ${link}`,
    });
    await deployed.invoke();
    expect(deployed.slackText).toContain(
      '[LogView link removed, instance 20261122060307123gxyz1abc]',
    );
    expect(deployed.mailText).toContain(
      '[LogView link removed, instance 20261122060307123gxyz1abc]',
    );
    expect(sent() + written() + (deployed.world.state('slack') ?? '')).not.toMatch(
      /logview\.odps|SFpVNmFU/,
    );
  });

  it('reaches people whole where that is wanted, but no log line and no preview', async () => {
    set({ LOGVIEW_LINKS: 'keep' });
    await deployed.invoke();
    deployed.world.migration.dataFails(orders, { message: `Log view: ${link}` });
    const { preview } = await deployed.invoke(Buffer.from('{"dryRun":true}'));
    expect(preview?.slack).toContain('logview.odps.aliyun.com');
    await deployed.invoke();
    expect(deployed.mailText.replace(/\s/g, '')).toContain(token);
    expect(JSON.stringify(preview) + written()).not.toContain(token);
  });
});
