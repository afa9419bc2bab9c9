import { createHmac } from 'node:crypto';
import type { Variables } from '../../settings/environment.ts';
import { defineChannel } from '../channel.ts';
import { previewJson, webhookService } from '../webhook/webhook-channel.ts';
import { signingSecret, webhookUrl } from '../webhook/webhook-url.ts';
import { feishuAnswer, feishuReceiver } from './answers.ts';
import { feishuForm } from './payload.ts';

const bots =
  'https://open.feishu.cn/open-apis/bot/v2/hook/… or https://open.larksuite.com/open-apis/bot/v2/hook/…';

export const feishuVariables = {
  FEISHU_WEBHOOK_URL: webhookUrl({
    meaning: `webhook of a Feishu or Lark group's custom bot: ${bots}`,
    form: `expected the webhook of a Feishu or Lark group's custom bot, ${bots}`,
    objection: ({ pathname }, host) => {
      const own = /(?:^|\.)(?:feishu\.cn|larksuite\.com|larkoffice\.com)$/.test(host);
      if (own && pathname.startsWith('/open-apis/bot/hook/'))
        return 'is the webhook of an old bot (v1), which knows no signature';
      return own && !/^\/open-apis\/bot\/v2\/hook\/[^/]+\/?$/.test(pathname)
        ? 'is an address of Feishu, but not that of a custom bot'
        : undefined;
    },
  }),
  FEISHU_SECRET: signingSecret(
    'FEISHU_WEBHOOK_URL',
    "what the bot's messages are signed with, from its security settings",
    /^[\x21-\x7e]{6,200}$/,
    'the secret that the bot\'s security settings show below "signature verification" (签名校验), without blanks',
  ),
} satisfies Variables;

/** A group's custom bot of Feishu or Lark, its security setting being the signature. */
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
