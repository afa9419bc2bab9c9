import { describe, expect, it } from 'vitest';
import { Secret } from '../../functions/settings/secret.ts';
import { answer, onOperation, type Fault } from '../../rehearsal/world/fault.ts';
import { keysIn } from '../../scripts/deployment/deployer.ts';
import {
  calledIn,
  InvocationError,
  invokeFunction,
  previewsIn,
  type Called,
  type Summary,
} from '../../scripts/invoke/invoke-function.ts';
import { HastyTime } from '../runtime/hasty-time.ts';
import { fcOnLoopback, keys, summary } from './fc-on-loopback.ts';
import { run } from './run-script.ts';

const { accessKeyId, accessKeySecret, securityToken } = keys;
const deployed = {
  AccountID: '1234567890123456',
  AccessKeyID: accessKeyId,
  AccessKeySecret: accessKeySecret,
  SecurityToken: securityToken,
};
const called: Called = {
  functionName: 'mms-task-alerts',
  region: 'cn-shanghai',
  account: '1234567890123456',
  endpoint: undefined,
  credentials: {
    accessKeyId,
    accessKeySecret: new Secret(accessKeySecret),
    securityToken: new Secret(securityToken),
  },
};

const invoke = (changes: Partial<Called>, event = '{}', time = new HastyTime()): Promise<Summary> =>
  invokeFunction({ ...called, ...changes }, event, time.in(75_000), time);

/** What is said where there is no summary. */
const failureOf = (invoked: Promise<Summary>): Promise<string> =>
  invoked.then(
    () => 'no failure',
    (error: unknown) => (error instanceof InvocationError ? error.message : String(error)),
  );

describe('an invocation', () => {
  it('reaches the function of FC 3.0 with a genuine signature, and gives its summary', async () => {
    const { server, events } = await fcOnLoopback();
    expect(await invoke({ endpoint: server.url }, '{"dryRun":true}')).toEqual(summary);
    expect(events).toEqual(['{"dryRun":true}']);
    expect(server.journal.operations).toEqual(['InvokeFunction mms-task-alerts']);
  });

  it('shows as text what would be sent', () => {
    expect(previewsIn(summary).join('\n')).toMatch(
      /--- slack would be sent:\nOne task failed: orders\n\n--- email would be sent nothing/,
    );
  });

  it("says why the function failed, in the function's words", async () => {
    const { server } = await fcOnLoopback();
    const message = 'one problem in this tick: slack: Slack was not told';
    server.functions.set('mms-task-alerts', () => ({
      kind: 'error',
      type: 'HandledInvocationError',
      errorType: 'AggregateError',
      message,
    }));
    expect(await failureOf(invoke({ endpoint: server.url }))).toMatch(
      /^the function failed: one problem in this tick: slack: Slack was not told\n-> look for request 1-/,
    );
  });

  it.each([
    [
      'a key that nobody knows',
      {
        credentials: {
          ...called.credentials,
          accessKeyId: 'LTAI5tUnknown',
          securityToken: undefined,
        },
      },
      /HTTP 403, request 1-.*fc:InvokeFunction.*acs:fc:cn-shanghai:1234567890123456:functions\/mms-task-alerts/s,
    ],
    [
      'a wrong secret',
      { credentials: { ...called.credentials, accessKeySecret: new Secret('other') } },
      /HTTP 403/,
    ],
    [
      'a function that is not there',
      { functionName: 'gone' },
      /^there is no function gone in cn-shanghai \(HTTP 404.*-> deploy it, or check FC_DEPLOY_FUNCTION_NAME/s,
    ],
  ])('says what to do about %s', async (_, changes, expected) => {
    const { server } = await fcOnLoopback();
    expect(await failureOf(invoke({ endpoint: server.url, ...changes }))).toMatch(expected);
  });

  it.each<[string, Fault, RegExp]>([
    [
      'an older error with words',
      answer(400, '{"ErrorCode":"InvalidArgument","ErrorMessage":"the event is too long"}', {
        'content-type': 'application/json',
      }),
      /HTTP 400, the event is too long/,
    ],
    ['trouble', answer(500, 'oops'), /HTTP 500.*-> try again/s],
    ['a broken connection', { kind: 'reset' }, /could not be reached \(ECONNRESET\)/],
    [
      'an answer that is no JSON',
      answer(200, '<html>', { 'content-type': 'application/json' }),
      /is not Function Compute\n-> check --endpoint/,
    ],
    ['an answer that is no summary', answer(200, 'hello'), /the answer is no summary/],
  ])('says what it met: %s', async (_, fault, expected) => {
    const { server } = await fcOnLoopback();
    server.fault = () => fault;
    expect(await failureOf(invoke({ endpoint: server.url }))).toMatch(expected);
  });

  it('waits for the tick that keeps the only instance busy, and not for ever', async () => {
    const { server } = await fcOnLoopback();
    const busy = answer(429, '{"Code":"ResourceThrottled","Message":"busy"}', {
      'content-type': 'application/json',
    });
    server.fault = onOperation('InvokeFunction', busy, 2);
    expect(await invoke({ endpoint: server.url })).toEqual(summary);
    server.fault = () => busy;
    const time = new HastyTime();
    expect(await failureOf(invoke({ endpoint: server.url }, '{}', time))).toMatch(
      /^the function is busy \(HTTP 429/,
    );
    const slept = time.slept.reduce((sum, ms) => sum + ms, 0);
    expect(slept).toBeGreaterThan(50_000);
    expect(slept).toBeLessThan(75_000);
  });

  it('says that nothing listens there', async () => {
    const { server } = await fcOnLoopback();
    await server.close();
    expect(await failureOf(invoke({ endpoint: server.url }))).toMatch(
      /could not be reached \(ECONNREFUSED\)/,
    );
  });
});

describe('what is invoked', () => {
  const callOf = (environment: Readonly<Record<string, string>>, endpoint?: string): Called =>
    calledIn(environment, keysIn(environment, undefined), endpoint);

  it('is the function that this environment deploys, by the keys that deploy it', () => {
    const environment = {
      ...deployed,
      FC_DEPLOY_FUNCTION_NAME: 'finance',
      FC_DEPLOY_REGION: 'eu-central-1',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'other',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'other',
    };
    expect(callOf(environment)).toMatchObject({
      functionName: 'finance',
      region: 'eu-central-1',
      account: '1234567890123456',
      endpoint: undefined,
      credentials: { accessKeyId },
    });
  });

  it("may stand elsewhere, by the component's own variable too", () => {
    const elsewhere = { ...deployed, FC_CLIENT_CUSTOM_ENDPOINT: 'http://127.0.0.1:9' };
    expect(callOf(elsewhere).endpoint).toBe('http://127.0.0.1:9');
    expect(callOf(elsewhere, 'http://127.0.0.1:8/').endpoint).toBe('http://127.0.0.1:8');
    expect(callOf({ ...deployed, AccountID: '' }, 'http://127.0.0.1:8').account).toBe('unknown');
  });

  it('takes the keys of ALIBABA_CLOUD_* and the account of the role where the deployer has no others', () => {
    const environment = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
      ALIBABA_CLOUD_SECURITY_TOKEN: securityToken,
      FC_DEPLOY_ROLE_ARN: 'acs:ram::42:role/alerts',
      MMS_REGION: 'cn-beijing',
    };
    expect(callOf(environment)).toMatchObject({
      account: '42',
      region: 'cn-beijing',
      functionName: 'mms-task-alerts',
    });
  });

  it('is unclear without keys, without an account, or with an endpoint that is none', () => {
    expect(() => callOf({})).toThrow(/AccessKeyID.*\n.*AccountID/);
    expect(() => callOf({ ...deployed, SecurityToken: '' })).toThrow('set SecurityToken');
    expect(() => callOf(deployed, 'not a host')).toThrow('--endpoint');
  });
});

describe('the command', () => {
  it('prints the summary, and shows no secret', async () => {
    const { server, events } = await fcOnLoopback();
    const leaky = {
      ...summary,
      problems: [{ where: 'mms', message: `${accessKeySecret} ${securityToken}` }],
    };
    server.functions.set('mms-task-alerts', (event) => {
      events.push(event);
      return { kind: 'value', value: leaky };
    });
    const { code, stdout, stderr } = await run(
      'invoke.ts',
      ['--endpoint', server.url],
      // What `npm run invoke --dry-run` comes to.
      { ...deployed, npm_config_dry_run: 'true' },
    );
    expect([code, events], stderr).toEqual([0, ['{"dryRun":true}']]);
    expect(JSON.parse(stdout)).toMatchObject({
      tasks: 3,
      problems: [{ where: 'mms', message: '*** ***' }],
    });
    expect(stderr).toContain('slack would be sent:');
    expect(stdout + stderr).not.toContain('loopback-');
  });

  it('ends with 1 where it fails, and with 2 for what it does not know', async () => {
    const { server } = await fcOnLoopback();
    const wrong = await run('invoke.ts', ['--endpoint', server.url], {
      ...deployed,
      AccessKeySecret: 'wrong-secret',
    });
    expect([wrong.code, wrong.stdout]).toEqual([1, '']);
    expect(wrong.stderr).toContain('Function Compute refuses these keys (HTTP 403');
    expect(wrong.stderr).not.toContain('wrong-secret');
    expect(await run('invoke.ts', ['--dryrun'], deployed)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('usage: npm run invoke') as string,
    });
  });
});
