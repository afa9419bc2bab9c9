import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export const root = dirname(dirname(import.meta.dirname));

/** What lets Node run TypeScript, for a process that has to start quickly. */
export const typescript = ['--import', import.meta.resolve('tsx')];

export type Ended = Readonly<{ code: number; stdout: string; stderr: string }>;

/** Runs a script as `npm run` would, in an empty folder and with these variables alone. */
export async function run(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  folder?: string,
): Promise<Ended> {
  const cwd = folder ?? (await mkdtemp(join(tmpdir(), 'script-')));
  if (folder === undefined) onTestFinished(() => rm(cwd, { recursive: true }));
  return new Promise((resolve) => {
    const options = { cwd, env: { PATH: process.env.PATH ?? '', HOME: cwd, ...env } };
    execFile(
      process.execPath,
      [...typescript, join(root, 'scripts', script), ...args],
      options,
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
      },
    );
  });
}
