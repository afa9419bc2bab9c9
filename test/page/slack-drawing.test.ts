import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Notification } from '../../functions/notification/kind.ts';
import { drawSlackMessage, mrkdwn } from '../../rehearsal/page/slack-drawing.ts';
import { readerIn, slackPosts } from '../channels/told-by-channel.ts';
import { aNotification, oneOfEach } from '../notification/alerts.ts';
import { hostileNotification } from '../notification/hostile-alerts.ts';

/** Each message that Slack is sent, as it is sent and as it is drawn. */
const drawnOf = (
  notification: Notification,
): readonly Readonly<{ sent: string; drawn: string }>[] =>
  slackPosts(notification, readerIn('en')).map(({ payload: { text, blocks } }) => ({
    sent: JSON.stringify(blocks),
    drawn: drawSlackMessage({ text, blocks, time: 'Mon 14:03' }).text,
  }));

describe('mrkdwn', () => {
  it.each([
    ['*3 more failed*, listed', '<div><strong>3 more failed</strong>, listed</div>'],
    ['_soon_ and ~never~', '<div><em>soon</em> and <s>never</s></div>'],
    ['task `4032` of `a*b*c`', '<div>task <code>4032</code> of <code>a*b*c</code></div>'],
    ['*of `orders`*', '<div><strong>of <code>orders</code></strong></div>'],
    ['one\ntwo', '<div>one<br />two</div>'],
    ['&lt;b&gt; &amp;amp;', '<div>&lt;b&gt; &amp;amp;</div>'],
    ['```\nat a.b(c)\n  &lt;init&gt;\n```', '<pre>at a.b(c)\n  &lt;init&gt;</pre>'],
    ['ids:\n```\n1 2\n```\nand more', '<div>ids:</div><pre>1 2</pre><div>and more</div>'],
    ['&gt; said\n&gt; twice\nthen', '<blockquote>said<br />twice</blockquote><div>then</div>'],
    [
      '<https://example.test/a?b=1&amp;c=2|the &lt;console&gt;>',
      '<div><a href="https://example.test/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">the &lt;console&gt;</a></div>',
    ],
    ['since <!date^1796017108^{date_short_pretty} {time}|05:38 UTC>', '<div>since 05:38 UTC</div>'],
    [
      '<!channel> <@U024BE7LH> <!subteam^S1|@dba>',
      '<div><span class="ping">@channel</span> <span class="ping">@U024BE7LH</span> <span class="ping">@dba</span></div>',
    ],
  ])('shows %j as Slack does', (text, drawn) => {
    expect(mrkdwn(text).text).toBe(drawn);
  });

  it.each([
    '*Watching *bigquery',
    'orders_2024_v2',
    '2*3*4',
    '* one',
    '5 ~ 6 ~ 7',
    'a `b',
    '```open',
    '_ _',
  ])('leaves %j as it is, as Slack does', (text) => {
    expect(mrkdwn(text).text).toBe(`<div>${text}</div>`);
  });

  it('makes no link of an address that a browser would run', () => {
    expect(mrkdwn('<javascript:alert(1)|click>').text).toBe('<div>click</div>');
  });
});

describe('a drawn message', () => {
  it('says of a block of another type that it is not drawn', () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: '3 *failed*' } }];
    const { text } = drawSlackMessage({
      text: '',
      blocks: [...blocks, { type: 'video' }],
      time: '',
    });
    expect(text).toContain('<h3 class="slack-header">3 *failed*</h3>');
    expect(text).toContain('a block of the type video, which is not drawn here');
  });

  it.each(Object.entries(oneOfEach))('shows every word of %s, and nothing undrawn', (_, alert) => {
    for (const { sent, drawn } of drawnOf(aNotification([alert]))) {
      expect(drawn).not.toContain('slack-unknown');
      const seen = new Set(wordsOf(readable(drawn)));
      const said = Array.from(sent.matchAll(/"text":"((?:[^"\\]|\\.)*)"/g), ([, text = '']) => text)
        .join(' ')
        .replace(/<(?:https:|!date)[^|>]*\|/g, ' ')
        .replace(/&(?:lt|gt|amp);|\\n/g, ' ');
      expect(wordsOf(said).filter((word) => !seen.has(word))).toEqual([]);
    }
  });

  it('lets no text become markup, whatever a log row holds', () => {
    fc.assert(
      fc.property(hostileNotification, (notification) => {
        for (const { drawn } of drawnOf(notification)) {
          expect(tagsIn(drawn)).toEqual([]);
          expect(drawn.replace('<span class="ping">@here</span>', '')).not.toContain('"ping"');
        }
      }),
      { numRuns: 10 },
    );
  });

  it('lets no payload become markup, not even one that nobody escaped', () => {
    const parts = Array.from('<>&"\'`*_~|\n@! x\u0000\ud800').concat(
      '```',
      '<script>',
      'javascript:',
    );
    const part = fc.constantFrom(...parts, 'https://a', '&gt;', '<!date^1^{time}|');
    const text = fc.array(part, { maxLength: 30 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (some, other) => {
        const blocks = [
          { type: 'header', text: { type: 'plain_text', text: some } },
          { type: other },
          { type: 'section', text: { type: 'mrkdwn', text: some } },
          { type: 'context', elements: [{ type: 'mrkdwn', text: other }] },
        ];
        const drawn = drawSlackMessage({ text: some, time: other, blocks }).text;
        expect(tagsIn(drawn)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** Tags that a drawing has no use for, and attributes that it never gives. */
function tagsIn(drawn: string): readonly string[] {
  const ours =
    /^<(?:\/(?:article|div|p|b|span|h3|strong|em|s|code|pre|blockquote|a)|(?:article|div|p|b|span|h3|strong|em|s|code|pre|blockquote|br|hr)(?: class="[\w -]+")?(?: aria-hidden="true")?(?: \/)?|a href="https?:\/\/[^"<>]*" target="_blank" rel="noopener noreferrer")>/;
  return Array.from(drawn.replace(/\s+>/g, '>').matchAll(/<[^>]*>?/g), ([tag]) => tag).filter(
    (tag) => !ours.test(tag),
  );
}

const readable = (drawn: string): string =>
  drawn
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/ˋ/g, '`');

const wordsOf = (text: string): string[] =>
  text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
