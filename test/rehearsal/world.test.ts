import OSS from 'ali-oss';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { World } from '../../rehearsal/world/world.ts';
import { mmsClient } from './mms-client.ts';

let world: World;

beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

describe('the world', () => {
  it('names every variable of a deployment, all of them on loopback', () => {
    world.migration.addSource('2000015', 'finance_dw');
    world.migration.addSource('2000016', 'sales_dw');
    const environment = world.environment();
    expect(environment).toMatchObject({
      MMS_WATCH: '2000015,2000016',
      STATE_URL: 'oss://mms-task-alerts/production',
    });
    expect(world.environment('2000015/jobs/87').MMS_WATCH).toBe('2000015/jobs/87');
    for (const name of ['MMS_ENDPOINT', 'OSS_ENDPOINT', 'SLACK_WEBHOOK_URL', 'SMTP_URL']) {
      expect(new URL(environment[name] ?? '').hostname).toBe('127.0.0.1');
    }
  });

  it('gives each invocation a context of its own, with the keys that the services know', async () => {
    world.migration.addSource('2000015', 'finance_dw');
    const [first, second] = [world.context(), world.context(20)];
    expect(first.requestId).not.toBe(second.requestId);
    expect([first.function.timeout, second.function.timeout]).toEqual([50, 20]);
    await mmsClient(world.mms.port, first.credentials)('ListMmsJobs', '2000015/jobs');
  });

  it('exchanges the keys', async () => {
    world.migration.addSource('2000015', 'finance_dw');
    const former = world.context().credentials;
    world.rotateCredentials({
      accessKeyId: 'STS.Next',
      accessKeySecret: 'next secret',
      securityToken: 'next token',
    });
    await expect(
      mmsClient(world.mms.port, former)('ListMmsJobs', '2000015/jobs'),
    ).rejects.toMatchObject({ statusCode: 404 });
    await mmsClient(world.mms.port, world.context().credentials)('ListMmsJobs', '2000015/jobs');
  });

  it('hears heartbeats, and tells the good from the bad', async () => {
    const { heartbeat } = world;
    const statuses = await Promise.all(
      ['', '/fail', '/other'].map(
        async (path) => (await fetch(`${heartbeat.pingUrl}${path}`)).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 404]);
    expect(heartbeat.journal.operations.sort()).toEqual(['ping', 'ping /fail', 'unknown check']);
  });

  it('lets a test see and place the state of a channel where the function keeps it', async () => {
    const { accessKeyId, accessKeySecret, securityToken = '' } = world.context().credentials;
    const client = new OSS({
      ...{ sldEnable: true },
      accessKeyId,
      accessKeySecret,
      stsToken: securityToken,
      region: 'oss-cn-shanghai',
      bucket: 'mms-task-alerts',
      endpoint: world.oss.url,
      authorizationV4: true,
      refreshSTSToken: () => Promise.reject(new Error('not asked for')),
      refreshSTSTokenInterval: Number.MAX_SAFE_INTEGER,
    });
    expect(world.state('slack')).toBeUndefined();
    await client.put('production/slack.json', Buffer.from('{}'));
    expect(world.state('slack')).toBe('{}');
    world.putState('email', '{"version":99}');
    expect(String((await client.get('production/email.json')).content)).toBe('{"version":99}');
  });
});
