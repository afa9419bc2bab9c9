import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Notification } from '../../functions/notification/notification.ts';
import type { MessageContext } from '../../functions/notification/digest.ts';
import { dingTalkMessages } from '../../functions/channels/dingtalk/dingtalk-messages.ts';
import { mailOf } from '../../functions/channels/email/mail-message.ts';
import { slackMessages } from '../../functions/channels/slack/slack-messages.ts';
import { overview, slackPage } from './pages.ts';
import { mailShots, slackShots, takePictures } from './pictures.ts';

export type Written = Readonly<{ files: number; pictures: number }>;

export type Situations = Readonly<Record<string, Notification>>;
type Context = Omit<MessageContext, 'mailAlso'>;

/**
 * What the channels would be told in one language, as they would be sent it and as it looks; no
 * pictures without a browser.
 */
export async function writePreview(
  folder: string,
  situations: Situations,
  context: Context,
  browserFile: string | undefined,
): Promise<Written> {
  await mkdir(folder, { recursive: true });
  const written = new Map<string, string>();
  const entries = Object.entries(situations).map(([name, briefing]) => {
    const files = filesOf(name, briefing, context);
    for (const [file, content] of Object.entries(files)) written.set(file, content);
    return {
      name,
      lockScreen: mailOf(briefing, { ...context, mailAlso: false }).subject,
      files: Object.keys(files),
    };
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
  briefing: Notification,
  context: Context,
): Readonly<Record<string, string>> {
  const messages = slackMessages(briefing, { ...context, mailAlso: true });
  const mail = mailOf(briefing, { ...context, mailAlso: false });
  const sent = messages.map(({ text, blocks }) => ({ text, blocks }));
  const time = new Date(context.now).toISOString().slice(11, 16);
  return {
    [`${name}.slack.json`]: `${JSON.stringify(sent, undefined, 2)}\n`,
    [`${name}.slack.html`]: slackPage(name, messages, time),
    [`${name}.dingtalk.md`]: dingTalkMessages(briefing, { ...context, mailAlso: true })
      .map(({ body }) => `${body.markdown.text}\n`)
      .join('\n\n'),
    [`${name}.mail.html`]: mail.html,
    [`${name}.mail.txt`]: `Subject: ${mail.subject}\n\n${mail.text}`,
    ...Object.fromEntries(
      mail.attachments.map(({ filename, content }) => [`${name}.${filename}`, content]),
    ),
  };
}
