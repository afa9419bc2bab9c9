import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fcOnLoopback, keys } from '../invoke/fc-on-loopback.ts';
import { ProjectCopy } from './project-copy.ts';

const sent = {
  MMS_WATCH: '2000015',
  STATE_URL: 'oss://alerts-state/finance',
  SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T0TEST/B0TEST/aSecretPathOfAWebhook',
};
const environment = {
  ...sent,
  FC_DEPLOY_ROLE_ARN: 'acs:ram::1234567890123456:role/mms-task-alerts',
  AccountID: '1234567890123456',
  AccessKeyID: keys.accessKeyId,
  AccessKeySecret: keys.accessKeySecret,
  SecurityToken: keys.securityToken,
};

describe('npm run deploy', () => {
  it('checks, builds, deploys and makes a dry run, in this order, with temporary keys too', async () => {
    const { server, events } = await fcOnLoopback();
    const project = await ProjectCopy.make();
    const { code, stdout, stderr } = await project.npm(['run', 'deploy', '--', '-y'], {
      ...environment,
      FC_CLIENT_CUSTOM_ENDPOINT: server.url,
    });
    expect(code, stdout + stderr).toBe(0);
    const steps = [
      'alerts: can be deployed',
      'index.js:',
      '"tasks": 3',
      'slack would be sent:',
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
      credential: { AccessKeyID: keys.accessKeyId, SecurityToken: keys.securityToken },
    });
    expect(deployed?.code).toBeGreaterThan(100_000);
    expect(events).toEqual(['{"dryRun":true}']);
    expect(stdout + stderr).not.toContain('aSecretPathOfAWebhook');
    expect(stdout + stderr).not.toContain(keys.accessKeySecret);
  });

  it('builds and deploys nothing that would not run, says why, and knows no dry run', async () => {
    const project = await ProjectCopy.make();
    await project.change('s.yaml', 'timeout: 50', 'timeOut: 50');
    const wrong = { ...environment, MMS_WATCH: 'orders', FC_DEPLOY_CRON: '* * * * * *' };
    const { code, stdout, stderr } = await project.npm(['run', 'deploy', '--', '-y'], wrong);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^timeOut: the component knows .* did you mean timeout\?$/m);
    expect(stderr).toMatch(/^FC_DEPLOY_CRON: the second must be one number from 0 to 59/m);
    expect(stderr).toMatch(/^MMS_WATCH: "orders" is not a target.*nothing was built or/ms);
    expect(stdout).not.toContain('index.js:');
    const dry = await project.npm(['run', 'deploy', '--dry-run'], environment);
    expect(dry.code).toBe(2);
    expect(dry.stderr).toContain('deploy has no --dry-run');
    expect(await project.deployed()).toEqual([]);
  });

  it('deploys another migration from a file of its own', async () => {
    const { server } = await fcOnLoopback();
    const project = await ProjectCopy.make();
    await project.buildNothing();
    const dotenv = (texts: Readonly<Record<string, string>>): string =>
      Object.entries(texts)
        .map(([name, text]) => `${name}='${text}'\n`)
        .join('');
    const { SLACK_WEBHOOK_URL: slack, ...rest } = environment;
    await writeFile(join(project.folder, '.env'), dotenv({ ...environment, ALERT_ON: 'failed' }));
    const finance = {
      ...rest,
      MMS_WATCH: '7',
      SLACK_WEBHOOK_URL: `${slack}2`,
      AccessKeyID: 'LTAI',
    };
    await writeFile(join(project.folder, '.env.finance'), dotenv(finance));
    server.functions.set('mms-task-alerts', () => ({ kind: 'value', value: {} }));
    await project.npm(['run', 'deploy', '--', '-y', '--env', 'finance'], {
      FC_CLIENT_CUSTOM_ENDPOINT: server.url,
    });
    expect(await project.deployed()).toMatchObject([
      {
        props: {
          environmentVariables: { MMS_WATCH: '7', SLACK_WEBHOOK_URL: `${slack}2`, ALERT_ON: '' },
        },
        credential: { AccessKeyID: 'LTAI' },
      },
    ]);
  });

  it('says what is missing where the component cannot be loaded', async () => {
    const project = await ProjectCopy.make();
    await project.change('s.yaml', "${path('./component')}", 'fc3@0.1.22');
    const { code, stderr } = await project.npm(['run', 'deploy', '--', '-y'], {
      ...environment,
      HTTPS_PROXY: 'http://127.0.0.1:9',
    });
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('could not load its component fc3, most likely: check the network'),
    ]);
  });
});

describe('s deploy by itself', () => {
  it('is checked as well, and fails where the function that was deployed does', async () => {
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
    await project.buildNothing();
    const given = { ...sent, FC_DEPLOY_ROLE_ARN: environment.FC_DEPLOY_ROLE_ARN };
    const without = await project.s(['deploy', '-y'], given);
    expect(without.stdout).toMatch(/Error Message:\nalerts: AccessKeyID: .*has no keys to deploy/);
    const alias = ['--AccessKeyID', 'LTAI5tOfAnAlias', '--AccessKeySecret', 'secret-of-an-alias'];
    const account = ['--AccountID', environment.AccountID];
    await project.s(['config', 'add', '-a', 'default', ...account, ...alias], {});
    const { code, stdout } = await project.s(['deploy', '-y'], {
      ...given,
      FC_CLIENT_CUSTOM_ENDPOINT: server.url,
    });
    expect(code).toBe(101);
    expect(stdout).toContain('Error Message:\nDeployed. Its dry run failed: mms 2000015: 403');
    expect(await project.deployed()).toHaveLength(1);
  });
});

it('s verify finds that s.yaml keeps to the schema of the component', async () => {
  const project = await ProjectCopy.make();
  const { code, stdout, stderr } = await project.s(['verify'], environment);
  expect(code, stdout + stderr).toBe(0);
  await project.change('s.yaml', 'memorySize: 512', 'memorySize: much');
  expect((await project.s(['verify'], environment)).code).not.toBe(0);
});
