import {
  chatMessages,
  type ChatMedium,
  type ChatMessage,
} from '../../functions/notification/chat.ts';
import {
  type Block,
  type Inline,
  type Line,
  plainLine,
  plainText,
} from '../../functions/notification/document.ts';
import type { Language } from '../../functions/language.ts';
import type { LocaleSettings } from '../../functions/notification/locale.ts';
import type { Audience, Notification } from '../../functions/notification/kind.ts';

export const audience: Omit<Audience, keyof LocaleSettings> = {
  region: 'cn-shanghai',
  mailAlso: true,
  channelTitle: (channel) => ({ slack: 'Slack', dingtalk: 'DingTalk' })[channel] ?? channel,
};

export const localeIn = (language: Language): LocaleSettings => ({
  language,
  timeZone: language === 'zh' ? 'Asia/Shanghai' : 'UTC',
});

/** Takes whatever comes. */
export const anyLength: ChatMedium = { fits: () => true, mention: '@on-call' };

/** As much as a chat takes, without a form of its own: characters and blocks. */
export const roomFor = (characters: number, blocks = 45): ChatMedium => ({
  mention: '@on-call',
  fits: (headline, drawn) =>
    drawn.length <= blocks && plainLine(headline).length + plainText(drawn).length <= characters,
});

type Reader = Readonly<{ language?: Language; mailAlso?: boolean; medium?: ChatMedium }>;

export const messagesOf = (
  notification: Notification,
  { language = 'en', mailAlso = true, medium = anyLength }: Reader = {},
): readonly ChatMessage[] =>
  chatMessages(notification, { ...audience, ...localeIn(language), mailAlso }, medium);

/** The only message, as it is read: links by their labels. */
export function textOf(notification: Notification, reader: Reader = {}): string {
  const messages = messagesOf(notification, reader);
  const [message] = messages;
  if (message === undefined || messages.length > 1) {
    throw new Error(`expected one message, got ${messages.length}`);
  }
  return read(message);
}

export const read = ({ plainText: text }: Pick<ChatMessage, 'plainText'>): string =>
  text.replace(/ <https:[^>]*>/g, '');

/** The line of the lock screen. */
export const headlineOf = (notification: Notification, reader: Reader = {}): string => {
  const [message] = messagesOf(notification, reader);
  return message === undefined ? '' : plainLine(message.headline);
};

export const linesIn = (block: Block): readonly Line[] => {
  switch (block.kind) {
    case 'title':
      return [block.text];
    case 'lines':
    case 'note':
      return block.lines;
    case 'ids':
      return [block.label];
    case 'mention':
    case 'log':
    case 'rule':
      return [];
    default:
      return block satisfies never;
  }
};

export const inlinesIn = (blocks: readonly Block[]): readonly Inline[] =>
  blocks.flatMap(linesIn).flat();

/** Words of ours: what stands neither as a text of MMS nor as the target of a link. */
export const ownWords = (inline: Inline): string => {
  if (typeof inline === 'string') return inline;
  if ('strong' in inline) return inline.strong;
  if ('label' in inline) return inline.label;
  return 'time' in inline ? inline.text : '';
};

export const linksIn = (blocks: readonly Block[]): readonly string[] =>
  inlinesIn(blocks).flatMap((inline) =>
    typeof inline === 'object' && 'link' in inline ? [inline.link] : [],
  );
