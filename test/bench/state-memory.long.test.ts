import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parseId, type SourceId } from '../../functions/mms/id.ts';
import { revisionOf } from '../../functions/mms/revision.ts';
import { decoders } from '../../functions/mms-client/decode.ts';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { FunctionInstance } from '../../rehearsal/story/function-instance.ts';
import { World } from '../../rehearsal/world/world.ts';
import { lay, sourceId } from '../../scripts/bench/layouts.ts';
import { buildInto } from '../support/bundle.ts';

let bundle: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'memory-'));
  bundle = await buildInto(folder);
  return () => rm(folder, { recursive: true });
});

const size = 8_000;
/** Megabytes: its heap is half of them. */
const small = 96;
const generous = 2_048;
const channels = ['slack', 'email', 'dingtalk', 'feishu'];

/** A source of which a part has failed long ago, and channels that differ in each failed task. */
async function openWorld(failedShare: number): Promise<World> {
  const world = await World.start({ mail: { tls: 'none' } });
  onTestFinished(() => world.close());
  lay(world.migration, size, 0);
  const settling = await start(world, generous);
  await settling.invoke('{}', world.context(600));
  await settling.close();
  const failed = tasksOf(world)
    .filter(({ running }) => !running)
    .slice(0, size * failedShare);
  for (const task of failed) world.migration.dataFails(task, { trace: 'ODPS-0130013: denied' });
  for (const [n, channel] of channels.entries()) {
    const at = Date.now() + n * 1_000;
    const lines = new Map(failed.map((task) => [task.id, failedTask(task, at)]));
    const text = world.state(channel) ?? '';
    world.putState(
      channel,
      text.replace(/^"(\d+)":\["[^"]*"\]/gm, (line, id: string) => lines.get(id) ?? line),
    );
  }
  return world;
}

const tasksOf = (world: World): readonly MigrationTask[] =>
  world.migration.source(sourceId)?.tasks ?? [];

/** As a state remembers it. */
function failedTask(task: MigrationTask, at: number): string {
  const source = parseId<SourceId>(sourceId);
  if (source === undefined) throw new Error(`${sourceId} is no id`);
  const { startTime, endTime, status, running, stopped, retriedTimes } = task;
  const row = { id: task.id, startTime, endTime, status, running, stopped, retriedTimes };
  const listed = decoders().task(source)(row);
  if (listed === undefined) throw new Error(`${task.id} is no id`);
  const after = String(task.rows.at(-1)?.id);
  const attempt = { startTime, endTime, retriedTimes, rowSecond: 1_767_578_495 };
  const failures = { count: 1, notified: true, firstAt: at, lastAt: at, cause: 'denied' };
  const phase = { name: 'failed', attempt, failures };
  const log = { after, recent: [after] };
  const state = { revision: revisionOf(listed), log, phase };
  return `"${task.id}":${JSON.stringify(state)}`;
}

const start = (world: World, memoryMb: number): Promise<FunctionInstance> =>
  FunctionInstance.start(
    bundle,
    {
      ...world.environment(sourceId),
      ...world.otherChats.dingtalk,
      ...world.otherChats.feishu,
      DIGEST_EVERY: '0',
    },
    { execArgv: [`--max-old-space-size=${memoryMb / 2}`] },
  );

describe('at a small memory', () => {
  it.each([
    ['all states are used', 0.05, false],
    ['states are used in turn', 0.92, true],
  ])(
    '%s where %d of the tasks failed, no tick is killed, and each channel is told each failure',
    async (_, failedShare, areLeftOut) => {
      const world = await openWorld(failedShare);
      const instance = await start(world, small);
      const waiting = tasksOf(world).filter(({ status, running }) => status === 'INIT' && !running);
      for (const task of waiting.slice(0, 100)) world.migration.dataFails(task);
      const problems: string[] = [];
      for (let minute = 1; minute <= 4; minute += 1) {
        const outcome = await instance.invoke('{}', world.context(600), minute * 60_000);
        problems.push(outcome.kind === 'rejected' ? outcome.message : '');
      }
      await instance.close();
      expect(problems.some((problem) => problem.includes('was left out: its'))).toBe(areLeftOut);

      const larger = await start(world, generous);
      const { kind } = await larger.invoke('{}', world.context(600), 10 * 60_000);
      await larger.close();
      expect(kind).toBe('accepted');
      for (const channel of channels)
        expect((world.state(channel)?.match(/"name":"failed"/g) ?? []).length).toBe(
          size * failedShare + 100,
        );
    },
    300_000,
  );
});
