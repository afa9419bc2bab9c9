import { expect, it, onTestFinished } from 'vitest';
import { createOssStateStore, type LoadedStates } from '../../functions/storage/oss-state-store.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '../../functions/settings/secret.ts';
import type { StateStore } from '../../functions/ports.ts';
import { World } from '../../rehearsal/world/world.ts';

async function openWorld(): Promise<World> {
  const world = await World.start();
  onTestFinished(() => world.close());
  return world;
}

function storeIn(world: World, loadedStates?: LoadedStates): StateStore {
  const { accessKeyId, accessKeySecret, securityToken = '' } = world.context().credentials;
  return createOssStateStore({
    bucket: 'mms-task-alerts',
    prefix: 'production/',
    region: 'cn-shanghai',
    endpoint: { protocol: 'http', host: `127.0.0.1:${world.oss.port}` },
    credentials: {
      accessKeyId,
      accessKeySecret: new Secret(accessKeySecret),
      securityToken: new Secret(securityToken),
    },
    clock: Date.now,
    sleep,
    random: () => 0.5,
    loadedStates,
  });
}

it('a state that was read before travels again only when another invocation has written to it', async () => {
  const world = await openWorld();
  const store = storeIn(world);
  const load = async (): Promise<string | undefined> =>
    (await store.load('slack', Date.now() + 20_000))?.toString();

  world.putState('slack', 'ours');
  expect([await load(), await load()]).toEqual(['ours', 'ours']);
  world.putState('slack', 'theirs');
  expect([await load(), await load()]).toEqual(['theirs', 'theirs']);
  world.oss.delete('production/slack.json');
  expect(await load()).toBeUndefined();
  expect(world.oss.journal.entries.map(({ outcome }) => outcome)).toEqual([
    '200',
    '304',
    '200',
    '304',
    '404',
  ]);
});

it("an instance that is used again asks for the state that it read or wrote last, and for no other channel's", async () => {
  const world = await openWorld();
  const warmth: LoadedStates = new Map();
  const soon = (): number => Date.now() + 20_000;
  const load = async (name = 'slack'): Promise<string | undefined> =>
    (await storeIn(world, warmth).load(name, soon()))?.toString();

  world.putState('slack', 'read');
  world.putState('email', 'read');
  expect([await load(), await load(), await load('email')]).toEqual(['read', 'read', 'read']);
  await storeIn(world, warmth).save('slack', Buffer.from('written'), soon());
  expect(await load()).toBe('written');
  // One byte for another: neither the length nor the second of the write tells them apart.
  world.putState('slack', 'writTen');
  expect(await load()).toBe('writTen');
  expect(world.oss.journal.entries.map(({ outcome }) => outcome)).toEqual([
    '200',
    '304',
    '200',
    '200',
    '304',
    '200',
  ]);
});
