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

export const dingTalkReceiver: Receiver = { title: 'DingTalk', variable: 'DINGTALK_WEBHOOK_URL' };

/**
 * https://open.dingtalk.com/document/robots/custom-robot-access and
 * https://open.dingtalk.com/document/orgapp/server-api-error-codes-1. Two services answer at the
 * one address, so most failures have two codes.
 */
const ok = 0;
const busy = -1;

/**
 * Over 20 messages in a minute, which mutes the robot for ten (130101, 410100); daily calls used up
 * (90030); too many calls of the account (45009, 90001 to 90018).
 */
const isRateLimit = (code: number): boolean =>
  [130101, 410100, 90030, 45009].includes(code) || (code >= 90001 && code <= 90018);

/** Parts are missing, or it is too long, or its words or links are refused. */
const aboutTheMessage: readonly number[] = [
  40035, 43004, 400105, 101002, 460101, 430101, 430102, 430103, 430104,
];
const securitySettings = 310000;

const anew: Localised = {
  en: 'create a new one, set DINGTALK_WEBHOOK_URL and DINGTALK_SECRET',
  zh: '新建机器人，更新 DINGTALK_WEBHOOK_URL 和 DINGTALK_SECRET',
};
const copyAddress: Localised = {
  en: "copy the robot's whole webhook to DINGTALK_WEBHOOK_URL",
  zh: '将机器人的完整 Webhook 复制到 DINGTALK_WEBHOOK_URL',
};
const noRobot: Refusal = {
  why: 'there is no such robot',
  fix: {
    en: `copy its webhook to DINGTALK_WEBHOOK_URL again, or ${anew.en}`,
    zh: `重新复制 Webhook 到 DINGTALK_WEBHOOK_URL，或${anew.zh}`,
  },
  short: { en: 'robot removed', zh: '机器人已被移除' },
};
const noToken: Refusal = {
  why: 'the address holds no token',
  fix: copyAddress,
  short: { en: 'no token in the address', zh: '地址缺少 access_token' },
};

const refusals: Readonly<Record<number, Refusal>> = {
  300001: noRobot,
  300005: noRobot,
  400101: noRobot,
  400106: { ...noRobot, why: 'the robot is not in its group any more' },
  400102: {
    why: 'the robot is switched off',
    fix: { en: "switch it on in the group's settings", zh: '在群设置中启用该机器人' },
    short: { en: 'robot switched off', zh: '机器人已停用' },
  },
  400013: {
    why: 'its group is dissolved',
    fix: { en: `in another group ${anew.en}`, zh: `在其他群中${anew.zh}` },
    short: { en: 'group dissolved', zh: '群已解散' },
  },
  404: { why: 'there is no such address at DingTalk', fix: copyAddress },
};

const unknownCode: Refusal = {
  why: 'a code that the documentation of robots does not explain',
  fix: {
    en: "look the code up at https://open.dingtalk.com/document/orgapp/server-api-error-codes-1, and at the robot in the group's settings",
    zh: '在 https://open.dingtalk.com/document/orgapp/server-api-error-codes-1 查询该错误码，并检查群设置中的机器人',
  },
};

/** Refusals are HTTP 200 as well: the code in the body tells. */
export function dingTalkAnswer(reply: WebhookReply): WebhookAnswer {
  const { status, body, retryAfterMs } = reply;
  const { errcode, errmsg, sub_code: subCode, punish } = jsonIn(body);
  const outer = codeIn(errcode);
  // 88 wraps the code of the gateway.
  const code = outer === 88 ? (codeIn(subCode) ?? subcodeIn(errmsg) ?? outer) : outer;
  const message = untrustedName(errmsg, 120);
  const said = code === undefined ? httpSaid(status, body) : `errcode ${code}, ${message}`;
  const tooMany = /too fast|too many|frequen|limit exceed|限流|频繁|频率|超过.*限制/i.test(message);
  // The gateway's guard against floods answers without a code.
  const guarded = code === undefined && punish === 'deny';
  if (status === 429 || guarded || (code !== undefined && (isRateLimit(code) || tooMany)))
    return {
      kind: 'rate-limited',
      why: `DingTalk is rate-limiting (${said})`,
      retryAfterMs,
      rest: true,
    };
  if (status >= 500 || status === 408 || code === busy)
    return inTrouble(dingTalkReceiver, said, reply);
  if (code === undefined || (code === ok && status !== 200))
    return notTheService(dingTalkReceiver, reply);
  if (code === ok) return { kind: 'accepted' };
  const aboutToken = message.includes('access_token');
  if (aboutTheMessage.includes(code) && !aboutToken) return { kind: 'bad payload', why: said };
  const refusal =
    code === securitySettings
      ? securityRefusal(message)
      : (refusals[code] ?? (aboutToken ? noToken : unknownCode));
  return refused(dingTalkReceiver, said, refusal);
}

/** `ding talk error[subcode=90018,submsg=…]` */
const subcodeIn = (message: unknown): number | undefined =>
  codeIn(typeof message === 'string' ? /subcode=(\d{1,9})/.exec(message)?.[1] : undefined);

function securityRefusal(message: string): Refusal {
  const alone: Localised = {
    en: "in the robot's security settings choose the signature alone",
    zh: '在机器人的安全设置中仅选择“加签”',
  };
  if (/keyword|关键词/i.test(message))
    return {
      why: 'the robot asks for keywords',
      fix: alone,
      short: { en: 'robot asks for keywords', zh: '机器人要求关键词' },
    };
  if (/timestamp|时间戳.*(?:过期|无效|有误)/i.test(message))
    return {
      why: "the function's clock and DingTalk's are more than an hour apart",
      fix: { en: 'check the clock of the machine', zh: '检查运行环境的时钟' },
    };
  if (/sign|签名/i.test(message))
    return {
      why: 'the signature does not fit',
      fix: {
        en: "from the robot's security settings copy the secret, SEC and what follows, to DINGTALK_SECRET",
        zh: '将机器人安全设置中以 SEC 开头的密钥复制到 DINGTALK_SECRET',
      },
      short: { en: 'signature refused', zh: '签名校验失败' },
    };
  if (/whitelist|白名单|\bip\b/i.test(message))
    return {
      why: 'the robot takes messages from certain addresses only',
      fix: alone,
      short: { en: 'address not allowed', zh: 'IP 不在白名单' },
    };
  return {
    why: "the robot's security settings refuse it",
    fix: alone,
    short: { en: 'refused by security settings', zh: '安全设置不允许' },
  };
}
