import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Deployment } from '../support/deployment.ts';
import { checkHostileRows } from './hostile-rows.ts';

let deployed: Deployment;
beforeAll(async () => {
  deployed = await Deployment.start();
  await deployed.invoke();
});
afterAll(async () => {
  await deployed.world.close();
});

describe('whatever stands in a log row', () => {
  it('neither pings, formats, injects nor leaks on its way to Slack and the mail, and nothing is cut without a mark', async () => {
    await checkHostileRows(deployed, 4);
  });

  it.each([
    'sk=-',
    'token:-',
    '/wh/t/sk=1/dt=2024,',
    'password is ',
    '%25',
    '😀\u200d',
    'logview ',
  ])('does not hold up the failure beside it with 64 KB of %j', async (shape) => {
    const { world } = deployed;
    const { slack, migration } = world;
    const messages = slack.messages.length;
    const job = migration.addJob(deployed.source, `heavy ${encodeURIComponent(shape)}`);
    const heavy = migration.addTask(job, 'heavy');
    const plain = migration.addTask(job, 'plain');
    migration.dataFails(heavy, { message: shape.repeat(65_536 / shape.length), action: shape });
    migration.dataFails(plain, { message: 'Table not found: ods.orders', action: 'create table' });
    expect((await deployed.invoke()).problems).toEqual([]);
    const told = slack.messages
      .slice(messages)
      .map(({ all }) => all)
      .join('\n');
    expect(told).toContain(plain.id);
    expect(told).toContain(heavy.id);
  });
});
