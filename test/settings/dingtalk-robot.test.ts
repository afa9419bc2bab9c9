import { describe, expect, it } from 'vitest';
import {
  parseDingTalkSecret,
  parseDingTalkWebhookUrl,
} from '../../functions/channels/dingtalk/dingtalk-robot.ts';
import { parseChanged, problemsOfChange } from './environment.ts';
import { problemsOf, valueOf, warningsOf } from './outcome.ts';

const webhook =
  'https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef0123456789abcdef';
const robot = { DINGTALK_WEBHOOK_URL: webhook, DINGTALK_SECRET: 'SEC0123456789abcdef' };

describe('DINGTALK_WEBHOOK_URL', () => {
  it.each([
    webhook,
    'https://oapi.dingtalk.io/robot/send?access_token=x',
    'https://proxy.example.com/dingtalk',
  ])('may be %s', (text) => {
    expect(valueOf(parseDingTalkWebhookUrl(text)).reveal()).toBe(text);
  });

  it('may be http: on the machine itself only', () => {
    expect(
      warningsOf(parseDingTalkWebhookUrl('http://127.0.0.1:8080/robot/send?access_token=x'))[0],
    ).toContain('local use');
    expect(problemsOf(parseDingTalkWebhookUrl(webhook.replace('https', 'http')))[0]).toContain(
      'unencrypted',
    );
  });

  it('is not signed yet', () => {
    const problems = problemsOf(
      parseDingTalkWebhookUrl(`${webhook}&timestamp=1700000000000&sign=abc%3D`),
    ).join();
    expect(problems).toContain('leave timestamp and sign out');
    expect(problems).not.toContain('0123456789abcdef');
  });

  it.each([
    'oapi.dingtalk.com/robot/send?access_token=T0KEN',
    'https://oapi.dingtalk.com/robot/send',
    'https://oapi.dingtalk.com/robot/send?access_token=',
    'https://oapi.dingtalk.com/gettoken?access_token=T0KEN',
    'https://open.dingtalk.com/document/T0KEN',
    'https://u:T0KEN@proxy.example.com/x',
    'https://proxy.example.com/T0KEN#y',
    'https://proxy.example.com/T0KEN y',
    'ftp://T0KEN',
    'T0KEN',
  ])('is not %s', (text) => {
    const problems = problemsOf(parseDingTalkWebhookUrl(text)).join();
    expect(problems).toContain("expected the webhook of a DingTalk group's own robot");
    expect(problems).not.toContain('T0KEN');
  });
});

describe('DINGTALK_SECRET', () => {
  it('is what the security settings show', () => {
    expect(valueOf(parseDingTalkSecret('SEC0123456789abcdef')).reveal()).toBe(
      'SEC0123456789abcdef',
    );
  });

  it.each(['0123456789abcdef', 'SEC', 'sec0123', 'SEC01 23', webhook])(
    'is not %s, of which nothing is repeated',
    (text) => {
      const problems = problemsOf(parseDingTalkSecret(text)).join();
      expect(problems).toContain('SEC and what follows');
      expect(problems).not.toMatch(/0123/);
    },
  );
});

describe('a robot of DingTalk', () => {
  it('is a channel by itself, and both of its variables are secrets', () => {
    const { dingTalk, slackWebhookUrl, secrets, warnings } = parseChanged({
      ...robot,
      SLACK_WEBHOOK_URL: undefined,
    });
    expect([dingTalk?.webhookUrl.reveal(), dingTalk?.secret.reveal(), slackWebhookUrl]).toEqual([
      ...Object.values(robot),
      undefined,
    ]);
    expect(secrets.map((secret) => secret.reveal())).toEqual(Object.values(robot));
    expect(warnings).toEqual([]);
  });

  it('needs its secret, and a secret needs its robot', () => {
    expect(problemsOfChange({ ...robot, DINGTALK_SECRET: '' })).toEqual([
      expect.stringMatching(/^DINGTALK_SECRET: required, but not set/),
    ]);
    expect(parseChanged({ DINGTALK_SECRET: robot.DINGTALK_SECRET }).warnings).toEqual([
      'DINGTALK_SECRET: has no effect while DINGTALK_WEBHOOK_URL is not set',
    ]);
  });

  it('is named where there is no channel at all, and so is a misspelt variable', () => {
    expect(problemsOfChange({ SLACK_WEBHOOK_URL: '' }).join()).toContain('DINGTALK_WEBHOOK_URL');
    expect(problemsOfChange({ DINGTALK_WEBHOK_URL: webhook }).join()).toContain(
      'expected DINGTALK_WEBHOOK_URL',
    );
  });
});
