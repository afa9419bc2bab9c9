import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const script = join(import.meta.dirname, '../../scripts/build.mjs');

it.each([
  ['--help', 0, /^usage: npm run build/],
  ['-h', 0, /^usage: npm run build/],
  ['--minify', 1, /^build: expected one folder at most\nusage: npm run build/],
  ['dist2 dist3', 1, /^build: expected one folder at most/],
  ['', 1, /^build: expected an empty folder, or one that a build was written to/],
])('npm run build -- %s writes nothing', async (args, expectedCode, expected) => {
  const cwd = await mkdtemp(join(tmpdir(), 'build-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  const [code, said] = await new Promise<readonly [unknown, string]>((resolve) => {
    execFile(process.execPath, [script, ...args.split(' ')], { cwd }, (error, stdout, stderr) => {
      resolve([error?.code ?? 0, stdout + stderr]);
    });
  });
  expect(code).toBe(expectedCode);
  expect(said).toMatch(expected);
  expect(await readdir(cwd)).toEqual([]);
});

it('npm run build -- FOLDER says what it cannot write, without a stack', async () => {
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [script, join(script, 'dist')], (error, stdout, stderr) => {
      resolve(`${error?.code} ${stdout}${stderr}`);
    });
  });
  expect(said).toMatch(/^1 build: ENOTDIR: .*build\.mjs\/dist'; check who may write there\n$/);
});

it('npm run build -- FOLDER leaves a package.json that is not its own alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'build-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'package.json'), '{"name":"mine"}');
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [script, folder], (_, stdout, stderr) => resolve(stdout + stderr));
  });
  expect(said).toContain(folder);
  expect(said).toContain('nothing was written');
  expect(await readdir(folder)).toEqual(['package.json']);
});
