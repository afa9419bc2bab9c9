import { setImmediate } from 'node:timers/promises';
import { channels, channelTitle } from '../../functions/channels/channels.ts';
import type { Language } from '../../functions/language.ts';
import type { Notification } from '../../functions/notification/kind.ts';
import { audience, localeIn, Simulation } from '../../rehearsal/simulation/simulation.ts';
import type { Situation } from '../../rehearsal/simulation/situations.ts';
import { drawings, type Draw } from './drawings.ts';

/** What was told at one moment: nothing in a chat that refuses messages. */
type Moment = Readonly<{
  at: number;
  chat: Notification | undefined;
  mail: Notification | undefined;
}>;

/** A message as one channel shows it, in files below the preview's folder. */
export type View = Readonly<{
  /** `slack`, `slack-alone`, `dingtalk`, `feishu`, `mail`. */
  name: string;
  html: string;
  page: string;
  picture: string;
  sources: Readonly<Record<string, string>>;
}>;

export type Told = Readonly<{
  language: Language;
  /** What an inbox and a lock screen show of it. */
  headline: string;
  views: readonly View[];
}>;

/** Looks no more once the mail has told so much. */
class Brief extends Simulation {
  readonly #most: number;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  override async look(): Promise<void> {
    // Looks wait for nothing but promises: without this, nothing else would have its turn.
    await setImmediate();
    if (this.mail.accepted.length < this.#most) await super.look();
  }
}

export async function firstMoments({ play }: Situation, most: number): Promise<readonly Moment[]> {
  const simulation = new Brief(most);
  await play(simulation);
  const [chat, mail] = [simulation.chat, simulation.mail].map(
    ({ accepted }) => new Map(accepted.map(({ notification }) => [notification.now, notification])),
  );
  const moments = new Set([...(chat?.keys() ?? []), ...(mail?.keys() ?? [])]);
  return [...moments]
    .sort((a, b) => a - b)
    .map((at) => ({ at, chat: chat?.get(at), mail: mail?.get(at) }));
}

/**
 * As every channel shows it, and Slack where no mail stands beside it. Its files begin with `path`.
 */
export function toldIn(language: Language, { at, chat, mail }: Moment, path: string): Told {
  const locale = localeIn(language);
  const context = {
    ...audience,
    ...locale,
    channelTitle: (name: string) => channelTitle(name, language),
  };
  const { timeZone } = locale;
  const time = new Date(at).toLocaleTimeString('en-GB', { timeZone, timeStyle: 'short' });
  const sent = Object.values(channels).flatMap(({ preview, listsEveryId }) => {
    const notification = listsEveryId ? mail : chat;
    return notification === undefined ? [] : [preview(notification, context)];
  });
  const alone = chat && channels.slack.preview(chat, { ...context, mailAlso: false })['slack.json'];
  if (alone !== undefined && sent.every((own) => own['slack.json'] !== alone))
    sent.splice(1, 0, { 'slack-alone.json': alone });
  const [, headline = ''] = /^Subject: (.*)/.exec(sent.at(-1)?.['mail.txt'] ?? '') ?? [];
  return { language, headline, views: sent.map((files) => viewOf(files, time, path)) };
}

const drawn = new Map<string, Draw>(Object.entries(drawings));

/** A mail brings its page along; the messages of chats are drawn. */
function viewOf(files: Readonly<Record<string, string>>, time: string, path: string): View {
  const [first = ''] = Object.keys(files);
  const name = first.replace(/\.\w+$/, '');
  const { [`${name}.html`]: own, ...sources } = files;
  const html = drawn.get(name.replace('-alone', ''))?.(files[first] ?? '', time) ?? own;
  if (html === undefined) throw new Error(`nothing in scripts/preview/drawings.ts draws ${first}`);
  return {
    name,
    html,
    page: `${path}.${name}.html`,
    picture: `${path}.${name}.png`,
    sources: Object.fromEntries(
      Object.entries(sources).map(([end, text]) => [`${path}.${end}`, text]),
    ),
  };
}
