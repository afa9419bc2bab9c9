import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  deployerPolicy,
  roleCommands,
  rolePolicy,
  trustPolicy,
  type Policy,
} from '../../scripts/deployment/policies.ts';
import { root, run } from '../invoke/run-script.ts';
import { Deployment } from '../support/deployment.ts';

const policyFor = (watch: string, state = 'oss://mms-task-alerts/production'): Policy =>
  rolePolicy({
    AccountID: '1234567890123456',
    MMS_REGION: 'cn-shanghai',
    MMS_WATCH: watch,
    STATE_URL: state,
  });

/** What is allowed beyond the calls of this run: no call at all, or one that is rarely made. */
const beyondCalls = new Set([
  'oss:ListObjects',
  'log:PostLogStoreLogs',
  'odps:GetMmsDataSource',
  'odps:ListMmsTimers',
  'odps:ListMmsTimerLogs',
]);
const withoutThose = (actions: readonly string[]): readonly string[] =>
  actions.filter((action) => !beyondCalls.has(action));

const actionsIn = ({ Statement }: Policy): readonly string[] =>
  [...new Set(Statement.flatMap(({ Action }) => Action))].sort();

describe('the policy of the role', () => {
  let deployment: Deployment;
  beforeEach(async () => {
    deployment = await Deployment.start();
  });
  afterEach(() => deployment.world.close());

  /**
   * A life of a migration that meets every call there is: a first look, failures, a channel that is
   * late, jobs at rest.
   */
  async function liveThrough(watch: string): Promise<readonly string[]> {
    const { world, job, source } = deployment;
    const { migration } = world;
    deployment.watch = watch;
    const orders = migration.addTask(job, 'orders');
    const settled = migration.addJob(source, 'settled');
    for (let table = 0; table < 210; table += 1)
      migration.completes(migration.addTask(settled, `table_${table}`));
    for (let tick = 0; tick < 4; tick += 1) await deployment.invoke();
    migration.dataFails(orders, { message: 'quota exceeded' });
    await deployment.invoke();
    migration.retry(orders);
    migration.completes(orders);
    await deployment.invoke();
    const asked = [
      ...world.mms.journal.operations.map((call) => `odps:${call}`),
      ...world.oss.journal.operations.map((call) => `oss:${call}`),
    ];
    return [...new Set(asked.map((call) => call.split(' ')[0] ?? ''))].sort();
  }

  it.each(['2000015', '2000015/jobs/87', '2000015/tasks/4001'])(
    'allows what the function calls when it watches %s, and nothing wider',
    async (watch) => {
      const called = await liveThrough(watch);
      expect(withoutThose(actionsIn(policyFor(watch)))).toEqual(withoutThose(called));
    },
  );
});

describe('what stands in deploy/', () => {
  const read = (name: string): string => readFileSync(join(root, 'deploy', name), 'utf8');
  const blanks = { FC_DEPLOY_REGION: '<region>', MMS_REGION: '<mms-region>' };

  it('is the policy with nothing filled in, and the trust policy', async () => {
    const pretty = (document: unknown): Promise<string> =>
      format(JSON.stringify(document), { parser: 'json', printWidth: 100 });
    expect(read('role-policy.json')).toBe(await pretty(rolePolicy(blanks)));
    expect(read('trust-policy.json')).toBe(await pretty(trustPolicy));
  });

  it('explains each action, all of which can only read, but for the state and the log', () => {
    const actions = actionsIn(rolePolicy(blanks));
    const explained = read('README.md').matchAll(/^\| `(\w+:\w+)` \| \S/gm);
    expect(Array.from(explained, ([, action]) => action).sort()).toEqual(actions);
    const writes = actions.filter((action) => !/:(?:Get|List)/.test(action));
    expect(writes).toEqual(['log:PostLogStoreLogs', 'oss:PutObject']);
  });
});

describe('the commands', () => {
  it('make the role, the policy, and bind them, whatever shell reads them', () => {
    const commands = roleCommands('mms-task-alerts', policyFor('2000015'));
    expect(commands.map((command) => command.split(' ')[2])).toEqual([
      'CreateRole',
      'CreatePolicy',
      'AttachPolicyToRole',
    ]);
    const [, trust = '', policy = ''] =
      /Document '([^']*)'\n.*Document '([^']*)'\n/.exec(commands.join('\n')) ?? [];
    expect([JSON.parse(trust), JSON.parse(policy)]).toEqual([trustPolicy, policyFor('2000015')]);
  });

  it('are given by somebody who may hand this very role to Function Compute', () => {
    const role = 'acs:ram::42:role/mms-task-alerts';
    const { Statement } = deployerPolicy(role, 'cn-shanghai', '42');
    expect(Statement.find(({ Action }) => Action.includes('ram:PassRole'))).toMatchObject({
      Resource: [role],
      Condition: { StringEquals: { 'acs:Service': ['fc.aliyuncs.com'] } },
    });
  });
});

describe('filled in', () => {
  it('it allows each source what its own targets need', () => {
    const [first, second, ...rest] = policyFor('1, 2, 3/tasks/7, 1/tasks/9').Statement;
    expect(first).toMatchObject({
      Action: [
        'odps:ListMmsTasks',
        'odps:ListMmsTaskLogs',
        'odps:ListMmsJobs',
        'odps:GetMmsDataSource',
        'odps:ListMmsTimers',
        'odps:ListMmsTimerLogs',
      ],
      Resource: [
        'acs:odps:cn-shanghai:1234567890123456:mmsdatasource/1',
        'acs:odps:cn-shanghai:1234567890123456:mmsdatasource/2',
      ],
    });
    expect(second).toMatchObject({
      Action: ['odps:GetMmsTask', 'odps:ListMmsTaskLogs'],
      Resource: ['acs:odps:cn-shanghai:1234567890123456:mmsdatasource/3'],
    });
    expect(
      rest.map(({ Action, Resource, Condition }) => ({ Action, Resource, Condition })),
    ).toEqual([
      {
        Action: ['oss:GetObject', 'oss:PutObject'],
        Resource: ['acs:oss:*:*:mms-task-alerts/production/*'],
      },
      {
        Action: ['oss:ListObjects'],
        Resource: ['acs:oss:*:*:mms-task-alerts'],
        Condition: { StringLike: { 'oss:Prefix': ['production/*'] } },
      },
      {
        Action: ['log:PostLogStoreLogs'],
        Resource: [
          'acs:log:cn-shanghai:1234567890123456:project/serverless-cn-shanghai-*/logstore/default-logs',
        ],
      },
    ]);
  });

  it('it is printed by the doctor, which says what it does not know', async () => {
    const known = {
      MMS_WATCH: '2000015',
      MMS_REGION: 'cn-hangzhou',
      FC_DEPLOY_REGION: 'cn-shanghai',
      STATE_URL: 'oss://state-bucket/finance',
      AccountID: '42',
    };
    const whole = await run('doctor.ts', ['--policy'], known);
    expect([whole.code, whole.stderr]).toEqual([0, '']);
    const [, trust, permission] = /(\{[^]*?\n\})[^{]*(\{[^]*\n\})/.exec(whole.stdout) ?? [];
    expect(JSON.parse(trust ?? '')).toEqual(trustPolicy);
    expect(JSON.stringify(JSON.parse(permission ?? ''))).toContain(
      'acs:odps:cn-hangzhou:42:mmsdatasource/2000015',
    );
    expect(permission).toContain('acs:oss:*:*:state-bucket/finance/*');
    expect(permission).not.toContain('<');
    const { stdout, stderr, code } = await run('doctor.ts', ['--policy'], {});
    expect(code).toBe(0);
    expect(stdout).toContain('acs:odps:cn-shanghai:<account>:mmsdatasource/<source>');
    expect(stderr).toMatch(
      /<account>: set AccountID.*<source>: set MMS_WATCH.*<bucket> and <prefix>: set STATE_URL/s,
    );
  });

  it('it leaves OSS out where the state is in a folder', () => {
    const policy = policyFor('2000015', 'file:./state');
    expect(actionsIn(policy).filter((action) => action.startsWith('oss:'))).toEqual([]);
  });
});
