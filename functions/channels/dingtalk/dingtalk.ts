import { createHmac } from 'node:crypto';
import type { Variables } from '../../settings/environment.ts';
import { defineChannel } from '../channel.ts';
import { previewJson, webhookService } from '../webhook/webhook-channel.ts';
import { signingSecret, webhookUrl } from '../webhook/webhook-url.ts';
import { dingTalkAnswer, dingTalkReceiver } from './answers.ts';
import { dingTalkForm } from './payload.ts';

const robot = 'https://oapi.dingtalk.com/robot/send?access_token=…';

export const dingTalkVariables = {
  DINGTALK_WEBHOOK_URL: webhookUrl({
    meaning: `webhook of a DingTalk group's own robot: ${robot}`,
    form: `expected the webhook of a DingTalk group's own robot, ${robot}`,
    objection: ({ pathname, searchParams }, host) => {
      if (searchParams.has('timestamp') || searchParams.has('sign'))
        return 'must not be signed yet: leave timestamp and sign out, which are made for each message from DINGTALK_SECRET';
      const isRobot = pathname === '/robot/send' && (searchParams.get('access_token') ?? '') !== '';
      return /(?:^|\.)dingtalk\.(?:com|io)$/.test(host) && !isRobot
        ? 'is an address of DingTalk, but not that of a robot'
        : undefined;
    },
  }),
  DINGTALK_SECRET: signingSecret(
    'DINGTALK_WEBHOOK_URL',
    "what the robot's messages are signed with: SEC…, from its security settings",
    /^SEC[\x21-\x7e]{1,200}$/,
    'the secret that the robot\'s security settings show beside "additional signature" (加签): SEC and what follows',
  ),
} satisfies Variables;

/** A group's own robot, its security setting being the signature. */
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
