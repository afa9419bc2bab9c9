import { expect, it, onTestFinished } from 'vitest';
import { createOssStateStore } from '../../functions/adapters/oss-state-store.ts';
import { sleep } from '../../functions/adapters/sleep.ts';
import { Secret } from '../../functions/configuration/secret.ts';
import { World } from '../../rehearsal/world/world.ts';

it('a state that was read before travels again only when another invocation has written to it', async () => {
  const world = await World.start();
  onTestFinished(() => world.close());
  const { accessKeyId, accessKeySecret, securityToken = '' } = world.context().credentials;
  const store = createOssStateStore({
    bucket: 'mms-task-alerts', prefix: 'production', region: 'cn-shanghai', endpoint: { protocol: 'http', host: `127.0.0.1:${world.oss.port}` },
    credentials: { accessKeyId, accessKeySecret: new Secret(accessKeySecret), securityToken: new Secret(securityToken) },
    clock: Date.now, sleep, random: () => 0.5,
  });
  const load = (): Promise<string | undefined> => store.load('slack', Date.now() + 20_000);

  world.putState('slack', 'ours');
  expect([await load(), await load()]).toEqual(['ours', 'ours']);
  world.putState('slack', 'theirs');
  expect([await load(), await load()]).toEqual(['theirs', 'theirs']);
  world.oss.objects.delete('mms-task-alerts', 'production/slack.json');
  expect(await load()).toBeUndefined();
  expect(world.oss.journal.entries.map(({ outcome }) => outcome)).toEqual(['200', '304', '200', '304', '404']);
});
