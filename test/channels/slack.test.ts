import { IncomingWebhook } from '@slack/webhook';
import { describe, expect, it } from 'vitest';
import { serverAt, slackAt } from '../../functions/channels/slack/slack.ts';
import { answerOf } from '../../functions/channels/webhook/answer.ts';
import { answer, tooManyRequests, type Fault } from '../../rehearsal/world/fault.ts';
import { deliver, slackOnLoopback } from './channels-on-loopback.ts';

describe('a message to Slack', () => {
  it('carries the text for the lock screen and the blocks, and unfurls no link', async () => {
    const world = await slackOnLoopback();
    await deliver(world);
    const [message] = world.server.messages;
    expect(message?.text).toContain('orders_2024');
    expect(message?.blocks.length).toBeGreaterThan(0);
    expect(message?.payload).toMatchObject({ unfurl_links: false, unfurl_media: false });
  });
});

describe("Slack's own client", () => {
  it('sends the same message in the same words', async () => {
    const world = await slackOnLoopback();
    await deliver(world);
    const { payload } = world.server.messages[0] ?? {};
    const sent: object = typeof payload === 'object' && payload !== null ? payload : {};
    await new IncomingWebhook(world.server.webhookUrl).send({ ...sent });
    const [first, second] = world.server.messages;
    expect(second?.payload).toEqual(first?.payload);
  });
});

describe('when Slack is rate-limiting', () => {
  it('waits as long as it says, and then delivers', async () => {
    const world = await slackOnLoopback();
    world.server.fault = ({ attempt }) => (attempt === 1 ? tooManyRequests(7) : undefined);
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    expect(world.time.slept).toEqual([7_000]);
    expect(world.server.messages).toHaveLength(1);
  });

  it('leaves it to a later tick when this one does not last so long', async () => {
    const world = await slackOnLoopback();
    world.server.fault = () => tooManyRequests(90);
    const now = world.time.clock();
    const delivery = await deliver(world, 20_000);
    expect(delivery).toMatchObject({
      kind: 'wait',
      problem:
        'Slack is rate-limiting for 90 s (HTTP 429, rate_limited); the messages are queued for a later tick',
    });
    if (delivery.kind !== 'wait') return;
    expect(delivery.notBefore).toBeGreaterThanOrEqual(now + 90_000);
    expect(delivery.notBefore).toBeLessThan(now + 100_000);
    expect(world.server.journal.entries).toHaveLength(1);
  });

  it.each([
    ['nothing', {}],
    ['nonsense', { 'retry-after': '-3' }],
    ['soon', { 'retry-after': 'soon' }],
  ])('waits a second at first when it says %s of how long', async (_, headers) => {
    const world = await slackOnLoopback();
    world.server.fault = ({ attempt }) => (attempt <= 2 ? answer(429, '', headers) : undefined);
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    expect(world.time.slept).toEqual([1_000, 2_000]);
  });

  it.each(['0', '0.001', '1', 'Thu, 01 Jan 2015 00:00:00 GMT'])(
    'waits a second at least when it says %s, and asks six times at most',
    async (seconds) => {
      const world = await slackOnLoopback();
      world.server.fault = () => answer(429, 'rate_limited', { 'retry-after': seconds });
      const delivery = await deliver(world, 15_000);
      expect(world.time.slept).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
      expect(world.server.journal.entries).toHaveLength(6);
      expect(delivery.kind === 'wait' && delivery.notBefore > world.time.clock()).toBe(true);
    },
  );

  it('waits until the moment that it names', async () => {
    const world = await slackOnLoopback();
    const later = new Date(world.time.clock() + 5_000).toUTCString();
    world.server.fault = ({ attempt }) =>
      attempt === 1 ? answer(429, '', { 'retry-after': later }) : undefined;
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    expect(world.time.slept[0]).toBeGreaterThan(2_000);
    expect(world.time.slept[0]).toBeLessThanOrEqual(5_000);
  });

  it('is not silent for longer than an hour, whatever it says', async () => {
    const world = await slackOnLoopback();
    world.server.fault = () => tooManyRequests(1e9);
    const delivery = await deliver(world);
    expect(delivery.kind === 'wait' && delivery.notBefore - world.time.clock()).toBeLessThanOrEqual(
      3_600_000,
    );
  });
});

describe('when Slack takes exception to the layout', () => {
  it.each([
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_payload',
    'no_text',
    'msg_blocks_too_long',
    'msg_too_long',
    'too_many_attachments',
    'something_new',
  ])('sends plain text instead after %s, and says so', async (code) => {
    const world = await slackOnLoopback();
    world.server.fault = ({ attempt }) => (attempt === 1 ? answer(400, code) : undefined);
    expect(await deliver(world)).toEqual({
      kind: 'accepted',
      problem: `Slack refused the layout of a message (HTTP 400, ${code}); it went out as plain text`,
    });
    expect(world.server.messages).toHaveLength(1);
    expect(world.server.messages[0]).toMatchObject({ blocks: [] });
    expect(world.server.messages[0]?.text).toContain('orders_2024');
  });

  it('fails when it refuses the plain text too, and does not go on', async () => {
    const world = await slackOnLoopback();
    world.server.fault = () => answer(400, 'invalid_payload');
    expect(await deliver(world)).toMatchObject({
      kind: 'failed',
      problem:
        'Slack refused the layout of a message (HTTP 400, invalid_payload), and as plain text: Slack refused the message (HTTP 400, invalid_payload)',
    });
    expect(world.server.journal.entries).toHaveLength(2);
  });

  it('retries the plain text as it would the message', async () => {
    const world = await slackOnLoopback();
    world.server.fault = ({ attempt }) =>
      [undefined, answer(400, 'invalid_blocks'), answer(503)][attempt];
    expect(await deliver(world)).toMatchObject({ kind: 'accepted' });
  });

  it('is gone also where only the plain text is refused so', async () => {
    const world = await slackOnLoopback();
    world.server.fault = ({ attempt }) =>
      attempt === 1 ? answer(400, 'invalid_blocks') : answer(410, 'channel_is_archived');
    expect(await deliver(world)).toMatchObject({ kind: 'failed', refused: 'for good' });
  });
});

describe("Slack's own codes", () => {
  it.each<[Fault, string, string]>([
    [answer(404, 'no_service'), 'the webhook was revoked or its app removed', 'webhook revoked'],
    [answer(410, 'no_service'), 'create a webhook anew, set SLACK_WEBHOOK_URL', 'webhook revoked'],
    [answer(403, 'invalid_token'), 'the webhook was revoked', 'webhook revoked'],
    [answer(400, 'invalid_token'), 'the webhook was revoked', 'webhook revoked'],
    [answer(410, 'channel_is_archived'), 'its channel is archived', 'channel archived'],
    [answer(404, 'channel_not_found'), 'its channel is gone', 'channel deleted'],
    [answer(400, 'user_not_found'), 'its channel is gone', 'channel deleted'],
    [answer(403, 'action_prohibited'), 'an administrator forbids it', 'forbidden by an admin'],
    [answer(403, 'team_disabled'), 'its workspace is disabled', 'workspace disabled'],
    [
      answer(403, '{"ok":false,"error":"invalid_token"}'),
      'the webhook was revoked',
      'webhook revoked',
    ],
  ])('tell that no message is taken, and why: %j', async (fault, said, label) => {
    const world = await slackOnLoopback();
    world.server.fault = () => fault;
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({
      kind: 'failed',
      refused: 'for good',
      trouble: {
        short: { en: label, zh: expect.stringMatching(/\p{Script=Han}/u) as string },
      },
    });
    for (const word of said.split(' ')) expect(delivery.problem).toContain(word);
    expect(world.server.journal.entries).toHaveLength(1);
  });

  it.each([
    [404, ''],
    [404, 'Not Found'],
    [404, '<html>no_service</html>'],
    [403, 'Forbidden'],
    [410, 'Gone'],
  ])('alone do: HTTP %i with %j does not', async (status, body) => {
    const world = await slackOnLoopback();
    world.server.fault = () => answer(status, body);
    expect(await deliver(world)).toMatchObject({ kind: 'failed' });
  });
});

describe('what accepts a message', () => {
  const servers = ['Slack', 'a proxy', 'another service'] as const;

  it.each([
    [200, 'ok', servers],
    [200, 'ok\n', servers],
    [202, '', ['a proxy', 'another service']],
    [204, '', ['a proxy', 'another service']],
    [202, 'ok', ['a proxy', 'another service']],
    [200, '', ['another service']],
    [201, 'ok', ['another service']],
    [200, '{"ok":true}', ['another service']],
    [200, '{"success":true}', ['another service']],
    [200, '{"result":"success"}', ['another service']],
    [200, '{"ok":false,"error":"invalid_token"}', []],
    [200, '{"ok":"true"}', []],
    [200, 'okay', []],
    [200, '<html>Welcome</html>', []],
    [202, '<html>Welcome</html>', []],
    [200, 'invalid_token', []],
    [302, 'ok', []],
  ] as const)('is HTTP %i with %j of %j', (status, body, by) => {
    const reply = { status, body, retryAfterMs: undefined };
    expect(
      servers.filter((server) => answerOf(slackAt(server), reply).kind === 'accepted'),
    ).toEqual(by);
  });

  it.each([
    ['https://hooks.slack.com/services/T0/B0/x', 'Slack'],
    ['https://hooks.slack-gov.com/services/T0/B0/x', 'Slack'],
    ['https://egress.example.com/services/T0/B0/x', 'a proxy'],
    ['http://127.0.0.1:8080/services/T0/B0/x', 'a proxy'],
    ['https://chat.example.com/hooks/xyz', 'another service'],
    ['https://notslack.com/hooks/xyz', 'another service'],
  ])('depends on whose address it is: %s is of %s', (url, server) => {
    expect(serverAt(new URL(url))).toBe(server);
  });
});
