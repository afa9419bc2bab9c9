import type { ChannelContext } from '../../functions/channels/channel.ts';
import { channelTitle } from '../../functions/channels/channels.ts';
import { dingTalkForm } from '../../functions/channels/dingtalk/payload.ts';
import { mailOf } from '../../functions/channels/email/mail.ts';
import { feishuForm } from '../../functions/channels/feishu/payload.ts';
import { slackForm } from '../../functions/channels/slack/payload.ts';
import type { Language } from '../../functions/language.ts';
import { chatMessages, type ChatMessage } from '../../functions/notification/chat.ts';
import type { Block, Line } from '../../functions/notification/document.ts';
import type { Notification } from '../../functions/notification/kind.ts';
import { slackAsRead, type Piece } from '../../rehearsal/terminal/bubble.ts';
import { localeIn } from '../notification/reading.ts';

/** Somebody who reads a channel in a language. */
export const readerIn = (language: Language, mailAlso = false): ChannelContext => ({
  region: 'cn-shanghai',
  mailAlso,
  channelTitle: (name) => channelTitle(name, language),
  ...localeIn(language),
});

export const mention = '<!here>';

/** What one chat posts, and what it posts where its service refuses the layout. */
const postedBy =
  <Payload, Short>(form: {
    fits: (headline: Line, blocks: readonly Block[]) => boolean;
    payload: (headline: Line, blocks: readonly Block[]) => Payload;
    shortPayload: (message: ChatMessage) => Short;
  }) =>
  (notification: Notification, reader: ChannelContext) =>
    chatMessages(notification, reader, reader, { fits: form.fits, mention }).map((message) => ({
      keys: message.keys,
      payload: form.payload(message.headline, message.blocks),
      short: form.shortPayload(message),
    }));

export const slackPosts = postedBy(slackForm);
export const dingTalkPosts = postedBy(dingTalkForm);
export const feishuPosts = postedBy(feishuForm);

/** Slack's messages as they are read, the line of the lock screen first. */
export const slackTexts = (notification: Notification, reader: ChannelContext): readonly string[] =>
  slackPosts(notification, reader).map(({ payload: { text, blocks } }) =>
    [`(${text})`, ...slackAsRead(blocks).flatMap(linesOf)].join('\n'),
  );

function linesOf({ kind, lines }: Piece): readonly string[] {
  switch (kind) {
    case 'title':
      return [...lines, ''];
    case 'text':
    case 'note':
      return lines;
    case 'log':
      return lines.map((line) => `    ${fewer(line)}`);
    case 'rule':
      return [''];
    default:
      return kind satisfies never;
  }
}

/** Nobody reads sixty ids. */
const fewer = (line: string): string => line.replace(/^(\d+ \d+ )[\d ]{60,}( \d+)$/, '$1…$2');

/** The mail as a list of mails and its plain text show it. */
export function mailText(notification: Notification, reader: ChannelContext): string {
  const { subject, urgent, html, text, attachments } = mailOf(notification, reader, reader);
  const [, preview = ''] = />([^<>\u034f]+)\u034f/.exec(html) ?? [];
  const head = [`Subject: ${subject}`, `Preview: ${preview}`, ...(urgent ? ['Urgent'] : [])];
  const files = attachments.map(
    ({ filename, content }) => `Attached: ${filename}, ${content.trim().split('\n').length} lines`,
  );
  return [head.join('\n'), text.trim(), ...files].join('\n\n');
}
