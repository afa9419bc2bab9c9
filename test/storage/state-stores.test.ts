import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFileStateStore } from '../../functions/storage/file-state-store.ts';
import { createOssStateStore } from '../../functions/storage/oss-state-store.ts';
import { largestState } from '../../functions/storage/state-size.ts';
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
  const server = new OssServer(keyring, { region: 'cn-shanghai', bucket: 'state-bucket' });
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
    await store.save('slack', Buffer.from('{"version":1,"told":"приказ ✓"}'), Date.now() + minute);
    await store.save('email', Buffer.from('{}'), Date.now() + minute);
    await store.save('slack', Buffer.from('{"version":1,"told":"приказ ✓✓"}'), Date.now() + minute);
    expect((await store.load('slack', Date.now() + minute))?.toString()).toBe(
      '{"version":1,"told":"приказ ✓✓"}',
    );
    expect((await store.load('email', Date.now() + minute))?.toString()).toBe('{}');
  });
});

describe('a folder', () => {
  it('holds the states under the names that it tells, and nothing half-written', async () => {
    const { store, folder } = await inFolder();
    await store.save('slack', Buffer.from('{}'), Date.now() + minute);
    expect(store.locate('slack')).toBe(join(folder, 'slack.json'));
    expect(await readdir(folder)).toEqual(['slack.json']);
  });

  it('that is a file is an error that names the path', async () => {
    const { folder } = await inFolder();
    const file = join(folder, '..', '..', '..', 'a-file');
    await writeFile(file, '');
    const store = createFileStateStore(file);
    expect(
      (await failed(store.save('slack', Buffer.from('{}'), Date.now() + minute))).message,
    ).toContain(`${join(file, 'slack.json')} could not be saved`);
    expect(await failed(store.load('slack', Date.now() + minute))).toBeInstanceOf(StateError);
  });
});

describe('a bucket', () => {
  it.each([
    ['alerts/finance/', 'alerts/finance/slack.json'],
    ['alerts/x/', 'alerts/x/slack.json'],
    ['', 'slack.json'],
  ])('with the prefix "%s" holds the state under %s, as JSON', async (prefix, key) => {
    const { server, store, time } = await ossOnLoopback({ prefix });
    await store.save('slack', Buffer.from('{"a":1}'), time.in(minute));
    expect([...server.objects.keys()]).toEqual([key]);
    expect(server.objects.get(key)?.contentType).toBe('application/json');
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
    await store.save('slack', Buffer.from('{"a":1}'), time.in(minute));
    expect((await store.load('slack', time.in(minute)))?.toString()).toBe('{"a":1}');
    expect(server.journal.count('GetObject')).toBe(3);
  });

  it('is left alone for as long as it asks', async () => {
    const { server, store, time } = await ossOnLoopback();
    server.fault = ({ attempt }) =>
      attempt === 1 ? answer(503, '', { 'retry-after': '3' }) : undefined;
    await store.save('slack', Buffer.from('{"a":1}'), time.in(minute));
    expect(time.slept).toEqual([3_000]);
  });

  it('is reached over connections that died while the instance was frozen', async () => {
    const { server, store, time } = await ossOnLoopback();
    await store.save('slack', Buffer.from('{"a":1}'), time.in(minute));
    server.resetKeptConnectionsOnUse();
    await store.save('slack', Buffer.from('{"a":2}'), time.in(minute));
    expect((await store.load('slack', time.in(minute)))?.toString()).toBe('{"a":2}');
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
        keyring.expired.add(keys.accessKeyId);
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
        operation === 'load'
          ? store.load('slack', until)
          : store.save('slack', Buffer.from('{}'), until),
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
      await (operation === 'load'
        ? store.load('slack', until)
        : store.save('slack', Buffer.from('{}'), until));
      expect(server.journal.entries).toHaveLength(2);
    },
  );

  it('shows none of the keys, not even when OSS repeats them', async () => {
    const { server, store, time } = await ossOnLoopback();
    const said = `StringToSign ${keys.accessKeyId} ${keys.securityToken} ${keys.accessKeySecret}`;
    server.fault = () =>
      answer(403, `<Error><Code>SignatureDoesNotMatch</Code><Message>${said}</Message></Error>`);
    const error = await failed(
      store.save('slack', Buffer.from('{"state":"of a channel"}'), time.in(minute)),
    );
    for (const shown of [error.message, inspect(error, { depth: 9 })]) {
      for (const secret of Object.values(keys)) expect(shown).not.toContain(secret);
    }
  });
});

/** An error as OSS writes it. */
const refusal = (status: number, code: string, message = 'no', more = ''): Fault =>
  answer(
    status,
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>${code}</Code>\n  <Message>${message}</Message>\n  <RequestId>5C3D9175B6FC201293AD</RequestId>${more}\n</Error>\n`,
    { 'content-type': 'application/xml' },
  );

describe('a first run', () => {
  it.each<[string, Fault]>([
    ['a 404 without a body', answer(404, '')],
    ['a 404 of which only a header says why', answer(404, '', { 'x-oss-err': 'PENvZGU+' })],
    ["a proxy's 404", answer(404, '<html><h1>404 Not Found</h1></html>')],
    ['NoSuchKey under a 403', refusal(403, 'NoSuchKey')],
    ['NoSuchKey under a 410', refusal(410, 'NoSuchKey')],
    ['NoSuchBucket', refusal(404, 'NoSuchBucket')],
    ['another code under a 404', refusal(404, 'SymlinkTargetNotExist')],
    ['a 304 that nobody asked for', answer(304, '')],
  ])('is not %s', async (_, fault) => {
    const { server, store, time } = await ossOnLoopback();
    server.fault = () => fault;
    expect(await failed(store.load('slack', time.in(minute)))).toBeInstanceOf(StateError);
  });

  it('is a 404 with NoSuchKey in its body', async () => {
    const { server, store, time } = await ossOnLoopback();
    server.fault = () => refusal(404, 'NoSuchKey', 'The specified key does not exist.');
    expect(await store.load('slack', time.in(minute))).toBeUndefined();
  });

  it('is none for a save', async () => {
    const { server, store, time } = await ossOnLoopback();
    server.fault = () => refusal(404, 'NoSuchKey');
    const { message } = await failed(store.save('slack', Buffer.from('{}'), time.in(minute)));
    expect(message).toContain('oss://state-bucket/alerts/finance/slack.json could not be saved');
  });
});

describe('advice', () => {
  it.each<[string, Fault, string]>([
    ['overdue bills', refusal(403, 'UserDisable', 'UserDisable'), 'settle what is overdue'],
    ['an account without OSS', refusal(403, 'NotOpened'), 'activate it in the console'],
    ['overdue bills of late', refusal(403, 'InDebt'), 'settle what is overdue'],
    [
      'a disabled key',
      refusal(403, 'InvalidAccessKeyId', 'The OSS Access Key Id you provided is disabled.'),
      'enable it in RAM',
    ],
    [
      'an expired token',
      refusal(403, 'SecurityTokenExpired'),
      'the credentials are unknown or have expired',
    ],
    [
      'a token of another key',
      refusal(403, 'AccessKeyIdAndSecurityTokenNotMatch'),
      'the credentials are unknown or have expired',
    ],
    ['a wrong secret', refusal(403, 'SignatureDoesNotMatch'), 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
    ['a wrong clock', refusal(403, 'RequestTimeTooSkewed'), "set the machine's clock"],
    [
      'the region of another bucket',
      refusal(
        403,
        'AccessDenied',
        'The bucket you are attempting to access must be addressed using the specified endpoint.',
        '<Endpoint>oss-ap-southeast-5.aliyuncs.com</Endpoint>',
      ),
      'set OSS_ENDPOINT to https://oss-ap-southeast-5.aliyuncs.com',
    ],
    [
      'an endpoint that is none',
      refusal(301, 'PermanentRedirect', 'no', '<Endpoint>evil.example.test/x</Endpoint>'),
      'set OSS_ENDPOINT to the endpoint of its region',
    ],
    [
      'a region that is not signed',
      refusal(400, 'InvalidArgument', 'Invalid signing region in Authorization header.'),
      'set OSS_ENDPOINT to the endpoint of its region',
    ],
    ['an archived object', refusal(403, 'InvalidObjectState'), 'restore it to the Standard class'],
    [
      'a key that may not be used',
      refusal(403, 'AccessDenied', 'This request is forbidden by kms.'),
      'kms:GenerateDataKey and kms:Decrypt',
    ],
    ['a key that is disabled', refusal(409, 'KmsKeyDisabled'), 'the key enabled'],
    [
      'a bucket policy',
      refusal(403, 'AccessDenied', 'Access denied by bucket policy.'),
      'a policy of the bucket state-bucket',
    ],
    [
      'an address list',
      refusal(403, 'AccessDenied', 'You are denied by the IP whitelist.'),
      'an address list',
    ],
    ['retention', refusal(409, 'FileImmutable'), 'forbids to overwrite'],
    [
      "the role's own policy",
      refusal(403, 'AccessDenied', "Access denied by authorizer's policy."),
      "allow the function's role oss:PutObject on acs:oss",
    ],
    [
      'no permission',
      refusal(403, 'AccessDenied', 'You have no right to access this object.'),
      "allow the function's role oss:PutObject on acs:oss:*:*:state-bucket/*",
    ],
    [
      "a proxy's page",
      answer(403, '<html>Blocked by the proxy of Example Inc.</html>'),
      'HTTP 403): the answer is none of OSS; check STATE_URL and OSS_ENDPOINT',
    ],
  ])('fits %s', async (_, fault, advice) => {
    const { server, store, time } = await ossOnLoopback();
    server.fault = () => fault;
    const { message } = await failed(store.save('slack', Buffer.from('{}'), time.in(minute)));
    expect(message).toContain(advice);
    expect(message.length).toBeLessThan(500);
  });

  it('quotes one short sentence', async () => {
    const { server, store, time } = await ossOnLoopback();
    const signed = `The request signature does not match. StringToSign: ${'OSS4 '.repeat(5_000)}`;
    server.fault = () => refusal(403, 'SignatureDoesNotMatch', signed);
    const { message } = await failed(store.save('slack', Buffer.from('{}'), time.in(minute)));
    expect(message).toContain(
      'SignatureDoesNotMatch (HTTP 403, request 5C3D9175B6FC201293AD): The request signature does not match.; check',
    );
  });
});

describe('a state without measure', () => {
  it('is not read to its end', async () => {
    const endless = createServer((_, response) => {
      const piece = Buffer.alloc(1_048_576, '{');
      const send = (): void => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', send);
      send();
    });
    await new Promise<void>((resolve) => {
      endless.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      endless.closeAllConnections();
      endless.close();
    });
    const { store, time } = await ossOnLoopback({
      host: () => `127.0.0.1:${(endless.address() as AddressInfo).port}`,
    });
    const { message } = await failed(store.load('slack', time.in(minute)));
    expect(message).toContain('too large: the answer is larger than 48 MB; what is stored there');
  });

  it.each([
    ['OSS', async () => (await ossOnLoopback()).store],
    ['a folder', async () => (await inFolder()).store],
  ])('is not written to %s, where it could not be read again', async (_, storeOf) => {
    const store = await storeOf();
    const saving = store.save('slack', Buffer.alloc(largestState + 1), Date.now() + minute);
    expect((await failed(saving)).message).toContain('slack.json could not be saved: it has 48 MB');
    expect(await store.load('slack', Date.now() + minute)).toBeUndefined();
  });

  it('is not read from a folder', async () => {
    const { store, folder } = await inFolder();
    await store.save('slack', Buffer.from('{}'), Date.now() + minute);
    await truncate(join(folder, 'slack.json'), largestState + 1);
    expect((await failed(store.load('slack', Date.now() + minute))).message).toContain(
      'slack.json could not be read: it has 48 MB',
    );
  });
});
