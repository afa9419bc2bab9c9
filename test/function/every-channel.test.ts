import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, type Fault } from '../../rehearsal/world/fault.ts';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { Deployment } from '../support/deployment.ts';

let deployed: Deployment;
let orders: MigrationTask;

beforeEach(async () => {
  deployed = await Deployment.start();
  const { world } = deployed;
  deployed.variables = { ...deployed.variables, ...world.dingTalkToo(), ...world.feishuToo() };
  orders = world.migration.addTask(deployed.job, 'orders_2024');
});
afterEach(async () => {
  await deployed.world.close();
});

const fails = (): void => {
  deployed.world.migration.dataFails(orders, {
    message: "ODPS-0130013: no privilege 'odps:Select'",
  });
};

const everybody = { slack: 1, dingtalk: 1, feishu: 1, email: 1 };

describe.each<{
  name: 'dingtalk' | 'feishu';
  variables: readonly string[];
  refuses: Fault;
  refusal: string;
  limits: Fault;
}>([
  {
    name: 'dingtalk',
    variables: ['DINGTALK_WEBHOOK_URL', 'DINGTALK_SECRET'],
    refuses: answer(200, '{"errcode":310000,"errmsg":"sign not match"}'),
    refusal: 'dingtalk: DingTalk answered errcode 310000, sign not match',
    limits: answer(200, '{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}'),
  },
  {
    name: 'feishu',
    variables: ['FEISHU_WEBHOOK_URL', 'FEISHU_SECRET'],
    refuses: answer(200, '{"code":19024,"msg":"Key Words Not Found"}'),
    refusal: 'feishu: Feishu answered code 19024, Key Words Not Found: the bot asks for keywords',
    limits: answer(429, '', { 'retry-after': '3600' }),
  },
])('$name beside the other channels', ({ name, variables, refuses, refusal, limits }) => {
  const shown = (): string => JSON.stringify(deployed.world[name].messages.at(-1));

  it('is told the same, and remembers by itself', async () => {
    expect(await deployed.invoke()).toMatchObject({ delivered: everybody, problems: [] });
    fails();
    expect(await deployed.invoke()).toMatchObject({ alerts: { failed: 1 }, delivered: everybody });
    expect(shown()).toContain("no privilege 'odps:Select'");
    expect(deployed.world.state(name)).toContain(orders.id);
  });

  it('has its own place in the preview of a dry run', async () => {
    const { preview } = await deployed.invoke(Buffer.from('{"dryRun":true}'));
    expect(preview?.[name]).toContain('Now watching finance_dw');
    expect(deployed.world[name].messages).toEqual([]);
  });

  it('catches up by itself when it could not be told, and keeps nobody from being told', async () => {
    await deployed.invoke();
    fails();
    deployed.world[name].fault = () => refuses;
    expect((await deployed.refusal()).message).toContain(refusal);
    expect([deployed.world.slack.messages.length, deployed.world.mail.mails.length]).toEqual([
      2, 2,
    ]);
    deployed.world[name].fault = undefined;
    expect(await deployed.invoke()).toMatchObject({
      alerts: {},
      delivered: { [name]: 1 },
      problems: [],
    });
    expect(deployed.world[name].messages).toHaveLength(2);
  });

  it('may be rate-limited, which is no failure', async () => {
    await deployed.invoke();
    fails();
    deployed.world[name].fault = () => limits;
    expect(await deployed.invoke()).toMatchObject({
      delivered: { slack: 1, email: 1 },
      problems: [
        { where: name, message: expect.stringContaining('queued for a later tick') as string },
      ],
    });
  });

  it('is enough by itself', async () => {
    const others = Object.keys(deployed.world.environment()).concat(
      Object.keys({ ...deployed.world.dingTalkToo(), ...deployed.world.feishuToo() }),
    );
    for (const variable of others)
      if (/^(?:SLACK|DINGTALK|FEISHU|SMTP|MAIL)_/.test(variable) && !variables.includes(variable))
        deployed.variables[variable] = '';
    expect(await deployed.invoke()).toMatchObject({ delivered: { [name]: 1 } });
    const secret = new URL(deployed.world[name].webhookUrl).href;
    expect(deployed.lines.join('\n')).not.toContain(secret);
  });
});
