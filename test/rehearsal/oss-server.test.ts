import OSS from 'ali-oss';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Keyring, type Credentials } from '../../rehearsal/world/keyring.ts';
import { OssServer } from '../../rehearsal/world/oss-server.ts';

const credentials: Credentials = {
  accessKeyId: 'STS.One',
  accessKeySecret: 'secret one',
  securityToken: 'token one',
};

let keyring: Keyring;
let oss: OssServer;

beforeEach(async () => {
  keyring = new Keyring(credentials);
  oss = new OssServer(keyring, { region: 'cn-shanghai', bucket: 'alerts' });
  await oss.start();
});

afterEach(() => oss.close());

function client(options: Partial<OSS.Options> = {}, used: Credentials = credentials): OSS {
  const { accessKeyId, accessKeySecret, securityToken } = used;
  const token = securityToken === undefined ? {} : { stsToken: securityToken };
  const refresh = {
    refreshSTSToken: () => Promise.reject(new Error('not asked for')),
    refreshSTSTokenInterval: Number.MAX_SAFE_INTEGER,
  };
  // Its types do not know the option that puts the bucket into the path.
  const inPath: OSS.Options & Readonly<{ sldEnable: true }> = {
    accessKeyId,
    accessKeySecret,
    ...token,
    ...refresh,
    region: 'oss-cn-shanghai',
    bucket: 'alerts',
    endpoint: oss.url,
    authorizationV4: true,
    ...options,
    sldEnable: true,
  };
  return new OSS(inPath);
}

describe('the OSS server', () => {
  it.each([
    ['the path, and in the Host header', '127.0.0.1'],
    ['the path', 'localhost'],
  ])('finds the object when the bucket stands in %s', async (_where, host) => {
    const used = client({ endpoint: `http://${host}:${oss.port}` });
    const key = 'production/slack ü+1.json';
    await used.put(key, Buffer.from('{"version":1}'));
    expect(oss.text(key)).toBe('{"version":1}');
    expect(String((await used.get(key)).content)).toBe('{"version":1}');
    await used.delete(key);
    expect(oss.objects.get(key)).toBeUndefined();
    expect(oss.journal.operations).toEqual([
      `PutObject ${key}`,
      `GetObject ${key}`,
      `DeleteObject ${key}`,
    ]);
  });

  it('keeps a journal of what changed, with the MD5 as ETag', async () => {
    const { res } = await client().put('slack.json', Buffer.from('hello'));
    expect(res.headers).toMatchObject({
      etag: '"5D41402ABC4B2A76B9719D911017C592"',
      'x-oss-request-id': expect.stringMatching(/^[0-9A-F]{24}$/) as string,
    });
    await client().put('slack.json', Buffer.from('bye'));
    expect(oss.changes.map(({ kind, key, text }) => [kind, key, text])).toEqual([
      ['put', 'slack.json', 'hello'],
      ['put', 'slack.json', 'bye'],
    ]);
  });

  it('tells a missing object from a missing bucket', async () => {
    await expect(client().get('slack.json')).rejects.toMatchObject({
      code: 'NoSuchKey',
      status: 404,
    });
    await expect(client({ bucket: 'elsewhere' }).get('slack.json')).rejects.toMatchObject({
      code: 'NoSuchBucket',
      status: 404,
    });
    await expect(
      client({ bucket: 'elsewhere' }).put('slack.json', Buffer.from('')),
    ).rejects.toMatchObject({ code: 'NoSuchBucket' });
  });

  it.each([
    ['an unknown key', {}, { ...credentials, accessKeyId: 'STS.Two' }, 403, 'InvalidAccessKeyId'],
    [
      'a wrong secret',
      {},
      { ...credentials, accessKeySecret: 'wrong' },
      403,
      'SignatureDoesNotMatch',
    ],
    ['a wrong token', {}, { ...credentials, securityToken: 'wrong' }, 403, 'InvalidAccessKeyId'],
    [
      'no token',
      {},
      { accessKeyId: credentials.accessKeyId, accessKeySecret: credentials.accessKeySecret },
      403,
      'InvalidAccessKeyId',
    ],
    [
      'a signature for another region',
      { region: 'oss-cn-beijing' },
      credentials,
      400,
      'InvalidArgument',
    ],
    ['a V1 signature', { authorizationV4: false }, credentials, 403, 'AccessDenied'],
  ])('refuses %s', async (...[, options, used, status, code]) => {
    await expect(client(options, used).get('slack.json')).rejects.toMatchObject({ status, code });
    await expect(client(options, used).put('slack.json', Buffer.from('x'))).rejects.toMatchObject({
      status,
      code,
    });
    expect(oss.changes).toEqual([]);
  });

  it('says when the time of a token is over, and takes the next one', async () => {
    keyring.expired.add('STS.One');
    await expect(client().get('slack.json')).rejects.toMatchObject({
      status: 403,
      code: 'SecurityTokenExpired',
    });
    const next = {
      accessKeyId: 'STS.Two',
      accessKeySecret: 'secret two',
      securityToken: 'token two',
    };
    keyring.rotate(next);
    await expect(client().get('slack.json')).rejects.toMatchObject({ code: 'InvalidAccessKeyId' });
    await client({}, next).put('slack.json', Buffer.from('x'));
  });

  it('refuses a body that is not the one its MD5 is of', async () => {
    const headers = { 'Content-MD5': 'XUFAKrxLKna5cZ2REBfFkg==' };
    await expect(
      client().put('slack.json', Buffer.from('other'), { headers }),
    ).rejects.toMatchObject({ status: 400, code: 'InvalidDigest' });
  });

  it('sends what the client has not got yet', async () => {
    await client().put('slack.json', Buffer.from('hello'));
    const read = async (etag: string): Promise<number> => {
      const { res } = await client().get('slack.json', { headers: { 'If-None-Match': etag } });
      return res.status;
    };
    expect(await read('"5D41402ABC4B2A76B9719D911017C592"')).toBe(304);
    expect(await read('"OTHER"')).toBe(200);
  });
});
