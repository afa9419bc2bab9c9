import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertKey, type Alert } from '../../functions/kinds/alert.ts';
import { languages } from '../../functions/language.ts';
import { slackMessages, type SlackMessage } from './chats.ts';
import {
  aBriefing,
  aCompletion,
  aFailure,
  anUnknown,
  aBaseline,
  aRecovery,
  aRow,
  aTask,
  context,
  noPrivilege,
  zhContext,
} from '../notification/alerts.ts';
import { hostileBriefing, trace } from '../notification/hostile-alerts.ts';
import { expectWithinSlackLimits, outsideCode, textsOf } from './slack-limits.ts';
import { stories } from './stories.ts';

const failures = (n: number, first = 1000): Alert[] =>
  Array.from({ length: n }, (_, i) => aFailure(aTask(first + i), [aRow(50_000 + i)]));
const mrkdwnOf = (message: SlackMessage): string[] =>
  message.blocks
    .flatMap(textsOf)
    .filter(({ type }) => type === 'mrkdwn')
    .map(({ text }) => text);
const told = (...alerts: Alert[]): readonly SlackMessage[] =>
  slackMessages(aBriefing(alerts), context);

/** Of a list with names beside the ids, or of ids alone. */
const idsOf = (list: string): string[] =>
  list.includes('  ') ? list.split('\n').map((line) => line.split(' ')[0] ?? '') : list.split(' ');

describe.each(languages)('the messages of a tick in %s', (language) => {
  const reader = language === 'zh' ? zhContext : context;

  it.each(Object.entries(stories))(
    '%s: one message within the limits, every alert told in it',
    async (name, briefing) => {
      const messages = slackMessages(briefing, reader);
      for (const message of messages) expectWithinSlackLimits(message);
      expect(messages.flatMap(({ covers }) => covers).toSorted()).toEqual(
        briefing.alerts.map(alertKey).toSorted(),
      );
      if (name !== 'a storm') expect(messages).toHaveLength(1);
      const file = `golden/${language}/${name.replace(/\W+/g, '-')}`;
      await expect(
        `${JSON.stringify(messages, ['text', 'blocks', 'type', 'emoji', 'elements', 'verbatim', 'shortText'], 2)}\n`,
      ).toMatchFileSnapshot(`${file}.slack.json`);
      await expect(
        `${messages.map(({ text, plainText }) => `${text}\n\n${plainText}`).join('\n\n\n')}\n`,
      ).toMatchFileSnapshot(`${file}.slack.txt`);
    },
  );

  it('list the failed tasks of a job that finished where no mail does', async () => {
    const [message] = slackMessages(stories['a job finished'] ?? aBriefing([]), {
      ...reader,
      mailAlso: false,
    });
    await expect(`${message?.plainText ?? ''}\n`).toMatchFileSnapshot(
      `golden/${language}/a-job-finished-without-mail.slack.txt`,
    );
  });

  it('survive any text that MMS may hold: within the limits, no ping, no markup, every alert told once', () => {
    fc.assert(
      fc.property(hostileBriefing, fc.boolean(), (briefing, mailAlso) => {
        const messages = slackMessages(briefing, { ...reader, mailAlso, mention: '<!here>' });
        expect(messages.length).toBeLessThanOrEqual(5);
        for (const message of messages) {
          expectWithinSlackLimits(message, '<!here>');
          for (const text of mrkdwnOf(message)) expect(outsideCode(text)).not.toContain(trace);
        }
        expect(messages.flatMap(({ covers }) => covers).toSorted()).toEqual(
          briefing.alerts.map(alertKey).toSorted(),
        );
      }),
      { numRuns: 150 },
    );
  });
});

describe('the messages of a tick', () => {
  it('are none where nothing is due', () => {
    expect(told()).toEqual([]);
  });

  it('stay within the limits when every text is as long as it can be and grows by being escaped', () => {
    const long = '&'.repeat(200);
    const excerpt = {
      head: '&'.repeat(1600),
      tail: '&'.repeat(2400),
      omitted: 60_000,
      omittedLines: 600,
    };
    const task = (n: number) =>
      aTask(n, '', {
        sourceName: long,
        jobName: long,
        sourceTable: `${long}.${n}`,
        destinationTable: long,
        status: long,
      });
    const rows = [1, 2, 3, 4].map((n) =>
      aRow(n, '', { status: `${long}${n}`, time: long, action: excerpt, message: excerpt }),
    );
    const statuses = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`${i}${long}`, 1_000_000]),
    );
    for (const n of [1, 3, 4, 5, 6, 500]) {
      for (const causes of [1, 2, n]) {
        const alerts = [
          ...Array.from({ length: n }, (_, i) =>
            aFailure(task(100 + i), rows, {
              logUnread: long,
              attempts: 1234,
              ordinal: 5678,
              cause: { fingerprint: `${i % causes}`, reason: long, category: 'no-privilege' },
            }),
          ),
          ...Array.from({ length: 9 }, (_, i) => aRecovery(task(2000 + i), 12, 600_000)),
          ...Array.from({ length: 9 }, (_, i) => anUnknown(`${long}${i}`, task(3000 + i), 4000)),
          ...Array.from({ length: 3 }, (_, i) =>
            aBaseline({ target: `${i}`, name: long, statuses, failed: [1, 2, 3, 4, 5].map(task) }),
          ),
          ...Array.from({ length: 9 }, (_, i) => aCompletion(task(5000 + i))),
        ];
        const messages = told(...alerts);
        for (const message of messages) expectWithinSlackLimits(message);
        expect(messages.flatMap(({ covers }) => covers)).toHaveLength(alerts.length);
        expect(messages[0]?.plainText).toContain('task 100 ');
      }
    }
  });

  it('add up: what is shown, named, listed and counted is all there is', () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 60, max: 12_000 }));
    const digits = fc.constantFrom(1, 10_000, 9_007_199_254_700_000);
    fc.assert(
      fc.property(
        size,
        digits,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 30 }),
        (n, first, kinds, causes) => {
          const alerts = Array.from({ length: n }, (_, i) =>
            aFailure(
              aTask(first + i),
              [aRow(1 + i, noPrivilege, { status: `S${i % kinds}_FAILED` })],
              { cause: { fingerprint: `${i % causes}`, reason: 'why', category: undefined } },
            ),
          );
          const messages = told(...alerts);
          expect(messages.flatMap(({ covers }) => covers).toSorted()).toEqual(
            alerts.map(alertKey).toSorted(),
          );
          const texts = messages.flatMap(mrkdwnOf);
          const inFull = texts.flatMap((text) =>
            [...text.matchAll(/^task `(\d+)`/gm)].map((match) => match[1]),
          );
          const named = texts.flatMap((text) =>
            [...text.matchAll(/^same cause: (.*)$/gm)].flatMap((match) =>
              [...(match[1] ?? '').matchAll(/\(`(\d+)`\)/g)].map((id) => id[1]),
            ),
          );
          const listed = texts
            .filter((text) => text.includes('· source') && text.includes('```'))
            .flatMap((text) =>
              [
                ...text.matchAll(/source `demo` \(`2000015`\)(?:, continued)?\n```\n([^`]*)\n```/g),
              ].flatMap((match) => idsOf(match[1] ?? '')),
            );
          const counted = texts.flatMap((text) =>
            [...text.matchAll(/^and ([\d,]+) more failed task/g)].map((match) =>
              Number((match[1] ?? '').replaceAll(',', '')),
            ),
          );
          const shown = [...inFull, ...named, ...listed];
          expect(inFull.length).toBeGreaterThanOrEqual(Math.min(n, 3));
          expect(new Set(shown).size).toBe(shown.length);
          expect(shown.length + counted.reduce((sum, more) => sum + more, 0)).toBe(n);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a storm', () => {
  it('is one message while it fits into one', () => {
    expect(told(...failures(1000))).toHaveLength(1);
  });

  it('takes more where Slack does not let it into one, and says so', () => {
    const messages = told(...failures(3000));
    expect(messages).toHaveLength(2);
    expect(messages[0]?.plainText).toContain(
      '2,989 more failed, listed here and in the next message:',
    );
    expect(messages[1]?.text).toMatch(
      /^3,000 tables failed, continued \(2 of 2\) in finance_dw → mms_prod/,
    );
  });

  it('never takes more than five, and counts the rest', () => {
    const messages = told(...failures(14_000));
    expect(messages).toHaveLength(5);
    expect(messages.at(-1)?.plainText).toMatch(
      /and [\d,]+ more failed tasks; all ids are in the mail$/,
    );
    const withoutMail = slackMessages(aBriefing(failures(14_000)), { ...context, mailAlso: false });
    expect(withoutMail.at(-1)?.plainText).toMatch(
      /and [\d,]+ more failed tasks; there was no room for their ids$/,
    );
  });

  it('tells good news with the first message, and names the failed tasks beside their ids while they are few', () => {
    const messages = told(...failures(3000), aRecovery(aTask(1)), aCompletion(aTask(2)));
    expect(messages[0]?.covers).toContain('recovered 2000015/1');
    expect(messages[0]?.plainText).toContain('✓ 1 done: table_2 (2)');
    expect(told(...failures(30))[0]?.plainText).toContain('1029  table_1029');
  });
});

describe('the link to the console', () => {
  it('is that of the region, where it is known, beside when the message was written', () => {
    const [message] = told(...failures(1));
    expect(JSON.stringify(message?.blocks.at(-1))).toContain(
      '<https://maxcompute.console.aliyun.com/cn-shanghai/mma/datasource|Open the MMS console> · 2026-11-22 06:05 UTC',
    );
    expect(
      JSON.stringify(slackMessages(aBriefing(failures(1)), { ...context, region: undefined })),
    ).not.toContain('console');
  });
});

describe('what comes from MMS', () => {
  it('stands in code, escaped', () => {
    const [message] = told(aFailure(aTask(1, 'a`b<c>&d'), [aRow(1, '<!channel> `x` & y')]));
    if (message === undefined) throw new Error('nothing was said of a failure');
    const text = mrkdwnOf(message).join('\n');
    expect(text).toContain('`finance_dw.aˋb&lt;c&gt;&amp;d` → ');
    expect(text).toContain('```\n&lt;!channel&gt; ˋxˋ &amp; y\n```');
  });
});

describe('the short text', () => {
  it('tells the first failures in a line each and the others by id', () => {
    const [message] = told(...failures(5), aRecovery(aTask(7)));
    expect(message?.shortText).toMatch(
      /^5 tables failed [^]*\ntask 1000 table_1000 DATA_FAILED · log 50000 · ODPS-0130013[^]*\nfailed: 1003, 1004\nrecovered: 7$/,
    );
  });

  it('counts what does not fit', () => {
    const text = told(...failures(1000))[0]?.shortText ?? '';
    expect(text).toMatch(/failed: 1003, 1004, .* and [\d,]+ more$/);
    expect(text.length).toBeLessThanOrEqual(3000);
  });

  it('calls whom the message calls', () => {
    const [message] = slackMessages(aBriefing(failures(1)), {
      ...context,
      mention: '<@U024BE7LH>',
    });
    expect(message?.shortText).toMatch(/^<@U024BE7LH>\n1 table failed/);
  });
});
