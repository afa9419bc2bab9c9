import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResolvedResource } from '../../scripts/deployment/resolve.ts';
import { reviewResource } from '../../scripts/deployment/review.ts';
import { shortestInterval } from '../../scripts/deployment/timer.ts';

type Props = ResolvedResource['props'];
type Environment = Readonly<Record<string, string>>;

const variables = {
  MMS_WATCH: '2000015',
  MMS_REGION: '',
  STATE_URL: 'oss://alerts-state/finance',
  SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T0TEST/B0TEST/aSecretPathOfAWebhook',
};
const timer = { cronExpression: '0 * * * * *', enable: true };
const trigger = { triggerName: 'tick', triggerType: 'timer', triggerConfig: timer };
const keys = { AccountID: '1234567890123456', AccessKeyID: 'LTAI5tTest', AccessKeySecret: 'test' };

/** What s.yaml resolves to; a test of s.yaml holds that it does. */
const sound: Props = {
  region: 'cn-shanghai',
  functionName: 'mms-task-alerts',
  description: 'Alerts',
  runtime: 'nodejs20',
  handler: 'index.handler',
  code: './dist',
  role: 'acs:ram::1234567890123456:role/mms-task-alerts',
  timeout: 50,
  cpu: 0.2,
  memorySize: 256,
  diskSize: 512,
  internetAccess: true,
  logConfig: 'auto',
  instanceConcurrency: 1,
  concurrencyConfig: { reservedConcurrency: 1 },
  asyncInvokeConfig: { maxAsyncRetryAttempts: 0, maxAsyncEventAgeInSeconds: 60 },
  triggers: [trigger],
  environmentVariables: variables,
};

type Deployed = Partial<Pick<ResolvedResource, 'props' | 'credential'>>;

const review = ({ props = sound, credential = keys }: Deployed, environment: Environment = {}) =>
  reviewResource({ name: 'alerts', access: 'default', props, credential }, environment);

function problemsOf(props: Props, environment: Environment = {}): string {
  const { problems, variables: understood } = review({ props }, environment);
  return [...problems, ...understood.problems].join('\n');
}

const withVariables = (more: Record<string, unknown>): Props => ({
  ...sound,
  environmentVariables: { ...variables, ...more },
});
const withTimer = (more: Record<string, unknown>, rest: Props = {}): Props => ({
  ...sound,
  ...rest,
  triggers: [{ ...trigger, triggerConfig: { ...timer, ...more } }],
});

describe('a deployment', () => {
  it('that is sound passes', () => {
    expect(review({}, { PATH: '/bin', ...keys })).toMatchObject({
      problems: [],
      warnings: [],
      variables: { problems: [], warnings: [] },
      keys: { account: keys.AccountID, from: 'AccessKeyID' },
    });
    const logConfig = { project: 'p', logstore: 'l', enableRequestMetrics: true };
    expect(problemsOf({ ...sound, logConfig, tags: [{ key: 'a', value: 'b' }] })).toBe('');
    expect(problemsOf(withTimer({ payload: '{"dryRun":true}' }))).toBe('');
  });

  it.each<[string, Props, RegExp]>([
    [
      'a misspelt property',
      { ...sound, memorysize: 256 },
      /^memorysize: the component knows no such property .*did you mean memorySize\?$/,
    ],
    [
      'one within another',
      { ...sound, logConfig: { projet: 'p', logstore: 'l' } },
      /^logConfig\.projet: .*did you mean project\?$/m,
    ],
    [
      'one of a trigger',
      { ...sound, triggers: [{ ...trigger, name: 'x' }] },
      /^triggers\[0\]\.name: the component knows no such property/,
    ],
    [
      'a text where a number belongs',
      { ...sound, diskSize: '512' },
      /^diskSize: must be number, or must be one of 10240,512$/,
    ],
    [
      'a list where an object belongs',
      { ...sound, concurrencyConfig: [1] },
      /^concurrencyConfig: must be object$/m,
    ],
    [
      'an object where a text belongs',
      { ...sound, description: {} },
      /^description: must be string$/,
    ],
    [
      'a number beyond its range',
      { ...sound, cpu: 17, memorySize: 32_768 },
      /^cpu: must be <= 16$/,
    ],
    [
      'a runtime that there is not',
      { ...sound, runtime: 'nodejs24' },
      /^runtime: must be one of .*nodejs20/,
    ],
    [
      'what is required and absent',
      { ...sound, handler: undefined, region: '' },
      /^handler: required, but not set\nregion: required, but not set$/m,
    ],
    [
      'too little memory for its cpu',
      { ...sound, cpu: 1 },
      /^cpu, memorySize: 256 MB for 1 cpu; expected 1 to 4 GB/,
    ],
    [
      'steps that there are not',
      { ...sound, cpu: 0.22, memorySize: 250 },
      /^memorySize: must be multiple of 64\ncpu: expected a multiple of 0\.05$/,
    ],
    ['no size at all', { ...sound, cpu: undefined }, /^cpu, memorySize: set both/],
    [
      'no timeout',
      { ...sound, timeout: undefined },
      /^timeout: not set; the component would send 3 seconds$/,
    ],
    [
      'two writers',
      { ...sound, instanceConcurrency: 2, concurrencyConfig: undefined },
      /^instanceConcurrency: expected 1.*\nconcurrencyConfig\.reservedConcurrency: expected 1/,
    ],
    [
      'retries, and events that queue',
      { ...sound, asyncInvokeConfig: {} },
      /maxAsyncRetryAttempts: expected 0.*\n.*maxAsyncEventAgeInSeconds: expected 1 to 604800/,
    ],
    [
      'a state in a folder',
      withVariables({ STATE_URL: 'file:./state' }),
      /^STATE_URL: file: is for local use.*expected oss:/,
    ],
  ])('says %s', (_, props, expected) => {
    expect(problemsOf(props)).toMatch(expected);
  });

  it.each([
    ['', /^role: not set, so every tick would fail.*set FC_DEPLOY_ROLE_ARN/],
    ['auto', /^role: expected a full ARN in lower case/],
    ['mms-task-alerts', /^role: expected a full ARN/],
    ['acs:ram::1234567890123456:role/MmsTaskAlerts', /^role: expected a full ARN in lower case/],
    ['acs:ram::42:role/alerts', /^role: is one of account 42, but 1234567890123456 deploys/],
  ])('says what is wrong with the role %s', (role, expected) => {
    expect(problemsOf({ ...sound, role })).toMatch(expected);
  });

  it.each(['MMS alerts prod', '1-alerts', '-alerts', 'alerts.prod', 'a'.repeat(65), '告警'])(
    'refuses the function name %s',
    (functionName) => {
      expect(problemsOf({ ...sound, functionName })).toMatch(/^functionName: expected 1 to 64/);
    },
  );

  it('names the variable that somebody set, rather than the property that it fills', () => {
    const given = { FC_DEPLOY_FUNCTION_NAME: 'MMS alerts prod', FC_DEPLOY_CRON: '* * * * * *' };
    const props = withTimer(
      { cronExpression: given.FC_DEPLOY_CRON },
      { functionName: given.FC_DEPLOY_FUNCTION_NAME },
    );
    expect(problemsOf(props, given)).toMatch(
      /^FC_DEPLOY_FUNCTION_NAME: expected 1 to 64.*\nFC_DEPLOY_CRON: the second must be one number/,
    );
  });

  it.each([
    [{ FC_DEPLOY_REGION: 'cn-sjanghai', MMS_REGION: 'cn-shanghai' }, 'FC_DEPLOY_REGION'],
    [{ MMS_REGION: 'cn-sjanghai' }, 'MMS_REGION'],
    [{}, 'region'],
  ])('names what says the region: %j', (given, expected) => {
    expect(problemsOf({ ...sound, region: 'cn-sjanghai' }, given)).toMatch(
      new RegExp(`^${expected}: must be one of .*; did you mean cn-shanghai\\?$`),
    );
  });

  it('says of a variable of s.yaml that it is in quotes', () => {
    const role = `“${String(sound.role)}”`;
    expect(problemsOf({ ...sound, role }, { FC_DEPLOY_ROLE_ARN: role })).toMatch(
      /^FC_DEPLOY_ROLE_ARN: expected a full ARN .*; it is in quotes: remove them$/,
    );
  });

  it('finds a state in a folder and a dry run beside other mistakes', () => {
    const { problems, warnings, variables } = review({
      props: withVariables({ MMS_WATCH: 'abc', STATE_URL: 'file:./state', DRY_RUN: 'true' }),
    });
    expect(variables.problems).toEqual([expect.stringMatching(/^MMS_WATCH: "abc"/)]);
    expect(problems).toEqual([expect.stringMatching(/^STATE_URL: file: is for local use/)]);
    expect(warnings).toEqual([expect.stringMatching(/^DRY_RUN: is true/)]);
  });

  it('finds a misspelt variable of s.yaml', () => {
    const { variables } = review(
      {},
      { FC_DEPLOY_CRONN: '0 0 * * * *', FC_DEPLOY_REGOIN: 'cn-beijing', FC_DEPLOY_TIMEOUT: '10' },
    );
    expect(variables.problems).toEqual([
      expect.stringMatching(/^FC_DEPLOY_CRONN: .*expected FC_DEPLOY_CRON,/),
      expect.stringMatching(/^FC_DEPLOY_REGOIN: .*expected FC_DEPLOY_REGION,/),
    ]);
  });

  it('warns of a variable that s.yaml does not know', () => {
    const { variables } = review({}, { FC_DEPLOY_TIMEOUT: '10' });
    expect(variables.warnings).toEqual([expect.stringMatching(/^FC_DEPLOY_TIMEOUT: .*no effect/)]);
  });
});

describe('the keys that deploy', () => {
  const absent = { error: 'Not found access: default' };
  const problems = (credential: Deployed['credential'], environment: Environment = {}) =>
    review(credential === undefined ? {} : { credential }, environment).problems.join('\n');

  it('are those that Serverless Devs finds, of an alias too, with its token', () => {
    const alias = { ...keys, AccessKeyID: 'STS.OfAnAlias', SecurityToken: 'token' };
    expect(review({ credential: alias })).toMatchObject({
      problems: [],
      keys: { from: 'the alias default', credentials: { accessKeyId: 'STS.OfAnAlias' } },
    });
  });

  it.each<[string, Environment, RegExp]>([
    ['nothing is set', {}, /^AccessKeyID: .*no keys to deploy with: set AccountID.*s config add/],
    [
      'only the keys of the SDKs are set',
      { ALIBABA_CLOUD_ACCESS_KEY_ID: 'x' },
      /it does not read ALIBABA_CLOUD_ACCESS_KEY_ID/,
    ],
    [
      'the account is missing',
      { AccessKeyID: 'x', AccessKeySecret: 'y' },
      /^AccountID: not set, and Serverless Devs takes .* only all together$/,
    ],
    [
      'the account is misspelt',
      { AccountId: '1', AccessKeyID: 'x', AccessKeySecret: 'y' },
      /^AccountID: not set \(AccountId is set, which it does not read\)/,
    ],
  ])('are missed where %s', (_, environment, expected) => {
    expect(problems(absent, environment)).toMatch(expected);
    expect(review({ credential: absent }, environment).keys).toBeUndefined();
  });

  it('are missed where empty lines hide the alias', () => {
    const empty = { AccountID: '', AccessKeyID: '', AccessKeySecret: '' };
    expect(problems(empty, empty)).toMatch(
      /^AccountID, AccessKeyID, AccessKeySecret: set, but empty.*delete all three/,
    );
  });

  it('may be temporary ones, where their token is there', () => {
    const temporary = { ...keys, AccessKeyID: 'STS.Temporary' };
    expect(problems(temporary, temporary)).toMatch(/^AccessKeyID: .*without its SecurityToken/);
    const { problems: none, warnings } = review(
      { credential: temporary },
      { ...temporary, SecurityToken: 'token' },
    );
    expect(none).toEqual([]);
    expect(warnings).toEqual([
      'SecurityToken: is dropped by Serverless Devs. Keys in the environment: deploy with `npm run deploy`, which hands it on. Keys in .env: move them to the environment, or to an alias of `npx s config add`',
    ]);
  });

  it('need the number of their account', () => {
    expect(problems({ ...keys, AccountID: '' })).toMatch(/^AccountID: expected the number/);
  });
});

describe('the variables', () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ['are no texts', { DRY_RUN: true }, /^environmentVariables\.DRY_RUN: must be string$/],
    [
      'have names that Function Compute refuses',
      { FC_REGION: 'x', '1A': 'x' },
      /environmentVariables\.FC_REGION: expected a letter.*\nenvironmentVariables\.1A: /,
    ],
    [
      'are not understood by the function',
      { MMS_WATCH: 'orders', STATE_URL: '' },
      /^MMS_WATCH: .*\nSTATE_URL: required/,
    ],
    [
      'hold more than 4 KB',
      { MAIL_TO: 'x'.repeat(4096) },
      /^environmentVariables: \d+ bytes .* takes 4096\. The largest is MAIL_TO with 4103$/m,
    ],
  ])('that %s', (_, more, expected) => {
    expect(problemsOf(withVariables(more))).toMatch(expected);
  });

  it('are counted in bytes, names included', () => {
    const taken = Object.entries({ ...variables, X_: '' }).reduce(
      (sum, [name, text]) => sum + name.length + text.length,
      0,
    );
    const room = 4096 - taken;
    expect(problemsOf(withVariables({ X_: 'x'.repeat(room) }))).toBe('');
    expect(problemsOf(withVariables({ X_: `${'x'.repeat(room - 2)}表` }))).toContain('4097 bytes');
  });

  it('that were set under a misspelt name, which s.yaml leaves behind', () => {
    expect(problemsOf(sound, { MMS_WACH: '1' })).toMatch(/^MMS_WACH: .*expected MMS_WATCH/);
    expect(review({}, { SLACK_CHANNEL: 'x' }).variables.warnings).toEqual([
      expect.stringContaining('SLACK_CHANNEL'),
    ]);
  });

  it('that keep the function from sending anything are a warning', () => {
    const { warnings } = review({ props: withVariables({ DRY_RUN: 'true' }) });
    expect(warnings).toEqual([expect.stringMatching(/^DRY_RUN: is true/)]);
  });

  it('are never repeated', () => {
    const secret = 'smtps://user:s3cretPassword@host:465';
    const said = problemsOf(
      withVariables({
        SMTP_URL: secret.replace('host', ''),
        SLACK_WEBHOOK_URL: 7,
        DRY_RUN: secret,
        OTHER: [secret],
      }),
    );
    expect(said.split('\n').length).toBeGreaterThan(2);
    expect(said).not.toContain('s3cretPassword');
  });
});

describe('the timer', () => {
  it.each<[string, Props, RegExp]>([
    ['is not there', { ...sound, triggers: [] }, /^triggers: no timer, so nothing would ever run/],
    ['is not enabled', withTimer({ enable: false }), /^triggers: no timer is enabled/],
    [
      'is enabled by a text',
      withTimer({ enable: 'false' }),
      /\.enable: expected true or false; a text is always true/,
    ],
    [
      'is one of two',
      { ...sound, triggers: [trigger, { ...trigger, triggerName: 'tock' }] },
      /^triggers: several timers/,
    ],
    [
      'has a property that it does not know',
      withTimer({ cron: 'x' }),
      /^triggers\[0\]\.triggerConfig\.cron: a timer takes cronExpression, enable, payload only/,
    ],
    [
      'has a payload that the function refuses',
      withTimer({ payload: 'hello' }),
      /\.payload: expected none, or/,
    ],
    [
      'comes again before a tick has ended',
      withTimer({}, { timeout: 60 }),
      /^timeout: 60 s is not below the timer's interval of 60 s/,
    ],
    [
      'cannot be understood',
      withTimer({ cronExpression: '* * * * *' }),
      /\.cronExpression: has five fields; the second comes first/,
    ],
  ])('that %s', (_, props, expected) => {
    expect(problemsOf(props)).toMatch(expected);
  });

  it.each([
    ['0 * * * * *', 60],
    ['30 */5 * * * *', 300],
    ['0 0,10,59 * * * *', 60],
    ['0 0 8 * * *', 86_400],
    ['0 0 8-18/2 * * MON-FRI', 7_200],
    ['0 5/20 * * * ?', 1_200],
    ['0 0 0,23 ? * *', 3_600],
    ['0 50,10 9,17 1 JAN,feb *', 1_200 * 2],
    ['CRON_TZ=Asia/Shanghai 0 0 4 1 * *', 86_400],
    ['@every 1m', 60],
    ['@every 90s', 90],
    ['@every 1h30m', 5_400],
  ])('%s leaves %i seconds at least', (expression, shortestSeconds) => {
    expect(shortestInterval(expression)).toBe(shortestSeconds);
  });

  it.each([
    ['', 'expected second, minute'],
    ['0 * * * *', 'has five fields'],
    ['* * * * * *', 'the second must be one number'],
    ['*/30 * * * * *', 'the second must be one number'],
    ['60 * * * * *', 'the second must be one number'],
    ['0 60 * * * *', 'got value 60 expected range 0-59'],
    ['0 * 24 * * *', 'got value 24 expected range 0-23'],
    ['0 * * 0 * *', 'got value 0 expected range 1-31'],
    ['0 0 0 L * *', 'expected second, minute'],
    ['0 * * * 13 *', 'got value 13 expected range 1-12'],
    ['0 * * * * 8', 'got value 8 expected range 0-7'],
    ['0 0 0 * * 1#2', 'expected second, minute'],
    ['0 5-1 * * * *', 'Invalid range: 5-1'],
    ['0 */0 * * * *', 'cannot repeat at every 0'],
    ['0  * * * *', 'expected second, minute'],
    ['0 ? * * * *', 'expected second, minute'],
    ['0 1,,2 * * * *', 'Invalid list value'],
    ['0 * * * * * 2026', 'expected second, minute'],
    ['0 0 0 30 FEB *', 'Invalid explicit day of month'],
    ['@every 30s', 'shorter than a minute'],
    ['@every five minutes', '@every takes a duration'],
    ['@hourly', 'expected second, minute'],
    ['CRON_TZ=Moon/Base 0 * * * * *', 'is no time zone'],
  ])('%s is no expression: %s', (expression, expected) => {
    expect(shortestInterval(expression)).toContain(expected);
  });

  it('never promises more time than lies between two of its minutes', () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 5 });
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(minutes, hours, (some, others) => {
        const ticks = others
          .flatMap((hour) => some.map((minute) => hour * 60 + minute))
          .sort((a, b) => a - b);
        const twoDays = [...ticks, ...ticks.map((tick) => tick + 1_440)];
        const shortest =
          60 * Math.min(...twoDays.slice(1).map((tick, index) => tick - (twoDays[index] ?? 0)));
        expect(shortestInterval(`0 ${some.join()} ${others.join()} * * *`)).toBe(shortest);
      }),
    );
  });
});
