import { describe, expect, it } from 'vitest';
import { kinds } from '../../functions/kinds/kinds.ts';
import { languages } from '../../functions/language.ts';
import { situations } from '../../rehearsal/simulation/situations.ts';
import { aNotification, aTask, failureOf, oneOfEach } from '../notification/alerts.ts';
import { expectAsWritten } from './golden.ts';
import { dingTalkPosts, feishuPosts, readerIn, slackTexts } from './told-by-channel.ts';

/** Their days and weeks take too long here; `quiet.long.test.ts` plays them. */
const long = ['day', 'healthy', 'stays-failed'];

describe('what each channel is told', () => {
  it.each(Object.keys(situations).filter((name) => !long.includes(name)))(
    'in the situation %s',
    async (name) => {
      const { chat, mail } = await expectAsWritten(name);
      expect(chat.accepted.length + mail.accepted.length).toBeGreaterThan(1);
    },
  );
});

describe.each(languages)('in %s', (language) => {
  it('each kind reads as written', async () => {
    const texts = Object.entries(oneOfEach).map(([what, alert]) => {
      const told = slackTexts(aNotification([alert]), readerIn(language, true));
      return [`${'═'.repeat(8)} ${what}`, ...told].join('\n');
    });
    await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot(`golden/${language}/each-kind.txt`);
  });

  it('a failure has the form of DingTalk and of Feishu', async () => {
    const notification = aNotification([failureOf(aTask(4032, 'orders_2024'))]);
    const reader = readerIn(language);
    const [dingTalk] = dingTalkPosts(notification, reader);
    const [feishu] = feishuPosts(notification, reader);
    await expect(`${dingTalk?.payload.markdown.text ?? ''}\n`).toMatchFileSnapshot(
      `golden/${language}/dingtalk.md`,
    );
    await expect(`${JSON.stringify(feishu?.payload, undefined, 2)}\n`).toMatchFileSnapshot(
      `golden/${language}/feishu.json`,
    );
  });
});

it('no kind is missing among them', () => {
  const shown = new Set(Object.values(oneOfEach).map(({ kind }) => kind));
  expect([...shown].toSorted()).toEqual(Object.keys(kinds).toSorted());
});
