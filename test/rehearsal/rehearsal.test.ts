import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { StoryEvent } from '../../rehearsal/story/events.ts';
import { FunctionInstance } from '../../rehearsal/story/function-instance.ts';
import { playStory } from '../../rehearsal/story/play.ts';
import { wholeStory } from '../../rehearsal/story/story.ts';
import { Terminal } from '../../rehearsal/terminal/terminal.ts';
import { World } from '../../rehearsal/world/world.ts';
import { buildInto, writeBundle } from '../support/bundle.ts';

let folder: string;
let bundle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-'));
  bundle = await buildInto(join(folder, 'dist'));
});
afterAll(() => rm(folder, { recursive: true }));

const bundleOf = (name: string, handler: string): Promise<string> =>
  writeBundle(folder, name, handler);

describe('the story', () => {
  const beginning = wholeStory.slice(0, 3);
  const played = async (file: string, signal = new AbortController().signal) => {
    const lines: string[] = [];
    const watch = new Terminal((line) => lines.push(line), false).take;
    const pace = { tickEvery: 0, signal, chapters: beginning };
    return { ...(await playStory({ bundle: file, watch }, pace)), output: lines.join('\n') };
  };

  it('is told by the bundle, and shown in a hundred columns', async () => {
    const { complaints, messages, output } = await played(bundle);
    expect(complaints).toEqual([]);
    expect(messages).toEqual({ slack: 2, email: 2 });
    expect(output).toMatch(/tick 1 .*\n.*\n? +Slack +\S.*bigquery_prod.*61/);
    expect(output).toMatch(/MMS +SCHEMA_FAILED +shipments\n/);
    expect(output).toMatch(/ok +nothing to tell/);
    expect(output).toMatch(/everything that happened was told to both channels, once\.$/);
    expect(output.split('\n').filter((line) => Array.from(line).length > 100)).toEqual([]);
  });

  it('names what a function did not tell', async () => {
    const summary = `{ tasks: 61, logsRead: 0, alerts: {}, delivered: {}, problems: [], durationMs: 1 }`;
    const { complaints, output } = await played(
      await bundleOf('silent', `async () => (${summary})`),
    );
    expect(complaints).toEqual(
      expect.arrayContaining([
        'slack was never told baseline: 2000015, from look 1',
        expect.stringMatching(/^email was never told failed: shipments \(\d+\)/),
        'tick 2: Slack has to call <!here> and calls nobody',
        expect.stringMatching(/^slack was never told done: discounts \(\d+\)/),
      ]),
    );
    expect(output).toMatch(/The story did not go as it should: \d+ faults, listed above\.$/);
  });

  it('goes on with quiet ticks after its end, until it is ended', async () => {
    const interrupted = new AbortController();
    const seen: StoryEvent[] = [];
    const watch = (event: StoryEvent): void => {
      seen.push(event);
      const end = seen.findIndex(({ kind }) => kind === 'ended');
      const after = end < 0 ? [] : seen.slice(end);
      if (after.filter(({ kind }) => kind === 'tick-ended').length === 2) interrupted.abort();
    };
    const { signal } = interrupted;
    const pace = { tickEvery: 0, afterwardsEvery: 0, signal, chapters: beginning.slice(0, 1) };
    const { complaints } = await playStory({ bundle, watch }, pace);
    expect(complaints).toEqual([]);
    expect(seen.at(-1)).toMatchObject({
      kind: 'tick-ended',
      outcome: { kind: 'accepted', summary: { delivered: {} } },
    });
  });
});

describe('the function in a rehearsal', () => {
  async function answerOf(name: string, handler: string, secondsToAnswer = 20): Promise<unknown> {
    const world = await World.start();
    onTestFinished(() => world.close());
    const instance = await FunctionInstance.start(await bundleOf(name, handler), {
      MMS_WATCH: '2000015',
    });
    onTestFinished(() => instance.close());
    return instance
      .invoke('{}', world.context(secondsToAnswer))
      .catch((error: unknown) => String(error));
  }

  it('sees the variables that it is given and no others, a Buffer and a context', async () => {
    const handler = `async (event, context) => {
      throw new TypeError(JSON.stringify([Object.keys(process.env), Buffer.isBuffer(event), String(event), context.function.timeout]));
    }`;
    const seen = JSON.stringify([['MMS_WATCH'], true, '{}', 20]);
    expect(await answerOf('curious', handler)).toEqual({
      kind: 'rejected',
      name: 'TypeError',
      message: seen,
    });
  });

  it('lives in the time of the story', async () => {
    const world = await World.start();
    onTestFinished(() => world.close());
    const handler = 'async () => { throw new Error(String(Date.now())); }';
    const instance = await FunctionInstance.start(await bundleOf('late', handler), {});
    onTestFinished(() => instance.close());
    const day = 24 * 60 * 60_000;
    const before = Date.now();
    const outcome = await instance.invoke('{}', world.context(), day);
    const now = outcome.kind === 'rejected' ? Number(outcome.message) : 0;
    expect(now).toBeGreaterThanOrEqual(before + day);
    expect(now).toBeLessThanOrEqual(Date.now() + day);
  });

  it.each([
    ['http', `require('node:http').get('http://192.0.2.1/', () => {}).on('error', fail)`],
    [
      'https by name',
      `require('node:https').get('https://hooks.slack.com/', () => {}).on('error', fail)`,
    ],
    ['fetch', `fetch('http://hooks.slack.com/').catch(({ cause }) => fail(cause))`],
    ['a bare socket', `require('node:net').connect(25, '192.0.2.1').on('error', fail)`],
    [
      'a socket of the machine',
      `require('node:net').connect('/var/run/docker.sock').on('error', fail)`,
    ],
  ])('reaches nothing but 127.0.0.1: %s', async (name, call) => {
    const handler = `() => new Promise((_, fail) => { ${call}; })`;
    expect(await answerOf(`far-${name.replace(/\W/g, '-')}`, handler)).toMatchObject({
      message: expect.stringMatching(/the rehearsal reaches 127\.0\.0\.1 only/) as unknown,
    });
  });

  it('is given up when it dies, or when its time is over', async () => {
    expect(
      await answerOf('dying', '() => { console.error("out of luck"); process.exit(3); }'),
    ).toMatch(/ended before it could answer.*out of luck/s);
    expect(
      await answerOf('sleeping', '() => new Promise(() => { setInterval(() => {}, 1000); })', 0.2),
    ).toMatch(/did not answer within 0.2 s/);
  });
});

describe('the terminal', () => {
  const began = {
    kind: 'tick-began',
    tick: 7,
    at: Date.parse('2026-11-22T06:03:07Z'),
    caption: '',
  } as const;
  const summary = { tasks: 61, logsRead: 0, alerts: {}, delivered: {}, problems: [] };
  const ended = {
    kind: 'tick-ended',
    tick: 7,
    outcome: { kind: 'accepted', summary },
    calls: { MMS: 1, OSS: 2, Slack: 0, SMTP: 0 },
    durationMs: 12.3,
    unexpected: [],
  } as const;

  const shown = (colour: boolean, ...events: StoryEvent[]): string[] => {
    const lines: string[] = [];
    const emit = new Terminal((line) => lines.push(line), colour).take;
    events.forEach(emit);
    return lines;
  };

  it('gives a quiet tick one line', () => {
    expect(shown(false, began, ended)).toEqual([
      expect.stringMatching(
        /^tick 7 {4}\w{3} \d\d:\d\d:07 {2}nothing new {2}MMS 1 · OSS 2 · 12 ms$/,
      ),
    ]);
  });

  it('colours what colour may repeat, and says the same without', () => {
    const painted = shown(true, { ...began, caption: 'nothing happens' }, ended).join('\n');
    expect(painted).toContain('\u001b[');
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(
      shown(false, { ...began, caption: 'nothing happens' }, ended).join('\n'),
    );
  });

  it('shows of a message its title and its sections, without markup, links and logs', () => {
    const text =
      '*Fix:* grant `SELECT`. <https://docs.example.test/?a=1&amp;b=2|Docs>\n<https://console.example.test/4032|Task log>\n```at a.b(c)```';
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text } }] as const;
    const message = { at: 0, text: 'a &lt; b failed', blocks, payload: {}, pings: [], all: '' };
    expect(shown(false, { kind: 'told', channel: 'slack', message })).toEqual([
      '  Slack     a < b failed',
      `${' '.repeat(12)}│ Fix: grant SELECT.`,
    ]);
  });

  it('names at most eight of many tables', () => {
    const what = Array.from({ length: 31 }, (_, index) => `table_${index}`);
    expect(
      shown(false, { kind: 'happened', where: 'MMS', word: 'DONE', what, detail: '' }).join('\n'),
    ).toMatch(/table_7 and 23 more$/);
  });
});
