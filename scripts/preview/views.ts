import type { ChannelContext } from '../../functions/channels/channel.ts';
import { channels, channelTitle } from '../../functions/channels/channels.ts';
import type { Language } from '../../functions/language.ts';
import { audience, localeIn } from '../../rehearsal/simulation/simulation.ts';
import { drawings, type Draw } from './drawings.ts';
import type { Message } from './messages.ts';

/** One message as one channel shows it. */
export type View = Readonly<{
  /** `slack`, `slack-alone`, `dingtalk`, `feishu`, `mail`. */
  name: string;
  /** A page of its own. */
  html: string;
  /** What the channel would be sent, by the ends of the files' names. */
  sources: Readonly<Record<string, string>>;
}>;

/** A message in one language. */
export type Told = Readonly<{
  language: Language;
  /** What an inbox and a lock screen show of it. */
  headline: string;
  views: readonly View[];
}>;

/** A message as every channel shows it, and Slack where no mail stands beside it. */
export function toldIn(language: Language, { at, chat, mail }: Message): Told {
  const locale = localeIn(language);
  const context: ChannelContext = {
    ...audience,
    ...locale,
    channelTitle: (name) => channelTitle(name, language),
  };
  const time = new Date(at).toLocaleTimeString('en-GB', {
    timeZone: locale.timeZone,
    timeStyle: 'short',
  });
  const files: Readonly<Record<string, string>>[] = [];
  for (const { preview, listsEveryId } of Object.values(channels)) {
    const notification = listsEveryId ? mail : chat;
    if (notification !== undefined) files.push(preview(notification, context));
  }
  const alone = chat && channels.slack.preview(chat, { ...context, mailAlso: false })['slack.json'];
  if (alone !== undefined && files.every((own) => own['slack.json'] !== alone))
    files.splice(1, 0, { 'slack-alone.json': alone });
  const [, headline = ''] = /^Subject: (.*)/.exec(files.at(-1)?.['mail.txt'] ?? '') ?? [];
  return { language, headline, views: files.map((own) => viewOf(own, time)) };
}

const drawn = new Map<string, Draw>(Object.entries(drawings));

function viewOf(files: Readonly<Record<string, string>>, time: string): View {
  for (const [file, content] of Object.entries(files)) {
    const name = file.replace(/\.[a-z]+$/, '');
    const draw = drawn.get(name.replace('-alone', ''));
    if (draw !== undefined) return { name, html: draw(content, time), sources: files };
    if (!file.endsWith('.html')) continue;
    const { [file]: html = '', ...sources } = files;
    return { name, html, sources };
  }
  throw new Error(`nothing in scripts/preview/drawings.ts draws ${Object.keys(files).join(', ')}`);
}
