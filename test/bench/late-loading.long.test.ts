import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { World } from '../../rehearsal/world/world.ts';

const root = dirname(dirname(import.meta.dirname));
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let world: World;

/** Calls the handler so often as it is told and prints every package that was loaded, in order. */
const program = `
const Module = require('node:module');
const load = Module._load;
const loaded = new Set();
Module._load = function (name, ...rest) {
  if (!name.startsWith('.') && !name.startsWith('/') && !Module.isBuiltin(name)) loaded.add(name);
  return load.call(this, name, ...rest);
};
const { handler } = require('./function.js');
const contexts = JSON.parse(process.argv[2]);
(async () => {
  for (const context of contexts) await handler(Buffer.from('{}'), context);
})().then(() => console.log('loaded ' + JSON.stringify([...loaded])), (error) => { console.error(error); process.exitCode = 1; });
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'late-'));
  // The function with its packages beside it, each of them asked for by its name when it is needed.
  await build({
    entryPoints: [join(root, 'functions/poll-task-logs.ts')],
    outfile: join(folder, 'function.js'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    supported: { 'dynamic-import': false },
  });
  await writeFile(join(folder, 'program.js'), program);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  world = await World.start({ mail: { tls: 'none' } });
  const { migration } = world;
  const job = migration.addJob(migration.addSource('2000015', 'bigquery_prod'), 'nightly_full');
  for (const table of ['orders', 'customers', 'stock'])
    migration.reaches(migration.addTask(job, table), 'DATA_DOING');
});

afterEach(async () => {
  await world.close();
});

/** The packages of ours that a new process loads in so many ticks. */
async function loadedIn(
  ticks: number,
  without: readonly string[] = [],
): Promise<readonly string[]> {
  const environment = Object.fromEntries(
    Object.entries(world.environment()).filter(([name]) => !without.includes(name)),
  );
  const contexts = Array.from({ length: ticks }, () => world.context());
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(folder, 'program.js'), JSON.stringify(contexts)],
    {
      env: { ...environment, NODE_PATH: join(root, 'node_modules') },
    },
  );
  return z.parse(z.array(z.string()), JSON.parse(/^loaded (.*)$/m.exec(stdout)?.[1] ?? ''));
}

const mail = ['SMTP_URL', 'MAIL_FROM', 'MAIL_TO'];

/** What signs for MMS and for OSS, and what speaks to mail servers; Slack takes no library. */
const services = ['@alicloud/', 'ali-oss/', 'nodemailer/'] as const;

const servicesIn = (loaded: readonly string[]): readonly string[] =>
  services.filter((service) => loaded.some((name) => `${name}/`.startsWith(service)));

describe('a process', () => {
  it('loads no service before a tick', async () => {
    const loaded = await loadedIn(0);
    expect(loaded).toContain('p-limit');
    expect(servicesIn(loaded)).toEqual([]);
  });

  it('loads each service when it is needed', async () => {
    expect(servicesIn(await loadedIn(1))).toEqual(services);
    expect([world.slack.messages.length, world.mail.mails.length]).toEqual([1, 1]);
  });

  it('loads nothing for mail in a quiet tick, nor where there is no mail', async () => {
    const others = ['@alicloud/', 'ali-oss/'];
    expect(servicesIn(await loadedIn(1, mail))).toEqual(others);
    await loadedIn(1);
    expect(servicesIn(await loadedIn(2))).toEqual(others);
  });
});
