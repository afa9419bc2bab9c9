import { createHmac } from 'node:crypto';
import type { DingTalkRobot } from './dingtalk-robot.ts';
import type { Clock } from '../../ports.ts';
import { dingTalk, dingTalkAnswerOf } from './dingtalk-answer.ts';
import { noAnswerFrom, type WebhookAnswer } from '../webhook/webhook-answer.ts';

/** Posts once and tells what became of it; never rejects. */
export type DingTalkPost = (body: unknown, timeoutMs: number) => Promise<WebhookAnswer>;

export function createDingTalkPost(robot: DingTalkRobot, clock: Clock): DingTalkPost {
  return async (body, timeoutMs) => {
    try {
      const response = await fetch(signed(robot, clock()), {
        method: 'POST',
        // A kept connection may have died while the instance was frozen, and nobody could tell
        // whether the message that was sent over it had arrived.
        headers: { 'content-type': 'application/json; charset=utf-8', connection: 'close' },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return dingTalkAnswerOf(response.status, await response.text());
    } catch (error) {
      return noAnswerFrom(error, dingTalk);
    }
  };
}

/**
 * The signature holds for an hour:
 * https://open.dingtalk.com/document/robots/customize-robot-security-settings
 */
function signed({ webhookUrl, secret }: DingTalkRobot, now: number): URL {
  const url = new URL(webhookUrl.reveal());
  const key = secret.reveal();
  url.searchParams.set('timestamp', String(now));
  url.searchParams.set('sign', createHmac('sha256', key).update(`${now}\n${key}`).digest('base64'));
  return url;
}
