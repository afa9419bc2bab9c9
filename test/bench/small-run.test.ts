import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { FunctionProcess } from '../../scripts/bench/function-process.ts';
import { measure } from '../../scripts/bench/measure.ts';
import { pollEachTask } from '../../scripts/bench/poller.ts';
import type { Measured, Scenario } from '../../scripts/bench/results.ts';
import { plans } from '../../scripts/bench/scenarios.ts';
import { WorldProcess } from '../../scripts/bench/world-process.ts';

const root = dirname(dirname(import.meta.dirname));
let folder: string;

// Several processes start for each of these, one after another, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'small-run-'));
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build.mjs'), folder]);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function measured(scenario: Scenario, tasks: number): Promise<Omit<Measured, 'poller'>> {
  const world = await WorldProcess.open(plans[scenario].layout, tasks, plans[scenario].pageSizeCap);
  try {
    return await measure(scenario, world, {
      bundle: join(folder, 'index.js'),
      memoryMb: 256,
      latencyMs: 0,
      rounds: 1,
    });
  } finally {
    await world.close();
  }
}

describe('a measurement', () => {
  it('of a quiet tick reads every page and the logs of what runs, and writes nothing, whatever the caller has set', async () => {
    vi.stubEnv('MMS_ENDPOINT', 'http://192.0.2.1');
    vi.stubEnv('MMS_WATCH', '1');
    vi.stubEnv('DRY_RUN', 'true');
    const { running, changed, calls, floor, warm } = await measured('quiet', 300);
    expect([running, changed]).toEqual([15, 0]);
    expect(calls).toEqual({ GetObject: 2, ListMmsJobs: 1, ListMmsTasks: 3, ListMmsTaskLogs: 15 });
    // The jobs are no part of the least that could be done here.
    expect(floor.requests).toBe(20);
    expect(warm.bytes).toBeGreaterThan(100_000);
    expect(warm.peakBytes).toBeGreaterThan(30_000_000);
  });

  it('of a source at rest reads the jobs under way and those that are swept', async () => {
    const { running, calls, sweep, floor } = await measured('at rest', 2_500);
    expect(running).toBe(5);
    expect(sweep.jobs).toBeGreaterThan(0);
    expect(sweep.pages).toBe(sweep.jobs);
    expect(calls).toEqual({
      GetObject: 2,
      ListMmsJobs: 1,
      ListMmsTasks: 5 + sweep.pages,
      ListMmsTaskLogs: 5,
    });
    expect(floor.requests).toBe(13 + sweep.pages);
  });

  it.each([
    ['at rest', 1],
    ['at rest, cut', 2],
  ] as const)('of a source %s reads what is swept in %i pages a job', async (scenario, pages) => {
    const { calls, sweep, floor } = await measured(scenario, 12_000);
    expect(sweep.jobs).toBeGreaterThan(0);
    expect(sweep.pages).toBe(sweep.jobs * pages);
    expect(calls.ListMmsTasks).toBe(10 + sweep.pages);
    expect(floor.requests).toBe(18 + sweep.pages);
  });

  it('of a change tells it each time anew, from the same beginning', async () => {
    const { changed, calls } = await measured('1 %', 300);
    expect(changed).toBe(3);
    expect(calls).toMatchObject({ Slack: 1, SMTP: 1, PutObject: 2, ListMmsTaskLogs: 18 });
  });

  it('of a storm reads the log of every task that failed', async () => {
    const { running, changed, calls, floor } = await measured('storm', 120);
    expect([running, changed]).toEqual([0, 120]);
    // Each state is looked at once more before it is written.
    expect(calls).toMatchObject({
      GetObject: 4,
      ListMmsTasks: 2,
      ListMmsTaskLogs: 120,
      SMTP: 1,
      PutObject: 2,
    });
    expect(floor.requests).toBe(2 + 2 + 120 + (calls.Slack ?? 0) + 2);
  });
});

describe('the measured process', () => {
  it('reaches nothing but this machine', async () => {
    const world = await WorldProcess.open('one job', 100);
    const environment = { ...world.ready.environment, MMS_ENDPOINT: 'http://192.0.2.1' };
    const instance = await FunctionProcess.start(
      { bundle: join(folder, 'index.js'), memoryMb: 256 },
      environment,
    );
    try {
      await expect(instance.tick(await world.rewind(), 0)).rejects.toThrow(
        'the bench reaches 127.0.0.1 only, not 192.0.2.1',
      );
    } finally {
      await instance.close();
      await world.close();
    }
  });
});

describe('the poller', () => {
  it('reads the log of every task, with the keys that the servers know', async () => {
    const world = await WorldProcess.open('one job', 100);
    try {
      await world.rewind();
      expect(await pollEachTask(world.ready)).toBeGreaterThan(0);
      expect((await world.report()).calls).toEqual({ ListMmsTaskLogs: 100 });
    } finally {
      await world.close();
    }
  });
});
