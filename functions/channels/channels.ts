import type { Language } from '../language.ts';
import type { ChannelDefinition } from './channel.ts';
import { dingtalk } from './dingtalk/dingtalk.ts';
import { email } from './email/email.ts';
import { feishu } from './feishu/feishu.ts';
import { slack } from './slack/slack.ts';

/** In the order in which they are served. */
export const channels = { slack, dingtalk, feishu, email } satisfies Readonly<
  Record<string, ChannelDefinition>
>;

export type ChannelType = keyof typeof channels;

export const channelTitle = (name: string, language: Language): string =>
  Object.entries(channels).find(([known]) => known === name)?.[1].title[language] ?? name;
