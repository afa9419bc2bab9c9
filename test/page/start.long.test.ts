import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { buildInto } from '../support/bundle.ts';

const root = resolve(import.meta.dirname, '../..');

it(
  'npm start prints the address of the page, plays on in the terminal too, and ends with Ctrl-C',
  { timeout: 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'start-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const bundle = await buildInto(join(folder, 'dist'));
    const child = spawn(
      join(root, 'node_modules/.bin/tsx'),
      [join(root, 'rehearsal/main.ts'), '--bundle', bundle],
      {
        cwd: folder,
        env: { PATH: process.env.PATH },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const lines: string[] = [];
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
    });
    const closed = once(child, 'close');
    const printed = (what: RegExp): Promise<void> =>
      expect.poll(() => lines.join('\n'), { timeout: 30_000 }).toMatch(what);

    await printed(/The page +http:\/\/127\.0\.0\.1:\d+\//);
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(lines.join('\n')) ?? [];
    expect(await (await fetch(url)).text()).toContain('mms-task-alerts: a rehearsal');
    await printed(/tick 1 .*\n(?:.*\n)?.* Slack +\S.*bigquery_prod.*61/);
    // Somebody looks on, which must not keep it from ending.
    const looking = await fetch(new URL('/changes', url));
    child.kill('SIGINT');
    expect(await closed).toEqual([130, null]);
    await expect(looking.text()).rejects.toThrow();
    await expect(fetch(url)).rejects.toThrow();
    expect(lines.filter((line) => Array.from(line).length > 100)).toEqual([]);
  },
);
