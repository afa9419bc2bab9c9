import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertKey, type Alert } from '../../functions/kinds/alert.ts';
import { untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import { dingTalkMarkdown } from '../../functions/channels/dingtalk/markup.ts';
import { quote } from '../../functions/notification/document.ts';
import { dingTalkMessages, type DingTalkMessage } from './chats.ts';
import {
  aBriefing,
  aCompletion,
  aFailure,
  aRecovery,
  aRow,
  aTask,
  context,
  noPrivilege,
} from '../notification/alerts.ts';
import { hostileAlerts } from '../notification/hostile-alerts.ts';
import { stories } from './stories.ts';

const textOf = ({ body }: DingTalkMessage): string => body.markdown.text;
const only = (alert: Alert): string =>
  dingTalkMessages(aBriefing([alert]), context)
    .map(textOf)
    .join('\n');
const failures = (n: number): Alert[] =>
  Array.from({ length: n }, (_, i) => aFailure(aTask(1000 + i), [aRow(50_000 + i)]));

/** An x for every escape: for all that could have been markup and is none. */
const withoutEscapes = (markdown: string): string =>
  markdown.replace(/\\[\\`*_[\]~|#+=.)-]|&(?:amp|lt|gt);|:\u200b\/\//g, 'x');
const withoutOurMarkup = (markdown: string): string =>
  withoutEscapes(markdown)
    .replace(/^### (?:🔴|🟡|🟢|🔵|MMS)/gmu, '')
    .replace(/^> /gm, '')
    .replace(/\*\*[^*\n]+\*\*/g, '')
    .replace(
      /\[(?:Open the MMS console|Alibaba Cloud on this)\]\(https:\/\/(?:[\w-]+\.)*(?:aliyun|alibabacloud)\.com\/[\w%./-]+\)/g,
      '',
    );

function expectSound({ body, shortBody }: DingTalkMessage): void {
  for (const each of [body, shortBody]) {
    expect(new TextEncoder().encode(JSON.stringify(each)).length).toBeLessThanOrEqual(20_000);
    expect(each.at).toEqual({ isAtAll: false });
  }
  expect(body.markdown.title).toMatch(/^[^\n\r\p{Cc}]{1,240}$/u);
  const rest = withoutOurMarkup(body.markdown.text);
  expect(rest).not.toMatch(/[`*_[\]~|<>\\]|:\/\/|\p{Surrogate}/u);
  expect(rest).not.toMatch(/^\s*(?:[#+=-]|\d+[.)])|^[ \t]{2,}\S/m);
}

describe('the messages of a tick to DingTalk', () => {
  it.each(Object.entries(stories))(
    '%s: markdown within the limits, every alert told in it',
    async (name, briefing) => {
      const messages = dingTalkMessages(briefing, context);
      messages.forEach(expectSound);
      expect(messages.flatMap(({ covers }) => covers).toSorted()).toEqual(
        briefing.alerts.map(alertKey).toSorted(),
      );
      const written = messages.map(
        ({ body }) => `${body.markdown.title}\n\n${body.markdown.text}\n`,
      );
      await expect(written.join('\n\n')).toMatchFileSnapshot(
        `golden/en/${name.replace(/\W+/g, '-')}.dingtalk.md`,
      );
    },
  );

  it('are none where nothing is due', () => {
    expect(dingTalkMessages(aBriefing([]), context)).toEqual([]);
  });

  it('survive any text that MMS may hold: within the limits, no ping, no markup, every alert told once', () => {
    fc.assert(
      fc.property(hostileAlerts, fc.boolean(), (alerts, mailAlso) => {
        const messages = dingTalkMessages(aBriefing(alerts), { ...context, mailAlso });
        expect(messages.length).toBeLessThanOrEqual(5);
        messages.forEach(expectSound);
        expect(messages.flatMap(({ covers }) => covers).toSorted()).toEqual(
          alerts.map(alertKey).toSorted(),
        );
      }),
      { numRuns: 30 },
    );
  });

  it.each(['表', '\\', '_', '\u{1f4a5}'])(
    'stay within the limits when every text is as long as it can be and made of %s',
    (character) => {
      const long = character.repeat(200);
      const excerpt = untrustedText(character.repeat(60_000), 4000);
      const task = (n: number) =>
        aTask(n, '', {
          sourceName: long,
          jobName: long,
          sourceTable: `${long}.${n}`,
          destinationTable: long,
          status: long,
        });
      const rows = [1, 2, 3].map((n) =>
        aRow(n, '', { status: `${long}${n}`, time: long, action: excerpt, message: excerpt }),
      );
      for (const n of [1, 3, 5, 500]) {
        const alerts = [
          ...Array.from({ length: n }, (_, i) =>
            aFailure(task(100 + i), rows, { logUnread: long }),
          ),
          ...Array.from({ length: 9 }, (_, i) => aRecovery(task(2000 + i), 12, 600_000)),
          ...Array.from({ length: 9 }, (_, i) => aCompletion(task(5000 + i))),
        ];
        const messages = dingTalkMessages(aBriefing(alerts), context);
        messages.forEach(expectSound);
        expect(messages[0]?.body.markdown.text).toContain('left out');
      }
    },
  );

  it('never are more than five, and count the rest of a storm', () => {
    const messages = dingTalkMessages(aBriefing(failures(20_000)), context);
    expect(messages).toHaveLength(5);
    expect(messages.at(-1)?.body.markdown.text).toMatch(
      /and [\d,]+ more failed tasks; all ids are in the mail/,
    );
    expect(messages[1]?.body.markdown.title).toMatch(/^20,000 tables failed, continued \(2 of 5\)/);
  });
});

describe('a failure in DingTalk', () => {
  it('names task, data source, job, tables, status, log, time, action and message', () => {
    const text = only(aFailure(aTask(4032, 'orders_2024'), [aRow(10231)])).replace(/\\/g, '');
    for (const named of [
      'finance_dw.orders_2024',
      'mms_prod.default.orders_2024',
      'DATA_FAILED',
      'task 4032',
      'job nightly_full (87)',
      'source demo (2000015)',
      'log 10231',
      '2026-11-22 14:03:07 (MMS time)',
      'while: insert overwrite table',
      noPrivilege,
    ])
      expect(text).toContain(named);
  });

  it('quotes the log line for line, its indentation kept', () => {
    const text = only(
      aFailure(aTask(1), [
        aRow(
          2,
          'java.sql.SQLException: refused\n\tat a.b.C(D.java:1)\n\n  # not a heading\n1. not a list\n--- not a rule',
        ),
      ]),
    );
    expect(text).toContain(
      '> java.sql.SQLException: refused  \n> \u00a0at a.b.C(D.java:1)  \n>   \n> \u00a0\u00a0\\# not a heading  \n> 1\\. not a list  \n> \\--- not a rule',
    );
  });

  it.each([
    ['a link', '[click](https://evil.example)', '\\[click\\](https:\u200b//evil.example)'],
    ['a picture', '![](http://evil.example/x.png)', '!\\[\\](http:\u200b//evil.example/x.png)'],
    [
      'HTML',
      '<font color=red>x</font> & <img src=x>',
      '&lt;font color=red&gt;x&lt;/font&gt; &amp; &lt;img src=x&gt;',
    ],
    ['bold, code and a backslash', '**a** `b` \\*c', '\\*\\*a\\*\\* \\`b\\` \\\\\\*c'],
    [
      'a link of DingTalk',
      'dingtalk://dingtalkclient/page/link?url=x',
      'dingtalk:\u200b//dingtalkclient/page/link?url=x',
    ],
  ])('makes no markup of %s', (_, text, shown) => {
    const blocks = [{ kind: 'lines', tone: 'plain', lines: [[quote(text)]] }] as const;
    expect(dingTalkMarkdown(blocks)).toBe(shown);
  });

  it('may begin a line with a name that would be a list or a heading', () => {
    const text = only(
      aFailure(aTask(1, '', { sourceTable: '# dim', destinationTable: '- x' }), []),
    );
    expect(text).toContain('\n\\# dim → - x');
  });

  it('has a short form without a word of MMS', () => {
    const [message] = dingTalkMessages(
      aBriefing([...failures(120), aRecovery(aTask(7, 'secret_project'))]),
      context,
    );
    expect(message?.shortBody.text.content).toMatch(/^120 tables failed/);
    expect(message?.shortBody.text.content).toContain('recovered: 7');
    expect(JSON.stringify(message?.shortBody)).not.toMatch(/secret|table_|ODPS/);
  });
});
