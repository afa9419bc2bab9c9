import type { ChannelContext } from '../../functions/channels/channel.ts';
import { channelTitle } from '../../functions/channels/channels.ts';
import { dingTalkForm } from '../../functions/channels/dingtalk/payload.ts';
import { mailOf } from '../../functions/channels/email/mail.ts';
import { feishuForm } from '../../functions/channels/feishu/payload.ts';
import { slackForm } from '../../functions/channels/slack/payload.ts';
import type { ChatForm } from '../../functions/channels/webhook/webhook-channel.ts';
import type { Language } from '../../functions/language.ts';
import { chatMessages, type ChatMessage } from '../../functions/notification/chat.ts';
import type { Notification } from '../../functions/notification/notification.ts';
import { slackAsRead, type Piece } from '../../rehearsal/story/slack-as-read.ts';
import { localeIn } from '../notification/reading.ts';

/** Somebody who reads one channel, in a language. */
export const readerOf = (language: Language, mailAlso = false): ChannelContext => ({
  region: 'cn-shanghai',
  mailAlso,
  channelTitle: (name) => channelTitle(name, language),
  ...localeIn(language),
});

export const mention = '<!here>';

/** What one chat posts of a notification, and what it posts where the service refuses that. */
const postedBy =
  <Payload, Short>(
    form: ChatForm & {
      payload: (...drawn: Parameters<ChatForm['payload']>) => Payload;
      shortPayload: (message: ChatMessage) => Short;
    },
  ) =>
  (notification: Notification, reader: ChannelContext) =>
    chatMessages(notification, reader, reader, { fits: form.fits, mention }).map((message) => ({
      keys: message.keys,
      payload: form.payload(message.headline, message.blocks),
      short: form.shortPayload(message),
    }));

export const slackPosts = postedBy(slackForm);
export const dingTalkPosts = postedBy(dingTalkForm);
export const feishuPosts = postedBy(feishuForm);

/** Slack's messages as they are read: the lock screen's line first. */
export const slackTexts = (notification: Notification, reader: ChannelContext): readonly string[] =>
  slackPosts(notification, reader).map(({ payload: { text, blocks = [] } }) =>
    [`(${text})`, ...slackAsRead(blocks).flatMap(linesOf)].join('\n'),
  );

const linesOf = ({ kind, lines }: Piece): readonly string[] => {
  switch (kind) {
    case 'title':
      return [...lines, ''];
    case 'text':
    case 'note':
      return lines;
    case 'log':
      return lines.map((line) => `    ${line}`);
    case 'rule':
      return [''];
    default:
      return kind satisfies never;
  }
};

export function mailText(notification: Notification, reader: ChannelContext): string {
  const mail = mailOf(notification, reader, reader);
  const [, preheader = ''] = />([^<>]+)<\/div>/.exec(mail.html) ?? [];
  const files = mail.attachments.map(
    ({ filename, content }) => `Attached: ${filename} (${content.trim().split('\n').length} lines)`,
  );
  const urgent = mail.urgent ? 'Priority: high\n' : '';
  return [`Subject: ${mail.subject}\n${urgent}Preview: ${preheader}`, mail.text.trim(), ...files].join(
    '\n\n',
  );
}
