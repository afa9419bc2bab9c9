import type { Variables } from '../../settings/environment.ts';
import { signingSecret, webhookUrl } from '../webhook/webhook-url.ts';

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
