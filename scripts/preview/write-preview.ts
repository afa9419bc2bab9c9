import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChannelContext, Occasion } from '../../functions/channels/channel.ts';
import { channels, channelTitle } from '../../functions/channels/channels.ts';
import { chatMessages } from '../../functions/notification/chat.ts';
import { plainLine } from '../../functions/notification/document.ts';
import type { LocaleSettings } from '../../functions/notification/locale.ts';
import type { Notification } from '../../functions/notification/kind.ts';
import { overview, slackPage } from './pages.ts';
import { mailShots, slackShots, takePictures } from './pictures.ts';

export type Written = Readonly<{ files: number; pictures: number }>;

export type Situations = Readonly<Record<string, Notification>>;

/** When, where and for whom it is. */
type Setting = LocaleSettings & Readonly<{ now: number; region: string }>;

/**
 * What the channels would be told in one language, as they would be sent it and as it looks; no
 * pictures without a browser.
 */
export async function writePreview(
  folder: string,
  situations: Situations,
  { now, ...setting }: Setting,
  browserFile: string | undefined,
): Promise<Written> {
  await mkdir(folder, { recursive: true });
  const context: ChannelContext = {
    ...setting,
    mailAlso: true,
    channelTitle: (name) => channelTitle(name, setting.language),
  };
  const written = new Map<string, string>();
  const entries = Object.entries(situations).map(([name, notification]) => {
    const occasion = { ...notification, now };
    const files = filesOf(name, occasion, context);
    for (const [file, content] of Object.entries(files)) written.set(file, content);
    const [message] = chatMessages(occasion, context, context, { fits: () => true });
    const lockScreen = plainLine(message?.headline ?? []);
    return { name, lockScreen, files: Object.keys(files) };
  });
  written.set('index.html', overview(entries));
  for (const [file, content] of written) await writeFile(join(folder, file), content);
  const shots = Object.keys(situations).flatMap((name) => [
    ...slackShots(name),
    ...mailShots(name),
  ]);
  if (browserFile === undefined) return { files: written.size, pictures: 0 };
  await takePictures(folder, shots, browserFile);
  return { files: written.size, pictures: shots.length };
}

function filesOf(
  name: string,
  occasion: Occasion,
  context: ChannelContext,
): Readonly<Record<string, string>> {
  const own = Object.values(channels).flatMap(({ preview }) =>
    Object.entries(preview(occasion, context)),
  );
  const files = Object.fromEntries(own.map(([file, content]) => [`${name}.${file}`, content]));
  const sentToSlack = files[`${name}.slack.json`];
  const time = new Date(occasion.now).toISOString().slice(11, 16);
  return {
    ...files,
    ...(sentToSlack && { [`${name}.slack.html`]: slackPage(name, sentToSlack, time) }),
  };
}
