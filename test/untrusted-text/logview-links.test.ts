import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causeOf } from '../../functions/causes/cause-of.ts';
import { untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import {
  stripLogviewLinks,
  type LogviewLinks,
} from '../../functions/untrusted-text/logview-links.ts';

const token =
  'SFpVNmFUOG1mb0F4RzF2Q0pLTHpWd0JxWWJ3PSxPQk86MTIzNDU2Nzg5MDEyMzQ1Nix7IlN0YXRlbWVudCI6W3siQWN0aW9uIjpbIm9kcHMifV0=';
const instance = '20261122060307123gxyz1abc';
const query = `h=http://service.cn-shanghai.maxcompute.aliyun.com/api&p=mms_prod&i=${instance}&token=${token}`;
const link = `http://logview.odps.aliyun.com/logview/?${query}`;
const mark = `[LogView link removed, instance ${instance}]`;
const encoded = encodeURIComponent(link);

const strip = (text: string): string => stripLogviewLinks(text, 'en');
const seen = (text: string, limit: number, links: LogviewLinks): string => {
  const { head, tail } = untrustedText(text, limit, links);
  return head + tail;
};
const keep = (text: string): string => seen(text, 4_000, { kind: 'keep' });

const shapes: readonly (readonly [string, string, string])[] = [
  [
    'as MaxCompute logs it',
    `Log view:\n${link}\nFAILED: ODPS-0130013`,
    `Log view:\n${mark}\nFAILED: ODPS-0130013`,
  ],
  [
    'in capitals',
    link.replace(token, '').toUpperCase() + token,
    `[LogView link removed, instance ${instance.toUpperCase()}]`,
  ],
  ['of version 2 of LogView', `https://logview.aliyun.com/logview/?${query}`, mark],
  ['of another host', `http://webconsole.odps.aliyun-inc.com:8080/logview/?${query}`, mark],
  ['without a scheme', `see logview.odps.aliyun.com/logview/?${query}`, `see ${mark}`],
  [
    'of the console, with a token',
    `https://maxcompute.console.aliyun.com/cn-shanghai/job-insights?${query}`,
    mark,
  ],
  ['without an id', 'http://logview/?p=mms&token=SFpVNmFUOG1mb0F4', '[LogView link removed]'],
  [
    'with an id that is none',
    'http://logview.odps.aliyun.com/logview/?i=its-id&token=x',
    '[LogView link removed]',
  ],
  ['at the end of a sentence', `Failed, see ${link}. Retry.`, `Failed, see ${mark}. Retry.`],
  ['in brackets, twice', `(${link}) [LogView](${link})`, `(${mark}) [LogView](${mark})`],
  ['among Chinese words', `请看${link}，谢谢`, `请看${mark}，谢谢`],
  [
    'in JSON',
    `{"url":"${link.replaceAll('/', '\\/').replaceAll('&', '\\u0026').replaceAll('=', '\\u003d')}","n":1}`,
    `{"url":"${mark}","n":1}`,
  ],
  [
    'in JSON in JSON',
    JSON.stringify(JSON.stringify({ url: link.replaceAll('/', '\\/'), n: 1 })),
    JSON.stringify(JSON.stringify({ url: mark, n: 1 })),
  ],
  [
    'in HTML',
    `<a href="${link.replaceAll('&', '&amp;')}">${link.replaceAll('&', '&#38;')}</a>`,
    `<a href="${mark}">${mark}</a>`,
  ],
  [
    'in HTML in HTML',
    `&lt;a href=&quot;${link.replaceAll('/', '&#x2F;').replaceAll('&p', '&amp;p')}&quot;&gt;`,
    `&lt;a href=&quot;${mark}&quot;&gt;`,
  ],
  ['within a URL', `open?url=${encoded} next`, `open?url=${mark} next`],
  ['within a URL within a URL', `open?url=${encodeURIComponent(encoded)}`, `open?url=${mark}`],
  ['in encoded JSON', `%7B%22url%22%3A%22${encoded}%22%7D`, `%7B%22url%22%3A%22${mark}%22%7D`],
  [
    'broken over lines',
    `Log view: ${link.slice(0, 90)}\n    ${link.slice(90, 180)}\r\n${link.slice(180)}\nFAILED: x`.replace(
      '\r',
      '',
    ),
    `Log view: ${mark}\nFAILED: x`,
  ],
  ['broken before its query', link.replace('?', '\n?'), mark],
];

/** What looks like one and shows nothing to anybody. */
const others = [
  'Connect to http://logview.odps.aliyun.com failed: timed out; see https://logview.aliyun.com/logview.',
  'https://maxcompute.console.aliyun.com/cn-shanghai/job-insights?h=http://service/api&p=a&i=20221027160000000001000001',
  'odps.logview.host=https://a.example.com/?x=1 and LogView.generate(LogView.java:7) of table ods.logview_2024',
  'https://github.com/aliyun/logview-tools?tab=readme https://help.aliyun.com/document/logview',
  'no link at all?i=20261122060307123gxyz1abc&token=x',
];

describe('a link to LogView', () => {
  it.each(shapes)('%s is replaced by the id of its instance', (_, text, shown) => {
    expect(strip(text)).toBe(shown);
  });

  it.each(shapes)('%s can be kept with its token', (_, text) => {
    const kept = keep(text);
    expect(kept).not.toContain('***');
    expect(kept.length).toBe(text.length);
  });

  it.each(others)('is not seen in %s', (text) => {
    expect(strip(text)).toBe(text);
  });

  it('is told of in the language of the messages', () => {
    expect(stripLogviewLinks(`日志：${link}`, 'zh')).toBe(
      `日志：[LogView 链接已移除，实例 ${instance}]`,
    );
  });

  it('leaves no piece of its token, wherever a long text is cut', () => {
    for (let before = 0; before < 600; before += 37) {
      const links = `${'x '.repeat(before)}${`${link}${'&x=y'.repeat(90)} `.repeat(60)}${'z '.repeat(before)}`;
      expect(seen(links, 600, { kind: 'strip', language: 'en' })).not.toMatch(/[A-Za-z0-9]{40}/);
    }
  });

  it('does not take the secrets beside it along when it is kept', () => {
    const text = `jdbc:mysql://root:hunter2secret@h/db password=hunter3secret ${link} accessKeySecret=S3cr3tS3cr3tS3cr3tS3cr3tS3cr3t`;
    expect(keep(text)).toBe(`jdbc:mysql://root:***@h/db password=*** ${link} accessKeySecret=***`);
    expect(keep(`?token=${token} ${link}`)).toBe(`?token=*** ${link}`);
    expect(keep(`password='${link}' x`)).toBe("password='***' x");
  });

  it('is one cause with the next, in either language', () => {
    const texts = [link, link.replace(instance, '20261123010203004gabcd2xyz')].map(
      (url) => `job failed, logview: ${url} after column x was not found`,
    );
    const keys = texts.flatMap((text) =>
      (['en', 'zh'] as const).map(
        (language) => causeOf(seen(text, 4_000, { kind: 'strip', language })).fingerprint,
      ),
    );
    expect(new Set(keys).size).toBe(1);
  });

  it('never survives in any text around it', () => {
    const around = fc.string({
      unit: fc.constantFrom(
        'a',
        'Z',
        '0',
        ' ',
        '\n',
        '"',
        "'",
        '=',
        '&',
        '%',
        '\\',
        '/',
        '@',
        '<',
        '(',
        '表',
        'logview',
        'http://',
        '?',
      ),
      maxLength: 40,
    });
    fc.assert(
      fc.property(around, around, (before, after) => {
        const shown = strip(`${before} ${link} ${after}`);
        expect(shown).not.toContain(token.slice(0, 30));
        expect(shown).toContain(instance);
      }),
      { numRuns: 500 },
    );
  });
});
