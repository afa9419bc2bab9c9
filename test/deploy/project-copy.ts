import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import * as z from 'zod/mini';
import { root, type Ended } from '../invoke/run-script.ts';

const deployment = z.object({
  command: z.string(),
  props: z.record(z.string(), z.unknown()),
  code: z.number(),
  credential: z.record(z.string(), z.string()),
});
export type Recorded = z.infer<typeof deployment>;

const component = /component: fc3@[\d.]+/;

/**
 * This project in a folder of its own, with a component that records in place of fc3, which needs a
 * network.
 */
export class ProjectCopy {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<ProjectCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'project-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    for (const part of ['functions', 'scripts', 'deploy', 'package.json', '.env.example'])
      await cp(join(root, part), join(folder, part), { recursive: true });
    const recording = join(import.meta.dirname, 'recording-component.cjs');
    await cp(recording, join(folder, 'component/index.js'));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const yaml = await readFile(join(root, 's.yaml'), 'utf8');
    await writeFile(
      join(folder, 's.yaml'),
      yaml.replace(component, "component: ${path('./component')}"),
    );
    // It looks for a newer version of itself unless it believes that it just has.
    await mkdir(join(folder, '.s/config'), { recursive: true });
    const checked = JSON.stringify({ lastUpdateCheck: Date.now() });
    await writeFile(join(folder, '.s/config/update-notifier.json'), checked);
    return new ProjectCopy(folder);
  }

  async change(name: string, from: string, to: string): Promise<void> {
    const path = join(this.folder, name);
    const text = await readFile(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
    await writeFile(path, text.replace(from, to));
  }

  /** A build that takes no time. */
  async buildNothing(): Promise<void> {
    await this.change(
      'package.json',
      'node scripts/build.mjs',
      'mkdir -p dist && touch dist/index.js',
    );
  }

  /** Serverless Devs in that folder, with these variables alone. */
  s(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
    const cli = join(root, 'node_modules/@serverless-devs/s/bin/s');
    return this.#run(process.execPath, [cli, ...args], env);
  }

  npm(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
    return this.#run('npm', args, env);
  }

  #run(program: string, args: readonly string[], env: Readonly<Record<string, string>>) {
    const options = {
      cwd: this.folder,
      env: { PATH: process.env.PATH ?? '', HOME: this.folder, ...env },
    };
    return new Promise<Ended>((resolve) => {
      execFile(program, args, options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
      });
    });
  }

  /** What would have been deployed, in order. */
  async deployed(): Promise<readonly Recorded[]> {
    const text = await readFile(join(this.folder, 'deployed.jsonl'), 'utf8').catch(() => '');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => z.parse(deployment, JSON.parse(line)));
  }
}
