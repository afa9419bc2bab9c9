import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Page } from '../../rehearsal/page/page.ts';
import { PageServer } from '../../rehearsal/page/page-server.ts';
import { Playhead } from '../../rehearsal/story/play.ts';
import { Visitor } from '../../rehearsal/story/visitor.ts';
import { World } from '../../rehearsal/world/world.ts';

let world: World;
let page: PageServer;
let playhead: Playhead;
let host: string;

beforeAll(async () => {
  world = await World.start();
  world.migration.addTask(
    world.migration.addJob(world.migration.addSource('2000015', 'demo'), 'nightly'),
    'orders',
  );
  playhead = new Playhead();
  const visitor = new Visitor(world, (event) => {
    page.take(event);
  });
  page = await PageServer.start(new Page(world, playhead, visitor));
  host = new URL(page.url).host;
});
afterAll(async () => {
  await page.close();
  await world.close();
});

type Answer = Readonly<{
  status: number | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}>;

async function ask(
  path: string,
  method = 'GET',
  headers: Record<string, string> = {},
): Promise<Answer> {
  const asked = request(new URL(path, page.url), { method, headers, agent: false }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const press = (
  control: string,
  headers: Record<string, string> = { origin: `http://${host}` },
): Promise<Answer> => ask(`/controls/${control}`, 'POST', headers);

/** The first event of a stream, which then ends. */
async function firstEvent(): Promise<string> {
  const asked = request(new URL('/changes', page.url), { agent: false }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let received = '';
  for await (const part of response.setEncoding('utf8')) {
    received += String(part);
    if (received.includes('\n\n')) break;
  }
  asked.destroy();
  return received;
}

describe('the page', () => {
  it('is served with everything that it loads, and may load nothing else', async () => {
    const { status, headers, body } = await ask('/');
    expect(status).toBe(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    const loaded = Array.from(body.matchAll(/(?:src|href)="([^"]*)"/g), ([, path = '']) => path);
    expect(loaded).toContain('/page.js');
    for (const path of loaded)
      expect(await ask(path), path).toMatchObject({
        status: 200,
        headers: { 'x-content-type-options': 'nosniff' },
      });
    expect(body).not.toMatch(/ style=| on\w+=|<script>/);
  });

  it('tells whoever comes all that there is to see', async () => {
    await press('MMS');
    const event = await firstEvent();
    await press('MMS');
    expect(event).toMatch(/^retry: 1000\ndata: "<div id=\\"page\\">/);
    expect(event).toContain('task-4001');
    expect(event).toContain('Mend MMS');
  });

  it('knows no other path and no other method', async () => {
    expect(await ask('/package.json')).toMatchObject({ status: 404 });
    expect(await ask('/%2e%2e/package.json')).toMatchObject({ status: 404 });
    expect(await ask('/mails/1')).toMatchObject({ status: 404 });
    expect(await ask('/', 'POST', { origin: `http://${host}` })).toMatchObject({ status: 405 });
    expect(await ask('/controls/pause')).toMatchObject({ status: 405 });
  });
});

describe('a page of somebody else', () => {
  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1'])(
    'is shown nothing under the name %j',
    async (name) => {
      for (const path of ['/', '/changes', '/mails/1', '/page.js']) {
        const { status, body } = await ask(path, 'GET', { host: name });
        expect({ path, status }).toEqual({ path, status: 403 });
        expect(body).not.toContain('task-4001');
      }
    },
  );

  it.each([
    ['no origin', {}],
    ['another origin', { origin: 'http://evil.example' }],
    ['an origin of no name', { origin: 'null' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['https', { origin: 'https://127.0.0.1' }],
  ])('presses no button: %s', async (_, headers) => {
    expect(await press('pause', headers)).toMatchObject({ status: 403 });
    expect(playhead.isPlaying).toBe(true);
  });
});

describe('the buttons', () => {
  it('pause and play', async () => {
    expect(await press('pause')).toMatchObject({ status: 204, body: '' });
    expect(playhead.isPlaying).toBe(false);
    await press('pause');
    expect(playhead.isPlaying).toBe(true);
  });

  it('break a service and mend it', async () => {
    await press('Slack');
    expect(world.slack.fault).toBeDefined();
    await press('Slack');
    expect(world.slack.fault).toBeUndefined();
  });

  it('fail a hundred tables with one cause, retry them and finish the job, in this order', async () => {
    expect(await press('retry')).toMatchObject({ status: 409 });
    expect(await press('finish')).toMatchObject({ status: 409 });
    expect(await press('fail')).toMatchObject({ status: 204 });
    const tasks = world.migration.sources[0]?.jobs[1]?.tasks ?? [];
    expect(tasks.filter(({ status }) => status === 'DATA_FAILED')).toHaveLength(100);
    expect(await press('fail')).toMatchObject({ status: 409 });
    await press('retry');
    expect(tasks.filter(({ running }) => running)).toHaveLength(120);
    await press('finish');
    expect(tasks.filter(({ status }) => status === 'DONE')).toHaveLength(120);
    expect(await press('fail')).toMatchObject({ status: 204 });
  });

  it.each(['nothing', 'constructor', 'toString'])('do not know %s', async (name) => {
    expect(await press(name)).toMatchObject({ status: 409 });
  });
});
