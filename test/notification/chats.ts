import type { KnownBlock } from '@slack/types';
import { dingTalkForm } from '../../functions/channels/dingtalk/payload.ts';
import { feishuForm } from '../../functions/channels/feishu/payload.ts';
import { slackForm } from '../../functions/channels/slack/payload.ts';
import type { ChatForm } from '../../functions/channels/webhook/webhook-channel.ts';
import { chatMessages, type ChatMessage } from '../../functions/notification/chat.ts';
import type { MessageContext } from '../../functions/notification/digest.ts';
import type { Notification } from '../../functions/notification/notification.ts';

const messagesOf = (
  briefing: Notification,
  { now, mention, ...context }: MessageContext,
  { fits }: ChatForm,
): readonly ChatMessage[] =>
  chatMessages({ ...briefing, now }, context, context, { fits, mention });

export type SlackMessage = Readonly<{
  covers: readonly string[];
  plainText: string;
  text: string;
  blocks: readonly KnownBlock[];
  shortText: string;
}>;

/** The messages of a tick as a webhook of Slack takes them. */
export const slackMessages = (
  briefing: Notification,
  context: MessageContext,
): readonly SlackMessage[] =>
  messagesOf(briefing, context, slackForm).map((message) => {
    const { text, blocks = [] } = slackForm.payload(message.headline, message.blocks);
    const shortText = slackForm.shortPayload(message).text;
    return { covers: message.keys, plainText: message.plainText, text, blocks, shortText };
  });

export type DingTalkMessage = Readonly<{
  covers: readonly string[];
  body: ReturnType<typeof dingTalkForm.payload>;
  shortBody: ReturnType<typeof dingTalkForm.shortPayload>;
}>;

export const dingTalkMessages = (
  briefing: Notification,
  context: MessageContext,
): readonly DingTalkMessage[] =>
  messagesOf(briefing, context, dingTalkForm).map((message) => ({
    covers: message.keys,
    body: dingTalkForm.payload(message.headline, message.blocks),
    shortBody: dingTalkForm.shortPayload(message),
  }));

export type FeishuMessage = Readonly<{
  covers: readonly string[];
  body: ReturnType<typeof feishuForm.payload>;
  shortBody: ReturnType<typeof feishuForm.shortPayload>;
}>;

export const feishuMessages = (
  briefing: Notification,
  context: MessageContext,
): readonly FeishuMessage[] =>
  messagesOf(briefing, context, feishuForm).map((message) => ({
    covers: message.keys,
    body: feishuForm.payload(message.headline, message.blocks),
    shortBody: feishuForm.shortPayload(message),
  }));
