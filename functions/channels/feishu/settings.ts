import * as z from 'zod/mini';
import type { Variables } from '../../settings/environment.ts';
import { Secret } from '../../settings/secret.ts';
import { webhookUrl, webhookWarnings } from '../webhook/webhook-url.ts';

const feishuWebhookUrl = webhookUrl({
  form: "expected the webhook of a Feishu or Lark group's custom bot, https://open.feishu.cn/open-apis/bot/v2/hook/… or https://open.larksuite.com/open-apis/bot/v2/hook/…",
  objection: ({ pathname }, host) => {
    const own = /(?:^|\.)(?:feishu\.cn|larksuite\.com|larkoffice\.com)$/.test(host);
    if (own && pathname.startsWith('/open-apis/bot/hook/'))
      return 'is the webhook of an old bot (v1), which knows no signature';
    return own && !/^\/open-apis\/bot\/v2\/hook\/[^/]+\/?$/.test(pathname)
      ? 'is an address of Feishu, but not that of a custom bot'
      : undefined;
  },
});

export const feishuVariables = {
  FEISHU_WEBHOOK_URL: {
    required: 'one channel at least',
    secret: true,
    meaning:
      "webhook of a Feishu or Lark group's custom bot: https://open.feishu.cn/open-apis/bot/v2/hook/… or https://open.larksuite.com/open-apis/bot/v2/hook/…",
    schema: feishuWebhookUrl,
    warnings: webhookWarnings,
  },
  FEISHU_SECRET: {
    required: 'with FEISHU_WEBHOOK_URL',
    secret: true,
    meaning: "what the bot's messages are signed with, from its security settings",
    schema: z.pipe(
      z
        .string()
        .check(
          z.regex(
            /^[\x21-\x7e]{6,200}$/,
            'expected the secret that the bot\'s security settings show below "signature verification" (签名校验), without blanks',
          ),
        ),
      z.transform((text) => new Secret(text)),
    ),
  },
} satisfies Variables;
