import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { variables } from '../../functions/settings/configuration.ts';
import { buildInto, writeBundle } from '../support/bundle.ts';

const root = resolve(import.meta.dirname, '../..');
let folder: string;
let bundle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-'));
  bundle = await buildInto(join(folder, 'dist'));
});
afterAll(() => rm(folder, { recursive: true }));

const bundleOf = (name: string, handler: string): Promise<string> =>
  writeBundle(folder, name, handler);

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

describe('npm start -- --once', () => {
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
      expect(output).toMatch(/tick 1 .*\n.*\n +Slack +\S.*bigquery_prod.*61/);
      expect(output).toMatch(/MMS +DATA_FAILED +orders_2024, customers, invoices\n/);
      expect(output).toMatch(/rejected +slack: Slack is in trouble/);
      expect(output).toMatch(/e-mail +.*DATA_MERGE_PENDING/);
      expect(output).toMatch(/ok +nothing to tell/);
      const flowing = output.replace(/\s+/g, ' ');
      expect(flowing).toMatch(/e-mail crm_history finished[^│]*, with crm_history-88-failed\.csv /);
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
        source: [2, 2, 2],
        stalled: [1, 1, 1],
        reminder: [1, 1, 1],
      });
      expect(flowing).toMatch(/ ping 24 ·.* ping \/fail 1 /);
      expect(output.split('\n').filter((line) => Array.from(line).length > 100)).toEqual([]);
      expect(output).not.toContain('\u001b');
      expect(output).toMatch(
        /The story is over: everything that happened was told to both channels, once\.$/,
      );
      expect({ code, strangers }).toEqual({ code: 0, strangers: 0 });
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

it('ends the story where it is with Ctrl-C', async () => {
  const { code, output } = await start(['--once', '--bundle', bundle], {}, 'tick 2');
  expect(output).not.toContain('tick 4');
  expect(code).toBe(130);
});
