import { inspect } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHeartbeat } from '../../functions/runtime/heartbeat.ts';
import { Secret } from '../../functions/settings/secret.ts';
import type { Heartbeat } from '../../functions/ports.ts';
import { HastyTime } from './hasty-time.ts';
import { HeartbeatListener, type Answer } from './heartbeat-listener.ts';

const minute = 60_000;
const path = '/ping/5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278';

let listener: HeartbeatListener;
let time: HastyTime;
let heartbeat: Heartbeat;

beforeEach(async () => {
  listener = await HeartbeatListener.start();
  time = new HastyTime();
  heartbeat = createHeartbeat(new Secret(listener.origin + path), time);
});

describe('a heartbeat', () => {
  it('asks for the address after a good tick, and for /fail after a bad one', async () => {
    expect(await heartbeat.beat('good', time.in(minute))).toBeUndefined();
    expect(await heartbeat.beat('bad', time.in(minute))).toBeUndefined();
    expect(listener.heard).toEqual([`GET ${path}`, `GET ${path}/fail`]);
  });

  it.each([
    ['/key/mms-alerts?create=1&x=a%2Fb', '/key/mms-alerts/fail?create=1&x=a%2Fb'],
    ['/push/', '/push/fail'],
    ['', '/fail'],
  ])('of %s fails at %s', async (given, asked) => {
    await createHeartbeat(new Secret(listener.origin + given), time).beat('bad', time.in(minute));
    expect(listener.heard).toEqual([`GET ${asked}`]);
  });

  it.each<[string, Answer]>([
    ['is in trouble', { status: 503 }],
    ['asks for patience', { status: 429 }],
    ['breaks the connection', 'reset'],
  ])('is sent once more when the listener %s', async (_, trouble) => {
    listener.answer = (attempt) => (attempt === 1 ? trouble : { status: 200 });
    expect(await heartbeat.beat('good', time.in(minute))).toBeUndefined();
    expect(listener.heard).toHaveLength(2);
    listener.answer = () => trouble;
    expect(await heartbeat.beat('good', time.in(minute))).toEqual(expect.any(String));
    expect(listener.heard).toHaveLength(4);
  });

  it('is sent once more when the time is over that the listener asks for, if that is short', async () => {
    const asks = (seconds: string): Answer => ({
      status: 429,
      headers: { 'retry-after': seconds },
    });
    listener.answer = (attempt) => (attempt === 1 ? asks('2') : { status: 200 });
    expect(await heartbeat.beat('good', time.in(minute))).toBeUndefined();
    expect(time.slept).toEqual([2_000]);
    listener.answer = () => asks('60');
    expect(await heartbeat.beat('good', time.in(minute))).toBe('HTTP 429');
    expect(listener.heard).toHaveLength(3);
  });

  it.each<[string, Answer, string]>([
    ['knows no such check', { status: 404, body: 'not found' }, 'HTTP 404: check HEARTBEAT_URL'],
    ['knows two of that name', { status: 409 }, 'HTTP 409: check HEARTBEAT_URL'],
    ['is another one', { status: 410 }, 'HTTP 410: check HEARTBEAT_URL'],
  ])('is not repeated to one who %s', async (_, answer, reason) => {
    listener.answer = () => answer;
    expect(await heartbeat.beat('good', time.in(minute))).toBe(reason);
    expect(listener.heard).toHaveLength(1);
  });

  it.each<[string, number, string]>([
    ['OK', 200, 'OK'],
    ['OK on a line', 201, 'OK\n'],
    ['nothing', 200, ''],
    ['no content', 204, ''],
    ['that it is ok', 200, '{"ok":true,"msg":"OK"}'],
    ['a status', 202, '{"status":"ok"}'],
    ['a success', 200, '{"success": true, "error": null}'],
    ['a message', 200, '{"message":"OK"}'],
  ])('is heard by who answers with %s', async (_, status, body) => {
    listener.answer = () => ({ status, body });
    expect(await heartbeat.beat('good', time.in(minute))).toBeUndefined();
    expect(listener.heard).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['OK (not found)', '"OK (not found)"'],
    ['OK (rate limited)', '"OK (rate limited)"'],
    ['{"ok":false}', '"{"ok":false}"'],
    ['{"ok":false,"status":"ok"}', 'not OK'],
    ['{"status":"error","message":"OK"}', 'not OK'],
    ['{"success":true,"error":"no such monitor"}', 'not OK'],
    ['{"code":404}', 'not OK'],
    ['{}', 'not OK'],
    ['[]', 'not OK'],
    ['false', 'not OK'],
    ['<!DOCTYPE html><title>Sign in</title>OK', 'a page'],
    [`OK ${'and more '.repeat(20)}`, 'and more and…"'],
    ['x'.repeat(100_000), 'what answers sends a page'],
  ])('is not heard by who answers 200 with %s', async (body, said) => {
    listener.answer = () => ({ status: 200, body });
    const reason = await heartbeat.beat('good', time.in(minute));
    expect(reason).toContain(said);
    expect(reason).toContain('check HEARTBEAT_URL');
    expect(listener.heard).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    const elsewhere = await HeartbeatListener.start();
    listener.answer = () => ({ status: 302, headers: { location: `${elsewhere.origin}/stolen` } });
    expect(await heartbeat.beat('good', time.in(minute))).toBe(
      'HTTP 302, a redirect: check HEARTBEAT_URL',
    );
    expect(elsewhere.heard).toEqual([]);
  });

  it('says that nobody listens', async () => {
    listener.close();
    expect(await heartbeat.beat('good', time.in(minute))).toBe(
      'it could not be reached (ECONNREFUSED)',
    );
  });

  it('waits no longer than there is time, and not at all without any', async () => {
    listener.answer = () => 'hang';
    const until = time.in(400);
    expect(await heartbeat.beat('good', until)).toMatch(/^no answer (?:came )?in time$/);
    expect(time.clock()).toBeLessThan(until + 2_000);
    expect(await heartbeat.beat('good', time.in(-1))).toBe('no time was left in this tick');
    expect(listener.heard).toHaveLength(1);
  });

  it('waits for a few seconds at most, however long the tick may last', async () => {
    listener.answer = () => 'hang';
    const began = time.clock();
    expect(await heartbeat.beat('bad', time.in(10 * minute))).toMatch(
      /^no answer (?:came )?in time$/,
    );
    expect(time.clock() - began).toBeLessThan(9_000);
  });

  it('shows its address to nobody', async () => {
    for (const answer of [
      { status: 404, body: path },
      { status: 200, body: `OK ${path}` },
      'reset',
      { status: 301, headers: { location: path } },
    ] as const) {
      listener.answer = () => answer;
      expect(await heartbeat.beat('bad', time.in(minute))).not.toContain('5bf66975');
    }
    expect(inspect(heartbeat, { depth: 9 })).not.toContain('5bf66975');
    const nowhere = createHeartbeat(new Secret('http://heartbeat.invalid/averysecretpath'), time);
    expect(await nowhere.beat('good', time.in(minute))).toMatch(
      /^it could not be reached \((?:ENOTFOUND|EAI_AGAIN)\)$/,
    );
  });
});
