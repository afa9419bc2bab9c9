import type { Language } from '../../notification/language.ts';
import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import {
  codeIn,
  httpSaid,
  jsonIn,
  notTheService,
  type Receiver,
  type WebhookAnswer,
  type WebhookReply,
} from '../webhook/answer.ts';

export const dingTalkReceiver: Receiver = { title: 'DingTalk', variable: 'DINGTALK_WEBHOOK_URL' };

/**
 * Codes as https://open.dingtalk.com/document/robots/custom-robot-access,
 * https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages and
 * https://open.dingtalk.com/document/orgapp/server-api-error-codes-1 have them. Two services stand
 * behind the one address, so most things have two codes.
 */
const ok = 0;
const busy = -1;

/**
 * More than 20 messages in a minute, upon which the robot is mute for ten (130101, 410100); its
 * daily calls are used up (90030); too many calls of the whole account, which are refused for a
 * while (45009, 90001 to 90018).
 */
const isRateLimit = (code: number): boolean =>
  [130101, 410100, 90030, 45009].includes(code) || (code >= 90001 && code <= 90018);

/** A part is missing, the type is unknown, it is too long, or its words or links are not liked. */
const aboutTheMessage: readonly number[] = [
  40035, 43004, 400105, 101002, 460101, 430101, 430102, 430103, 430104,
];
const securitySettings = 310000;

type Refusal = Readonly<{ why: string; hint: string; label?: Readonly<Record<Language, string>> }>;

const anew = 'create a new one, set DINGTALK_WEBHOOK_URL and DINGTALK_SECRET';
const noRobot: Refusal = {
  why: 'there is no such robot',
  hint: `copy its webhook to DINGTALK_WEBHOOK_URL again, or ${anew}`,
  label: { en: 'robot removed', zh: '机器人已被移除' },
};
const noToken: Refusal = {
  why: 'the address holds no token',
  hint: "copy the robot's whole webhook to DINGTALK_WEBHOOK_URL",
  label: { en: 'no token in the address', zh: '地址缺少 access_token' },
};

const refusals: ReadonlyMap<number, Refusal> = new Map([
  [300001, noRobot],
  [300005, noRobot],
  [400101, noRobot],
  [400106, { ...noRobot, why: 'the robot is not in its group any more' }],
  [
    400102,
    {
      why: 'the robot is switched off',
      hint: "switch it on in the group's settings",
      label: { en: 'robot switched off', zh: '机器人已停用' },
    },
  ],
  [
    400013,
    {
      why: 'its group is dissolved',
      hint: `in another group ${anew}`,
      label: { en: 'group dissolved', zh: '群已解散' },
    },
  ],
  [
    404,
    {
      why: 'there is no such address at DingTalk',
      hint: "copy the robot's whole webhook to DINGTALK_WEBHOOK_URL",
    },
  ],
]);

const unknownCode: Refusal = {
  why: 'a code that the documentation of robots does not explain',
  hint: "look the code up at https://open.dingtalk.com/document/orgapp/server-api-error-codes-1, and at the robot in the group's settings",
};

/** What DingTalk's answer means. Refusals are HTTP 200 as well: the code in the body tells. */
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
    return { kind: 'retryable', why: `DingTalk is in trouble (${said})`, hint: 'try again later' };
  if (code === undefined || (code === ok && status !== 200))
    return notTheService(dingTalkReceiver, reply);
  if (code === ok) return { kind: 'accepted' };
  const aboutToken = message.includes('access_token');
  if (aboutTheMessage.includes(code) && !aboutToken) return { kind: 'bad payload', why: said };
  const refusal =
    code === securitySettings
      ? security(message)
      : (refusals.get(code) ?? (aboutToken ? noToken : unknownCode));
  return {
    kind: 'refused',
    why: `DingTalk answered ${said}: ${refusal.why}`,
    hint: refusal.hint,
    permanent: refusal.label,
  };
}

/** `ding talk error[subcode=90018,submsg=…]` */
const subcodeIn = (message: unknown): number | undefined =>
  codeIn(typeof message === 'string' ? /subcode=(\d{1,9})/.exec(message)?.[1] : undefined);

/**
 * The robot's security settings, of which only the signature is of use here. The words come in
 * English or in Chinese.
 */
function security(message: string): Refusal {
  const alone = "in the robot's security settings choose the signature alone";
  if (/keyword|关键词/i.test(message))
    return {
      why: 'the robot asks for keywords',
      hint: alone,
      label: { en: 'robot asks for keywords', zh: '机器人要求关键词' },
    };
  if (/timestamp|时间戳.*(?:过期|无效|有误)/i.test(message))
    return {
      why: "the function's clock and DingTalk's are more than an hour apart",
      hint: 'check the clock of the machine',
    };
  if (/sign|签名/i.test(message))
    return {
      why: 'the signature does not fit',
      hint: "copy the secret (SEC…) from the robot's security settings to DINGTALK_SECRET",
      label: { en: 'signature refused', zh: '签名校验失败' },
    };
  if (/whitelist|白名单|\bip\b/i.test(message))
    return {
      why: 'the robot takes messages from certain addresses only',
      hint: alone,
      label: { en: 'address not allowed', zh: 'IP 不在白名单' },
    };
  return {
    why: "the robot's security settings refuse it",
    hint: alone,
    label: { en: 'refused by security settings', zh: '安全设置不允许' },
  };
}
