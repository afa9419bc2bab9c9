import { setImmediate } from 'node:timers/promises';
import { channels, channelTitle } from '../../functions/channels/channels.ts';
import { languages, type Language } from '../../functions/language.ts';
import type { Notification } from '../../functions/notification/kind.ts';
import { audience, localeIn, Simulation } from '../../rehearsal/simulation/simulation.ts';
import type { Situation } from '../../rehearsal/simulation/situations.ts';
import { drawings } from './drawings.ts';

/** A message as one channel shows it. */
export type View = Readonly<{
  /** `slack`, `slack-alone`, `dingtalk`, `feishu`, `mail`. */
  name: string;
  /** Its files below the preview's folder, but for their ends. */
  path: string;
  html: string;
  sources: Readonly<Record<string, string>>;
}>;

/** What was told at one moment, in one language. */
export type Message = Readonly<{
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

/** Nothing in a chat that refuses messages. */
type Moment = Readonly<{
  at: number;
  chat: Notification | undefined;
  mail: Notification | undefined;
}>;

/** Without the first moments that are skipped. The files' names begin with `name`. */
export async function messagesOf(
  name: string,
  { play }: Situation,
  { most, skipped }: Readonly<{ most: number; skipped: number }>,
): Promise<readonly Message[]> {
  const simulation = new Brief(most);
  await play(simulation);
  const [chat, mail] = [simulation.chat, simulation.mail].map(
    ({ accepted }) => new Map(accepted.map(({ notification }) => [notification.now, notification])),
  );
  return [...new Set([...(chat?.keys() ?? []), ...(mail?.keys() ?? [])])]
    .sort((a, b) => a - b)
    .slice(skipped)
    .map((at) => ({ at, chat: chat?.get(at), mail: mail?.get(at) }))
    .flatMap((moment, index) =>
      languages.map((language) => messageIn(language, moment, `${language}/${name}-${index + 1}`)),
    );
}

/** As every channel shows it, and Slack where no mail stands beside it. */
function messageIn(language: Language, { at, chat, mail }: Moment, path: string): Message {
  const locale = localeIn(language);
  const { timeZone } = locale;
  const time = new Date(at).toLocaleTimeString('en-GB', { timeZone, timeStyle: 'short' });
  const context = {
    ...audience,
    ...locale,
    channelTitle: (name: string) => channelTitle(name, language),
  };
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

const draws = new Map(Object.entries(drawings));

/** A mail brings its page along; the messages of chats are drawn. */
function viewOf(files: Readonly<Record<string, string>>, time: string, path: string): View {
  const [[first, text] = ['', '']] = Object.entries(files);
  const name = first.replace(/\.\w+$/, '');
  const { [`${name}.html`]: own, ...others } = files;
  const html = draws.get(name.replace('-alone', ''))?.(text, time) ?? own;
  if (html === undefined) throw new Error(`nothing in scripts/preview/drawings.ts draws ${first}`);
  const sources = Object.entries(others).map(
    ([end, source]) => [`${path}.${end}`, source] as const,
  );
  return { name, path: `${path}.${name}`, html, sources: Object.fromEntries(sources) };
}
