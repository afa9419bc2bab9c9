import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { root, typescript } from '../invoke/run-script.ts';

it.each([
  ['stdout', 'log'],
  ['stderr', 'error'],
] as const)(
  'a command whose %s nobody reads any more, as behind | head, ends without a trace',
  async (closed, says) => {
    const folder = await mkdtemp(join(tmpdir(), 'pipe-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const script = join(folder, 'talks-on.mts');
    await writeFile(
      script,
      `import { runCommand } from ${JSON.stringify(join(root, 'scripts/command.ts'))};
      void runCommand({ usage: '', switches: [], values: [] }, async () => {
        for (;;) {
          console.${says}('a line');
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      });`,
    );
    const child = spawn(process.execPath, [...typescript, script]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'close');
    const others = text(closed === 'stdout' ? child.stderr : child.stdout);
    await once(child[closed], 'data');
    child[closed].destroy();
    expect(await ended).toEqual([141, null]);
    expect(await others).toBe('');
  },
);
