import { describe, expect, it } from 'vitest';
import { fcOnLoopback, keys } from '../invoke/fc-on-loopback.ts';
import { run } from '../invoke/run-script.ts';
import { ProjectCopy } from './project-copy.ts';

const sent = {
  MMS_WATCH: '2000015',
  STATE_URL: 'oss://alerts-state/finance',
  SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T0TEST/B0TEST/aSecretPathOfAWebhook',
};
const role = 'acs:ram::1234567890123456:role/mms-task-alerts';
const environment = {
  ...sent,
  FC_DEPLOY_ROLE_ARN: role,
  AccountID: '1234567890123456',
  AccessKeyID: keys.accessKeyId,
  AccessKeySecret: keys.accessKeySecret,
  SecurityToken: keys.securityToken,
};

/** Each command starts Node several times over. */
const patient = { timeout: 90_000 };

describe('s deploy', patient, () => {
  it('checks, builds, deploys and makes a dry run, in this order', async () => {
    const { server, events } = await fcOnLoopback();
    const project = await ProjectCopy.make();
    const { code, stdout, stderr } = await project.s(['deploy', '-y'], {
      ...environment,
      FC_CLIENT_CUSTOM_ENDPOINT: server.url,
    });
    expect(code, stdout + stderr).toBe(0);
    const steps = [
      'alerts: can be deployed',
      'index.js:',
      '"tasks": 3',
      'slack would be told:',
    ].map((step) => stdout.indexOf(step));
    expect(
      steps.every((at) => at >= 0) && steps.join() === [...steps].sort((a, b) => a - b).join(),
      stdout,
    ).toBe(true);
    const [deployed, ...more] = await project.deployed();
    expect(more).toEqual([]);
    expect(deployed).toMatchObject({
      command: 'deploy',
      props: { functionName: 'mms-task-alerts', environmentVariables: sent },
    });
    expect(deployed?.code).toBeGreaterThan(100_000);
    expect(events).toEqual(['{"dryRun":true}']);
    expect(stdout + stderr).not.toContain('aSecretPathOfAWebhook');
    expect(stdout + stderr).not.toContain(keys.accessKeySecret);
  });

  it('deploys nothing that would not run, and says why', async () => {
    const project = await ProjectCopy.make();
    await project.change('s.yaml', 'timeout: 50', 'timeOut: 50');
    const { code, stdout, stderr } = await project.s(['deploy', '-y'], {
      ...environment,
      MMS_WATCH: 'orders',
      FC_DEPLOY_CRON: '* * * * * *',
    });
    expect(code).not.toBe(0);
    expect(stdout + stderr).toMatch(
      /timeOut: the component knows no such property .* perhaps timeout was meant/,
    );
    expect(stdout + stderr).toContain('the second must be one number from 0 to 59');
    expect(stdout + stderr).toContain('MMS_WATCH: "orders" is not a target');
    expect(await project.deployed()).toEqual([]);
  });

  it('fails where the function that was deployed does, which it asks with the keys of an alias too', async () => {
    const { server, keyring } = await fcOnLoopback();
    const message = 'mms 2000015: 403';
    server.functions.set('mms-task-alerts', () => ({
      kind: 'error',
      type: 'HandledInvocationError',
      errorType: 'AggregateError',
      message,
    }));
    keyring.add({ accessKeyId: 'LTAI5tOfAnAlias', accessKeySecret: 'secret-of-an-alias' });
    const project = await ProjectCopy.make();
    await project.change(
      'package.json',
      '"build": "node scripts/build.mjs"',
      '"build": "mkdir -p dist && touch dist/index.js"',
    );
    const alias = [
      '--AccountID',
      '1234567890123456',
      '--AccessKeyID',
      'LTAI5tOfAnAlias',
      '--AccessKeySecret',
      'secret-of-an-alias',
    ];
    await project.s(['config', 'add', '-a', 'default', ...alias], {});
    const { code, stdout, stderr } = await project.s(['deploy', '-y'], {
      ...sent,
      FC_DEPLOY_ROLE_ARN: role,
      FC_CLIENT_CUSTOM_ENDPOINT: server.url,
    });
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain('the function failed: AggregateError: mms 2000015: 403');
    expect(await project.deployed()).toHaveLength(1);
  });
});

it('s verify finds that s.yaml keeps to the schema of the component', patient, async () => {
  const project = await ProjectCopy.make();
  const { code, stdout, stderr } = await project.s(['verify'], environment);
  expect(code, stdout + stderr).toBe(0);
  await project.change('s.yaml', 'memorySize: 256', 'memorySize: much');
  expect((await project.s(['verify'], environment)).code).not.toBe(0);
});

describe('the check by itself', patient, () => {
  it('looks at what s preview shows of a template', async () => {
    const project = await ProjectCopy.make();
    const check = async (args: readonly string[], env: Readonly<Record<string, string>>) =>
      run('check-deployment.ts', args, env, project.folder);
    expect(await check([], environment)).toMatchObject({
      code: 0,
      stdout: 'alerts: can be deployed\n',
    });
    const empty = await check(['-t', 's.yaml'], {});
    expect([empty.code, empty.stdout]).toEqual([1, '']);
    expect(empty.stderr).toMatch(
      /^alerts: role: not set.*^alerts: MMS_WATCH: required.*4 problems; nothing was deployed$/ms,
    );
    await project.change('s.yaml', "${env('MMS_WATCH', '')}", "${env('NOBODY')}");
    expect(await check([], environment)).toMatchObject({
      code: 1,
      stderr: "s.yaml cannot be resolved: env('NOBODY') not found\n",
    });
  });
});
