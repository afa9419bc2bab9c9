import { createHmac } from 'node:crypto';
import { defineChannel } from '../channel.ts';
import { previewJson, webhookService } from '../webhook/webhook-channel.ts';
import { dingTalkAnswer, dingTalkReceiver } from './answers.ts';
import { dingTalkForm } from './payload.ts';
import { dingTalkVariables } from './settings.ts';

/** DingTalk through a group's own robot, its security setting being the signature. */
export const dingtalk = defineChannel({
  title: { en: 'DingTalk', zh: '钉钉' },
  listsEveryId: false,
  variables: dingTalkVariables,
  serve: ({ DINGTALK_WEBHOOK_URL: webhook, DINGTALK_SECRET: secret }) =>
    webhook &&
    secret &&
    webhookService({
      receiver: dingTalkReceiver,
      secrets: [webhook, secret],
      form: dingTalkForm,
      request: (body, now) => ({ url: signed(webhook.reveal(), secret.reveal(), now), body }),
      answer: dingTalkAnswer,
      // Undocumented: whether DingTalk checks the signature before the type.
      probe: {
        payload: { msgtype: 'none' },
        alive: 'the robot lives: it refused a message of no type',
        unsure: '; that its signature is taken is certain after --send-test',
      },
    }),
  preview: previewJson('dingtalk.json', dingTalkForm),
});

/**
 * The signature holds for an hour:
 * https://open.dingtalk.com/document/robots/customize-robot-security-settings
 */
function signed(webhookUrl: string, secret: string, now: number): string {
  const url = new URL(webhookUrl);
  const sign = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64');
  url.searchParams.set('timestamp', String(now));
  url.searchParams.set('sign', sign);
  return url.href;
}
