import { requestTimeout } from '../../functions/runtime/deadline.ts';
import { createDingTalkPost } from '../../functions/channels/dingtalk/dingtalk-post.ts';
import type { RetryDeps } from '../../functions/runtime/retry.ts';
import type { DingTalkRobot } from '../../functions/channels/dingtalk/dingtalk-robot.ts';
import { fail, ok, warn, type Finding } from './finding.ts';
import { webhookFailure } from './webhook-failure.ts';

const notDingTalk = "check that DINGTALK_WEBHOOK_URL is that of a DingTalk group's own robot";
const hints = {
  network: "check DINGTALK_WEBHOOK_URL and this machine's network",
  later: 'try again later',
};
const mute =
  'a robot that is sent more than 20 messages a minute is mute for ten: see what else uses it, and try again then';

/**
 * Posts a message of a type that there is not. A robot that lives refuses it, so nothing is posted;
 * one that is gone says so first. Whether DingTalk looks at the signature before the type is not
 * documented.
 */
export async function checkDingTalk(
  robot: DingTalkRobot,
  until: number,
  { clock }: RetryDeps,
): Promise<Finding> {
  const answer = await createDingTalkPost(robot, clock)(
    { msgtype: 'none' },
    requestTimeout(until, clock),
  );
  switch (answer.kind) {
    case 'payload':
      return ok(
        'DingTalk',
        `the robot lives: it refused a message of no type (${answer.why}); that its signature is taken is certain after --send-test`,
      );
    case 'wait':
    case 'muted':
      return warn('DingTalk', 'the robot lives, but takes no messages for now', mute);
    case 'ok':
      return warn('DingTalk', 'it took a message of no type, which DingTalk refuses', notDingTalk);
    case 'again':
    case 'lost':
    case 'refused':
      return webhookFailure('DingTalk', answer, hints);
    default:
      return answer satisfies never;
  }
}

/** One message that says what it is. */
export async function sendTestToDingTalk(
  robot: DingTalkRobot,
  text: string,
  until: number,
  { clock }: RetryDeps,
): Promise<Finding> {
  const body = {
    msgtype: 'markdown',
    markdown: { title: '[test] mms-task-alerts', text },
    at: { isAtAll: false },
  };
  const answer = await createDingTalkPost(robot, clock)(body, requestTimeout(until, clock));
  switch (answer.kind) {
    case 'ok':
      return ok('test to DingTalk', "sent: look for it in the robot's group");
    case 'payload':
      return fail('test to DingTalk', `DingTalk refused the message (${answer.why})`, notDingTalk);
    case 'wait':
    case 'muted':
      return fail('test to DingTalk', 'the robot takes no messages for now', mute);
    case 'again':
    case 'lost':
    case 'refused':
      return webhookFailure('test to DingTalk', answer, hints);
    default:
      return answer satisfies never;
  }
}
