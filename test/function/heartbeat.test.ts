import { afterEach, beforeEach, expect, it } from 'vitest';
import { answer } from '../../rehearsal/world/fault.ts';
import { HeartbeatListener } from '../runtime/heartbeat-listener.ts';
import { Deployment } from '../support/deployment.ts';

let deployed: Deployment;
let listener: HeartbeatListener;

beforeEach(async () => {
  deployed = await Deployment.start();
  listener = await HeartbeatListener.start();
  deployed.variables = {
    ...deployed.variables,
    HEARTBEAT_URL: `${listener.origin}/ping/averysecretpath`,
  };
  deployed.world.migration.addTask(deployed.job, 'orders_2024');
});
afterEach(async () => {
  await deployed.world.close();
});

const good = 'GET /ping/averysecretpath';
const failing = `${good}/fail`;
const breakMms = (): void => {
  deployed.world.mms.fault = () => answer(403, '{"Code":"NoPermission","Message":"no"}');
};
const mendMms = (): void => {
  deployed.world.mms.fault = undefined;
};

it('beats after every good tick, falls silent with the first bad ones, and cries with the third', async () => {
  await deployed.invoke();
  expect(listener.heard).toEqual([good]);
  breakMms();
  await deployed.refusal();
  await deployed.refusal();
  expect(listener.heard).toEqual([good]);
  await deployed.refusal();
  expect(listener.heard).toEqual([good, failing]);
  await deployed.refusal();
  mendMms();
  await deployed.invoke();
  expect(listener.heard).toEqual([good, failing, failing, good]);
  breakMms();
  await deployed.refusal();
  await deployed.refusal();
  expect(listener.heard).toHaveLength(4);
});

it('counts the bad ticks of an instance that is gone', async () => {
  await deployed.invoke();
  breakMms();
  for (let tick = 0; tick < 3; tick += 1) {
    deployed.coldStart();
    await deployed.refusal();
  }
  expect(listener.heard).toEqual([good, failing]);
});

it('counts them itself where no state can be saved', async () => {
  await deployed.invoke();
  deployed.world.oss.fault = () => answer(403, '<Error><Code>AccessDenied</Code></Error>');
  for (let tick = 0; tick < 3; tick += 1) await deployed.refusal();
  expect(listener.heard).toEqual([good, failing]);
});

it('never beats in a dry run', async () => {
  await deployed.invoke(Buffer.from('{"dryRun":true}'));
  deployed.variables = { ...deployed.variables, DRY_RUN: 'true' };
  await deployed.invoke();
  breakMms();
  for (let tick = 0; tick < 3; tick += 1) await deployed.refusal();
  expect(listener.heard).toEqual([]);
});

it('is a line in the log and nothing more where nobody hears it', async () => {
  listener.answer = () => ({ status: 404 });
  expect(await deployed.invoke()).toMatchObject({
    delivered: { slack: 1, email: 1 },
    problems: [],
  });
  const lines = deployed.lines.filter((line) => line.includes('heartbeat.failed'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('HTTP 404: check HEARTBEAT_URL');
  expect(deployed.lines.join()).not.toContain('averysecretpath');
});

it('does not hold up an invocation beyond its time', async () => {
  listener.answer = () => 'hang';
  deployed.timeoutSeconds = 3;
  const began = Date.now();
  expect(await deployed.invoke()).toMatchObject({ problems: [] });
  expect(Date.now() - began).toBeLessThan(3_000);
  expect(deployed.lines.join()).toContain('heartbeat.failed');
});
