import { describe, expect, it } from 'vitest';
import { createDingTalkPost } from '../../functions/channels/dingtalk/dingtalk-post.ts';
import { OutOfTime } from '../../functions/runtime/deadline.ts';
import { retryUntil } from '../../functions/runtime/retry.ts';
import { createSlackPost } from '../../functions/channels/slack/slack-post.ts';
import { createSmtpSend } from '../../functions/channels/email/smtp-send.ts';
import { Secret } from '../../functions/settings/secret.ts';
import type { SmtpStage } from '../../rehearsal/world/smtp-fault.ts';
import {
  dingTalkOnLoopback,
  mailOnLoopback,
  settingsOf,
  slackOnLoopback,
} from './channels-on-loopback.ts';
import { HastyTime } from '../runtime/hasty-time.ts';

/** Milliseconds for one request; nothing else here would end one. */
const patience = 150;
const noAnswer = { kind: 'lost', why: expect.stringMatching(/^no answer in time/) as string };

describe('one request ends by itself', () => {
  it('to Slack', async () => {
    const { server } = await slackOnLoopback();
    server.fault = () => ({ kind: 'hang' });
    expect(
      await createSlackPost(new Secret(server.webhookUrl))({ text: 'x' }, patience),
    ).toMatchObject(noAnswer);
  });

  it('to Slack, of which half an answer came', async () => {
    const { server } = await slackOnLoopback();
    server.fault = () => ({ kind: 'stalled' });
    expect(
      await createSlackPost(new Secret(server.webhookUrl))({ text: 'x' }, patience),
    ).toMatchObject(noAnswer);
  });

  it('to DingTalk', async () => {
    const { server, time } = await dingTalkOnLoopback();
    server.fault = () => ({ kind: 'hang' });
    const robot = { webhookUrl: new Secret(server.webhookUrl), secret: new Secret(server.secret) };
    expect(
      await createDingTalkPost(robot, time.clock)({ msgtype: 'text' }, patience),
    ).toMatchObject(noAnswer);
  });

  const stages: readonly SmtpStage[] = [
    'greeting',
    'EHLO',
    'STARTTLS',
    'AUTH',
    'MAIL',
    'RCPT',
    'DATA',
    'end of data',
  ];
  it.each(stages)('to a mail server that falls silent at %s', async (stage) => {
    const { server } = await mailOnLoopback();
    server.fault = (call) => (call.stage === stage ? { kind: 'hang' } : undefined);
    const letter = { from: 'a@example.test', to: 'b@example.test', subject: 'x', text: 'x' };
    await expect(
      createSmtpSend(settingsOf(server.url))(letter, patience, new AbortController().signal),
    ).rejects.toThrow();
    expect(server.mails).toEqual([]);
  });
});

it('what cannot be ended is not waited for beyond the deadline', async () => {
  const { clock, sleep, random } = new HastyTime();
  const endless = retryUntil(() => new Promise<never>(() => undefined), {
    clock,
    sleep,
    random,
    until: clock() + 100,
    delayBefore: () => 0,
  });
  await expect(endless).rejects.toThrow(OutOfTime);
});
