import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailOf } from '../../functions/channels/email/mail.ts';
import { languages } from '../../functions/language.ts';
import { kindOf, type Audience, type Notification } from '../../functions/notification/kind.ts';
import { judge, pingsIn, textsIn } from '../../rehearsal/world/slack-server.ts';
import { hostileNotification, trace } from '../notification/hostile-alerts.ts';
import { dingTalkForm } from '../../functions/channels/dingtalk/payload.ts';
import { plainText } from '../../functions/notification/document.ts';
import {
  dingTalkPosts,
  feishuPosts,
  mention,
  postedBy,
  readerIn,
  slackPosts,
  type ChatType,
} from './told-by-channel.ts';

const keysOf = ({ alerts, kinds }: Notification): readonly string[] =>
  alerts.map((alert) => kindOf(kinds, alert).key(alert)).toSorted();

const anyReader: fc.Arbitrary<Audience> = fc
  .tuple(fc.constantFrom(...languages), fc.boolean())
  .map(([language, mailAlso]) => readerIn(language, mailAlso));

/** What MMS wrote may be anything: `sound` is held to what a channel makes of it. */
function whateverMmsWrites(sound: (notification: Notification, reader: Audience) => void): void {
  fc.assert(fc.property(hostileNotification, anyReader, sound), {
    numRuns: 25,
    endOnFailure: true,
  });
}

/** Every alert is told once, in one message beside a mail and in five at most without. */
function expectAllTold(
  posts: readonly Readonly<{ keys: readonly string[] }>[],
  notification: Notification,
  { mailAlso }: Audience,
): void {
  expect(posts.length).toBeLessThanOrEqual(mailAlso ? 1 : 5);
  expect(posts.flatMap(({ keys }) => keys).toSorted()).toEqual(keysOf(notification));
}

const bytesOf = (body: unknown): number => Buffer.byteLength(JSON.stringify(body));

/** Links of ours lead to Alibaba Cloud. */
const ourPage = String.raw`https:\/\/(?:[\w-]+\.)+(?:aliyun|alibabacloud)\.com\/[\w%./?=&-]*`;

/** What every chat is held to, as a sentence and as the check of it. */
const laws: Readonly<Record<ChatType, readonly [law: string, check: () => void]>> = {
  slack: [
    'is one that it takes, calls whom it may, and has no markup of MMS',
    () => {
      const links = new RegExp(`<${ourPage}\\|[^<>|]+>|<!date\\^\\d+\\^[^<>|]+\\|[^<>|]+>`, 'g');
      whateverMmsWrites((notification, reader) => {
        const posts = slackPosts(notification, reader);
        expectAllTold(posts, notification, reader);
        for (const { payload, short } of posts) {
          expect(judge(payload)).not.toHaveProperty('why');
          expect(judge(short)).not.toHaveProperty('why');
          const texts = textsIn(payload.blocks);
          expect(texts.join('').length).toBeLessThanOrEqual(12_000);
          expect(pingsIn(payload).filter((ping) => ping !== mention)).toEqual([]);
          for (const text of [...texts, payload.text, short.text]) {
            const foreign = text.replace(mention, '').replace(links, '');
            expect(foreign).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)|\p{Surrogate}/u);
          }
          for (const text of [payload.text, short.text.replace(`${mention}\n`, '')]) {
            expect(text).not.toMatch(/`|(?<![\p{L}\p{N}\u200b])[*_~][^\s\u200b]/u);
          }
          for (const block of payload.blocks) {
            if (block.type !== 'section') continue;
            const rest = (block.text?.text ?? '')
              .replace(/```\n[^`]*\n```/g, '')
              .replace(/`[^`\n]+`/g, '');
            expect(rest).not.toContain('`');
            expect(rest).not.toContain(trace);
          }
        }
      });
    },
  ],
  dingtalk: [
    'is within 20 KB, pings nobody, and has no markup of MMS',
    () => {
      const ours = new RegExp(String.raw`\[[^\]\n]+\]\(${ourPage}\)|\*\*[^*\n]+\*\*|^### `, 'gm');
      whateverMmsWrites((notification, reader) => {
        const posts = dingTalkPosts(notification, reader);
        expectAllTold(posts, notification, reader);
        for (const { payload, short } of posts) {
          expect(bytesOf(payload)).toBeLessThanOrEqual(20_000);
          expect(bytesOf(short)).toBeLessThanOrEqual(20_000);
          expect([payload.at, short.at]).toEqual([{ isAtAll: false }, { isAtAll: false }]);
          expect(payload.markdown.title).toMatch(/^[^\n\r\p{Cc}]{1,240}$/u);
          const rest = payload.markdown.text
            .replace(/\\[\\`*_[\]~|#+=.)-]|&(?:amp|lt|gt);|:\u200b\/\//g, 'x')
            .replace(ours, '')
            .replace(/^> /gm, '');
          expect(rest).not.toMatch(/[`*_[\]~|<>\\]|:\/\/|\p{Surrogate}/u);
          expect(rest).not.toMatch(/^\s*(?:[#+=-]|\d+[.)])|^[ \t]{2,}\S/m);
          expect(short.text.content).not.toContain(trace);
        }
      });
    },
  ],
  feishu: [
    'is within 20 KB, pings nobody, and has no markup of MMS',
    () => {
      const ours = new RegExp(String.raw`\[[^[\]]+\]\(${ourPage}\)|\*\*[^*]+\*\*`, 'g');
      whateverMmsWrites((notification, reader) => {
        const posts = feishuPosts(notification, reader);
        expectAllTold(posts, notification, reader);
        for (const { payload, short } of posts) {
          expect(bytesOf(payload)).toBeLessThanOrEqual(20_000);
          expect(bytesOf(short)).toBeLessThanOrEqual(20_000);
          const markdown = payload.card.body.elements
            .map((element) => (element.tag === 'markdown' ? element.content : ''))
            .join('\n');
          expect(markdown.replace(ours, '')).not.toMatch(
            /[<>*~`[\]\\|$]|&(?!#\d+;)|\p{Surrogate}/u,
          );
          expect(short.content.text).not.toMatch(new RegExp(`<|${trace}`));
        }
      });
    },
  ],
};

describe('whatever MMS writes, a message', () => {
  it.each(Object.entries(laws).map(([chat, [law, check]]) => [chat, law, check] as const))(
    'to %s %s',
    (_, __, check) => {
      check();
    },
  );

  it('to a chat that takes little goes on further pages, and what these cannot hold waits', () => {
    const room = 4_096;
    const posts = postedBy({
      ...dingTalkForm,
      fits: (_, blocks) => Buffer.byteLength(plainText(blocks)) <= room,
      payload: (_, blocks) => plainText(blocks),
    });
    whateverMmsWrites((notification, reader) => {
      const pages = posts(notification, reader);
      for (const { payload } of pages) expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(room);
      expect(pages.length).toBeLessThanOrEqual(reader.mailAlso ? 1 : 5);
      const told = pages.flatMap(({ keys }) => keys);
      expect(new Set(told).size).toBe(told.length);
      const all = new Set(keysOf(notification));
      expect(told.filter((key) => !all.has(key))).toEqual([]);
      if (notification.alerts.length > 0) expect(told).not.toEqual([]);
    });
  });

  it('by mail names every id in itself or beside it, and runs nothing', () => {
    whateverMmsWrites((notification, reader) => {
      const { alerts, kinds } = notification;
      const mail = mailOf(notification, reader);
      expect([...mail.keys].toSorted()).toEqual(keysOf(notification));
      expect(mail.subject).toMatch(/^[^\n\r\p{Cc}]{1,200}$/u);
      expect(mail.messageId).toMatch(/^[\w.-]{20,80}$/);
      expect(mail.references).toMatch(/^mms-(?:job-\d+-\d+|source-\d+|task-alerts)$/);
      const files = mail.attachments.map(({ filename }) => filename);
      expect(new Set(files).size).toBe(files.length);
      for (const file of files) expect(file).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}._-]*\.csv$/u);
      const everything = [mail.text, ...mail.attachments.map(({ content }) => content)].join('\n');
      const named = new Set(everything.match(/\d+/g));
      const ids = alerts.map((alert) => kindOf(kinds, alert).subject(alert).id);
      expect(ids.filter((id) => /^\d+$/.test(id) && !named.has(id))).toEqual([]);
      expectSafe(mail.html);
    });
  });
});

const tags = /^(?:!DOCTYPE|html|head|meta|title|style|body|table|tr|td|div|pre|code|strong|a|br)?$/;
const ourAttributes =
  / (?:class|dir|style|role|width|cellpadding|cellspacing|border|href)="[^"<>]*"/g;

/** No tag and no attribute but our own, and nothing that loads or runs. */
function expectSafe(html: string): void {
  const body = html.slice(html.indexOf('</style>'));
  for (const [, name = '', attributes = ''] of body.matchAll(/<\/?([!\w]*)([^>]*)>/g)) {
    expect(name).toMatch(tags);
    expect(attributes.replace(ourAttributes, '')).toBe('');
  }
  for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) {
    expect(href).toMatch(new RegExp(`^${ourPage}$`));
  }
  expect(html.replace(/<\/?[!\w][^<>]*>/g, '')).not.toMatch(/[<>]/);
  expect(
    html.replace(/<style>.*<\/style>/gs, '').replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, ''),
  ).not.toContain('&');
  expect(html).not.toMatch(/<(?:img|script|iframe|link|form|svg)|url\(|javascript:/i);
  expect(Buffer.byteLength(html)).toBeLessThan(100_000);
}
