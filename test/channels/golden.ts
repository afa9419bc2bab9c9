import { join } from 'node:path';
import { expect } from 'vitest';
import { languages, type Language } from '../../functions/language.ts';
import type { Notification } from '../../functions/notification/kind.ts';
import { Simulation } from '../../rehearsal/simulation/simulation.ts';
import { situations } from '../../rehearsal/simulation/situations.ts';
import { mailText, readerIn, slackTexts } from './told-by-channel.ts';

/** More messages of one channel are shown by their headlines. */
const shownWhole = 5;

type Told = Readonly<{ at: number; channel: string; text: string }>;

/**
 * Plays a situation and holds what each channel is told against `golden/<language>/<name>.txt`;
 * `npx vitest run test/channels/golden.test.ts --update` writes these files anew.
 */
export async function expectAsWritten(name: string): Promise<Simulation> {
  const simulation = new Simulation();
  await situations[name]?.play(simulation);
  await expectTold(name, simulation);
  return simulation;
}

/** The same for a situation that was played. */
export async function expectTold(name: string, simulation: Simulation): Promise<void> {
  const situation = situations[name];
  if (situation === undefined) throw new Error(`there is no situation ${name}`);
  for (const language of languages) {
    const told = toldIn(simulation, language).toSorted((a, b) => a.at - b.at);
    const messages = told.map(
      ({ at, channel, text }) => `${'═'.repeat(8)} ${clock(at)}  ${channel}\n${text}`,
    );
    await expect(`${[situation.title, ...messages].join('\n\n')}\n`).toMatchFileSnapshot(
      join(import.meta.dirname, 'golden', language, `${name}.txt`),
    );
  }
}

function toldIn({ chat, mail }: Simulation, language: Language): readonly Told[] {
  const [besideMail, alone] = [readerIn(language, true), readerIn(language)];
  const toldChat = (notification: Notification, index: number): readonly Told[] => {
    const beside = slackTexts(notification, besideMail);
    const only = slackTexts(notification, alone);
    const isSame = beside.join() === only.join();
    return [
      ...pages('Slack', beside, notification.now, index),
      ...(isSame ? [] : pages('Slack without a mail', only, notification.now, index)),
    ];
  };
  return [
    ...chat.accepted.flatMap(({ notification }, index) => toldChat(notification, index)),
    ...mail.accepted.flatMap(({ notification }, index) =>
      pages('Mail', [mailText(notification, besideMail)], notification.now, index),
    ),
  ];
}

const pages = (
  channel: string,
  texts: readonly string[],
  at: number,
  index: number,
): readonly Told[] =>
  texts.map((text, page) => ({
    at,
    channel: texts.length > 1 ? `${channel} (${page + 1} of ${texts.length})` : channel,
    text: index < shownWhole ? text : (text.split('\n')[0] ?? ''),
  }));

const clock = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
