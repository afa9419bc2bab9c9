import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, type Fault } from '../../rehearsal/world/fault.ts';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import type { World } from '../../rehearsal/world/world.ts';
import { channels } from '../../functions/channels/channels.ts';
import type { ChatType } from '../channels/told-by-channel.ts';
import { Deployment } from '../support/deployment.ts';

let deployed: Deployment;
let orders: MigrationTask;

beforeEach(async () => {
  deployed = await Deployment.start();
  const others = Object.values(deployed.world.otherChats);
  deployed.variables = Object.assign({}, deployed.variables, ...others) as Record<string, string>;
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

const everybody = Object.fromEntries(Object.keys(channels).map((name) => [name, 1]));

/** The chats beside Slack, and what their services say. */
const chats: Readonly<
  Record<
    Exclude<ChatType, 'slack'>,
    Readonly<{
      server: (world: World) => World['dingtalk' | 'feishu'];
      refuses: Fault;
      refusal: string;
      limits: Fault;
    }>
  >
> = {
  dingtalk: {
    server: ({ dingtalk }) => dingtalk,
    refuses: answer(200, '{"errcode":310000,"errmsg":"sign not match"}'),
    refusal: 'dingtalk: DingTalk answered errcode 310000, sign not match',
    limits: answer(200, '{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}'),
  },
  feishu: {
    server: ({ feishu }) => feishu,
    refuses: answer(200, '{"code":19024,"msg":"Key Words Not Found"}'),
    refusal: 'feishu: Feishu answered code 19024, Key Words Not Found: the bot asks for keywords',
    limits: answer(429, '', { 'retry-after': '3600' }),
  },
};

describe.each(Object.entries(chats))('%s beside the other channels', (name, chat) => {
  const server = (): World['dingtalk' | 'feishu'] => chat.server(deployed.world);
  const shown = (): string => JSON.stringify(server().messages.at(-1));

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
    expect(server().messages).toEqual([]);
  });

  it('catches up by itself when it could not be told, and keeps nobody from being told', async () => {
    await deployed.invoke();
    fails();
    server().fault = () => chat.refuses;
    expect((await deployed.refusal()).message).toContain(chat.refusal);
    expect([deployed.world.slack.messages.length, deployed.world.mail.mails.length]).toEqual([
      2, 2,
    ]);
    server().fault = undefined;
    expect(await deployed.invoke()).toMatchObject({
      alerts: {},
      delivered: { [name]: 1 },
      problems: [],
    });
    expect(server().messages).toHaveLength(2);
  });

  it('may be rate-limited, which is no failure', async () => {
    await deployed.invoke();
    fails();
    server().fault = () => chat.limits;
    expect(await deployed.invoke()).toMatchObject({
      delivered: { slack: 1, email: 1 },
      problems: [
        { where: name, message: expect.stringContaining('queued for a later tick') as string },
      ],
    });
  });

  it('is enough by itself', async () => {
    for (const [other, { variables }] of Object.entries(channels))
      if (other !== name)
        for (const variable of Object.keys(variables)) deployed.variables[variable] = '';
    expect(await deployed.invoke()).toMatchObject({ delivered: { [name]: 1 } });
    const secret = new URL(server().webhookUrl).href;
    expect(deployed.lines.join('\n')).not.toContain(secret);
  });
});
