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
    [503, 'oops', 'Slack is in trouble (HTTP 503, oops) -> try again later'],
    [302, '', "not Slack's answer (HTTP 302, a redirect) -> check SLACK_WEBHOOK_URL"],
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
    expect(patient.of('Slack')).toMatch(/^warn .*it took an empty message/);
    patient.world.slack.fault = () => tooManyRequests(30);
    expect(await patient.examine()).toBe(true);
    expect(patient.of('Slack')).toMatch(/^warn .*the webhook lives, but Slack asks for patience/);
    await patient.world.slack.goDown();
    expect(await patient.examine()).toBe(false);
    expect(patient.of('Slack')).toMatch(
      /^fail .*could not be reached \(ECONNREFUSED\) -> check SLACK_WEBHOOK_URL/,
    );
  });
});

describe('of DingTalk it says', () => {
  const says = (errcode: number, errmsg: string): Fault =>
    answer(200, JSON.stringify({ errcode, errmsg }));
  async function withRobot(): Promise<Patient> {
    const patient = await wellPatient();
    patient.variables = patient.world.dingTalkToo();
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
    expect(patient.of('test to DingTalk')).toMatch(/^ok /);
    expect(patient.world.dingtalk.messages.map(({ title, pings }) => ({ title, pings }))).toEqual([
      { title: '[test] mms-task-alerts', pings: [] },
    ]);
  });

  it("that the secret is not the robot's", async () => {
    const patient = await withRobot();
    patient.variables = { ...patient.variables, DINGTALK_SECRET: 'SECofAnotherRobot' };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('DingTalk')).toMatch(
      /^fail DingTalk errcode 310000, .* -> the signature does not fit: copy the secret \(SEC…\)/,
    );
    expect(patient.lines.join()).not.toMatch(/ofAnotherRobot|a0loopback0token/);
  });

  it('that it cannot be reached', async () => {
    const patient = await withRobot();
    await patient.world.dingtalk.goDown();
    expect(await patient.examine()).toBe(false);
    expect(patient.of('DingTalk')).toMatch(
      /^fail .*could not be reached \(ECONNREFUSED\) -> check DINGTALK_WEBHOOK_URL/,
    );
  });

  it.each<[Fault, string]>([
    [
      says(300005, 'token is not exist'),
      'fail DingTalk errcode 300005, token is not exist -> there is no such robot',
    ],
    [
      says(310000, 'ip 1.2.3.4 not in whitelist'),
      'fail DingTalk errcode 310000, ip 1.2.3.4 not in whitelist -> the robot takes messages from certain addresses only',
    ],
    [
      says(130101, 'send too fast'),
      'warn DingTalk the robot lives, but takes no messages for now -> a robot that is sent more than 20',
    ],
    [says(0, 'ok'), 'warn DingTalk it took a message of no type'],
    [
      answer(503, 'oops'),
      'fail DingTalk DingTalk is in trouble (HTTP 503, oops) -> try again later',
    ],
    [
      answer(200, '<html>'),
      "fail DingTalk not DingTalk's answer (HTTP 200, <html>) -> check DINGTALK_WEBHOOK_URL",
    ],
  ])('what it answered: %o', async (fault, expected) => {
    const patient = await withRobot();
    patient.world.dingtalk.fault = () => fault;
    expect(await patient.examine()).toBe(expected.startsWith('warn'));
    expect(patient.of('DingTalk')).toContain(expected);
  });
});

describe('of the mail server it says', () => {
  it('that it refuses the login', async () => {
    const patient = await wellPatient();
    patient.variables = {
      SMTP_URL: patient.world.mail.url.replace('loopback%20password', 'a%20wrong%20pass'),
    };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('SMTP')).toMatch(
      /^fail .*refused the user or the password .* -> check both in SMTP_URL/,
    );
    expect(patient.lines.join('\n')).not.toMatch(/a.{1,3}wrong.{1,3}pass/);
  });

  it('that its certificate is not trusted', async () => {
    const patient = await wellPatient();
    patient.variables = { SMTP_URL: patient.world.mail.url.replace(/\?.*/, '') };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('SMTP')).toMatch(
      /^fail .*the certificate of 127\.0\.0\.1:\d+ is not trusted .* -> use the host name/,
    );
  });

  it('that it offers no TLS', async () => {
    const patient = await Patient.start({
      mail: { tls: 'none', login: { user: 'u', password: 'pass' } },
    });
    patient.variables = { SMTP_URL: patient.world.mail.url.replace('?ignoreTLS=true', '') };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('SMTP')).toMatch(/^fail .*offers no TLS .* -> use smtps:\/\//);
  });

  it('that TLS from the first byte is not what this port speaks', async () => {
    const patient = await wellPatient();
    patient.variables = { SMTP_URL: patient.world.mail.url.replace('smtp:', 'smtps:') };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('SMTP')).toMatch(
      /^fail .*does not speak TLS from the first byte -> use smtps:\/\/ for port 465/,
    );
  });

  it('that port 25 is often blocked, whatever answers there', async () => {
    const patient = await wellPatient();
    patient.variables = { SMTP_URL: 'smtp://127.0.0.1:25' };
    await patient.examine({ patienceMs: 2_000 });
    expect(patient.of('SMTP')).toMatch(/-> port 25 is often blocked where functions run: use 465/);
  });

  it('that nothing listens there', async () => {
    const patient = await wellPatient();
    await patient.world.mail.goDown();
    expect(await patient.examine()).toBe(false);
    expect(patient.of('SMTP')).toMatch(
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
