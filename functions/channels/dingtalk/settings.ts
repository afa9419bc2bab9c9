import * as z from 'zod/mini';
import type { Variables } from '../../settings/environment.ts';
import { Secret } from '../../settings/secret.ts';
import { webhookUrl, webhookWarnings } from '../webhook/webhook-url.ts';

const dingTalkWebhookUrl = webhookUrl({
  form: "expected the webhook of a DingTalk group's own robot, https://oapi.dingtalk.com/robot/send?access_token=…",
  objection: ({ pathname, searchParams }, host) => {
    if (searchParams.has('timestamp') || searchParams.has('sign'))
      return 'must not be signed yet: leave timestamp and sign out, which are made for each message from DINGTALK_SECRET';
    const isRobot = pathname === '/robot/send' && (searchParams.get('access_token') ?? '') !== '';
    return /(?:^|\.)dingtalk\.(?:com|io)$/.test(host) && !isRobot
      ? 'is an address of DingTalk, but not that of a robot'
      : undefined;
  },
});

export const dingTalkVariables = {
  DINGTALK_WEBHOOK_URL: {
    required: 'one channel at least',
    secret: true,
    meaning:
      "webhook of a DingTalk group's own robot: https://oapi.dingtalk.com/robot/send?access_token=…",
    schema: dingTalkWebhookUrl,
    warnings: webhookWarnings,
  },
  DINGTALK_SECRET: {
    required: 'with DINGTALK_WEBHOOK_URL',
    secret: true,
    meaning: "what the robot's messages are signed with: SEC…, from its security settings",
    schema: z.pipe(
      z
        .string()
        .check(
          z.regex(
            /^SEC[\x21-\x7e]{1,200}$/,
            'expected the secret that the robot\'s security settings show beside "additional signature" (加签): SEC and what follows',
          ),
        ),
      z.transform((text) => new Secret(text)),
    ),
  },
} satisfies Variables;
