import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../functions/untrusted-text/mask-secrets.ts';
import { answer, badGateway, type Fault } from '../../rehearsal/world/fault.ts';
import { HastyTime } from '../runtime/hasty-time.ts';
import { aNotification, failuresOf } from '../notification/alerts.ts';
import { channelOf, deliver, dingTalkOnLoopback, minute } from './channels-on-loopback.ts';

const says = (errcode: number, errmsg: string, more: object = {}): Fault =>
  answer(200, JSON.stringify({ errcode, errmsg, ...more }), { 'content-type': 'application/json' });

describe('a message to DingTalk', () => {
  it('carries a title for the notification and markdown, and pings nobody', async () => {
    const world = await dingTalkOnLoopback();
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    const [message] = world.server.messages;
    expect(message?.title).toContain('orders_2024');
    expect(message?.text).toMatch(/^### 🔴 orders\\_2024 failed/);
    expect(message).toMatchObject({
      pings: [],
      payload: { msgtype: 'markdown', at: { isAtAll: false } },
    });
  });

  it('is signed anew each time it is tried', async () => {
    const world = await dingTalkOnLoopback();
    const urls: string[] = [];
    world.server.fault = ({ target, attempt }) => {
      urls.push(target);
      return attempt === 1 ? badGateway : undefined;
    };
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    const times = urls.map((url) => new URL(url, 'http://x').searchParams.get('timestamp'));
    expect(new Set(times).size).toBe(2);
    for (const url of urls)
      expect(url).toMatch(/^\/robot\/send\?access_token=\w+&timestamp=\d{13}&sign=[\w%]+$/);
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
        'DingTalk is rate-limiting (errcode 130101, send too fast, exceed 20 times per minute); the messages are queued for a later tick',
    });
    expect(delivery.kind === 'wait' && delivery.notBefore <= world.time.clock()).toBe(true);
    expect(world.time.slept).toEqual([]);
    await world.time.sleep(5 * minute);
    expect(await deliver(world)).toMatchObject({ kind: 'wait' });
    await world.time.sleep(5 * minute);
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
  });

  it.each<[string, Fault]>([
    ['410100', says(410100, '发送速度太快而限流')],
    ['45009', says(45009, 'api freq out of limit')],
    ['90030', says(90030, 'webhook over limit')],
    ['90002', says(90002, '您的服务器调用钉钉开放平台接口过于频繁')],
    ['90018', says(90018, '您调用的接口已经超过限制')],
    ['the code of the gateway in 88', says(88, 'ding talk error', { sub_code: '90018' })],
    ['the same in words', says(88, 'ding talk error[subcode=90002,submsg=too many]')],
    ['another code in words', says(400999, 'send too fast')],
    ['the guard of the gateway', answer(200, '{"status":1111,"punish":"deny","wait":5}')],
    ['HTTP 429', answer(429, '')],
  ])('may say so by %s too', async (_, fault) => {
    const world = await dingTalkOnLoopback();
    world.server.fault = () => fault;
    expect(await deliver(world)).toMatchObject({ kind: 'wait' });
    expect(world.server.journal.entries).toHaveLength(1);
  });

  it('is never sent more than five messages in a tick', async () => {
    const world = await dingTalkOnLoopback();
    const messages = await world.channel.compose(aNotification(failuresOf(14_000)));
    for (const message of messages)
      expect(await message.deliver(world.time.in(minute))).toEqual({ kind: 'accepted' });
    expect(world.server.messages).toHaveLength(5);
  });
});

describe('when DingTalk takes exception to a message', () => {
  it.each([
    [460101, 'message too long, exceed 20000 bytes'],
    [101002, 'message is too long'],
    [430102, '含有不合适的文本'],
    [430104, '含有不合适的内容'],
    [400105, '不支持的消息类型'],
    [40035, '缺少参数 text'],
  ])('sends plain text without a word of MMS after errcode %i, and says so', async (code, said) => {
    const world = await dingTalkOnLoopback();
    world.server.fault = ({ attempt }) => (attempt === 1 ? says(code, said) : undefined);
    expect(await deliver(world)).toEqual({
      kind: 'accepted',
      problem: `DingTalk refused the layout of a message (errcode ${code}, ${said}); it went out as plain text`,
    });
    const [message] = world.server.messages;
    expect(message?.payload).toMatchObject({ msgtype: 'text', at: { isAtAll: false } });
    expect(message?.text).toContain('4032');
    expect(message?.text).not.toMatch(/orders_2024|odps|nightly/);
  });

  it('fails when it refuses that too', async () => {
    const world = await dingTalkOnLoopback();
    world.server.fault = () => says(430102, 'no');
    expect(await deliver(world)).toMatchObject({
      kind: 'failed',
      problem:
        'DingTalk refused the layout of a message (errcode 430102, no), and as plain text: DingTalk refused the message (errcode 430102, no)',
    });
    expect(world.server.journal.entries).toHaveLength(2);
  });
});

describe('when DingTalk refuses whatever it is sent', () => {
  it.each<[string, Fault, string]>([
    ['a robot that is gone', says(300005, 'token is not exist'), 'there is no such robot'],
    ['the same in other words', says(300001, 'token is not exist'), 'there is no such robot'],
    ['a robot outside its group', says(400106, '机器人不存在'), 'not in its group any more'],
    ['a robot that is switched off', says(400102, '机器人已停用'), "switch it on in the group's"],
    ['a group that is dissolved', says(400013, '群已被解散'), 'its group is dissolved'],
    ['keywords', says(310000, 'keywords not in content'), 'the robot asks for keywords'],
    ['addresses', says(310000, 'ip 47.1.2.3 not in whitelist'), 'from certain addresses only'],
    ['a secret that does not fit', says(310000, 'sign not match, more: [x]'), 'DINGTALK_SECRET'],
    ['a token that was left out', says(40035, '缺少参数 access_token'), 'DINGTALK_WEBHOOK_URL'],
  ])('names %s and what to do, at once', async (_, fault, said) => {
    const world = await dingTalkOnLoopback();
    world.server.fault = () => fault;
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({ kind: 'failed', refused: 'for good' });
    expect(delivery.problem).toContain(said);
    const advice = JSON.stringify(delivery);
    expect(maskSecrets(advice)).toBe(advice);
    expect(world.server.journal.entries).toHaveLength(1);
  });

  it.each<[string, Fault, string]>([
    ['a clock that is wrong', says(310000, 'invalid timestamp'), 'more than an hour apart'],
    ['a code that nobody knows', says(900001, 'what'), 'errcode 900001, what'],
    ['a code of the gateway', says(88, 'ding talk error', { sub_code: 60011 }), 'errcode 60011'],
    ['an address that there is not', says(404, '请求的URI地址不存在'), "copy the robot's whole"],
    ['nothing', answer(200, ''), "is not DingTalk's answer"],
    ['other JSON', answer(200, '{"ok":true}'), "is not DingTalk's answer"],
  ])('does not take the robot for gone: %s', async (_, fault, said) => {
    const world = await dingTalkOnLoopback();
    world.server.fault = () => fault;
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({ kind: 'failed' });
    expect(delivery.problem).toContain(said);
    expect(delivery.problem).not.toContain('create a new');
  });

  it("names a secret that is another robot's, as the robot itself has it", async () => {
    const { server, environment, time } = await dingTalkOnLoopback();
    const others = { ...environment, DINGTALK_SECRET: 'SECofAnotherRobot' };
    expect(await deliver({ channel: channelOf('dingtalk', others, time), time })).toMatchObject({
      refused: 'for good',
      problem: expect.stringContaining(
        'copy the secret, SEC and what follows, to DINGTALK_SECRET',
      ) as string,
    });
    expect(server.messages).toEqual([]);
  });

  it('names a clock that is more than an hour off, as the robot itself has it', async () => {
    const { environment } = await dingTalkOnLoopback();
    const time = new HastyTime();
    await time.sleep(61 * minute);
    expect(
      await deliver({ channel: channelOf('dingtalk', environment, time), time }),
    ).toMatchObject({
      kind: 'failed',
      problem: expect.stringContaining('more than an hour apart') as string,
    });
  });

  it('delivers after it was busy, whether it says so as HTTP or in its answer', async () => {
    const world = await dingTalkOnLoopback();
    world.server.fault = ({ attempt }) => [undefined, badGateway, says(-1, '系统繁忙')][attempt];
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
  });
});
