import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, onOperation, tooManyRequests } from '../../rehearsal/world/fault.ts';
import { judge, SlackServer } from '../../rehearsal/world/slack-server.ts';

const mrkdwn = (text: string): Readonly<Record<string, unknown>> => ({ type: 'mrkdwn', text });
const plain = (text: string): Readonly<Record<string, unknown>> => ({ type: 'plain_text', text });
const section = (text: string): Readonly<Record<string, unknown>> => ({
  type: 'section',
  text: mrkdwn(text),
});
const many = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

describe('what Slack takes', () => {
  it.each([
    ['text alone', undefined],
    ['50 blocks', many(50, { type: 'divider' })],
    ['a header of 150 characters', [{ type: 'header', text: plain('x'.repeat(150)) }]],
    ['a section of 3000', [section('x'.repeat(3000))]],
    ['10 elements of context', [{ type: 'context', elements: many(10, mrkdwn('x')) }]],
    [
      '13,200 characters in all blocks',
      [...many(4, section('x'.repeat(3000))), section('x'.repeat(1200))],
    ],
  ])('is %s', (_what, blocks) => {
    expect(judge({ text: 'x', blocks })).toEqual({ text: 'x', blocks: blocks ?? [] });
  });

  it.each([
    ['no object', 'text', 'invalid_payload'],
    ['no text', { blocks: [section('x')] }, 'no_text'],
    ['an empty text', { text: ' ' }, 'no_text'],
    ['a text of 40,001', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['blocks that are no list', { text: 'x', blocks: {} }, 'invalid_blocks'],
  ])('is not %s', (_what, payload, code) => {
    expect(judge(payload)).toMatchObject({ code });
  });

  it.each([
    ['51 blocks', many(51, { type: 'divider' })],
    ['a block of no type', [{}]],
    ['a block of an unknown type', [{ type: 'banner' }]],
    ['a header of 151', [{ type: 'header', text: plain('x'.repeat(151)) }]],
    ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('x') }]],
    ['an empty section', [{ type: 'section' }]],
    ['a section without a letter', [section('')]],
    ['a section of 3001', [section('x'.repeat(3001))]],
    ['a section whose text is a string', [{ type: 'section', text: 'x' }]],
    ['11 elements of context', [{ type: 'context', elements: many(11, mrkdwn('x')) }]],
    ['a context without elements', [{ type: 'context', elements: [] }]],
  ])('is not %s', (_what, blocks) => {
    expect(judge({ text: 'x', blocks })).toMatchObject({
      code: 'invalid_blocks',
      why: expect.any(String) as string,
    });
  });

  it('is not more than 13,200 characters in all blocks', () => {
    expect(
      judge({
        text: 'x',
        blocks: [...many(4, section('x'.repeat(3000))), section('x'.repeat(1201))],
      }),
    ).toMatchObject({ code: 'msg_blocks_too_long' });
  });
});

describe('the Slack server', () => {
  let slack: SlackServer;

  beforeEach(async () => {
    slack = new SlackServer(() => 1_700_000_000_000);
    await slack.start();
  });

  afterEach(() => slack.close());

  const send = async (payload: object, url = slack.webhookUrl): Promise<string> => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(payload) });
    return `${response.status} ${await response.text()}`;
  };

  it('keeps what it accepts, with its time and all of its words', async () => {
    const blocks = [
      { type: 'section' as const, text: { type: 'mrkdwn' as const, text: '3 tables' } },
    ];
    expect(await send({ text: 'failed', blocks })).toBe('200 ok');
    expect(slack.messages).toEqual([
      {
        at: 1_700_000_000_000,
        text: 'failed',
        blocks,
        payload: { text: 'failed', blocks },
        pings: [],
        all: 'failed\n3 tables',
      },
    ]);
  });

  it('keeps apart what it refuses, and says why', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: '' } }];
    expect(await send({ text: 'x', blocks })).toBe('400 invalid_blocks');
    expect(slack.messages).toEqual([]);
    expect(slack.rejected).toMatchObject([
      { code: 'invalid_blocks', why: expect.stringContaining('at blocks[0].text.text') as string },
    ]);
  });

  it('notices who was pinged, and who only seemed to be', async () => {
    const text = 'x <!date^1700000000^{date}|then> <!channel> &lt;!here&gt; <@U024BE7LH>';
    const context = {
      type: 'context' as const,
      elements: [
        { type: 'plain_text' as const, text: '<!here>' },
        { type: 'mrkdwn' as const, text: '<#C024BE7LR>' },
      ],
    };
    await send({ text, blocks: [context] });
    expect(slack.messages[0]?.pings).toEqual(['<!channel>', '<@U024BE7LH>', '<#C024BE7LR>']);
  });

  it('takes no body that is not JSON, and no other path', async () => {
    expect(await (await fetch(slack.webhookUrl, { method: 'POST', body: '{' })).text()).toBe(
      'invalid_payload',
    );
    expect(await send({ text: 'x' }, slack.webhookUrl.slice(0, -1))).toBe('404 no_service');
  });

  it('asks for patience, or says that the channel is gone, when told so', async () => {
    slack.fault = onOperation('webhook', tooManyRequests(3), 1);
    expect(await send({ text: 'x' })).toMatch(/^429 /);
    slack.fault = onOperation('webhook', answer(410, 'channel_is_archived'), 1);
    expect(await send({ text: 'x' })).toBe('410 channel_is_archived');
    expect(await send({ text: 'x' })).toBe('200 ok');
    expect(slack.journal.entries.map(({ outcome }) => outcome)).toEqual(['429', '410', '200']);
  });
});
