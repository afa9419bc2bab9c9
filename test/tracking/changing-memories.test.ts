import { describe, expect, it } from 'vitest';
import { ChangingMemories } from '../../functions/tracking/changing-memories.ts';
import type { JobId, LogId } from '../../functions/mms/id.ts';
import type { Snapshot } from '../../functions/mms/snapshot.ts';
import type { ChannelState, TaskMemory } from '../../functions/tracking/memory.ts';
import { emptyState, neverSeen } from '../../functions/tracking/memory.ts';
import { missingIsForgottenAfter, rememberMissing } from '../../functions/tracking/vanished.ts';
import { encodeState, isSameState } from '../../functions/storage/state-object.ts';
import { aTask, id } from '../support/builders.ts';

const seenOf = (taskId: string) => ({ task: aTask({ id: id(taskId) }), revision: 'AAAAAAAA' });
const memory: TaskMemory = { ...neverSeen, seen: 'AAAAAAAA', lastLog: id<LogId>('7') };
const { sourceId } = seenOf('1').task;
const tasks: ChannelState['tasks'] = new Map([
  [
    sourceId,
    new Map([
      [seenOf('1').task.id, memory],
      [seenOf('2').task.id, memory],
    ]),
  ],
]);

describe('what is remembered of the tasks', () => {
  it('stays the same object where a look showed nothing else than before', () => {
    const changing = new ChangingMemories(tasks);
    changing.set(seenOf('1'), { ...memory });
    expect(changing.after()).toBe(tasks);
  });

  it.each<[string, Partial<TaskMemory>]>([
    ['another fingerprint', { seen: 'BBBBBBBB' }],
    ['another row', { lastLog: id<LogId>('8') }],
    ['that the task is back', { missingSince: 1 }],
    [
      'a failure',
      {
        failure: {
          open: true,
          told: true,
          count: 1,
          at: 1,
          lastAt: 1,
          cause: undefined,
          remindedAt: undefined,
          listed: 'failed',
          startTime: '',
          endTime: '',
          retriedTimes: 0,
          rowOwed: false,
          rowJustTold: undefined,
        },
      },
    ],
    ['that its log could not be read', { unread: true }],
    ['that it is done', { settled: true }],
  ])('takes up %s, and leaves the state before as it was', (_, change) => {
    const changing = new ChangingMemories(tasks);
    changing.set(seenOf('1'), { ...memory, ...change });
    changing.set(seenOf('3'), memory);
    const after = changing.after().get(sourceId);
    expect(after?.get(seenOf('1').task.id)).toEqual({ ...memory, ...change });
    expect([...(after?.keys() ?? [])]).toEqual(['1', '2', '3']);
    expect(tasks.get(sourceId)?.get(seenOf('1').task.id)).toEqual(memory);
    expect(tasks.get(sourceId)?.size).toBe(2);
  });

  it('takes a change back that a later look takes back', () => {
    const changing = new ChangingMemories(tasks);
    changing.set(seenOf('1'), { ...memory, unread: true });
    changing.set(seenOf('1'), memory);
    expect(changing.after().get(sourceId)?.get(seenOf('1').task.id)).toEqual(memory);
  });
});

describe('a complete listing', () => {
  const look = (...listed: readonly string[]): Snapshot => ({
    now: 1_000,
    targets: [{ kind: 'source', sourceId }],
    listed: [{ target: { kind: 'source', sourceId }, complete: true }],
    atRest: new Set(),
    jobs: [],
    tasks: listed.map(seenOf),
  });

  it('that shows every task changes nothing', () => {
    expect(rememberMissing(tasks, look('1', '2'))).toBe(tasks);
  });

  it('that lacks a task marks it, and after a week forgets it', () => {
    const marked = rememberMissing(tasks, look('2'));
    expect(marked.get(sourceId)?.get(seenOf('1').task.id)?.missingSince).toBe(1_000);
    const later = { ...look('2'), now: 1_000 + missingIsForgottenAfter };
    expect([...(rememberMissing(marked, later).get(sourceId)?.keys() ?? [])]).toEqual(['2']);
    expect(tasks.get(sourceId)?.get(seenOf('1').task.id)?.missingSince).toBeUndefined();
  });
});

describe('a state', () => {
  const before: ChannelState = { ...emptyState, targets: new Set(['2000015']), tasks };

  it('is the same where only the objects around the tasks are others', () => {
    expect(
      isSameState(before, { ...before, targets: new Set(before.targets), jobs: new Map() }),
    ).toBe(true);
  });

  it.each<[string, Partial<ChannelState>]>([
    ['a target', { targets: new Set(['2000015', '2000016']) }],
    ['the time of the last completions', { completionsToldAt: 1 }],
    ['the moment before which nothing may be sent', { notBefore: 1 }],
    [
      'what is owed',
      { owed: [{ kind: 'done', task: seenOf('1').task, watchedById: false, at: 1, due: false }] },
    ],
    ['a count of an undocumented status', { unknownStatuses: new Map([['ODD', 1]]) }],
    [
      'a job at rest',
      {
        jobs: new Map([
          [sourceId, new Map([[id<JobId>('87'), { seen: 'AAAAAAAA', looks: 1 as const }]])],
        ]),
      },
    ],
    ['a task', { tasks: new Map() }],
  ])('is another with %s', (_, change) => {
    const after = { ...before, ...change };
    expect(isSameState(before, after)).toBe(false);
    expect(encodeState(after)).not.toBe(encodeState(before));
  });
});
