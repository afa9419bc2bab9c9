import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { findKeys } from '../../scripts/deployment/deployer.ts';
import { serverlessDevs } from '../../scripts/deployment/resolve.ts';
import { reviewDeployment } from '../../scripts/deployment/review.ts';
import { root } from '../invoke/run-script.ts';

let folder: string;
let environment: Readonly<Record<string, string>>;

/** A deployer with s.yaml, a `.env` beside it, and an alias of temporary keys. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'review-'));
  environment = { PATH: process.env.PATH ?? '', HOME: folder };
  await cp(join(root, 's.yaml'), join(folder, 's.yaml'));
  await writeFile(join(folder, '.env'), 'MMS_WATCH=2000015\nSTATE_URL=oss://bucket/prefix\n');
  await mkdir(join(folder, '.s/config'), { recursive: true });
  const checked = JSON.stringify({ lastUpdateCheck: Date.now() });
  await writeFile(join(folder, '.s/config/update-notifier.json'), checked);
  const keys = ['--AccountID', '42', '--AccessKeyID', 'STS.OfAnAlias', '--AccessKeySecret', 's'];
  const add = ['config', 'add', '-a', 'default', ...keys, '--SecurityToken', 'of-an-alias'];
  const options = { cwd: folder, env: environment };
  await promisify(execFile)(process.execPath, [serverlessDevs, ...add], options);
  return () => rm(folder, { recursive: true });
});

describe('what npm run deploy would refuse', () => {
  it('is known without a network, with the keys that Serverless Devs finds', async () => {
    const { problems, variables, keys } = await reviewDeployment(environment, { folder });
    expect(problems).toEqual([expect.stringMatching(/^role: not set.*FC_DEPLOY_ROLE_ARN/)]);
    expect(variables.problems).toEqual([
      expect.stringMatching(/^SLACK_WEBHOOK_URL: .*one channel/),
    ]);
    expect(keys).toMatchObject({
      account: '42',
      from: 'the alias default',
      credentials: { accessKeyId: 'STS.OfAnAlias' },
    });
    expect(keys?.credentials.securityToken?.reveal()).toBe('of-an-alias');
  });

  it('is that Serverless Devs cannot work here, which it would not say', async () => {
    const nowhere = { ...environment, HOME: join(folder, 's.yaml') };
    const { problems } = await reviewDeployment(nowhere, { folder });
    expect(problems).toEqual([
      expect.stringMatching(/^HOME: Serverless Devs cannot write .*ENOTDIR/),
    ]);
  });

  it('is that the template cannot be resolved, and why', async () => {
    const yaml = await readFile(join(folder, 's.yaml'), 'utf8');
    const broken = yaml.replace("${env('MMS_WATCH', '')}", "${env('NOBODY')}");
    await writeFile(join(folder, 's.broken.yaml'), broken);
    const order = { folder, template: 's.broken.yaml' };
    expect(await reviewDeployment(environment, order)).toMatchObject({
      problems: ["s.broken.yaml cannot be resolved: env('NOBODY') not found"],
      keys: undefined,
    });
    const absent = await reviewDeployment(environment, { folder, template: 's.absent.yaml' });
    expect(absent.problems).toEqual([expect.stringContaining('s.absent.yaml')]);
  });
});

it('the keys of whoever is at work are looked for in one order', async () => {
  const others = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'x' };
  const own = { AccessKeyID: 'LTAI', AccessKeySecret: 'x' };
  const found = await Promise.all([
    findKeys({ ...environment, ...others, ...own }, folder),
    findKeys({ ...environment, ...others }, folder),
    findKeys({ ...environment, ...others, HOME: tmpdir() }, folder),
  ]);
  expect(found.map((keys) => keys?.from)).toEqual([
    'AccessKeyID',
    'the alias default',
    'ALIBABA_CLOUD_ACCESS_KEY_ID',
  ]);
});
