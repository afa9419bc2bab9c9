import { createHmac } from 'node:crypto';
import type { Localised } from '../../language.ts';
import type { Variables } from '../../settings/environment.ts';
import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import { defineChannel } from '../channel.ts';
import { jsonIn, type Meaning, type Receiver, type Refusal } from '../webhook/answer.ts';
import { codeIn, probeOf, robotRefusals, signingSecret } from '../webhook/robot.ts';
import { previewJson, webhookService } from '../webhook/webhook-channel.ts';
import { webhookUrl } from '../webhook/webhook-url.ts';
import { dingTalkForm } from './payload.ts';

export const dingTalkVariables = {
  DINGTALK_WEBHOOK_URL: webhookUrl({
    what: "webhook of a DingTalk group's own robot",
    example: 'https://oapi.dingtalk.com/robot/send?access_token=…',
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
      receiver,
      secrets: [webhook, secret],
      form: dingTalkForm,
      request: (body, now) => ({ url: signed(webhook.reveal(), secret.reveal(), now), body }),
      probe: probeOf('robot', { msgtype: 'none' }),
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

/** Refusals are HTTP 200 as well: the code in the body tells. */
const receiver: Receiver = {
  title: 'DingTalk',
  variable: 'DINGTALK_WEBHOOK_URL',
  read: ({ status, body }) => {
    const { errcode, errmsg, sub_code: subCode, punish } = jsonIn(body);
    const outer = codeIn(errcode);
    // 88 wraps the code of the gateway.
    const code = outer === 88 ? (codeIn(subCode) ?? subcodeIn(errmsg) ?? outer) : outer;
    // The gateway's guard against floods answers without a code.
    const isMuted = status === 429 || (code === undefined && punish === 'deny');
    if (code === undefined) return { meaning: isMuted ? 'muted' : undefined };
    const message = untrustedName(errmsg, 120);
    const said = `errcode ${code}, ${message}`;
    return { meaning: isMuted ? 'muted' : meaningOf(code, message), said };
  },
};

/** `ding talk error[subcode=90018,submsg=…]` */
const subcodeIn = (message: unknown): number | undefined =>
  codeIn(typeof message === 'string' ? /subcode=(\d{1,9})/.exec(message)?.[1] : undefined);

/**
 * https://open.dingtalk.com/document/robots/custom-robot-access and
 * https://open.dingtalk.com/document/orgapp/server-api-error-codes-1. Two services answer at the
 * one address, so most failures have two codes.
 */
function meaningOf(code: number, message: string): Meaning {
  if (code === 0) return 'accepted';
  if (code === -1) return 'in trouble';
  if (isRateLimit(code) || tooMany.test(message)) return 'muted';
  if (code === 310000) return securityRefusal(message);
  if (message.includes('access_token')) return refusals[code] ?? noToken;
  return aboutTheMessage.includes(code) ? 'bad payload' : (refusals[code] ?? robot.unknownCode);
}

/**
 * Over 20 messages in a minute, which mutes the robot for ten (130101, 410100); daily calls used up
 * (90030); too many calls of the account (45009, 90001 to 90018).
 */
const isRateLimit = (code: number): boolean =>
  [130101, 410100, 90030, 45009].includes(code) || (code >= 90001 && code <= 90018);
const tooMany = /too fast|too many|frequen|limit exceed|限流|频繁|频率|超过.*限制/i;

/** Parts are missing, or it is too long, or its words or links are refused. */
const aboutTheMessage: readonly number[] = [
  40035, 43004, 400105, 101002, 460101, 430101, 430102, 430103, 430104,
];

const robot = robotRefusals({
  word: 'robot',
  webhook: 'DINGTALK_WEBHOOK_URL',
  secret: 'DINGTALK_SECRET',
  signature: { en: 'the signature', zh: '加签' },
  codes: 'https://open.dingtalk.com/document/orgapp/server-api-error-codes-1',
});
const copyAddress: Localised = {
  en: "copy the robot's whole webhook to DINGTALK_WEBHOOK_URL",
  zh: '将机器人的完整 Webhook 复制到 DINGTALK_WEBHOOK_URL',
};
const noToken: Refusal = {
  why: 'the address holds no token',
  fix: copyAddress,
  short: { en: 'no token in the address', zh: '地址缺少 access_token' },
};

const refusals: Readonly<Record<number, Refusal>> = {
  300001: robot.gone,
  300005: robot.gone,
  400101: robot.gone,
  400106: { ...robot.gone, why: 'the robot is not in its group any more' },
  400102: robot.switchedOff,
  400013: {
    why: 'its group is dissolved',
    fix: { en: `in another group ${robot.anew.en}`, zh: `在其他群中${robot.anew.zh}` },
    short: { en: 'group dissolved', zh: '群已解散' },
  },
  404: { why: 'there is no such address at DingTalk', fix: copyAddress },
};

function securityRefusal(message: string): Refusal {
  if (/keyword|关键词/i.test(message)) return robot.keywords;
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
      short: robot.badSignature,
    };
  if (/whitelist|白名单|\bip\b/i.test(message)) return robot.addresses;
  return {
    why: "the robot's security settings refuse it",
    fix: robot.signatureAlone,
    short: { en: 'refused by security settings', zh: '安全设置不允许' },
  };
}
