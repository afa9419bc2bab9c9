import { createHmac } from 'node:crypto';
import type { Variables } from '../../settings/environment.ts';
import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import { defineChannel } from '../channel.ts';
import { jsonIn, type Meaning, type Receiver, type Refusal } from '../webhook/answer.ts';
import { codeIn, probeOf, robotRefusals, signingSecret } from '../webhook/robot.ts';
import { previewJson, webhookService } from '../webhook/webhook-channel.ts';
import { webhookUrl } from '../webhook/webhook-url.ts';
import { feishuForm } from './payload.ts';

export const feishuVariables = {
  FEISHU_WEBHOOK_URL: webhookUrl({
    what: "webhook of a Feishu or Lark group's custom bot",
    example:
      'https://open.feishu.cn/open-apis/bot/v2/hook/… or https://open.larksuite.com/open-apis/bot/v2/hook/…',
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
      receiver,
      secrets: [webhook, secret],
      form: feishuForm,
      request: (payload, now) => ({
        url: webhook.reveal(),
        body: { ...signature(secret.reveal(), now), ...payload },
      }),
      probe: probeOf('bot', { msg_type: 'none' }),
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

/** The code in the body tells, whatever the HTTP status. */
const receiver: Receiver = {
  title: 'Feishu',
  variable: 'FEISHU_WEBHOOK_URL',
  read: ({ body }) => {
    // Older answers use other fields.
    const { code: newCode, msg, StatusCode, StatusMessage } = jsonIn(body);
    const code = codeIn(newCode) ?? codeIn(StatusCode);
    if (code === undefined) return { meaning: undefined };
    const said = `code ${code}, ${untrustedName(msg ?? StatusMessage, 120)}`;
    return { meaning: meaningOf(code), said };
  },
};

function meaningOf(code: number): Meaning {
  if (code === 0) return 'accepted';
  if (rateLimits.includes(code)) return 'rate-limited';
  return aboutTheMessage.includes(code) ? 'bad payload' : (refusals[code] ?? bot.unknownCode);
}

/**
 * More than 100 messages a minute or 5 a second, or Feishu is busy, as around full and half hours.
 */
const rateLimits: readonly number[] = [11232, 99991400, 230020];

/** The request or its card is malformed or too large. */
const aboutTheMessage: readonly number[] = [
  9499, 10002, 10003, 19002, 19003, 19036, 11246, 11247, 11310, 200621, 200673, 230025, 230028,
  230099,
];

const bot = robotRefusals({
  word: 'bot',
  webhook: 'FEISHU_WEBHOOK_URL',
  secret: 'FEISHU_SECRET',
  signature: { en: 'signature verification', zh: '签名校验' },
  codes: 'https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code',
});

/** https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot, and what its users report. */
const refusals: Readonly<Record<number, Refusal>> = {
  19001: bot.gone,
  19007: bot.switchedOff,
  19021: {
    why: "the signature does not fit, or the function's clock and Feishu's are more than an hour apart",
    fix: {
      en: "copy the secret from the bot's security settings to FEISHU_SECRET",
      zh: '将机器人安全设置中的签名密钥复制到 FEISHU_SECRET',
    },
    short: bot.badSignature,
  },
  19022: bot.addresses,
  19024: bot.keywords,
};
