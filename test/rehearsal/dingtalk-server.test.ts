import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DingTalkServer } from '../../rehearsal/world/dingtalk-server.ts';

const hour = 60 * 60_000;
const hello = { msgtype: 'markdown', markdown: { title: 'hello', text: '### hello' } };

describe('the robot on loopback', () => {
  let robot: DingTalkServer;
  let now: number;

  beforeEach(async () => {
    now = 1_700_000_000_000;
    robot = new DingTalkServer(() => now);
    await robot.start();
  });

  afterEach(() => robot.close());

  const signed = (timestamp: number | string = now, secret = robot.secret): string => {
    const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
    return `${robot.webhookUrl}&timestamp=${timestamp}&sign=${encodeURIComponent(sign)}`;
  };
  async function post(url: string, body: unknown, init: RequestInit = {}): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
    });
    expect(response.status).toBe(200);
    return await response.json();
  }

  it('keeps what it accepts, and notices who was pinged and who only stands in the text', async () => {
    expect(
      await post(signed(), { ...hello, at: { atMobiles: ['13800000000'], isAtAll: true } }),
    ).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(
      await post(signed(), { ...hello, markdown: { title: '@all', text: '@13800000000' } }),
    ).toMatchObject({ errcode: 0 });
    expect(robot.messages.map(({ at, title, pings }) => ({ at, title, pings }))).toEqual([
      { at: now, title: 'hello', pings: ['@all', '13800000000'] },
      { at: now, title: '@all', pings: [] },
    ]);
  });

  it('takes a signature for an hour, and no other', async () => {
    expect(await post(signed(now - hour), hello)).toMatchObject({ errcode: 0 });
    expect(await post(signed(now - hour - 1), hello)).toMatchObject({
      errcode: 310000,
      errmsg: expect.stringContaining('timestamp') as string,
    });
    expect(await post(signed(now + hour + 1), hello)).toMatchObject({ errcode: 310000 });
    expect(await post(signed(now, 'SECother'), hello)).toMatchObject({
      errcode: 310000,
      errmsg: expect.stringContaining('签名') as string,
    });
    expect(await post(robot.webhookUrl, hello)).toMatchObject({ errcode: 310000 });
    expect(robot.rejected).toHaveLength(4);
  });

  it('knows its own token only', async () => {
    expect(await post(signed().replace(robot.token, 'another'), hello)).toMatchObject({
      errcode: 300005,
    });
    expect(await post(signed().replace(robot.token, ''), hello)).toMatchObject({ errcode: 40035 });
  });

  it.each([
    ['no JSON', '{', 40035],
    ['another type', { msgtype: 'none' }, 400105],
    ['no title', { ...hello, markdown: { text: 'x' } }, 40035],
    ['no text', { ...hello, markdown: { title: 'x' } }, 40035],
    [
      'more than 20,000 bytes',
      { ...hello, markdown: { title: 'x', text: '表'.repeat(6_700) } },
      460101,
    ],
  ])('refuses %s', async (_, body, errcode) => {
    expect(await post(signed(), body)).toMatchObject({ errcode });
    expect(robot.messages).toEqual([]);
  });

  it('takes twenty in a minute and is mute for ten upon the next', async () => {
    for (let i = 0; i < 20; i += 1)
      expect(await post(signed(), hello)).toMatchObject({ errcode: 0 });
    expect(await post(signed(), hello)).toMatchObject({ errcode: 130101 });
    now += 9 * 60_000;
    expect(await post(signed(), hello)).toMatchObject({ errcode: 130101 });
    now += 60_000;
    expect(await post(signed(), hello)).toMatchObject({ errcode: 0 });
  });
});
