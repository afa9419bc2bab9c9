import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { measureTicks, type Bench } from '../../scripts/bench/measure.ts';
import { run } from '../invoke/run-script.ts';
import { buildInto } from '../support/bundle.ts';

let bench: Bench;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const bundle = await buildInto(folder);
  bench = { bundle, cpu: 1, memoryMb: 256, timeoutSeconds: 50, latencyMs: 0, rounds: 1 };
  return () => rm(folder, { recursive: true });
});

describe('npm run bench', () => {
  it('writes what it measured, at the deployed size too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const out = join(folder, 'bench.md');
    const small = ['--sizes', '200', '--deployed', '300', '--storms', '40x4', '--rounds', '1'];
    const args = [...small, '--bundle', bench.bundle, '--out', out];
    const unheard = { MMS_ENDPOINT: 'http://192.0.2.1', MMS_WATCH: '1', DRY_RUN: 'true' };
    const { code, stderr } = await run('bench.ts', args, unheard);
    expect([code, stderr]).toEqual([0, '']);
    const text = await readFile(out, 'utf8');
    expect(text).toMatch(/\| 40 failures of 4 KB \| 40 \| \d+ \| 0 \|/);
    expect(text).toMatch(/\| quiet, one job under way \| 300 \|/);
    expect(text).not.toMatch(/undefined|NaN|Infinity/);
  });

  it('counts the calls of a quiet tick, and of nothing else', async () => {
    const quiet = { name: 'quiet', tasks: 300, done: 180, change: () => undefined };
    const { calls, warm, warmFloor, peakBytes } = await measureTicks(quiet, bench);
    expect(calls).toMatchObject({ GetObject: 2, ListMmsTasks: 3, ListMmsTaskLogs: 15 });
    expect(Object.keys(calls)).not.toContain('PutObject');
    for (const figure of [warm.cpuMs, warmFloor.cpuMs, peakBytes])
      expect(figure).toBeGreaterThan(0);
  });
});
