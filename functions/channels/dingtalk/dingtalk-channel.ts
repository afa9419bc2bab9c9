import type { DingTalkRobot } from './dingtalk-robot.ts';
import type { Language } from '../../notification/language.ts';
import { dingTalkMessages, type DingTalkMessage } from './dingtalk-messages.ts';
import type { Channel, Delivery } from '../../ports.ts';
import { createRedactor } from '../../runtime/redaction.ts';
import { deliveryGrace } from '../../runtime/deadline.ts';
import { dingTalk } from './dingtalk-answer.ts';
import { createDingTalkPost } from './dingtalk-post.ts';
import { redactDelivery } from '../redact-delivery.ts';
import type { RetryDeps } from '../../runtime/retry.ts';
import { deliveryOf, postUntil } from '../webhook/webhook-delivery.ts';

export type DingTalkChannelOptions = RetryDeps &
  Readonly<{
    robot: DingTalkRobot;
    /** For links to the console. */
    region: string | undefined;
    language: Language;
    timeZone: string;
    /** The mail is told the same, so a message may point there. */
    mailAlso: boolean;
  }>;

/** DingTalk through a group's own robot. */
export function createDingTalkChannel({
  robot,
  region,
  mailAlso,
  language,
  timeZone,
  ...patience
}: DingTalkChannelOptions): Channel {
  const post = createDingTalkPost(robot, patience.clock);
  const redact = createRedactor([robot.webhookUrl, robot.secret]);
  const deliver = async (
    { body, shortBody }: DingTalkMessage,
    until: number,
  ): Promise<Delivery> => {
    const by = until - deliveryGrace;
    const answer = await postUntil((timeout) => post(body, timeout), by, dingTalk, patience);
    if (answer.kind !== 'payload') return deliveryOf(answer, dingTalk, patience);
    // What it would refuse in every tick must not keep the channel from all that comes after.
    const short = deliveryOf(
      await postUntil((timeout) => post(shortBody, timeout), by, dingTalk, patience),
      dingTalk,
      patience,
    );
    const refusal = `DingTalk refused the text of a message (${answer.why})`;
    return short.kind === 'accepted'
      ? { kind: 'accepted', problem: `${refusal}; it went out as ids alone` }
      : { ...short, problem: `${refusal}, and the ids alone: ${short.problem}` };
  };
  return {
    name: 'dingtalk',
    compose: (briefing, now) =>
      Promise.resolve(
        dingTalkMessages(briefing, { now, region, mailAlso, language, timeZone }).map(
          (message) => ({
            covers: message.covers,
            plainText: message.plainText,
            deliver: async (until) => redactDelivery(await deliver(message, until), redact),
          }),
        ),
      ),
  };
}
