import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { keys, mmsOnLoopback } from './mms-on-loopback.ts';

const program = (url: string): string => `
  import pLimit from 'p-limit';
  import { createMmsReader } from './functions/mms-client/mms-reader.ts';
  import { Secret } from './functions/settings/secret.ts';
  const reader = createMmsReader({
    endpoint: { protocol: 'http', host: ${JSON.stringify(new URL(url).host)} },
    credentials: {
      accessKeyId: ${JSON.stringify(keys.accessKeyId)},
      accessKeySecret: new Secret(${JSON.stringify(keys.accessKeySecret)}),
      securityToken: new Secret(${JSON.stringify(keys.securityToken)}),
    },
    limit: pLimit(16), clock: Date.now, random: Math.random, sleep: () => Promise.resolve(),
  });
  reader.listTasks({ kind: 'source', sourceId: '2000015' }, Date.now() + 10_000).then((listing) => {
    process.stdout.write(JSON.stringify({ tasks: listing.tasks.length, problems: listing.problems }), () => process.exit());
  });
`;

it('signs its calls in the CommonJS bundle too, where imports of the library look different', async () => {
  const { server, migration, job } = await mmsOnLoopback();
  migration.addTask(job, 'orders');
  const folder = await mkdtemp(join(tmpdir(), 'mms-bundle-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const outfile = join(folder, 'index.js');
  const root = resolve(import.meta.dirname, '../..');
  await build({
    stdin: { contents: program(server.url), resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual({ tasks: 1, problems: [] });
});
