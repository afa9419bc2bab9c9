import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { World } from '../rehearsal/world/world.ts';
import { buildInto } from './support/bundle.ts';

const root = dirname(import.meta.dirname);
const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  await buildInto(join(folder, 'built'));
  // As Function Compute sees it: alone, though a package above it may think that .js is ESM.
  await cp(join(folder, 'built'), join(folder, 'alone/code'), { recursive: true });
  await writeFile(join(folder, 'alone/package.json'), '{"type":"module"}');
  await mkdir(join(folder, 'empty'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/**
 * What a program prints that has the bundle as `bundle`, in a process of its own without any
 * environment of ours.
 */
async function withBundle(program: string): Promise<string> {
  const load = `const bundle = require(${JSON.stringify(join(folder, 'alone/code/index.js'))});`;
  const { stdout } = await run(process.execPath, ['-e', `${load} ${program}`], {
    cwd: join(folder, 'empty'),
    env: {},
  });
  return stdout;
}

describe('the bundle', () => {
  it('is one file, with the licences of everything in it', async () => {
    expect((await readdir(join(folder, 'built'))).sort()).toEqual([
      'THIRD-PARTY-LICENCES.txt',
      'index.js',
      'package.json',
    ]);
    const licences = await readFile(join(folder, 'built/THIRD-PARTY-LICENCES.txt'), 'utf8');
    for (const name of ['ali-oss', '@alicloud/openapi-util', 'nodemailer', 'p-limit']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\nLicence: `, 'm'));
    }
  });

  it('keeps its libraries as texts until they are asked for', async () => {
    const bundle = JSON.stringify(join(folder, 'alone/code/index.js'));
    const program = `
      const vm = require('node:vm');
      const compiled = [];
      const { compileFunction } = vm;
      vm.compileFunction = (text, names, options) => { compiled.push(options.filename); return compileFunction(text, names, options); };
      const { handler } = require(${bundle});
      const before = compiled.length;
      const context = { credentials: { accessKeyId: 'LTAI', accessKeySecret: 'x' }, function: { timeout: 6 } };
      handler(Buffer.from('{"dryRun":true}'), context).catch(() => console.log(JSON.stringify([before, compiled.sort()])));`;
    const env = {
      MMS_WATCH: '1',
      MMS_REGION: 'cn-shanghai',
      MMS_ENDPOINT: 'http://127.0.0.1:9',
      OSS_ENDPOINT: 'http://127.0.0.1:9',
      STATE_URL: 'oss://bucket/prefix',
      SLACK_WEBHOOK_URL: 'http://127.0.0.1:9/services/T/B/x',
    };
    const { stdout } = await run(process.execPath, ['-e', program], { env });
    expect(stdout.trim().split('\n').at(-1)).toBe(
      JSON.stringify([0, ['openapi-util.js', 'signUtils.js']]),
    );
  });

  it('loads where nothing else is, under the name that s.yaml gives', async () => {
    const [, file, name] =
      /^ *handler: (\w+)\.(\w+)/m.exec(await readFile(join(root, 's.yaml'), 'utf8')) ?? [];
    expect(file).toBe('index');
    expect(await withBundle('console.log(JSON.stringify(Object.keys(bundle)))')).toBe(
      `["${name ?? ''}"]\n`,
    );
  });

  it('prints none of what libraries and Node would print to debug', async () => {
    const world = await World.start();
    onTestFinished(() => world.close());
    const source = world.migration.addSource('2000015', 'finance_dw');
    const task = world.migration.addTask(world.migration.addJob(source, 'nightly'), 'orders');
    const tick = `await bundle.handler(Buffer.from('{}'), ${JSON.stringify(world.context())});`;
    const program = `(async () => { ${tick} ${tick} })()`;
    const load = `const bundle = require(${JSON.stringify(join(folder, 'alone/code/index.js'))});`;
    world.migration.dataFails(task);
    const { stdout, stderr } = await run(process.execPath, ['-e', `${load} ${program}`], {
      env: {
        ...world.environment(),
        FIRST_RUN: 'replay',
        DEBUG: '*',
        NODE_DEBUG: 'http,https,net,tls,stream,timer,urllib',
      },
    });
    expect(stderr).toBe('');
    for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('event');
    expect(world.slack.messages).toHaveLength(1);
  });

  it('says what it needs before it does anything, by errors that kept their names', async () => {
    const context = { credentials: { accessKeyId: 'STS.x', accessKeySecret: 'not-to-be-seen' } };
    const refused =
      'catch((error) => console.log(`refused: ${error.name} ${error.constructor.name} ${error.message}`))';
    const unset = await withBundle(
      `bundle.handler(Buffer.from('{}'), ${JSON.stringify(context)}).${refused}`,
    );
    expect(unset).toMatch(
      /^refused: ConfigurationError .*MMS_WATCH.*STATE_URL.*SLACK_WEBHOOK_URL/m,
    );
    expect(unset).not.toContain('not-to-be-seen');
    const misspelt = await withBundle(
      `bundle.handler(Buffer.from('{"dryrun":true}'), ${JSON.stringify(context)}).${refused}`,
    );
    expect(misspelt).toMatch(/^refused: InvocationError .*\{"dryRun":true\}/m);
  });
});
