import type { Variables } from '../../settings/environment.ts';
import { signingSecret, webhookUrl } from '../webhook/webhook-url.ts';

const robot = 'https://oapi.dingtalk.com/robot/send?access_token=…';

export const dingTalkVariables = {
  DINGTALK_WEBHOOK_URL: webhookUrl({
    meaning: `webhook of a DingTalk group's own robot: ${robot}`,
    form: `expected the webhook of a DingTalk group's own robot, ${robot}`,
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
