import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Delivery } from '../../functions/ports.ts';
import { answer, badGateway, tooManyRequests, type Fault } from '../../rehearsal/world/fault.ts';
import { messageOf, slackChannelTo, slackOnLoopback } from './channels-on-loopback.ts';

const minute = 60_000;

type World = Awaited<ReturnType<typeof slackOnLoopback>>;
const deliver = async ({ channel, time }: World, ms = minute): Promise<Delivery> =>
  (await messageOf(channel)).deliver(time.in(ms));

describe('a message to Slack', () => {
  it('carries the text for the lock screen and the blocks, and unfurls no link', async () => {
    const world = await slackOnLoopback();
    await deliver(world);
    const [message] = world.server.messages;
    expect(message?.text).toContain('orders_2024');
    expect(message?.blocks.length).toBeGreaterThan(0);
    expect(message?.payload).toMatchObject({ unfurl_links: false, unfurl_media: false });
  });

  it('goes over a connection of its own, so that none can have died while the instance was frozen', async () => {
    const requests: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      requests.push(request);
      request.resume().on('end', () => {
        response.end('ok');
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const channel = slackChannelTo(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T/B/x`,
    );
    for (let i = 0; i < 3; i += 1)
      expect(await (await messageOf(channel)).deliver(Date.now() + minute)).toEqual({
        kind: 'accepted',
      });
    expect(new Set(requests.map(({ socket }) => socket)).size).toBe(3);
    expect(requests.map(({ headers }) => headers.connection)).toEqual(['close', 'close', 'close']);
  });
});

describe('when Slack asks for patience', () => {
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
      problem: 'Slack asks to wait 90 s, longer than this tick lasts; a later one tells it',
    });
    if (delivery.kind !== 'wait') return;
    expect(delivery.notBefore).toBeGreaterThanOrEqual(now + 90_000);
    expect(delivery.notBefore).toBeLessThan(now + 100_000);
    expect(world.server.journal.entries).toHaveLength(1);
  });

  it.each([
    ['nothing', {}],
    ['a date', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }],
    ['nonsense', { 'retry-after': '-3' }],
  ])('waits a second at first when it says %s of how long', async (_, headers) => {
    const world = await slackOnLoopback();
    world.server.fault = ({ attempt }) => (attempt <= 2 ? answer(429, '', headers) : undefined);
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    expect(world.time.slept).toEqual([1_000, 2_000]);
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
      attempt === 1 ? answer(400, 'invalid_blocks') : attempt === 2 ? answer(503) : undefined;
    expect(await deliver(world)).toMatchObject({ kind: 'accepted' });
  });
});

describe('when Slack cannot be told', () => {
  it.each<[string, Fault, string, boolean]>([
    [
      'a revoked webhook',
      answer(404, 'no_service'),
      'the webhook was revoked or its app removed: create a new one and set SLACK_WEBHOOK_URL',
      true,
    ],
    [
      'a token that is none',
      answer(403, 'invalid_token'),
      'create a new one and set SLACK_WEBHOOK_URL',
      true,
    ],
    [
      'a token that is none, as a 400',
      answer(400, 'invalid_token'),
      'create a new one and set SLACK_WEBHOOK_URL',
      true,
    ],
    ['an archived channel', answer(410, 'channel_is_archived'), 'its channel is archived', true],
    ['a channel that is gone', answer(404, 'channel_not_found'), 'its channel is gone', true],
    [
      'a forbidden channel',
      answer(403, 'action_prohibited'),
      'an administrator of the workspace forbids it',
      true,
    ],
    ['a workspace that is gone', answer(403, 'team_disabled'), 'the workspace is disabled', true],
    ['an address that is none', answer(404, ''), 'HTTP 404', true],
    ['another refusal', answer(405, ''), 'HTTP 405', false],
    [
      'a page that is not Slack',
      answer(200, '<html>Welcome to the proxy</html>'),
      "not Slack's answer (HTTP 200, <html>Welcome to the proxy</html>): check SLACK_WEBHOOK_URL",
      false,
    ],
    [
      'a redirect',
      answer(302, '', { location: 'http://127.0.0.1:1/' }),
      "not Slack's answer (HTTP 302, a redirect)",
      false,
    ],
  ])('names %s and what to do, at once', async (_, fault, said, lost) => {
    const world = await slackOnLoopback();
    world.server.fault = () => fault;
    const delivery = await deliver(world);
    expect(delivery.kind).toBe('failed');
    expect(delivery.problem).toContain(said);
    expect('lost' in delivery).toBe(lost);
    expect(world.server.journal.entries).toHaveLength(1);
  });

  it('is lost also where only the plain text is refused so', async () => {
    const world = await slackOnLoopback();
    world.server.fault = ({ attempt }) =>
      attempt === 1 ? answer(400, 'invalid_blocks') : answer(410, 'channel_is_archived');
    expect(await deliver(world)).toMatchObject({ kind: 'failed', lost: true });
  });

  it('is not lost while nobody can reach it', async () => {
    const world = await slackOnLoopback();
    await world.server.goDown();
    expect(await deliver(world)).not.toHaveProperty('lost');
  });

  it.each<[string, Fault]>([
    ['breaks the connection', { kind: 'reset' }],
    ['breaks its answer off', { kind: 'broken-off' }],
  ])('does not send again when it %s: the message may have arrived', async (_, fault) => {
    const world = await slackOnLoopback();
    world.server.fault = () => fault;
    expect(await deliver(world)).toMatchObject({
      kind: 'failed',
      problem:
        'Slack was not told: the connection broke; the message may have arrived, the next tick tells it again',
    });
    expect(world.server.journal.entries).toHaveLength(1);
  });

  it.each<[string, Fault]>([
    ['says nothing', { kind: 'hang', applied: true }],
    ['stops in the middle of its answer', { kind: 'stalled' }],
  ])('does not send again when it %s', async (_, fault) => {
    const world = await slackOnLoopback();
    world.server.fault = () => fault;
    const delivery = await deliver(world, 500);
    expect(delivery.problem).toContain('no answer in time; the message may have arrived');
    expect(world.server.messages).toHaveLength(1);
  });

  it('tries again while nobody listens: nothing can have arrived', async () => {
    const world = await slackOnLoopback();
    await world.server.goDown();
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({
      kind: 'failed',
      problem: 'Slack was not told: Slack could not be reached (ECONNREFUSED)',
    });
    expect(world.time.slept).toHaveLength(5);
  });

  it('delivers once somebody listens again', async () => {
    const world = await slackOnLoopback();
    await world.server.goDown();
    const { clock, random, sleep } = world.time;
    const patience = {
      clock,
      random,
      sleep: async (ms: number) => {
        await sleep(ms);
        await world.server.comeBack();
      },
    };
    const channel = slackChannelTo(world.server.webhookUrl, Object.assign(world.time, patience));
    expect(await (await messageOf(channel)).deliver(world.time.in(minute))).toEqual({
      kind: 'accepted',
    });
    expect(world.server.messages).toHaveLength(1);
  });

  it('delivers after a gateway in trouble', async () => {
    const world = await slackOnLoopback();
    world.server.fault = ({ attempt }) => (attempt <= 3 ? badGateway : undefined);
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
  });

  it('names a host that nobody knows without the rest of the URL', async () => {
    const channel = slackChannelTo('http://hooks.invalid/services/T0/B0/averysecrettokenofthehook');
    const delivery = await (await messageOf(channel)).deliver(Date.now() + minute);
    expect(delivery.problem).toMatch(/Slack could not be reached \((ENOTFOUND|EAI_AGAIN)\)/);
    expect(JSON.stringify(delivery)).not.toContain('averysecret');
  });
});
