import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Startup = Readonly<{
  emptyMs: number;
  /** With `node:https` and `node:crypto`, which nobody can do without. */
  nodeMs: number;
  bundleMs: number;
  bundleBytes: number;
}>;

/** The least of each; in turns, so that what disturbs the machine disturbs them all. */
export async function measureStartup(bundle: string, rounds = 11): Promise<Startup> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const [empty, node] = [join(folder, 'empty.js'), join(folder, 'node.js')];
    await writeFile(empty, '');
    await writeFile(node, "require('node:https'); require('node:crypto');\n");
    const least = new Map<string, number>();
    for (let round = 0; round < rounds; round += 1) {
      for (const file of [empty, node, bundle]) {
        const from = performance.now();
        await promisify(execFile)(process.execPath, [file], { env: {} });
        least.set(file, Math.min(least.get(file) ?? Infinity, performance.now() - from));
      }
    }
    const of = (file: string): number => least.get(file) ?? 0;
    const { size } = await stat(bundle);
    return { emptyMs: of(empty), nodeMs: of(node), bundleMs: of(bundle), bundleBytes: size };
  } finally {
    await rm(folder, { recursive: true });
  }
}
