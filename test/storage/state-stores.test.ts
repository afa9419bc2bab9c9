import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createFileStateStore } from '../../functions/storage/file-state-store.ts';
import { createOssStateStore } from '../../functions/storage/oss-state-store.ts';
import { Secret } from '../../functions/settings/secret.ts';
import { StateError } from '../../functions/errors.ts';
import type { StateStore } from '../../functions/ports.ts';
import { answer, badGateway, type Fault } from '../../rehearsal/world/fault.ts';
import { Keyring } from '../../rehearsal/world/keyring.ts';
import { OssServer } from '../../rehearsal/world/oss-server.ts';
import { HastyTime } from '../runtime/hasty-time.ts';

const keys = {
  accessKeyId: 'STS.NUexampleKeyId',
  accessKeySecret: 'an-access-key-secret',
  securityToken: 'CAISexampleSecurityToken',
};
const minute = 60_000;

type OssOnLoopback = Readonly<{
  server: OssServer;
  store: StateStore;
  time: HastyTime;
  keyring: Keyring;
}>;

async function ossOnLoopback({
  prefix = 'alerts/finance/',
  bucket = 'state-bucket',
  host = (url: string) => new URL(url).host,
} = {}): Promise<OssOnLoopback> {
  const keyring = new Keyring(keys);
  const server = new OssServer(keyring, 'cn-shanghai');
  server.objects.addBucket('state-bucket');
  await server.start();
  onTestFinished(() => server.close());
  const time = new HastyTime();
  const { clock, sleep, random } = time;
  const store = createOssStateStore({
    bucket,
    prefix,
    region: 'cn-shanghai',
    endpoint: { protocol: 'http', host: host(server.url) },
    clock,
    sleep,
    random,
    credentials: {
      accessKeyId: keys.accessKeyId,
      accessKeySecret: new Secret(keys.accessKeySecret),
      securityToken: new Secret(keys.securityToken),
    },
  });
  return { server, store, time, keyring };
}

async function inFolder(): Promise<Readonly<{ store: StateStore; folder: string }>> {
  const parent = await mkdtemp(join(tmpdir(), 'state-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const folder = join(parent, 'not', 'yet', 'there');
  return { store: createFileStateStore(folder), folder };
}

async function failed(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it was expected to fail');
}

describe.each([
  { name: 'OSS', storeOf: async () => (await ossOnLoopback()).store },
  {
    name: 'OSS by the name localhost',
    storeOf: async () =>
      (await ossOnLoopback({ host: (url) => `localhost:${new URL(url).port}` })).store,
  },
  { name: 'a folder', storeOf: async () => (await inFolder()).store },
])('a state in $name', ({ storeOf }) => {
  it('is not there before it was saved', async () => {
    const store = await storeOf();
    expect(await store.load('slack', Date.now() + minute)).toBeUndefined();
  });

  it('comes back as it was saved, each channel its own', async () => {
    const store = await storeOf();
    await store.save('slack', '{"version":1,"told":"приказ ✓"}', Date.now() + minute);
    await store.save('email', '{}', Date.now() + minute);
    await store.save('slack', '{"version":1,"told":"приказ ✓✓"}', Date.now() + minute);
    expect(await store.load('slack', Date.now() + minute)).toBe('{"version":1,"told":"приказ ✓✓"}');
    expect(await store.load('email', Date.now() + minute)).toBe('{}');
  });
});

describe('a folder', () => {
  it('holds the states under the names that it tells, and nothing half-written', async () => {
    const { store, folder } = await inFolder();
    await store.save('slack', '{}', Date.now() + minute);
    expect(store.locate('slack')).toBe(join(folder, 'slack.json'));
    expect(await readdir(folder)).toEqual(['slack.json']);
  });

  it('that is a file is an error that names the path', async () => {
    const { folder } = await inFolder();
    const file = join(folder, '..', '..', '..', 'a-file');
    await writeFile(file, '');
    const store = createFileStateStore(file);
    expect((await failed(store.save('slack', '{}', Date.now() + minute))).message).toContain(
      `${join(file, 'slack.json')} could not be saved`,
    );
    expect(await failed(store.load('slack', Date.now() + minute))).toBeInstanceOf(StateError);
  });
});

describe('a bucket', () => {
  it.each([
    ['alerts/finance/', 'alerts/finance/slack.json'],
    ['alerts', 'alerts/slack.json'],
    ['/alerts//x/', 'alerts/x/slack.json'],
    ['', 'slack.json'],
  ])('with the prefix "%s" holds the state under %s, as JSON', async (prefix, key) => {
    const { server, store, time } = await ossOnLoopback({ prefix });
    await store.save('slack', '{"a":1}', time.in(minute));
    expect(server.objects.keys('state-bucket', '')).toEqual([key]);
    expect(server.objects.get('state-bucket', key)?.contentType).toBe('application/json');
    expect(store.locate('slack')).toBe(`oss://state-bucket/${key}`);
  });

  it.each<[string, Fault]>([
    ['a reset', { kind: 'reset' }],
    ['a write that was done, but not answered', { kind: 'reset', applied: true }],
    ['a gateway page', badGateway],
    ['a 503', answer(503, '<Error><Code>ServiceUnavailable</Code><Message>busy</Message></Error>')],
    ['a connection that breaks in the middle', { kind: 'broken-off' }],
  ])('is asked again after %s', async (_, fault) => {
    const { server, store, time } = await ossOnLoopback();
    server.fault = ({ attempt }) => (attempt <= 2 ? fault : undefined);
    await store.save('slack', '{"a":1}', time.in(minute));
    expect(await store.load('slack', time.in(minute))).toBe('{"a":1}');
    expect(server.journal.count('GetObject')).toBe(3);
  });

  it('is reached over connections that died while the instance was frozen', async () => {
    const { server, store, time } = await ossOnLoopback();
    await store.save('slack', '{"a":1}', time.in(minute));
    server.resetKeptConnectionsOnUse();
    await store.save('slack', '{"a":2}', time.in(minute));
    expect(await store.load('slack', time.in(minute))).toBe('{"a":2}');
  });

  it.each<[string, (world: OssOnLoopback) => unknown, string]>([
    [
      'that forbids it',
      ({ server }) => {
        server.fault = () =>
          answer(
            403,
            '<Error><Code>AccessDenied</Code><Message>no right</Message><RequestId>5C</RequestId></Error>',
          );
      },
      "allow the function's role oss:GetObject on acs:oss:*:*:state-bucket/*",
    ],
    [
      'whose keys expired',
      ({ keyring }) => {
        keyring.expire(keys.accessKeyId);
      },
      'the credentials are unknown or have expired',
    ],
    [
      'whose keys are unknown',
      ({ keyring }) => {
        keyring.rotate({ accessKeyId: 'other', accessKeySecret: 'other' });
      },
      'the credentials are unknown or have expired',
    ],
    [
      'in another region',
      ({ server }) => {
        server.fault = () =>
          answer(
            403,
            '<Error><Code>AccessDenied</Code><Message>The bucket you are attempting to access must be addressed using the specified endpoint.</Message></Error>',
          );
      },
      'set OSS_ENDPOINT',
    ],
    [
      'that answers 404 without saying why',
      ({ server }) => {
        server.fault = () => answer(404, 'not here');
      },
      'check STATE_URL and OSS_ENDPOINT',
    ],
  ])('%s is never a first run', async (_, spoil, advice) => {
    const world = await ossOnLoopback();
    spoil(world);
    const error = await failed(world.store.load('slack', world.time.in(minute)));
    expect(error).toBeInstanceOf(StateError);
    expect(error.message).toContain(
      'oss://state-bucket/alerts/finance/slack.json could not be read',
    );
    expect(error.message).toContain(advice);
    expect(world.server.journal.entries).toHaveLength(1);
  });

  it('that does not exist is no first run either', async () => {
    const { store, time } = await ossOnLoopback({ bucket: 'no-such-bucket' });
    const error = await failed(store.load('slack', time.in(minute)));
    expect(error.message).toMatch(
      /NoSuchBucket \(HTTP 404, request .+\): .+; create the bucket no-such-bucket, or check STATE_URL and OSS_ENDPOINT/,
    );
  });

  it.each(['load', 'save'] as const)(
    'that hangs lets %s come back by the deadline',
    async (operation) => {
      const { server, store } = await ossOnLoopback();
      server.fault = () => ({ kind: 'hang' });
      const until = Date.now() + 500;
      const error = await failed(
        operation === 'load' ? store.load('slack', until) : store.save('slack', '{}', until),
      );
      expect(error).toBeInstanceOf(StateError);
      expect(Date.now()).toBeLessThan(until + 2_000);
    },
  );

  it.each(['load', 'save'] as const)(
    'that hangs once leaves %s time for another try',
    async (operation) => {
      const { server, store } = await ossOnLoopback();
      server.fault = ({ attempt }) => (attempt === 1 ? { kind: 'hang' } : undefined);
      const until = Date.now() + 1_500;
      await (operation === 'load' ? store.load('slack', until) : store.save('slack', '{}', until));
      expect(server.journal.entries).toHaveLength(2);
    },
  );

  it('shows none of the keys, not even when OSS repeats them', async () => {
    const { server, store, time } = await ossOnLoopback();
    const said = `StringToSign ${keys.accessKeyId} ${keys.securityToken} ${keys.accessKeySecret}`;
    server.fault = () =>
      answer(403, `<Error><Code>SignatureDoesNotMatch</Code><Message>${said}</Message></Error>`);
    const error = await failed(store.save('slack', '{"state":"of a channel"}', time.in(minute)));
    for (const shown of [error.message, inspect(error, { depth: 9 })]) {
      for (const secret of Object.values(keys)) expect(shown).not.toContain(secret);
    }
  });
});

describe('the library', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('gives no advice on the console', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { store, time } = await ossOnLoopback();
    await store.load('slack', time.in(minute));
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('a save that is answered 404 without a body', () => {
  it('is a failure that says so, not a first run', async () => {
    const { server, store } = await ossOnLoopback();
    server.fault = () => answer(404, '');
    const { message } = await failed(store.save('slack', '{}', Date.now() + minute));
    expect(message).toContain('oss://state-bucket/alerts/finance/slack.json could not be saved');
  });
});
