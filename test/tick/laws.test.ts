import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertKinds } from '../../functions/kinds/kinds.ts';
import { compareIds, type LogId } from '../../functions/mms/id.ts';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import type { PollSettings } from '../../functions/pipeline/pipeline.ts';
import { refused } from '../support/fake-channel.ts';
import { Watch } from '../support/watch.ts';

type Step =
  | {
      does: 'fails';
      task: number;
      trace: boolean;
      phase: 'schemaFails' | 'dataFails' | 'verificationFails';
    }
  | {
      does:
        | 'retries'
        | 'starts'
        | 'completes'
        | 'completesWithoutRow'
        | 'stops'
        | 'vanishes'
        | 'returns'
        | 'appears';
      task: number;
    };

type Minute = Readonly<{
  steps: readonly Step[];
  /** These happen after the listing was taken. */
  late: readonly Step[];
  slackDown: boolean;
  emailDown: boolean;
  unreadable: number;
  leftOut: number;
  shuffle: number;
}>;

const task = fc.nat({ max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('fails' as const),
      task,
      trace: fc.boolean(),
      phase: fc.constantFrom(
        'schemaFails' as const,
        'dataFails' as const,
        'verificationFails' as const,
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constantFrom(
        'retries' as const,
        'starts' as const,
        'completes' as const,
        'completesWithoutRow' as const,
        'stops' as const,
        'vanishes' as const,
        'returns' as const,
        'appears' as const,
      ),
      task,
    }),
  },
);
const minute: fc.Arbitrary<Minute> = fc.record({
  steps: fc.array(step, { maxLength: 4 }),
  late: fc.array(step, { maxLength: 2 }),
  slackDown: fc.boolean(),
  emailDown: fc.boolean(),
  unreadable: fc.nat({ max: 15 }),
  leftOut: fc.nat({ max: 15 }),
  shuffle: fc.nat(),
});

/** What happened in MMS, by task: what each channel must have heard in the end. */
class Ledger {
  readonly failures = new Map<string, number>();
  failed({ id }: MigrationTask): void {
    this.failures.set(id, (this.failures.get(id) ?? 0) + 1);
  }
}

/**
 * `late`: after the listing and before the logs of one tick. A task that is listed as done and
 * fails by then is told as failed and recovered, and once more as failed when the listing shows it:
 * its own stories tell so.
 */
function happen(
  { migration, job }: Watch,
  ledger: Ledger,
  tasks: MigrationTask[],
  vanished: Set<MigrationTask>,
  steps: readonly Step[],
  late = false,
): void {
  for (const one of steps) {
    if (one.does === 'appears') tasks.push(migration.addTask(job, `late_${tasks.length}`));
    const subject = tasks[one.task % tasks.length];
    if (!subject || (vanished.has(subject) && one.does !== 'returns')) continue;
    switch (one.does) {
      case 'fails':
        if (late && subject.status === 'DONE') break;
        migration[one.phase](
          subject,
          one.trace ? { trace: 'java.lang.RuntimeException: unexpected error' } : {},
        );
        ledger.failed(subject);
        break;
      case 'retries':
        if (subject.status.endsWith('_FAILED')) migration.retry(subject);
        break;
      case 'starts':
        if (subject.status !== 'DONE' && !subject.running) migration.start(subject);
        break;
      case 'completes':
      case 'completesWithoutRow':
        if (subject.status === 'DONE') break;
        migration[one.does](subject);
        break;
      case 'stops':
        if (subject.running) migration.stop(subject);
        break;
      case 'vanishes':
        migration.remove(subject);
        vanished.add(subject);
        break;
      case 'returns':
        migration.bringBack(subject);
        vanished.delete(subject);
        break;
      case 'appears':
        break;
    }
  }
}

function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  return items
    .map((item, index) => ({ item, rank: Math.imul(index + 1, seed | 1) >>> 7 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

const interval = 5 * 60_000;
/** Everything that gathers, waits and is told beside the tasks themselves. */
const everything: Partial<PollSettings> = {
  alertOn: new Set(alertKinds),
  digestEvery: interval,
  stallAfter: 2 * 60_000,
  remindAfter: 3 * 60_000,
};

/** Plays the minutes, then lets the world be well until everything is told. */
async function play(
  minutes: readonly Minute[],
  check: (watch: Watch) => void = () => undefined,
  settings: Partial<PollSettings> = {},
): Promise<Readonly<{ watch: Watch; ledger: Ledger }>> {
  const watch = new Watch();
  watch.settings = { ...watch.settings, ...settings };
  const ledger = new Ledger();
  const vanished = new Set<MigrationTask>();
  const tasks = ['orders', 'customers', 'invoices'].map((table) =>
    watch.migration.addTask(watch.job, table),
  );
  await watch.tick();
  for (const one of minutes) {
    happen(watch, ledger, tasks, vanished, one.steps);
    watch.mms.moods = {
      betweenListingAndLogs: () => {
        happen(watch, ledger, tasks, vanished, one.late, true);
      },
      logUnreadable: (id) => Number(id) % 16 === one.unreadable,
      leavesOut: (id) => Number(id) % 16 === one.leftOut,
      arrange: (items) => shuffled(items, one.shuffle),
    };
    if (one.slackDown) watch.slack.answer = () => refused;
    if (one.emailDown) watch.email.answer = () => refused;
    await watch.tick();
    for (const channel of [watch.slack, watch.email]) channel.answer = () => ({ kind: 'accepted' });
    watch.mms.moods = {};
    check(watch);
    // A log that is unreadable twice running is told by the status alone: that has its own stories.
    await watch.tick();
    check(watch);
  }
  for (const task of vanished) watch.migration.bringBack(task);
  for (let calm = 0; calm < 3; calm += 1) await watch.tick();
  watch.now += interval;
  await watch.tick();
  return { watch, ledger };
}

describe('whatever the order, overlap and failures of reading and telling', () => {
  it.each([
    ['at once', {}, 300],
    ['gathered, among all that is told beside', everything, 150],
  ] as const)(
    'every failed attempt is told to each channel exactly once, %s',
    async (_, settings, numRuns) => {
      await fc.assert(
        fc.asyncProperty(fc.array(minute, { maxLength: 8 }), async (minutes) => {
          const { watch, ledger } = await play(minutes, undefined, settings);
          for (const channel of watch.channels) {
            const rows = channel
              .ofKind('failed')
              .flatMap((alert) => alert.rows.map((row) => row.logId));
            expect(new Set(rows).size, 'a row told twice').toBe(rows.length);
            const failures = new Map<string, number>();
            for (const alert of channel.failures)
              failures.set(alert.task.id, (failures.get(alert.task.id) ?? 0) + alert.attempts);
            expect(failures, `failed attempts told to ${channel.name}`).toEqual(ledger.failures);
          }
        }),
        { numRuns },
      );
    },
  );

  it('every task that is done in the end is told to each channel: as done, as recovered, or with the failure that came before it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(minute, { maxLength: 8 }), async (minutes) => {
        const { watch } = await play(minutes);
        const done =
          watch.migration.source('2000015')?.tasks.filter(({ status }) => status === 'DONE') ?? [];
        for (const channel of watch.channels) {
          for (const { id } of done) {
            const told = [
              ...channel.ofKind('done'),
              ...channel.ofKind('recovered'),
              ...channel.failures.filter((alert) => alert.recoveredSince),
            ];
            expect(
              told.some((alert) => alert.task.id === id),
              `completion of ${id} told to ${channel.name}`,
            ).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('a cursor never moves back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(minute, { maxLength: 6 }), async (minutes) => {
        const newest = new Map<string, LogId>();
        await play(minutes, (watch) => {
          for (const name of watch.store.objects.keys()) {
            for (const [source, tasks] of watch.stateOf(name).tasks) {
              for (const [task, { log }] of tasks) {
                const lastLog = log?.after;
                const key = `${name} ${source}/${task}`;
                const before = newest.get(key);
                if (before !== undefined) expect(lastLog, key).toBeDefined();
                if (before !== undefined && lastLog !== undefined)
                  expect(compareIds(lastLog, before), key).toBeGreaterThanOrEqual(0);
                if (lastLog !== undefined) newest.set(key, lastLog);
              }
            }
          }
        });
      }),
      { numRuns: 150 },
    );
  });
});
