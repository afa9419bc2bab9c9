import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { playHour } from './hour.ts';
import { lineOf } from './report.ts';
import { buildInto } from '../support/bundle.ts';

let folder: string;
let bundle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hour-'));
  bundle = await buildInto(folder);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

it('an hour of the deployed bundle, with keys that change, is told whole and once', async () => {
  const report = await playHour(1, bundle);
  console.log(lineOf(report));
  expect(report.complaints).toEqual([]);
}, 600_000);
