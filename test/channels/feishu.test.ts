import { describe, expect, it } from 'vitest';
import { answer, type Fault } from '../../rehearsal/world/fault.ts';
import { HastyTime } from '../runtime/hasty-time.ts';
import { channelOf, deliver, feishuOnLoopback, minute } from './channels-on-loopback.ts';

const says = (code: number, msg: string, status = 200): Fault =>
  answer(status, JSON.stringify({ code, msg, data: {} }), { 'content-type': 'application/json' });

describe('a message to Feishu', () => {
  it('is a signed card whose title says what happened', async () => {
    const world = await feishuOnLoopback();
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    const [message] = world.server.messages;
    expect(message?.summary).toContain('orders_2024');
    expect(message?.all).toContain("no privilege 'odps:Select'");
    expect(message).toMatchObject({
      pings: [],
      payload: {
        msg_type: 'interactive',
        timestamp: expect.stringMatching(/^\d{10}$/) as string,
        sign: expect.stringMatching(/^[\w+/]{43}=$/) as string,
        card: { schema: '2.0', header: { template: 'red', title: { tag: 'plain_text' } } },
      },
    });
  });

  it('is signed anew each time it is tried', async () => {
    const world = await feishuOnLoopback();
    await deliver(world);
    await world.time.sleep(2 * 60 * minute);
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
  });
});

describe('when Feishu is rate-limiting', () => {
  it('waits, also around full hours, and then delivers', async () => {
    const world = await feishuOnLoopback();
    for (let i = 0; i < 5; i += 1) expect(await deliver(world)).toEqual({ kind: 'accepted' });
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
    expect(world.server.messages).toHaveLength(6);
    expect(world.server.rejected.length).toBeLessThanOrEqual(1);
  });

  it.each<[string, Fault]>([
    ['11232', says(11232, 'frequency limited psm[lark.oapi.app_platform_runtime]')],
    ['11232 as HTTP 400', says(11232, 'create message trigger rate limit', 400)],
    ['99991400', says(99991400, 'request trigger frequency limit')],
    ['HTTP 429', answer(429, '')],
  ])('leaves it to a later tick after six requests: %s', async (_, fault) => {
    const world = await feishuOnLoopback();
    world.server.fault = () => fault;
    expect(await deliver(world)).toMatchObject({
      kind: 'wait',
      problem: expect.stringMatching(
        /^Feishu is rate-limiting .*queued for a later tick$/,
      ) as string,
    });
    expect(world.server.journal.entries).toHaveLength(6);
  });
});

describe('when Feishu takes exception to a message', () => {
  it.each([
    [9499, 'Bad Request'],
    [19002, 'params error, msg_type need'],
    [19036, 'request body exceeds the limit'],
    [11246, 'the card content is invalid'],
    [230099, 'Failed to create card content, ext=ErrCode: 200621; ErrMsg: parse card json err'],
    [230028, 'The messages do not pass the audit'],
  ])('sends plain text without a word of MMS after code %i, and says so', async (code, said) => {
    const world = await feishuOnLoopback();
    world.server.fault = ({ attempt }) => (attempt === 1 ? says(code, said) : undefined);
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({ kind: 'accepted' });
    expect(delivery.problem).toContain(`code ${code}, `);
    expect(delivery.problem).toContain('it went out as plain text');
    const [message] = world.server.messages;
    expect(message?.payload).toMatchObject({ msg_type: 'text' });
    expect(message?.all).toContain('4032');
    expect(message?.all).not.toMatch(/orders_2024|odps|nightly/);
  });
});

describe('when Feishu refuses whatever it is sent', () => {
  it.each<[string, Fault, string, string]>([
    [
      'a bot that is gone',
      says(19001, 'access token invalid'),
      'FEISHU_WEBHOOK_URL',
      'bot removed',
    ],
    ['a bot that is switched off', says(19007, 'Bot Not Enabled'), 'switch it on', 'switched off'],
    ['a signature that does not fit', says(19021, 'sign match fail'), 'FEISHU_SECRET', 'signature'],
    ['addresses', says(19022, 'Ip Not Allowed'), 'signature verification alone', 'address'],
    ['keywords', says(19024, 'Key Words Not Found'), 'signature verification alone', 'keywords'],
  ])('names %s and what to do, at once', async (_, fault, said, label) => {
    const world = await feishuOnLoopback();
    world.server.fault = () => fault;
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({
      refused: 'for good',
      trouble: {
        short: {
          en: expect.stringContaining(label) as string,
          zh: expect.stringMatching(/\p{Script=Han}/u) as string,
        },
      },
    });
    expect(delivery.problem).toContain(said);
    expect(world.server.journal.entries).toHaveLength(1);
  });

  it('does not take the bot for gone where it cannot tell', async () => {
    const world = await feishuOnLoopback();
    world.server.fault = () => says(99999, 'what');
    const delivery = await deliver(world);
    expect(delivery).toMatchObject({ kind: 'failed' });
    expect(delivery.problem).toContain('code 99999, what');
    expect(delivery.problem).toContain('https://open.feishu.cn/');
  });

  it("names a secret that is another bot's, as the bot itself has it", async () => {
    const { server, environment, time } = await feishuOnLoopback();
    const others = { ...environment, FEISHU_SECRET: 'theSecretOfAnotherBot' };
    expect(await deliver({ channel: channelOf('feishu', others, time), time })).toMatchObject({
      refused: 'for good',
      problem: expect.stringContaining('FEISHU_SECRET') as string,
    });
    expect(server.messages).toEqual([]);
  });

  it('says so of a clock that is more than an hour off, as the bot itself has it', async () => {
    const { environment } = await feishuOnLoopback();
    const time = new HastyTime();
    await time.sleep(61 * minute);
    expect(await deliver({ channel: channelOf('feishu', environment, time), time })).toMatchObject({
      problem: expect.stringContaining('more than an hour apart') as string,
    });
  });

  it('takes the older form of its answer too', async () => {
    const world = await feishuOnLoopback();
    world.server.fault = () => answer(200, '{"StatusCode":0,"StatusMessage":"success"}');
    expect(await deliver(world)).toEqual({ kind: 'accepted' });
  });
});
