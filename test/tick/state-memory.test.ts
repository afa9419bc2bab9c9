import { beforeEach, describe, expect, it } from 'vitest';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { decodedSize, encodedSize } from '../../functions/storage/state-size.ts';
import { refused } from '../support/fake-channel.ts';
import { Watch } from '../support/watch.ts';

let watch: Watch;
let tasks: readonly MigrationTask[];

/** Slack watched from the beginning, and the mail came later: they know different things. */
beforeEach(async () => {
  watch = new Watch();
  tasks = Array.from({ length: 40 }, (_, n) => watch.migration.addTask(watch.job, `orders_${n}`));
  watch.channels = [watch.slack];
  await watch.tick();
  for (const task of tasks.slice(0, 20)) watch.migration.dataFails(task);
  await watch.ticks(2);
  watch.channels = [watch.slack, watch.email];
  await watch.ticks(2);
});

function needOf(channel: string): number {
  const bytes = Buffer.from(watch.store.objects.get(channel) ?? '');
  return decodedSize(bytes) + encodedSize(bytes);
}

const told = (): readonly number[] => [watch.slack.failures.length, watch.email.failures.length];

/** What ticks, and what happens to it between two ticks. */
const instances: readonly (readonly [name: string, between: () => void])[] = [
  ['a warm instance', () => undefined],
  [
    'an instance that is new each time',
    () => {
      watch.coldStart();
    },
  ],
];

describe('states that do not fit into memory together', () => {
  it.each(instances)(
    'are served in turn by %s, and nothing is lost or told twice',
    async (_, between) => {
      const before = told();
      watch.stateMemory = Math.max(needOf('slack'), needOf('email')) * 1.5;
      const leftOut: string[] = [];
      for (let minute = 0; minute < 24; minute += 1) {
        const task = tasks[20 + minute];
        if (minute < 15 && task !== undefined) watch.migration.dataFails(task);
        between();
        const { problems } = await watch.tick();
        expect(problems).toHaveLength(1);
        leftOut.push(...problems.map(({ where }) => where));
      }
      expect(new Set(leftOut)).toEqual(new Set(['slack state', 'email state']));
      // None waits for long.
      expect(leftOut.join()).not.toMatch(/(\w+ state)(?:,\1){3}/);
      watch.stateMemory = Infinity;
      expect((await watch.tick()).problems).toEqual([]);
      expect(told().map((count, n) => count - (before[n] ?? 0))).toEqual([15, 15]);
    },
  );

  it('take turns in a warm instance whenever it ticks', async () => {
    watch.stateMemory = Math.max(needOf('slack'), needOf('email')) * 1.5;
    const leftOut: string[] = [];
    for (let tick = 0; tick < 8; tick += 1) {
      // Of so many minutes apart, the clock alone would give the same turn many times.
      watch.now += 3 * 60_000;
      leftOut.push(...(await watch.tick()).problems.map(({ where }) => where));
    }
    expect(leftOut.join()).not.toMatch(/(\w+ state),\1/);
  });

  it('are named in the problem, with the limit and what helps', async () => {
    watch.stateMemory = Math.max(needOf('slack'), needOf('email')) * 1.5;
    const [problem] = (await watch.tick()).problems;
    expect(problem?.rejects).toBe(true);
    expect(problem?.message).toMatch(
      /^oss:\/\/bucket\/prefix\/(?:slack|email)\.json was left out: its \d+ KB take \d+ KB of memory, and of the \d+ KB for states the other channels' leave \d+ KB; until all fit, the channels are told in turn: raise memorySize in s\.yaml, or watch fewer tasks with one function\. Nothing was overwritten, and nothing is lost\.$/,
    );
  });
});

describe('a state that does not fit into memory', () => {
  it('stops its channel in words, and no other one', async () => {
    watch.slack.answer = () => refused;
    for (const task of tasks.slice(30)) watch.migration.dataFails(task);
    await watch.ticks(2);
    const [, mailsBefore = 0] = told();
    watch.stateMemory = (needOf('slack') + needOf('email')) / 2;
    const kept = watch.store.objects.get('slack');
    expect(needOf('slack')).toBeGreaterThan(watch.stateMemory);
    for (const task of tasks.slice(20, 25)) {
      watch.migration.dataFails(task);
      const { problems } = await watch.tick();
      expect(problems.map(({ where, rejects }) => [where, rejects])).toEqual([
        ['slack state', true],
      ]);
      expect(problems[0]?.message).toMatch(
        /slack\.json was left out: its \d+ KB take \d+ KB of memory, and \d+ KB are there for states; its channel is told nothing until this is mended: raise memorySize/,
      );
    }
    expect(told()[1]).toBe(mailsBefore + 5);
    expect(watch.store.objects.get('slack')).toBe(kept);
  });
});

describe('states that know the same of their tasks', () => {
  it.each(instances)('take the memory of little more than one in %s', async (_, between) => {
    watch.coldStart();
    watch.store.objects.clear();
    await watch.ticks(2);
    watch.stateMemory = needOf('slack') * 1.7;
    for (const task of tasks.slice(20, 25)) {
      watch.migration.dataFails(task);
      between();
      expect((await watch.tick()).problems).toEqual([]);
    }
  });
});
