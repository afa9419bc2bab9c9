import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Channel, DeliveryResult } from '../../functions/ports.ts';
import { answer, badGateway, tooManyRequests, type Fault } from '../../rehearsal/world/fault.ts';
import { HastyTime } from '../runtime/hasty-time.ts';
import {
  channelOf,
  deliver,
  messageOf,
  minute,
  serviceOf,
  webhooks,
} from './channels-on-loopback.ts';

/** A server of its own kind, where the loopback ones would be too well-behaved. */
async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const delivered = async (channel: Channel, time = new HastyTime()): Promise<DeliveryResult> =>
  (await messageOf(channel)).deliver(time.in(minute));

describe.each(webhooks)(
  'the webhook of $title',
  ({ name, title, variable, onLoopback, ok, environment }) => {
    it('is called over a connection of its own: a kept one may have died with a frozen instance', async () => {
      const requests: IncomingMessage[] = [];
      const address = await listening((request, response) => {
        requests.push(request);
        request.resume().on('end', () => response.end(ok));
      });
      const channel = channelOf(name, environment(address));
      for (let i = 0; i < 3; i += 1) expect(await delivered(channel)).toEqual({ kind: 'accepted' });
      expect(new Set(requests.map(({ socket }) => socket)).size).toBe(3);
      expect(requests.map(({ headers }) => headers.connection)).toEqual([
        'close',
        'close',
        'close',
      ]);
      expect(requests[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
    });

    it('is given up after six requests for one message, whatever it answers', async () => {
      const faults: readonly Fault[] = [
        tooManyRequests(0),
        answer(429, 'rate_limited', { 'retry-after': '0.001' }),
        answer(429, ''),
        answer(503, ''),
        answer(400, 'invalid_blocks'),
        answer(200, '{"errcode":-1,"errmsg":"busy"}'),
        answer(200, '{"code":11232,"msg":"frequency limited"}'),
      ];
      for (const fault of faults) {
        const world = await onLoopback();
        world.server.fault = () => fault;
        expect((await deliver(world)).kind).not.toBe('accepted');
        expect(world.server.journal.entries.length).toBeLessThanOrEqual(6);
        for (const ms of world.time.slept) expect(ms).toBeGreaterThanOrEqual(250);
      }
    });

    it('is given up after six requests in all where it refuses the layout on the way', async () => {
      const world = await onLoopback();
      world.server.fault = ({ attempt }) =>
        attempt === 3 ? answer(400, 'invalid_blocks') : answer(503, '');
      expect(await deliver(world)).toMatchObject({ kind: 'failed' });
      expect(world.server.journal.entries.length).toBeLessThanOrEqual(6);
    });

    it.each([
      [502, '<html><head><title>502 Bad Gateway</title></head></html>'],
      [500, ''],
      [408, ''],
    ])('is called again after HTTP %i', async (status, body) => {
      const world = await onLoopback();
      world.server.fault = ({ attempt }) => (attempt <= 3 ? answer(status, body) : undefined);
      expect(await deliver(world)).toEqual({ kind: 'accepted' });
      expect(world.server.messages).toHaveLength(1);
    });

    it.each([403, 404, 405, 407, 410, 414, 451])(
      'is not gone because a proxy answers HTTP %i',
      async (status) => {
        const world = await onLoopback();
        const page = `<!DOCTYPE html><html><head><title>No entry</title></head><body>${'x'.repeat(2_000)}</body></html>`;
        world.server.fault = () => answer(status, page, { 'content-type': 'text/html' });
        const delivery = await deliver(world);
        expect(delivery).toMatchObject({ kind: 'failed' });
        expect(delivery.problem).toBe(
          `HTTP ${status}, No entry is not ${title}'s answer: a proxy or another server stands between; check ${variable} and what the network puts before it`,
        );
        expect(world.server.journal.entries).toHaveLength(1);
      },
    );

    it.each<[string, Fault, string]>([
      ['a page', answer(200, '<p>Welcome to the proxy</p>'), 'HTTP 200, Welcome to the proxy'],
      ['a redirect', answer(302, '', { location: 'http://127.0.0.1:1/' }), 'HTTP 302, a redirect'],
      ['half of its answer', { kind: 'truncated' }, 'HTTP 200'],
    ])('takes %s for no answer of the service', async (_, fault, said) => {
      const world = await onLoopback();
      world.server.fault = () => fault;
      const delivery = await deliver(world);
      expect(delivery).toMatchObject({ kind: 'failed' });
      expect(delivery.problem).toContain(said);
      expect(delivery.problem).toContain(`is not ${title}'s answer`);
    });

    it('reads 64 KB of an answer at most, and quotes little of it', async () => {
      let sent = 0;
      const address = await listening((request, response) => {
        request.resume();
        const piece = Buffer.alloc(16_384, 'x');
        const send = (): void => {
          while (!response.destroyed && response.write(piece)) sent += piece.length;
        };
        response.on('drain', send);
        send();
      });
      const delivery = await delivered(channelOf(name, environment(address)));
      expect(delivery.problem?.length).toBeLessThan(400);
      expect(sent).toBeLessThan(20_000_000);
    });

    it.each<[string, Fault]>([
      ['breaks the connection', { kind: 'reset', applied: true }],
      ['breaks its answer off', { kind: 'broken-off' }],
    ])(
      'is called again when it %s, and told so once it went on for six requests',
      async (_, fault) => {
        const world = await onLoopback();
        world.server.fault = ({ attempt }) => (attempt <= 2 ? fault : undefined);
        expect(await deliver(world)).toEqual({ kind: 'accepted' });
        expect(world.time.slept).toHaveLength(2);
        world.server.fault = () => fault;
        expect(await deliver(world)).toMatchObject({
          kind: 'failed',
          problem: `the connection to ${title} broke; the message may have arrived, and the next tick sends it again`,
        });
        expect(world.server.journal.entries).toHaveLength(3 + 6);
      },
    );

    it('is left alone for as long as it asks when it is in trouble, too', async () => {
      const world = await onLoopback();
      world.server.fault = ({ attempt }) =>
        [
          undefined,
          answer(503, '', { 'retry-after': '4' }),
          answer(500, '', { 'retry-after': '0' }),
        ][attempt];
      expect(await deliver(world)).toEqual({ kind: 'accepted' });
      expect(world.time.slept).toEqual([4_000, 1_000]);
    });

    it('is called in a later tick where it asks for more time than there is', async () => {
      const world = await onLoopback();
      world.server.fault = () => answer(503, 'busy', { 'retry-after': '600' });
      const now = world.time.clock();
      const delivery = await deliver(world, 20_000);
      expect(delivery).toMatchObject({
        kind: 'wait',
        problem: `${title} is in trouble (HTTP 503, busy); the messages are queued for a later tick`,
      });
      expect(delivery.kind === 'wait' && delivery.notBefore).toBeGreaterThanOrEqual(now + 600_000);
      expect(world.server.journal.entries).toHaveLength(1);
    });

    it('is not called any more where the wait leaves no time for an answer', async () => {
      const world = await onLoopback();
      world.server.fault = ({ attempt }) =>
        attempt === 1 ? answer(429, '') : { kind: 'hang', applied: true };
      expect(await deliver(world, 1_200)).toMatchObject({ kind: 'wait' });
      expect(world.server.journal.entries).toHaveLength(1);
    });

    it.each<[string, Fault]>([
      ['says nothing', { kind: 'hang', applied: true }],
      ['stops in the middle of its answer', { kind: 'stalled' }],
    ])('is not called again when it %s', async (_, fault) => {
      const world = await onLoopback();
      world.server.fault = () => fault;
      expect(await deliver(world, 300)).toMatchObject({
        kind: 'failed',
        problem: `no answer from ${title} in time; the message may have arrived, and the next tick sends it again`,
      });
      expect(world.server.messages).toHaveLength(1);
    });

    it('is called again while nobody listens: nothing can have arrived', async () => {
      const world = await onLoopback();
      await world.server.close();
      const delivery = await deliver(world);
      expect(delivery).toMatchObject({ kind: 'failed' });
      expect(delivery.problem).toContain(`${title} could not be reached (ECONNREFUSED)`);
      expect(delivery.problem).toContain(`check ${variable}`);
      expect(world.time.slept).toHaveLength(5);
    });

    it('delivers once somebody listens again', async () => {
      const world = await onLoopback();
      await world.server.close();
      const time = new HastyTime();
      const { sleep } = time;
      const comingBack = Object.assign(time, {
        sleep: async (ms: number) => {
          await sleep(ms);
          await world.server.start();
        },
      });
      const channel = channelOf(name, world.environment, comingBack);
      expect(await delivered(channel, comingBack)).toEqual({ kind: 'accepted' });
      expect(world.server.messages).toHaveLength(1);
    });

    it('is named where nobody knows its host, without the rest of the URL', async () => {
      const channel = channelOf(name, environment('https://no-such-host.invalid'));
      const delivery = await delivered(channel);
      expect(delivery.problem).toMatch(/could not be reached \((ENOTFOUND|EAI_AGAIN)\)/);
      expect(JSON.stringify(delivery)).not.toContain('secret');
    });

    it('is sent one message by a test, whose title says so, and none by a probe', async () => {
      const world = await onLoopback();
      const service = serviceOf(name, world.environment);
      expect(await service.probe(world.time.in(minute), world.time)).toMatchObject({
        verdict: 'ok',
        hints: [],
      });
      expect(world.server.messages).toEqual([]);
      expect(
        await service.sendTest('This is a test.', world.time.in(minute), world.time),
      ).toMatchObject({ verdict: 'ok', found: `sent: look for it in the chat of ${variable}` });
      const shown = JSON.stringify(world.server.messages);
      expect(world.server.messages).toHaveLength(1);
      expect(shown).toContain('[test] mms-task-alerts');
      expect(shown).toContain('This is a test.');
    });

    it('has a probe and a test that say what to do', async () => {
      const world = await onLoopback();
      world.server.fault = () => badGateway;
      const service = serviceOf(name, world.environment);
      for (const ask of [
        () => service.probe(world.time.in(minute), world.time),
        () => service.sendTest('x', world.time.in(minute), world.time),
      ]) {
        const { verdict, found, hints } = await ask();
        expect(verdict).toBe('fail');
        expect(found).toContain(`${title} is in trouble`);
        expect(hints).toHaveLength(1);
      }
    });
  },
);
