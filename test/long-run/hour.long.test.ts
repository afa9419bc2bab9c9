import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { playHour } from './hour.ts';
import { lineOf } from './report.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hour-'));
  await promisify(execFile)(process.execPath, [
    join(dirname(dirname(import.meta.dirname)), 'scripts/build.mjs'),
    folder,
  ]);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

it('an hour of the deployed bundle, with keys that change, is told whole and once', async () => {
  const report = await playHour(1, join(folder, 'index.js'));
  console.log(lineOf(report));
  expect(report.complaints).toEqual([]);
}, 600_000);
