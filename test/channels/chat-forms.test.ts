import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dingTalkForm } from '../../functions/channels/dingtalk/payload.ts';
import { feishuForm } from '../../functions/channels/feishu/payload.ts';
import { slackForm } from '../../functions/channels/slack/payload.ts';
import {
  code,
  quote,
  strong,
  type Block,
  type Inline,
  type Line,
} from '../../functions/notification/document.ts';
import { languages } from '../../functions/language.ts';
import {
  aNotification,
  aProgress,
  aRow,
  aTask,
  failureOf,
  oneOfEach,
} from '../notification/alerts.ts';
import { textsIn } from '../../rehearsal/world/slack-server.ts';
import type { Audience, Notification } from '../../functions/notification/kind.ts';
import {
  dingTalkPosts,
  feishuPosts,
  readerIn,
  slackPosts,
  type ChatType,
} from './told-by-channel.ts';

const lines = (...those: readonly Line[]): readonly Block[] => [
  { kind: 'lines', tone: 'plain', lines: those },
];

const dingTalkText = (blocks: readonly Block[]): string =>
  dingTalkForm.payload(['x'], blocks).markdown.text;

const slackText = (blocks: readonly Block[]): string =>
  textsIn(slackForm.payload(['x'], blocks).blocks).join('\n');

const feishuTexts = (
  body: ReturnType<typeof feishuForm.payload>,
): Readonly<{ markdown: string; plain: string }> => {
  const { elements } = body.card.body;
  return {
    markdown: elements
      .map((element) => (element.tag === 'markdown' ? element.content : ''))
      .join('\n'),
    plain: elements
      .map((element) => (element.tag === 'div' ? element.text.content : ''))
      .join('\n'),
  };
};

const feishuText = (blocks: readonly Block[]): string =>
  feishuTexts(feishuForm.payload(['x'], blocks)).markdown;

/** What a mark may touch: nothing, white space, or punctuation of ASCII. */
const free = /^(?:$|[\s!-/:-@[-`{-~])/;

/**
 * Marks that a chat would show as they stand: those that open or close beside a letter, a digit or
 * a wide character, and those that have no other half.
 */
function rawMarks(text: string, mark: '*' | '**' | '`'): readonly string[] {
  const escaped = mark.replace(/\*/g, '\\*');
  const pair = new RegExp(`(.?)${escaped}([^*\`\\n]+)${escaped}(?=(.?))`, 'gu');
  const touching = [...text.matchAll(pair)]
    .filter(([, before = '', , after = '']) => !free.test(before) || !free.test(after))
    .map(([all]) => all);
  const loose = text.replace(pair, '$1').includes(mark) ? [text] : [];
  return [...touching, ...loose];
}

const blanks = (text: string): string =>
  text
    .replace(/```\n[^`]*\n```/g, '')
    .replace(/`[^`\n]+`/g, (name) => `\`${'x'.repeat(3)}\`${name.slice(0, 0)}`);

/** The marks that each chat would show as they stand. */
const shownRaw: Readonly<
  Record<ChatType, (notification: Notification, reader: Audience) => readonly string[]>
> = {
  slack: (notification, reader) =>
    slackPosts(notification, reader)
      .flatMap(({ payload }) => payload.blocks)
      .flatMap((block) => {
        if (block.type !== 'section') return [];
        const rest = blanks(block.text?.text ?? '');
        return [...rawMarks(rest, '`'), ...rawMarks(rest.replace(/`xxx`/g, ' '), '*')];
      }),
  dingtalk: (notification, reader) =>
    dingTalkPosts(notification, reader).flatMap(({ payload }) =>
      rawMarks(payload.markdown.text.replace(/\\./g, '.'), '**'),
    ),
  feishu: (notification, reader) =>
    feishuPosts(notification, reader).flatMap(({ payload }) =>
      rawMarks(feishuTexts(payload).markdown, '**'),
    ),
};

describe.each(languages)('in %s', (language) => {
  const everything = aNotification(Object.values(oneOfEach), { progress: [aProgress()] });

  it.each([...Object.values(oneOfEach).map((alert) => aNotification([alert])), everything])(
    'no chat shows a raw mark: %#',
    (notification) => {
      for (const shown of Object.values(shownRaw))
        expect(shown(notification, readerIn(language))).toEqual([]);
    },
  );
});

describe('a mark', () => {
  it.each<[Line, string]>([
    [['任务', code('4032'), '失败'], '任务 `4032` 失败'],
    [[strong('失败'), '：', code('orders')], '*失败* ： `orders`'],
    [['（', code('x'), '）'], '（ `x` ）'],
    [[code('a'), code('b'), strong('c')], '`a` `b` *c*'],
    [['table', code('x'), '2'], 'table `x` 2'],
    [['(', code('x'), '), ', strong('y'), '.'], '(`x`), *y*.'],
    [['a ', code('x'), ' b'], 'a `x` b'],
    [[code('x'), '🔴'], '`x` 🔴'],
    [[strong('x'), { link: 'https://a.test', label: '页面' }], '*x* <https://a.test|页面>'],
    [[strong('x'), ''], '*x*'],
  ])('of Slack stands apart from letters, digits and wide characters: %j', (line, shown) => {
    expect(slackText(lines(line))).toBe(shown);
  });

  it('of DingTalk and Feishu does too', () => {
    const line: Line = ['任务', strong('失败'), '：', strong('三'), '个'];
    expect(dingTalkText(lines(line))).toBe('任务 **失败** ： **三** 个');
    expect(feishuText(lines(line))).toBe('任务 **失败** ： **三** 个');
  });
});

it('no text of a Slack block is longer than Slack takes, its escapes counted', () => {
  const marks = '<'.repeat(900);
  expect(slackForm.fits([], [{ kind: 'log', text: marks }])).toBe(false);
  expect(slackForm.fits([], [{ kind: 'note', lines: [[code(marks)]] }])).toBe(false);
  expect(slackForm.fits([], lines([code(marks.slice(0, 700))]))).toBe(true);
});

it("of a headline too long for Slack's header names are cut before its end", () => {
  const failures = `30 tables still failing (${'10 no privilege, '.repeat(4)}10 connection failed (`;
  const text: Line = [failures, code('hive-metastore-01:9083'), ') · ', code('nightly_full')];
  expect(slackText([{ kind: 'title', tone: 'failed', text }])).toBe(
    `🔴 ${failures}hive-m…:9083) · nightly_full`,
  );
});

describe('a moment', () => {
  const at: Inline = { time: Date.UTC(2026, 10, 22, 6, 5, 59), text: '06:05 UTC' };

  it("is each reader's own in Slack, and as it reads everywhere else", () => {
    const line: Line = ['since ', at];
    const { text, blocks } = slackForm.payload(line, [
      { kind: 'title', tone: 'failed', text: line },
      ...lines(line),
      { kind: 'note', lines: [line] },
    ]);
    const shown = 'since <!date^1795327559^{date_short_pretty} {time}|06:05 UTC>';
    expect(text).toBe('since 06:05 UTC');
    expect(textsIn(blocks)).toEqual(['🔴 since 06:05 UTC', shown, shown]);
    expect(dingTalkText(lines(line))).toBe('since 06:05 UTC');
    expect(feishuText(lines(line))).toBe('since 06:05 UTC');
  });
});

describe('names', () => {
  const family = '👩‍👩‍👧‍👦';

  it('of joined emoji and from right to left stay whole', () => {
    for (const name of [family, 'جدول_الطلبات', 'é'.normalize('NFD'), '🇨🇳']) {
      expect(slackText(lines([code(name)]))).toBe(`\`${name}\``);
      expect(feishuText(lines([code(name)]))).toContain(name);
    }
    const cut = slackForm.payload(
      [],
      [{ kind: 'title', tone: 'plain', text: [code(family.repeat(90))] }],
    );
    const [header = ''] = textsIn(cut.blocks);
    expect(header.length).toBeLessThanOrEqual(150);
    expect(header.replaceAll(family, '').replace(/[…🔵 ]/gu, '')).toBe('');
  });
});

describe('Feishu', () => {
  it.each([
    ['<at id=all></at>', '&#60;at id=all&#62;&#60;/at&#62;'],
    ['**bold** `x` ~~y~~', '&#42;&#42;bold&#42;&#42; &#96;x&#96; &#126;&#126;y&#126;&#126;'],
    ['[click](https://evil.example)', '&#91;click&#93;(https&#58;//evil.example)'],
    ['![x](y)', '&#33;&#91;x&#93;(y)'],
    [':DONE: at 14:03:07', '&#58;DONE: at 14:03:07'],
    ['fact_sales_2024 _x_', 'fact_sales_2024 &#95;x&#95;'],
    ['a & b | c', 'a &#38; b &#124; c'],
    ['# no heading', '&#35; no heading'],
    ['- no list', '&#45; no list'],
    ['1. no list', '1&#46; no list'],
    ['$x$', '&#36;x&#36;'],
  ])('makes no markup of %s', (text, shown) => {
    expect(feishuText(lines([quote(text)]))).toBe(shown);
  });

  it('shows logs and ids as they stand', () => {
    const text = '<at id=all></at> **x**\n  [y](z)';
    const payload = feishuForm.payload(
      ['x'],
      [
        { kind: 'log', text },
        { kind: 'ids', label: ['more'], ids: ['1', '2'] },
      ],
    );
    expect(payload.card.body.elements).toEqual([
      { tag: 'div', text: { tag: 'plain_text', content: text } },
      { tag: 'markdown', content: 'more' },
      { tag: 'div', text: { tag: 'plain_text', content: '1 2' } },
    ]);
  });

  it.each(['failed', 'attention', 'good', 'plain'] as const)(
    'has a colour for what is %s',
    (tone) => {
      const { card } = feishuForm.payload(['x'], [{ kind: 'title', tone, text: ['y', code('z')] }]);
      expect(card.header).toEqual({
        title: { tag: 'plain_text', content: 'yz' },
        template: { failed: 'red', attention: 'orange', good: 'green', plain: 'blue' }[tone],
      });
      expect(card.config.summary.content).toBe('x');
    },
  );
});

describe('DingTalk', () => {
  it.each([
    ['a link', '[click](https://evil.example)', '\\[click\\](https:\u200b//evil.example)'],
    ['a picture', '![](http://evil.example/x.png)', '!\\[\\](http:\u200b//evil.example/x.png)'],
    ['HTML', '<img src=x> & more', '&lt;img src=x&gt; &amp; more'],
    ['bold, code and a backslash', '**a** `b` \\*c', '\\*\\*a\\*\\* \\`b\\` \\\\\\*c'],
  ])('makes no markup of %s', (_, text, shown) => {
    expect(dingTalkText(lines([quote(text)]))).toBe(shown);
  });

  it('quotes a log line for line, its indentation kept', () => {
    const text = 'refused\n\tat a.b.C(D.java:1)\n\n  # no heading\n1. no list\n--- no rule';
    expect(dingTalkText([{ kind: 'log', text }])).toBe(
      '> refused  \n> \u00a0at a.b.C(D.java:1)  \n>   \n> \u00a0\u00a0\\# no heading  \n> 1\\. no list  \n> \\--- no rule',
    );
  });

  it('may begin a line with a name that would be a heading', () => {
    expect(dingTalkText(lines([code('# dim'), ' → ', code('- x')]))).toBe('\\# dim → - x');
  });

  it('has a short form without a word of MMS', () => {
    const failures = [1, 2, 3, 4].map((n) => failureOf(aTask(n, 'secret_project')));
    const [post] = dingTalkPosts(aNotification(failures), readerIn('en'));
    expect(post?.short.text.content).toMatch(/^4 tasks failed[^]*\n4\n/);
    expect(post?.short.text.content).not.toMatch(/secret|ODPS/);
  });
});

describe('Slack', () => {
  it('sets what MMS wrote as code, escaped', () => {
    const failure = failureOf(aTask(1, 'a`b<c>&d'), undefined, {
      rows: [aRow(1, '<!channel> `x` & y')],
    });
    const [post] = slackPosts(aNotification([failure]), readerIn('en'));
    const text = textsIn(post?.payload.blocks).join('\n');
    expect(text).toContain('`finance_dw.aˋb&lt;c&gt;&amp;d` → ');
    expect(text).toContain('```\n&lt;!channel&gt; ˋxˋ &amp; y\n```');
  });
});

it('a message that fits is one that the service takes', () => {
  const block = fc.oneof(
    fc.record({
      kind: fc.constant('log' as const),
      text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 900 }),
    }),
    fc.record({
      kind: fc.constant('lines' as const),
      tone: fc.constant('plain' as const),
      lines: fc.array(
        fc.array(fc.string({ minLength: 1, maxLength: 200 }).map(code), {
          minLength: 1,
          maxLength: 3,
        }),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
    }),
  );
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 60 }), (blocks) => {
      const headline: Line = ['what happened'];
      if (dingTalkForm.fits(headline, blocks))
        expect(
          Buffer.byteLength(JSON.stringify(dingTalkForm.payload(headline, blocks))),
        ).toBeLessThanOrEqual(20_000);
      if (feishuForm.fits(headline, blocks))
        expect(
          Buffer.byteLength(JSON.stringify(feishuForm.payload(headline, blocks))),
        ).toBeLessThanOrEqual(19_500);
      if (slackForm.fits(headline, blocks))
        expect(slackText(blocks).length).toBeLessThanOrEqual(12_000 + blocks.length);
    }),
    { numRuns: 100 },
  );
});
