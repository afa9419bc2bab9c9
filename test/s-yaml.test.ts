import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parseConfiguration, variables } from '../functions/settings/configuration.ts';

const root = dirname(import.meta.dirname);
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

const previewed = z.object({
  resources: z.object({
    alerts: z.object({
      component: z.string(),
      actions: z.unknown(),
      props: z.record(z.string(), z.unknown()),
    }),
  }),
});
type Alerts = z.infer<typeof previewed>['resources']['alerts'];

/**
 * What Serverless Devs makes of `s.yaml` for a deployer with this environment and this `.env`,
 * without a network.
 */
let plain: Promise<Alerts> | undefined;
const preview = (
  environment: Readonly<Record<string, string>> = {},
  dotenv?: string,
): Promise<Alerts> =>
  Object.keys(environment).length === 0 && dotenv === undefined
    ? (plain ??= run(environment, dotenv))
    : run(environment, dotenv);

async function run(
  environment: Readonly<Record<string, string>> = {},
  dotenv?: string,
): Promise<Alerts> {
  const folder = await mkdtemp(join(tmpdir(), 's-yaml-'));
  folders.push(folder);
  await cp(join(root, 's.yaml'), join(folder, 's.yaml'));
  if (dotenv !== undefined) await writeFile(join(folder, '.env'), dotenv);
  // It looks for a newer version of itself unless it believes that it just has.
  await mkdir(join(folder, '.s/config'), { recursive: true });
  await writeFile(
    join(folder, '.s/config/update-notifier.json'),
    JSON.stringify({ lastUpdateCheck: Date.now() }),
  );
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/@serverless-devs/s/bin/s'), 'preview', '-o', 'json'],
    { cwd: folder, env: { PATH: process.env.PATH ?? '', HOME: folder, ...environment } },
  );
  return z.parse(previewed, JSON.parse(stdout.slice(stdout.indexOf('{\n')))).resources.alerts;
}

const variablesOf = (alerts: Alerts): Readonly<Record<string, string>> =>
  z.parse(z.record(z.string(), z.string()), alerts.props.environmentVariables);

describe('s.yaml', () => {
  it('says all that Function Compute would otherwise choose', async () => {
    const { component, actions, props } = await preview();
    expect(component).toMatch(/^fc3@\d+\.\d+\.\d+$/);
    expect(actions).toEqual({
      'pre-deploy': [{ plugin: './deploy/check.cjs' }, { run: 'npm run build', path: './' }],
      'success-deploy': [{ plugin: './deploy/smoke-check.cjs' }],
    });
    const { environmentVariables, description, ...rest } = props;
    expect(Object.keys(environmentVariables ?? {})).not.toHaveLength(0);
    expect(description).toEqual(expect.any(String));
    expect(rest).toEqual({
      region: 'cn-shanghai',
      functionName: 'mms-task-alerts',
      runtime: 'nodejs20',
      handler: 'index.handler',
      code: './dist',
      role: '',
      timeout: 50,
      cpu: 0.2,
      memorySize: 512,
      diskSize: 512,
      internetAccess: true,
      logConfig: 'auto',
      instanceConcurrency: 1,
      concurrencyConfig: { reservedConcurrency: 1 },
      asyncInvokeConfig: { maxAsyncRetryAttempts: 0, maxAsyncEventAgeInSeconds: 60 },
      triggers: [
        {
          triggerName: 'tick',
          triggerType: 'timer',
          triggerConfig: { cronExpression: '0 * * * * *', enable: true },
        },
      ],
    });
  });

  it('leaves to the deployer what is a text', async () => {
    const { props } = await preview({
      FC_DEPLOY_REGION: 'eu-central-1',
      FC_DEPLOY_FUNCTION_NAME: 'finance-alerts',
      FC_DEPLOY_ROLE_ARN: 'acs:ram::1234567890123456:role/finance-alerts',
      FC_DEPLOY_CRON: '0 */5 * * * *',
      MMS_REGION: 'cn-hangzhou',
    });
    expect(props).toMatchObject({
      region: 'eu-central-1',
      functionName: 'finance-alerts',
      role: 'acs:ram::1234567890123456:role/finance-alerts',
      triggers: [{ triggerConfig: { cronExpression: '0 */5 * * * *', enable: true } }],
    });
  });

  it('hands over every variable of ours as a text, and no other', async () => {
    const sent = variablesOf(await preview());
    expect(Object.keys(sent).sort()).toEqual(variables.map(({ name }) => name).sort());
    expect(new Set(Object.values(sent))).toEqual(new Set(['']));
  });

  it('gives the function what it understands, the unset ones included', async () => {
    const given = {
      MMS_WATCH: '2000015',
      MMS_REGION: 'cn-hangzhou',
      STATE_URL: 'oss://alerts-state/finance',
      SMTP_URL: 'smtps://alerts:p%24s%23w%7B\'"@mail.example.com',
      MAIL_FROM: '"Ops: Team" <ops@example.com>',
      MAIL_TO: 'a@x.cn, b@x.cn',
      STALL_AFTER: 'off',
      HEARTBEAT_URL: 'https://hc-ping.com/5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278?create=1&x=%3D',
      ALERT_LANGUAGE: 'zh',
      ALERT_TIME_ZONE: 'Asia/Shanghai',
      DRY_RUN: 'true',
      ALERT_ON: '',
    };
    const alerts = await preview(given);
    expect(alerts.props.region).toBe('cn-hangzhou');
    const sent = variablesOf(alerts);
    expect(sent).toMatchObject(given);
    const configuration = parseConfiguration(sent, { region: 'cn-shanghai' });
    expect(configuration).toMatchObject({
      stallAfter: undefined,
      language: 'zh',
      timeZone: 'Asia/Shanghai',
      dryRun: true,
      channels: [{ name: 'email' }],
    });
    expect(configuration.channels[0]?.secrets[0]?.reveal()).toBe('p$s#w{\'"');
    expect(configuration.heartbeatUrl?.reveal()).toBe(given.HEARTBEAT_URL);
    expect(configuration.warnings).toEqual([]);
  });
});

describe('.env.example', () => {
  it('names every variable that s.yaml reads, and the account of the deployer', async () => {
    const [yaml, example] = await Promise.all(
      ['s.yaml', '.env.example'].map((name) => readFile(join(root, name), 'utf8')),
    );
    const read = (yaml ?? '').replace(/^ *#.*$/gm, '').matchAll(/env\('([A-Z][A-Z_]+)', /g);
    const named = (example ?? '').matchAll(/^#?(\w+)=$/gm);
    const namesOf = (found: Iterable<RegExpExecArray>): string[] =>
      [...new Set([...found].map(([, name]) => name ?? ''))].sort();
    expect(namesOf(named)).toEqual(
      [...namesOf(read), 'AccountID', 'AccessKeyID', 'AccessKeySecret'].sort(),
    );
  });

  it('is a .env in which nothing is set yet, not even the keys that would hide an alias', async () => {
    const example = await readFile(join(root, '.env.example'), 'utf8');
    expect((await preview({}, example)).props).toEqual((await preview()).props);
    expect(example).not.toMatch(/^(?:AccountID|AccessKeyID|AccessKeySecret)=/m);
  });

  it('is right in that a $ must be written as %24, and that quotes hold spaces', async () => {
    const mention = '<!subteam^SAZ94GDB8> <@U012AB3CD> <!here>';
    const sent = variablesOf(
      await preview(
        {},
        `SMTP_URL='smtps://u:p%24word@host'\nSLACK_WEBHOOK_URL='https://host/p$word'\nSLACK_MENTION="${mention}"\n`,
      ),
    );
    expect(sent.SMTP_URL).toBe('smtps://u:p%24word@host');
    expect(sent.SLACK_WEBHOOK_URL).toBe('https://host/p');
    expect(sent.SLACK_MENTION).toBe(mention);
  });
});
