import { describe, expect, it } from 'vitest';
import { answer, tooManyRequests, type Fault } from '../../rehearsal/world/fault.ts';
import { HeartbeatListener } from '../runtime/heartbeat-listener.ts';
import { Patient, wellPatient } from './patient.ts';

describe('of Slack it says', () => {
  it.each([
    [404, 'no_service', 'the webhook was revoked or its app removed'],
    [403, 'invalid_token', 'the webhook was revoked or its app removed'],
    [410, 'channel_is_archived', 'its channel is archived'],
    [403, 'action_prohibited', 'an administrator of the workspace forbids it'],
    [503, 'oops', 'Slack is in trouble (HTTP 503, oops) -> see https://slack-status.com'],
    [
      302,
      '',
      "HTTP 302, a redirect is not Slack's answer: a proxy or another server stands between -> check SLACK_WEBHOOK_URL",
    ],
    [404, 'Not Found', "HTTP 404, Not Found is not Slack's answer"],
  ])('that the webhook is dead: %i %s', async (status, body, expected) => {
    const patient = await wellPatient();
    patient.world.slack.fault = () =>
      answer(status, body, status === 302 ? { location: '/elsewhere' } : {});
    expect(await patient.examine()).toBe(false);
    expect(patient.of('Slack')).toMatch(/^fail Slack .* -> /);
    expect(patient.of('Slack')).toContain(expected);
  });

  it('that it cannot be reached, or takes what Slack would not', async () => {
    const patient = await wellPatient();
    patient.world.slack.fault = () => answer(200, 'ok');
    expect(await patient.examine()).toBe(true);
    expect(patient.of('Slack')).toMatch(/^warn .*it took a message that Slack refuses/);
    patient.world.slack.fault = () => tooManyRequests(30);
    expect(await patient.examine()).toBe(true);
    expect(patient.of('Slack')).toMatch(/^warn .*the webhook lives, but Slack is rate-limiting/);
    await patient.world.slack.close();
    expect(await patient.examine()).toBe(false);
    expect(patient.of('Slack')).toMatch(
      /^fail .*could not be reached \(ECONNREFUSED\) -> the host cannot be reached: check SLACK_WEBHOOK_URL /,
    );
  });
});

describe('of DingTalk it says', () => {
  const says = (errcode: number, errmsg: string): Fault =>
    answer(200, JSON.stringify({ errcode, errmsg }));
  async function withRobot(): Promise<Patient> {
    const patient = await wellPatient();
    patient.variables = patient.world.otherChats.dingtalk;
    return patient;
  }

  it('that the robot lives, without posting anything', async () => {
    const patient = await withRobot();
    expect(await patient.examine()).toBe(true);
    expect(patient.of('DingTalk')).toBe(
      'ok DingTalk the robot lives: it refused a message of no type (errcode 400105, 不支持的消息类型); that its signature is taken is certain after --send-test',
    );
    expect(patient.of('configuration')).toContain('tells slack, dingtalk and email');
    expect(patient.of('state read')).toContain('dingtalk.json: not there yet');
    expect(patient.world.dingtalk.messages).toEqual([]);
  });

  it('that the test has arrived, where one was asked for', async () => {
    const patient = await withRobot();
    expect(await patient.examine({ sendTest: true })).toBe(true);
    expect(patient.of('DingTalk: test')).toMatch(/^ok /);
    expect(patient.world.dingtalk.messages.map(({ title, pings }) => ({ title, pings }))).toEqual([
      { title: '[test] mms-task-alerts', pings: [] },
    ]);
  });

  it("that the secret is not the robot's", async () => {
    const patient = await withRobot();
    patient.variables = { ...patient.variables, DINGTALK_SECRET: 'SECofAnotherRobot' };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('DingTalk')).toMatch(
      /^fail DingTalk DingTalk answered errcode 310000, .*: the signature does not fit -> from the robot's security settings copy the secret, SEC and what follows, to DINGTALK_SECRET/,
    );
    expect(patient.lines.join()).not.toMatch(/ofAnotherRobot|a0loopback0token/);
  });

  it('that it cannot be reached', async () => {
    const patient = await withRobot();
    await patient.world.dingtalk.close();
    expect(await patient.examine()).toBe(false);
    expect(patient.of('DingTalk')).toMatch(
      /^fail .*could not be reached \(ECONNREFUSED\) -> the host cannot be reached: check DINGTALK_WEBHOOK_URL /,
    );
  });

  it.each<[Fault, string]>([
    [
      says(300005, 'token is not exist'),
      'fail DingTalk DingTalk answered errcode 300005, token is not exist: there is no such robot -> copy its webhook',
    ],
    [
      says(310000, 'ip 1.2.3.4 not in whitelist'),
      'not in whitelist: the robot takes messages from certain addresses only -> in the robot',
    ],
    [
      says(130101, 'send too fast'),
      'warn DingTalk the webhook lives, but DingTalk is rate-limiting (errcode 130101, send too fast) -> see what else posts to it',
    ],
    [says(0, 'ok'), 'warn DingTalk it took a message that DingTalk refuses'],
    [
      answer(503, 'oops'),
      'fail DingTalk DingTalk is in trouble (HTTP 503, oops) -> try again later',
    ],
    [
      answer(200, '<html>'),
      "fail DingTalk HTTP 200 is not DingTalk's answer: a proxy or another server stands between -> check DINGTALK_WEBHOOK_URL",
    ],
  ])('what it answered: %o', async (fault, expected) => {
    const patient = await withRobot();
    patient.world.dingtalk.fault = () => fault;
    expect(await patient.examine()).toBe(expected.startsWith('warn'));
    expect(patient.of('DingTalk')).toContain(expected);
  });
});

describe('of Feishu it says', () => {
  it('that the bot lives, without posting anything, and that a test has arrived', async () => {
    const patient = await wellPatient();
    patient.variables = patient.world.otherChats.feishu;
    expect(await patient.examine({ sendTest: true })).toBe(true);
    expect(patient.of('Feishu')).toBe(
      'ok Feishu the bot lives: it refused a message of no type (code 19002, params error, msg_type need); that its signature is taken is certain after --send-test',
    );
    expect(patient.of('Feishu: test')).toMatch(/^ok /);
    expect(patient.world.feishu.messages.map(({ summary, pings }) => ({ summary, pings }))).toEqual(
      [{ summary: '[test] mms-task-alerts', pings: [] }],
    );
    expect(patient.of('state read')).toContain('feishu.json: not there yet');
  });

  it("that the secret is not the bot's", async () => {
    const patient = await wellPatient();
    patient.variables = { ...patient.world.otherChats.feishu, FEISHU_SECRET: 'Qm7xR2vKp9sLw4Zt' };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('Feishu')).toMatch(
      /^fail Feishu Feishu answered code 19021, .* -> copy the secret/,
    );
    expect(patient.lines.join()).not.toMatch(/Qm7xR2vKp9|token-opens-nothing/);
  });
});

describe('of the mail server it says', () => {
  it('that it refuses the login', async () => {
    const patient = await wellPatient();
    patient.variables = {
      SMTP_URL: patient.world.mail.url.replace('loopback%20password', 'a%20wrong%20pass'),
    };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('The mail server')).toMatch(
      /^fail .*refused the user or the password .* -> check both in SMTP_URL/,
    );
    expect(patient.lines.join('\n')).not.toMatch(/a.{1,3}wrong.{1,3}pass/);
  });

  it('that its certificate is not trusted', async () => {
    const patient = await wellPatient();
    patient.variables = { SMTP_URL: patient.world.mail.url.replace(/\?.*/, '') };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('The mail server')).toMatch(
      /^fail .*the certificate of 127\.0\.0\.1:\d+ is not trusted .* -> use the host name/,
    );
  });

  it('that it offers no TLS', async () => {
    const patient = await Patient.start({
      mail: { tls: 'none', login: { user: 'u', password: 'pass' } },
    });
    patient.variables = { SMTP_URL: patient.world.mail.url.replace('?ignoreTLS=true', '') };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('The mail server')).toMatch(
      /^fail .*answered STARTTLS with .* -> TLS is required: use smtps:\/\//,
    );
  });

  it('that TLS from the first byte is not what this port speaks', async () => {
    const patient = await wellPatient();
    patient.variables = { SMTP_URL: patient.world.mail.url.replace('smtp:', 'smtps:') };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('The mail server')).toMatch(
      /^fail .*does not speak TLS from the first byte -> use smtps:\/\/ for port 465/,
    );
  });

  it('that port 25 is often blocked, whatever answers there', async () => {
    const patient = await wellPatient();
    patient.variables = { SMTP_URL: 'smtp://127.0.0.1:25' };
    await patient.examine({ timeoutMs: 2_000 });
    expect(patient.of('The mail server')).toMatch(
      /-> port 25 is often blocked where functions run: use 465/,
    );
  });

  it('that nothing listens there', async () => {
    const patient = await wellPatient();
    await patient.world.mail.close();
    expect(await patient.examine()).toBe(false);
    expect(patient.of('The mail server')).toMatch(
      /^fail .*nothing listens on 127\.0\.0\.1:\d+ -> check SMTP_URL$/,
    );
  });
});

describe('of the heartbeat it says', () => {
  it('nothing where there is none, and that it is not tried unasked', async () => {
    const patient = await wellPatient();
    const listener = await HeartbeatListener.start();
    expect(await patient.examine()).toBe(true);
    expect(patient.of('heartbeat')).toBe('');
    patient.variables = { HEARTBEAT_URL: `${listener.origin}/ping/averysecretpath` };
    expect(await patient.examine()).toBe(true);
    expect(patient.of('heartbeat')).toMatch(/^skip .*--send-test sends one/);
    expect(listener.heard).toEqual([]);
  });

  it('whether it is heard', async () => {
    const patient = await wellPatient();
    const listener = await HeartbeatListener.start();
    patient.variables = { HEARTBEAT_URL: `${listener.origin}/ping/averysecretpath` };
    expect(await patient.examine({ sendTest: true })).toBe(true);
    expect(patient.of('heartbeat')).toMatch(/^ok .*heard, as a good tick would be/);
    expect(listener.heard).toEqual(['GET /ping/averysecretpath']);
    listener.answer = () => ({ status: 404 });
    expect(await patient.examine({ sendTest: true })).toBe(false);
    expect(patient.of('heartbeat')).toMatch(/^fail heartbeat HTTP 404 -> check HEARTBEAT_URL/);
    expect(patient.lines.join()).not.toContain('averysecretpath');
  });
});
