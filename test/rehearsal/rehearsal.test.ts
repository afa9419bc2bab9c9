import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { variables } from '../../functions/settings/configuration.ts';
import type { StoryEvent } from '../../rehearsal/story/events.ts';
import { FunctionInstance } from '../../rehearsal/story/function-instance.ts';
import { playStory } from '../../rehearsal/story/play.ts';
import { createTerminal } from '../../rehearsal/terminal/terminal.ts';
import { World } from '../../rehearsal/world/world.ts';

const root = resolve(import.meta.dirname, '../..');
let folder: string;
let bundle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-'));
  await promisify(execFile)(process.execPath, ['scripts/build.mjs', join(folder, 'dist')], {
    cwd: root,
  });
  bundle = join(folder, 'dist/index.js');
});
afterAll(() => rm(folder, { recursive: true }));

/** A function of another mind, in a folder of its own. */
async function bundleOf(name: string, handler: string): Promise<string> {
  const file = join(folder, `${name}.js`);
  await writeFile(file, `exports.handler = ${handler};\n`);
  return file;
}

const tellsNobody = `async () => ({ tasks: 61, logsRead: 0, alerts: {}, delivered: {}, problems: [], durationMs: 1 })`;

type Ended = Readonly<{ code: number | null; output: string }>;

/**
 * `npm start` without the build, as somebody calls it whose environment and whose folder are full
 * of settings.
 */
async function start(
  args: readonly string[],
  environment: Record<string, string> = {},
  interruptAfter?: string,
): Promise<Ended> {
  const child = spawn(
    join(root, 'node_modules/.bin/tsx'),
    [join(root, 'rehearsal/main.ts'), ...args],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, ...environment },
    },
  );
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      if (interruptAfter !== undefined && line.includes(interruptAfter)) child.kill('SIGINT');
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: lines.join('\n') };
}

describe.concurrent('npm start -- --once', () => {
  it(
    'plays the story to its end, deaf to every setting of the caller',
    { timeout: 120_000 },
    async ({ onTestFinished }) => {
      let strangers = 0;
      const elsewhere = createServer((socket) => {
        strangers += 1;
        socket.destroy();
      }).listen(0, '127.0.0.1');
      await once(elsewhere, 'listening');
      onTestFinished(() => {
        elsewhere.close();
      });
      const address = elsewhere.address();
      const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/services/T0/B0/real`;
      const own = [
        ...variables.map(({ name }) => name),
        'FC_REGION',
        'ALIBABA_CLOUD_ACCESS_KEY_ID',
        'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
      ];
      const settings = Object.fromEntries(
        [...own, 'HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY'].map((name) => [name, url]),
      );
      await writeFile(
        join(folder, '.env'),
        Object.entries(settings)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(''),
      );

      const { code, output } = await start(['--once', '--bundle', bundle], settings);

      expect(output).toContain('nothing leaves this machine');
      expect(output).toMatch(/tick 1 .*\n +Slack +\S.*bigquery_prod.*61/);
      expect(output).toMatch(/MMS +DATA_FAILED +orders_2024, customers, invoices\n/);
      expect(output).toMatch(/rejected +AggregateError: .*Slack is in trouble/s);
      expect(output).toMatch(/e-mail +.*DATA_MERGE_PENDING/);
      expect(output).toMatch(/ok +nothing new/);
      expect(output).toMatch(/e-mail +crm_history .* with crm_history-88-failed\.csv\n/);
      const table = Array.from(
        output.matchAll(/^([a-z-]+) +(\d+) +(\d+) +(\d+)$/gm),
        ([, kind = '', ...counts]) => [kind, ...counts.map(Number)],
      );
      // Of its own loss Slack can tell nothing.
      expect(Object.fromEntries(table.map(([kind, ...counts]) => [kind, counts]))).toEqual({
        baseline: [1, 1, 1],
        done: [27, 27, 27],
        failed: [23, 23, 23],
        recovered: [22, 22, 22],
        blind: [4, 2, 4],
        unknown: [1, 1, 1],
        escalation: [1, 1, 1],
        'job-finished': [3, 3, 3],
        stalled: [1, 1, 1],
        reminder: [1, 1, 1],
      });
      expect(output).toMatch(/heartbeat 24 · heartbeat \/fail 1$/m);
      expect(output.split('\n').filter((line) => Array.from(line).length > 100)).toEqual([]);
      expect(output).not.toContain('\u001b');
      expect(output).toMatch(
        /The story is over: everything that happened was told to both channels, once\.$/,
      );
      expect({ code, strangers }).toEqual({ code: 0, strangers: 0 });
    },
  );

  it(
    'fails, and says of what nobody was told, when the function does not do its work',
    { timeout: 120_000 },
    async () => {
      const { code, output } = await start([
        '--once',
        '--bundle',
        await bundleOf('silent', tellsNobody),
      ]);
      expect(output).toMatch(/The story did not go as it should: \d+ faults, listed above\.$/);
      expect(output).toMatch(/- slack was never told that shipments \(\d+\) failed/);
      expect(output).toMatch(/- email was never told that discounts \(\d+\) is done/);
      expect(output).toMatch(
        /tick 9 .*\n(?:.*\n)*? +wrong +the invocation was to be rejected over slack, and was not\n/,
      );
      expect(code).toBe(1);
    },
  );

  it('says so when the function cannot be loaded, or the arguments are none of its own', async () => {
    const broken = await bundleOf('broken', '() => {}; throw new Error("half a bundle")');
    const [stopped, refused] = await Promise.all([
      start(['--once', '--bundle', broken]),
      start(['--onse']),
    ]);
    expect(stopped.output).toMatch(
      /The rehearsal stopped: the function ended before it could load .*\n(?:.*\n)*.*half a bundle/,
    );
    expect(refused.output).toContain('usage: npm start');
    expect([stopped.code, refused.code]).toEqual([1, 2]);
  });
});

describe.concurrent('Ctrl-C', () => {
  it('ends the story where it is', async () => {
    const { code, output } = await start(['--once', '--bundle', bundle], {}, 'tick 2');
    expect(output).not.toContain('tick 4');
    expect(code).toBe(130);
  });

  it('ends the quiet ticks that go on after the story', { timeout: 60_000 }, async () => {
    const interrupted = new AbortController();
    const seen: StoryEvent[] = [];
    const emit = (event: StoryEvent): void => {
      seen.push(event);
      const after = seen.slice(seen.findIndex(({ kind }) => kind === 'ended') + 1);
      if (
        seen.some(({ kind }) => kind === 'ended') &&
        after.filter(({ kind }) => kind === 'tick-ended').length === 2
      )
        interrupted.abort();
    };
    const { complaints } = await playStory(
      { bundle, emit },
      { tickEvery: 0, afterwardsEvery: 0, signal: interrupted.signal },
    );
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

  it('lives in the time of the story, by whatever it asks for it', async () => {
    const world = await World.start();
    onTestFinished(() => world.close());
    const handler =
      'async () => { throw new Error([Date.now(), new Date().getTime(), Date.parse(Date()), new Date(7) instanceof Date, new Date(7).getTime(), Date.UTC(1970, 0)].join()); }';
    const instance = await FunctionInstance.start(await bundleOf('late', handler), {});
    onTestFinished(() => instance.close());
    const day = 24 * 60 * 60_000;
    const before = Date.now();
    const outcome = await instance.invoke('{}', world.context(), day);
    const [now, date, text, ...rest] =
      outcome.kind === 'rejected' ? outcome.message.split(',') : [];
    for (const asked of [now, date, Number(text) + 999]) {
      expect(Number(asked)).toBeGreaterThanOrEqual(before + day);
      expect(Number(asked)).toBeLessThan(Date.now() + day + 1000);
    }
    expect(rest).toEqual(['true', '7', '0']);
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
    const emit = createTerminal((line) => {
      lines.push(line);
    }, colour);
    events.forEach(emit);
    return lines;
  };

  it('gives a quiet tick one line', () => {
    expect(shown(false, began, ended)).toEqual([
      expect.stringMatching(
        /^tick 7 {4}\d\d:\d\d:07 {2}nothing new {2}calls: MMS 1, OSS 2 · 12 ms$/,
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

  it('names at most eight of many tables', () => {
    const what = Array.from({ length: 31 }, (_, index) => `table_${index}`);
    expect(
      shown(false, { kind: 'happened', where: 'MMS', word: 'DONE', what, detail: '' }).join('\n'),
    ).toMatch(/table_7 and 23 more$/);
  });
});
