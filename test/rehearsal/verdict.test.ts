import { describe, expect, it } from 'vitest';
import { ExpectedAlerts } from '../../rehearsal/world/expected-alerts.ts';
import { Migration } from '../../rehearsal/world/migration.ts';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { readTexts } from '../../rehearsal/world/reading.ts';
import { judge } from '../../rehearsal/world/verdict.ts';

/** A job of eleven tables and somebody who looks at it every minute. */
class Watch {
  now = Date.parse('2026-11-30T06:00:00Z');
  readonly migration = new Migration(() => this.now);
  readonly source = this.migration.addSource('2000015', 'warehouse');
  readonly job = this.migration.addJob(this.source, 'nightly');
  readonly tasks: readonly MigrationTask[] = Array.from({ length: 11 }, (_, index) =>
    this.migration.addTask(this.job, `fact_${index}`),
  );
  readonly expected = new ExpectedAlerts(this.migration, ['2000015'], ({ status }) => status);

  look(): void {
    this.expected.looked();
    this.now += 60_000;
  }

  /** Its kind and from which look on, of what came since the baseline. */
  get events(): readonly string[] {
    return this.expected.events
      .filter(({ kind }) => kind !== 'baseline')
      .map(({ look, kind }) => `${look} ${kind}`);
  }
}

const first = ([task]: readonly MigrationTask[]): MigrationTask => {
  if (task === undefined) throw new Error('no task');
  return task;
};

describe('what has to be told', () => {
  it('is a failure and its recovery, and nothing of what was there before the first look', () => {
    const watch = new Watch();
    const [before, later] = watch.tasks.slice(-2);
    if (before === undefined || later === undefined) throw new Error('too few tasks');
    watch.migration.dataFails(before);
    watch.look();
    watch.migration.dataFails(later);
    watch.look();
    for (const task of [before, later]) {
      watch.migration.retry(task);
      watch.migration.completes(task);
    }
    watch.look();
    expect(watch.events).toEqual(['2 failed', '3 done', '3 recovered']);
  });

  it('is a status that nobody knows, once, and what its author says beside tasks', () => {
    const watch = new Watch();
    watch.look();
    for (const task of watch.tasks.slice(0, 2)) watch.migration.enters(task, 'DATA_MERGE_PENDING');
    watch.look();
    watch.expected.expect({ kind: 'escalation', job: watch.job });
    expect(watch.events).toEqual(['2 unknown', '3 escalation']);
  });

  it('is nothing of what no target covers', () => {
    const watch = new Watch();
    const { migration, job, source } = watch;
    const [own] = watch.tasks;
    const targets = [`${source.id}/jobs/99`, `${source.id}/tasks/${own?.id ?? ''}`];
    const expected = new ExpectedAlerts(migration, targets);
    expected.looked();
    for (const task of job.tasks) migration.completes(task);
    expect(expected.events).toMatchObject([
      { kind: 'baseline', tasks: [] },
      { kind: 'baseline', tasks: [own] },
      { kind: 'done', task: own, look: 2 },
    ]);
  });
});

describe('what a reader learns', () => {
  const heard = (texts: readonly string[], listsEveryId = true) => {
    const watch = new Watch();
    watch.look();
    for (const task of watch.tasks.slice(0, 10)) watch.migration.dataFails(task);
    watch.expected.expect({ kind: 'escalation', job: watch.job });
    watch.look();
    const { complaints, told } = judge('email', watch.expected.events, [
      { look: 1, ...readTexts(['watching 2000015'], listsEveryId) },
      { look: 2, ...readTexts(texts, listsEveryId) },
    ]);
    return { complaints: complaints.length, failed: told.failed ?? 0 };
  };
  const ids = Array.from({ length: 10 }, (_, index) => `fact_${index} (${4001 + index})`);
  const toStop = 'aliyun maxcompute stop-mms-job --source-id 2000015 --job-id 87';

  it('is every task by its id, and a crowd by its number where a mail has the ids', () => {
    expect(heard([...ids, toStop])).toEqual({ complaints: 0, failed: 10 });
    expect(heard(['10 tables failed', 'fact_0 (4001)', toStop], false)).toEqual({
      complaints: 0,
      failed: 10,
    });
    expect(heard(['10 tables failed', toStop])).toEqual({ complaints: 10, failed: 0 });
    expect(heard(['9 tables failed', 'fact_0 (4001)', toStop], false)).toEqual({
      complaints: 9,
      failed: 1,
    });
  });

  it('is not that a job needs a person, without the command that stops it', () => {
    expect(heard(ids)).toEqual({ complaints: 1, failed: 10 });
  });

  it('is a lost source only where no task of it is meant', () => {
    const watch = new Watch();
    watch.look();
    watch.expected.expect({ kind: 'blind', over: false, source: watch.source });
    const waiting = watch.expected.events.filter(({ kind }) => kind === 'blind');
    const tells = (text: string): number => readTexts([text], true).tells(waiting).length;
    expect(tells('no answer from `warehouse` (`2000015`)')).toBe(1);
    expect(tells('task 4001 of nightly (87) in warehouse (2000015)')).toBe(0);
    expect(tells('retry-mms-job --source-id 2000015 --job-id 87')).toBe(0);
  });
});

describe('the verdict', () => {
  it('names what was told twice, and what was not told', () => {
    const watch = new Watch();
    watch.look();
    watch.migration.dataFails(first(watch.tasks));
    watch.look();
    watch.look();
    const said = (look: number, text: string) => ({ look, ...readTexts([text], true) });
    const baseline = said(1, 'watching 2000015');
    const failed = said(2, 'fact_0 (4001) failed');
    const { events } = watch.expected;
    expect(judge('slack', events, [baseline, failed]).complaints).toEqual([]);
    expect(judge('slack', events, [baseline, failed, { ...failed, look: 3 }]).complaints).toEqual([
      'slack was told again of 4001 in look 3',
    ]);
    expect(judge('slack', events, [baseline]).complaints).toEqual([
      'slack was never told failed: fact_0 (4001), from look 2',
    ]);
  });

  it('wants a channel that refuses told through the others only', () => {
    const watch = new Watch();
    watch.expected.expect({ kind: 'blind', over: false, channel: 'slack' });
    watch.look();
    const { events } = watch.expected;
    const baseline = { look: 1, ...readTexts(['watching 2000015'], true) };
    expect(judge('slack', events, [baseline]).complaints).toEqual([]);
    expect(judge('email', events, [baseline]).complaints).toEqual([
      'email was never told blind: slack, from look 1',
    ]);
  });
});
