import { channelTitle, type ChannelType } from '../../functions/channels/channels.ts';
import { dingTalkForm } from '../../functions/channels/dingtalk/payload.ts';
import { mailOf } from '../../functions/channels/email/mail.ts';
import { feishuForm } from '../../functions/channels/feishu/payload.ts';
import { slackForm } from '../../functions/channels/slack/payload.ts';
import type { Language } from '../../functions/language.ts';
import { chatMessages, type ChatMessage } from '../../functions/notification/chat.ts';
import type { Block, Line } from '../../functions/notification/document.ts';
import type { Audience, Notification } from '../../functions/notification/kind.ts';
import { withoutMarkup } from '../../rehearsal/terminal/terminal.ts';
import { slackPayload, unescaped, type SlackBlock } from '../../rehearsal/world/slack-server.ts';
import { localeIn } from '../notification/reading.ts';

/** Somebody who reads a channel in a language. */
export const readerIn = (language: Language, mailAlso = false): Audience => ({
  region: 'cn-shanghai',
  mailAlso,
  channelTitle: (name) => channelTitle(name, language),
  ...localeIn(language),
});

export const mention = '<!here>';

/** What is told in a chat. */
export type ChatType = Exclude<ChannelType, 'email'>;

/** What one chat posts, and what it posts where its service refuses the layout. */
export const postedBy =
  <Payload, Short>(form: {
    fits: (headline: Line, blocks: readonly Block[]) => boolean;
    payload: (headline: Line, blocks: readonly Block[]) => Payload;
    shortPayload: (message: ChatMessage) => Short;
  }) =>
  (notification: Notification, reader: Audience) =>
    chatMessages(notification, reader, { fits: form.fits, mention }).map((message) => ({
      keys: message.keys,
      payload: form.payload(message.headline, message.blocks),
      short: form.shortPayload(message),
    }));

export const slackPosts = postedBy(slackForm);
export const dingTalkPosts = postedBy(dingTalkForm);
export const feishuPosts = postedBy(feishuForm);

/** Every chat: whoever is one is held to the laws of messages. */
export const postsOf = {
  slack: slackPosts,
  dingtalk: dingTalkPosts,
  feishu: feishuPosts,
} satisfies Record<ChatType, unknown>;

/** Slack's messages as they are read, the line of the lock screen first. */
export const slackTexts = (notification: Notification, reader: Audience): readonly string[] =>
  slackPosts(notification, reader)
    .map(({ payload }) => slackPayload.parse(payload))
    .map(({ text, blocks }) => [`(${text})`, ...blocks.flatMap(linesOf)].join('\n'));

function linesOf(block: SlackBlock): readonly string[] {
  switch (block.type) {
    case 'header':
      return [...block.text.text.split('\n'), ''];
    case 'section':
      // What stands between fences is a log.
      return block.text.text.split('```').flatMap((part, index) => {
        const lines = part.replace(/^\n|\n$/g, '').split('\n');
        if (lines.join('') === '') return [];
        return index % 2 === 0
          ? lines.map(withoutMarkup)
          : lines.map((line) => `    ${fewer(unescaped(line))}`);
      });
    case 'context':
      return block.elements.flatMap(({ text }) => text.split('\n').map(withoutMarkup));
    case 'divider':
      return [''];
    default:
      return block satisfies never;
  }
}

/** Nobody reads sixty ids. */
const fewer = (line: string): string => line.replace(/^(\d+ \d+ )[\d ]{60,}( \d+)$/, '$1…$2');

/** The mail as a list of mails and its plain text show it. */
export function mailText(notification: Notification, reader: Audience): string {
  const { subject, urgent, html, text, attachments } = mailOf(notification, reader);
  const [, preview = ''] = />([^<>\u034f]+)\u034f/.exec(html) ?? [];
  const head = [`Subject: ${subject}`, `Preview: ${preview}`, ...(urgent ? ['Urgent'] : [])];
  const files = attachments.map(
    ({ filename, content }) => `Attached: ${filename}, ${content.trim().split('\n').length} lines`,
  );
  return [head.join('\n'), text.trim(), ...files].join('\n\n');
}
