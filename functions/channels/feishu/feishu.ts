import { createHmac } from 'node:crypto';
import { defineChannel } from '../channel.ts';
import { previewJson, webhookService } from '../webhook/webhook-channel.ts';
import { feishuAnswer, feishuReceiver } from './answers.ts';
import { feishuForm } from './payload.ts';
import { feishuVariables } from './settings.ts';

/** Feishu, or Lark, through a group's custom bot, its security setting being the signature. */
export const feishu = defineChannel({
  title: { en: 'Feishu', zh: '飞书' },
  listsEveryId: false,
  variables: feishuVariables,
  serve: ({ FEISHU_WEBHOOK_URL: webhook, FEISHU_SECRET: secret }) =>
    webhook &&
    secret &&
    webhookService({
      receiver: feishuReceiver,
      secrets: [webhook, secret],
      form: feishuForm,
      request: (payload, now) => ({
        url: webhook.reveal(),
        body: { ...signature(secret.reveal(), now), ...payload },
      }),
      answer: feishuAnswer,
      // Undocumented: whether Feishu checks the signature before the type.
      probe: {
        payload: { msg_type: 'none' },
        alive: 'the bot lives: it refused a message of no type',
        unsure: '; that its signature is taken is certain after --send-test',
      },
    }),
  preview: previewJson('feishu.json', feishuForm),
});

/**
 * Valid for an hour. The key is time and secret, the text is empty.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
function signature(secret: string, now: number): Readonly<{ timestamp: string; sign: string }> {
  const timestamp = String(Math.floor(now / 1_000));
  const sign = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
  return { timestamp, sign };
}
