import { untrustedName } from '../../untrusted-text/untrusted-text.ts';
import { isRecord } from '../../runtime/json.ts';
import type { Receiver, WebhookAnswer } from '../webhook/webhook-answer.ts';

export const dingTalk: Receiver = { name: 'DingTalk', variable: 'DINGTALK_WEBHOOK_URL' };

/**
 * Codes as https://open.dingtalk.com/document/robots/custom-robot-access and its clients tell of
 * them; two services stand behind the one address, so most things have two codes.
 */
const ok = 0;
const busy = -1;
/** More than 20 messages in a minute, upon which the robot is mute for ten. */
const tooMany = [130101, 410100];
/**
 * Nothing that the message needs is there, its type is unknown, it is too long, or its text or
 * links are not liked.
 */
const aboutTheMessage = [40035, 43004, 400105, 101002, 460101, 430101, 430102, 430103, 430104];
const notAllowed = 310000;

const anew = 'create a new one and set DINGTALK_WEBHOOK_URL and DINGTALK_SECRET';
const gone: Readonly<Record<number, string>> = {
  300001: `there is no such robot: copy its webhook again, or ${anew}`,
  300005: `there is no such robot: copy its webhook again, or ${anew}`,
  400101: `there is no such robot: copy its webhook again, or ${anew}`,
  400106: `the robot is not in its group any more: ${anew}`,
  400102: "the robot is switched off: switch it on in the group's settings",
  400013: `its group is dissolved: in another, ${anew}`,
};

const answerAgain = 'check DINGTALK_WEBHOOK_URL';

/** A whole answer. Refusals are HTTP 200 as well: only the code in the body tells. */
export function dingTalkAnswerOf(status: number, body: string): WebhookAnswer {
  const { code, message } = sayingIn(body);
  const said =
    code === undefined
      ? [`HTTP ${status}`, untrustedName(body, 120)].filter((part) => part !== '').join(', ')
      : `errcode ${code}, ${message}`;
  if (status >= 500) return { kind: 'again', why: `DingTalk is in trouble (${said})` };
  if (status === 429 || (code !== undefined && tooMany.includes(code)))
    return { kind: 'muted', why: said };
  if (code === undefined)
    return {
      kind: 'refused',
      why: `not DingTalk's answer (${said}${status >= 300 && status < 400 ? ', a redirect' : ''}): ${answerAgain}`,
    };
  if (code === ok)
    return status === 200
      ? { kind: 'ok' }
      : { kind: 'refused', why: `not DingTalk's answer (HTTP ${status}): ${answerAgain}` };
  if (code === busy) return { kind: 'again', why: `DingTalk is in trouble (${said})` };
  if (code === notAllowed) return { kind: 'refused', why: `${said}; ${security(message)}` };
  if (aboutTheMessage.includes(code) && !message.includes('access_token'))
    return { kind: 'payload', why: said };
  return {
    kind: 'refused',
    gone: code in gone,
    why: `${said}; ${gone[code] ?? (message.includes('access_token') ? answerAgain : anew)}`,
  };
}

/**
 * The robot's security settings, of which only the signature is of use here. The words come in
 * English or in Chinese.
 */
function security(message: string): string {
  if (/keyword|关键词/i.test(message))
    return 'the robot asks for keywords: in its security settings choose the signature alone';
  if (/timestamp|时间戳.*(?:过期|无效|有误)/i.test(message))
    return "the function's clock and DingTalk's are more than an hour apart";
  if (/sign|签名/i.test(message))
    return "the signature does not fit: copy the secret (SEC…) from the robot's security settings to DINGTALK_SECRET";
  if (/whitelist|白名单|\bip\b/i.test(message))
    return 'the robot takes messages from certain addresses only: in its security settings choose the signature alone';
  return "see the robot's security settings, and choose the signature alone";
}

function sayingIn(body: string): Readonly<{ code: number | undefined; message: string }> {
  const answer = parsed(body);
  const { errcode, errmsg } = isRecord(answer) ? answer : {};
  const code =
    typeof errcode === 'string' && /^-?\d{1,9}$/.test(errcode) ? Number(errcode) : errcode;
  return {
    code: typeof code === 'number' && Number.isInteger(code) ? code : undefined,
    message: untrustedName(errmsg, 160),
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
