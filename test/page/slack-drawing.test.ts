import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBlocks, drawSlackMessage, mrkdwn } from '../../rehearsal/page/slack-drawing.ts';
import { aBriefing, context } from '../notification/alerts.ts';
import { slackMessages } from '../notification/chats.ts';
import { hostileBriefing } from '../notification/hostile-alerts.ts';
import { stories } from '../notification/stories.ts';

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
  it('has every kind of block that a webhook is sent, and says of others that they are not drawn', () => {
    const drawn = drawBlocks([
      { type: 'header', text: { type: 'plain_text', text: '3 tasks failed *now*' } },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: '*orders*' },
        accessory: {
          type: 'button',
          text: { type: 'plain_text', text: 'Open' },
          url: 'https://example.test/',
        },
      },
      {
        type: 'section',
        fields: [
          { type: 'mrkdwn', text: '*job*\n`87`' },
          { type: 'plain_text', text: '<b>' },
        ],
      },
      { type: 'divider' },
      {
        type: 'context',
        elements: [
          { type: 'mrkdwn', text: 'log `1`' },
          { type: 'image', image_url: 'https://example.test/x.png', alt_text: 'a bar' },
        ],
      },
      {
        type: 'actions',
        elements: [{ type: 'button', style: 'danger', text: { type: 'plain_text', text: 'Stop' } }],
      },
      { type: 'video' },
    ]).text;
    for (const part of [
      '<h3 class="slack-header">3 tasks failed *now*</h3>',
      '<strong>orders</strong>',
      'class="slack-section with-accessory"',
      '<strong>job</strong><br /><code>87</code>',
      '&lt;b&gt;',
      '<hr class="slack-divider" />',
      '[picture: a bar]',
      '<span class="slack-button danger">Stop</span>',
      'a block of the type video, which is not drawn here',
    ])
      expect(drawn.replace(/\s+>/g, '>')).toContain(part);
    expect(drawn).not.toContain('x.png');
  });

  it.each(Object.keys(stories))('shows every word of %s, and nothing undrawn', (name) => {
    for (const { text, blocks, plainText } of slackMessages(
      stories[name] ?? aBriefing([]),
      context,
    )) {
      const drawn = drawSlackMessage({ text, blocks, time: '14:03' }).text;
      expect(drawn).not.toContain('slack-unknown');
      const seen = new Set(wordsOf(readable(drawn)));
      const said = wordsOf(plainText.replace(/<https:\S+>/g, '').replace(/^[=-]+$/gm, ''));
      expect(said.filter((word) => !seen.has(word))).toEqual([]);
    }
  });

  it('lets no text become markup, whatever a log row holds', () => {
    fc.assert(
      fc.property(hostileBriefing, (briefing) => {
        for (const { text, blocks } of slackMessages(briefing, context)) {
          const drawn = drawSlackMessage({ text, blocks, time: '14:03' }).text;
          expect(tagsIn(drawn)).toEqual([]);
          expect(drawn).not.toContain('class="ping"');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lets no payload become markup, not even one that nobody escaped', () => {
    const parts = fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      '`',
      '```',
      '*',
      '_',
      '~',
      '|',
      '\n',
      '<script>',
      'javascript:',
      'https://a',
      '&gt;',
      '@',
      '!',
      'x',
      ' ',
      '\u0000',
      '\ud800',
    );
    const text = fc.array(parts, { maxLength: 30 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (some, other) => {
        const drawn = drawSlackMessage({
          text: some,
          time: other,
          blocks: [
            { type: 'header', text: { type: 'plain_text', text: some } },
            { type: other },
            {
              type: 'section',
              text: { type: 'mrkdwn', text: some },
              accessory: {
                type: 'button',
                style: other,
                url: `https://${some}`,
                text: { type: 'plain_text', text: other },
              },
            },
            {
              type: 'context',
              elements: [
                { type: 'image', alt_text: some },
                { type: 'mrkdwn', text: other },
              ],
            },
          ],
        }).text;
        expect(tagsIn(drawn)).toEqual([]);
      }),
      { numRuns: 500 },
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
