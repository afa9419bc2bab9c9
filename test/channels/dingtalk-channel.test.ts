import { describe, expect, it } from 'vitest';
import type { Alert } from '../../functions/kinds/alert.ts';
import type { Delivery } from '../../functions/ports.ts';
import { answer, badGateway, type Fault } from '../../rehearsal/world/fault.ts';
import { id } from '../support/builders.ts';
import {
  aFailure,
  briefingOf,
  dingTalkChannelTo,
  dingTalkOnLoopback,
  messageOf,
} from './channels-on-loopback.ts';
import { HastyTime } from '../runtime/hasty-time.ts';

const minute = 60_000;

type World = Awaited<ReturnType<typeof dingTalkOnLoopback>>;
const deliver = async ({ channel, time }: World, ms = minute): Promise<Delivery> =>
  (await messageOf(channel)).deliver(time.in(ms));
const says = (errcode: number, errmsg: string): Fault =>
  answer(200, JSON.stringify({ errcode, errmsg }), { 'content-type': 'application/json' });

describe('a message to DingTalk', () => {
  it('carries a title for the notification and markdown, and pings nobody', async () => {
    const world = await dingTalkOnLoopback();
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    const [message] = world.server.messages;
    expect(message?.title).toContain('orders_2024');
    expect(message?.text).toMatch(/^### 🔴 1 table failed/);
    expect(message).toMatchObject({
      pings: [],
      payload: { msgtype: 'markdown', at: { isAtAll: false } },
    });
  });

  it('is signed anew each time it is tried', async () => {
    const world = await dingTalkOnLoopback();
    const urls: string[] = [];
    world.server.fault = ({ url, attempt }) => {
      urls.push(url);
      return attempt === 1 ? badGateway : undefined;
    };
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    expect(
      new Set(urls.map((url) => new URL(url, 'http://x').searchParams.get('timestamp'))).size,
    ).toBe(2);
    expect(
      urls.every((url) =>
        /^\/robot\/send\?access_token=\w+&timestamp=\d{13}&sign=[\w%]+$/.test(url),
      ),
    ).toBe(true);
  });

  it('goes over a connection of its own', async () => {
    const world = await dingTalkOnLoopback();
    for (let i = 0; i < 3; i += 1) await deliver(world);
    expect(world.server.connectionsMade).toBe(3);
  });
});

describe('a robot that was sent too much', () => {
  it('is left alone until the next tick, and then tried again', async () => {
    const world = await dingTalkOnLoopback();
    for (let i = 0; i < 20; i += 1) expect(await deliver(world)).toEqual({ kind: 'accepted' });
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({
      kind: 'wait',
      problem:
        'DingTalk takes no more for now (errcode 130101, send too fast, exceed 20 times per minute); the messages wait for the next tick',
    });
    expect(delivery.kind === 'wait' && delivery.notBefore <= world.time.clock()).toBe(true);
    expect(world.time.slept).toEqual([]);
    await world.time.sleep(5 * minute);
    expect(await deliver(world)).toMatchObject({ kind: 'wait' });
    await world.time.sleep(5 * minute);
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
  });

  it.each<[string, Fault]>([
    ['errcode 410100', says(410100, '发送速度太快而限流')],
    ['HTTP 429', answer(429, '')],
  ])('may say so by %s too', async (_, fault) => {
    const world = await dingTalkOnLoopback();
    world.server.fault = () => fault;
    expect(await deliver(world)).toMatchObject({ kind: 'wait' });
    expect(world.server.journal.entries).toHaveLength(1);
  });

  it('is never sent more than five messages in a tick', async () => {
    const world = await dingTalkOnLoopback();
    const { task, ...failure } = aFailure;
    const alerts = Array.from({ length: 14_000 }, (_, i): Alert => ({
      ...failure,
      task: { ...task, id: id(String(10_000 + i)) },
    }));
    const messages = await world.channel.compose(briefingOf(alerts), 0);
    for (const message of messages)
      expect(await message.deliver(world.time.in(minute))).toEqual({ kind: 'accepted' });
    expect(world.server.messages).toHaveLength(5);
  });
});

describe('when DingTalk takes exception to a text', () => {
  it.each([
    [460101, 'message too long, exceed 20000 bytes'],
    [101002, 'message is too long'],
    [430102, '含有不合适的文本'],
    [430104, '含有不合适的内容'],
  ])('sends ids alone after errcode %i, and says so', async (code, said) => {
    const world = await dingTalkOnLoopback();
    world.server.fault = ({ attempt }) => (attempt === 1 ? says(code, said) : undefined);
    expect(await deliver(world)).toEqual({
      kind: 'accepted',
      problem: `DingTalk refused the text of a message (errcode ${code}, ${said}); it went out as ids alone`,
    });
    expect(world.server.messages.map(({ text }) => text)).toEqual([
      expect.stringContaining('**failed**: 4032'),
    ]);
  });

  it('fails when it refuses the ids too', async () => {
    const world = await dingTalkOnLoopback();
    world.server.fault = () => says(430102, 'no');
    expect(await deliver(world)).toMatchObject({
      kind: 'failed',
      problem:
        'DingTalk refused the text of a message (errcode 430102, no), and the ids alone: DingTalk refused the message (errcode 430102, no)',
    });
    expect(world.server.journal.entries).toHaveLength(2);
  });
});

describe('when DingTalk cannot be told', () => {
  it.each<[string, Fault, string]>([
    [
      'a robot that is gone',
      says(300005, 'token is not exist'),
      'errcode 300005, token is not exist; there is no such robot',
    ],
    [
      'a robot that is gone, in its other words',
      says(300001, 'token is not exist'),
      'there is no such robot',
    ],
    ['a robot that is switched off', says(400102, '机器人已停用'), 'switch it on'],
    ['a group that is dissolved', says(400013, '群已被解散'), 'its group is dissolved'],
    ['keywords', says(310000, 'keywords not in content'), 'the robot asks for keywords'],
    [
      'an address that it does not know',
      says(310000, 'ip 47.1.2.3 not in whitelist'),
      'from certain addresses only',
    ],
    [
      'a secret that does not fit',
      says(310000, 'sign not match, more: [https://x]'),
      'DINGTALK_SECRET',
    ],
    ['a clock that is wrong', says(310000, 'invalid timestamp'), 'more than an hour apart'],
    [
      'a token that was left out',
      says(40035, '缺少参数 access_token'),
      'check DINGTALK_WEBHOOK_URL',
    ],
    ['a code that nobody knows', says(900001, 'what'), 'errcode 900001, what'],
    [
      'a quota that is used up',
      says(90030, 'webhook over limit'),
      'errcode 90030, webhook over limit',
    ],
    [
      'a page',
      answer(200, '<html>Welcome to the proxy</html>'),
      "not DingTalk's answer (HTTP 200, <html>Welcome to the proxy</html>): check DINGTALK_WEBHOOK_URL",
    ],
    ['nothing', answer(200, ''), "not DingTalk's answer (HTTP 200)"],
    ['other JSON', answer(200, '{"ok":true}'), "not DingTalk's answer"],
    [
      'a redirect',
      answer(302, '', { location: 'http://127.0.0.1:1/' }),
      "not DingTalk's answer (HTTP 302, a redirect)",
    ],
  ])('names %s and what to do, at once', async (_, fault, said) => {
    const world = await dingTalkOnLoopback();
    world.server.fault = () => fault;
    const delivery = await deliver(world);
    expect(delivery.kind).toBe('failed');
    expect(delivery.problem).toContain(said);
    expect(world.server.journal.entries).toHaveLength(1);
  });

  it("names a secret that is another robot's, as the robot itself has it", async () => {
    const { server, time } = await dingTalkOnLoopback();
    const channel = dingTalkChannelTo(server.webhookUrl, 'SECofAnotherRobot', time);
    expect(await (await messageOf(channel)).deliver(time.in(minute))).toMatchObject({
      kind: 'failed',
      problem: expect.stringContaining('copy the secret (SEC…)') as string,
    });
    expect(server.messages).toEqual([]);
  });

  it('names a clock that is more than an hour off, as the robot itself has it', async () => {
    const { server } = await dingTalkOnLoopback();
    const late = new HastyTime();
    await late.sleep(61 * minute);
    expect(
      await (
        await messageOf(dingTalkChannelTo(server.webhookUrl, server.secret, late))
      ).deliver(late.in(minute)),
    ).toMatchObject({ problem: expect.stringContaining('more than an hour apart') as string });
  });

  it('delivers after it was busy, whether it says so as HTTP or in its answer', async () => {
    const world = await dingTalkOnLoopback();
    world.server.fault = ({ attempt }) =>
      attempt === 1 ? badGateway : attempt === 2 ? says(-1, '系统繁忙') : undefined;
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
  });

  it.each<[string, Fault]>([
    ['breaks the connection', { kind: 'reset', applied: true }],
    ['breaks its answer off', { kind: 'broken-off' }],
  ])('does not send again when it %s: the message may have arrived', async (_, fault) => {
    const world = await dingTalkOnLoopback();
    world.server.fault = () => fault;
    expect(await deliver(world)).toMatchObject({
      kind: 'failed',
      problem:
        'DingTalk was not told: the connection broke; the message may have arrived, the next tick tells it again',
    });
    expect(world.server.journal.entries).toHaveLength(1);
  });

  it('tries again while nobody listens: nothing can have arrived', async () => {
    const world = await dingTalkOnLoopback();
    await world.server.goDown();
    expect(await deliver(world)).toMatchObject({
      kind: 'failed',
      problem: 'DingTalk was not told: DingTalk could not be reached (ECONNREFUSED)',
    });
    expect(world.time.slept).toHaveLength(5);
  });
});
