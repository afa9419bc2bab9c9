import type { Localised } from '../../language.ts';
import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import {
  codeIn,
  httpSaid,
  inTrouble,
  jsonIn,
  notTheService,
  refused,
  type Receiver,
  type Refusal,
  type WebhookAnswer,
  type WebhookReply,
} from '../webhook/answer.ts';

export const feishuReceiver: Receiver = { title: 'Feishu', variable: 'FEISHU_WEBHOOK_URL' };

/**
 * More than 100 messages a minute or 5 a second, or Feishu is busy, as around full and half hours.
 */
const rateLimits: readonly number[] = [11232, 99991400, 230020];

/** The request or its card is malformed or too large. */
const aboutTheMessage: readonly number[] = [
  9499, 10002, 10003, 19002, 19003, 19036, 11246, 11247, 11310, 200621, 200673, 230025, 230028,
  230099,
];

const anew: Localised = {
  en: 'create a new one, set FEISHU_WEBHOOK_URL and FEISHU_SECRET',
  zh: '新建机器人，更新 FEISHU_WEBHOOK_URL 和 FEISHU_SECRET',
};
const signatureAlone: Localised = {
  en: 'in its security settings choose signature verification alone',
  zh: '在机器人的安全设置中仅选择“签名校验”',
};

/** https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot, and what its users report. */
const refusals: Readonly<Record<number, Refusal>> = {
  19001: {
    why: 'there is no such bot',
    fix: {
      en: `copy its webhook to FEISHU_WEBHOOK_URL again, or ${anew.en}`,
      zh: `重新复制 Webhook 到 FEISHU_WEBHOOK_URL，或${anew.zh}`,
    },
    short: { en: 'bot removed', zh: '机器人已被移除' },
  },
  19007: {
    why: 'the bot is switched off',
    fix: {
      en: `switch it on in the group's settings, or ${anew.en}`,
      zh: `在群设置中启用该机器人，或${anew.zh}`,
    },
    short: { en: 'bot switched off', zh: '机器人已停用' },
  },
  19021: {
    why: "the signature does not fit, or the function's clock and Feishu's are more than an hour apart",
    fix: {
      en: "copy the secret from the bot's security settings to FEISHU_SECRET",
      zh: '将机器人安全设置中的签名密钥复制到 FEISHU_SECRET',
    },
    short: { en: 'signature refused', zh: '签名校验失败' },
  },
  19022: {
    why: 'the bot takes messages from certain addresses only',
    fix: signatureAlone,
    short: { en: 'address not allowed', zh: 'IP 不在白名单' },
  },
  19024: {
    why: 'the bot asks for keywords',
    fix: signatureAlone,
    short: { en: 'bot asks for keywords', zh: '机器人要求关键词' },
  },
};

const unknownCode: Refusal = {
  why: 'a code that the documentation of custom bots does not explain',
  fix: {
    en: "look the code up at https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code, and at the bot in the group's settings",
    zh: '在 https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code 查询该错误码，并检查群设置中的机器人',
  },
};

/** The code in the body tells, whatever the HTTP status. */
export function feishuAnswer(reply: WebhookReply): WebhookAnswer {
  const { status, body, retryAfterMs } = reply;
  // Older answers use other fields.
  const { code: newCode, msg, StatusCode, StatusMessage } = jsonIn(body);
  const code = codeIn(newCode) ?? codeIn(StatusCode);
  const said =
    code === undefined
      ? httpSaid(status, body)
      : `code ${code}, ${untrustedName(msg ?? StatusMessage, 120)}`;
  if (status === 429 || (code !== undefined && rateLimits.includes(code)))
    return { kind: 'rate-limited', why: `Feishu is rate-limiting (${said})`, retryAfterMs };
  if (code === 0 && status < 300) return { kind: 'accepted' };
  if (code !== undefined && aboutTheMessage.includes(code))
    return { kind: 'bad payload', why: said };
  const refusal = code === undefined ? undefined : refusals[code];
  if (refusal === undefined && (status >= 500 || status === 408))
    return inTrouble(feishuReceiver, said, reply);
  if (code === undefined || code === 0) return notTheService(feishuReceiver, reply);
  return refused(feishuReceiver, said, refusal ?? unknownCode);
}
