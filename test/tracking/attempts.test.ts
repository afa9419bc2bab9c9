import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFrom } from '../../rehearsal/simulation/memory-mms.ts';
import { revisionOf } from '../../functions/mms/revision.ts';
import type { Task } from '../../functions/mms/task.ts';
import type { LogReading, TaskLog } from '../../functions/mms/task-log.ts';
import type { TaskState } from '../../functions/tracking/task-state.ts';
import { needsLog, trackTask } from '../../functions/tracking/track-task.ts';
import { aRow, aTask } from '../support/builders.ts';

/** One attempt of a task, and how it is met. It takes two looks: it runs, and then it has ended. */
type Attempt = Readonly<{
  ends: 'failed' | 'done';
  /** Without it, only the listing shows that the attempt began. */
  doingRow: boolean;
  /** The retry leaves the start as it was, and only its count grows. */
  keepsStart: boolean;
  /** Looks that cannot read the log: while it runs, and the two after its end. */
  unreadable: readonly [boolean, boolean, boolean];
  /** Hours by which the listing is off in the last look. */
  hoursOff: number;
  /** It is listed as running still when its last row is written. */
  listedLate: boolean;
  /** The end is never listed. */
  endless: boolean;
  /** The log was restored before it, with ids of its own. */
  idsAnew: boolean;
}>;

const attempt: fc.Arbitrary<Attempt> = fc.record({
  ends: fc.constantFrom('failed' as const, 'failed' as const, 'done' as const),
  doingRow: fc.boolean(),
  keepsStart: fc.boolean(),
  unreadable: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  hoursOff: fc.constantFrom(0, 0, -8, 1, 8, 16),
  listedLate: fc.boolean(),
  endless: fc.boolean(),
  idsAnew: fc.boolean(),
});

const gone: LogReading = { kind: 'unreadable', reason: 'ListMmsTaskLogs answered 403' };
const begin = Date.parse('2026-11-22T06:00:00Z');
const timeAt = (second: number): string =>
  new Date(begin + second * 1000).toISOString().slice(0, 19).replace('T', ' ');

/** What a channel was told of the attempts of a task, look by look. */
class Watching {
  attempts = 0;
  completions = 0;
  /** Ids of the rows that were given as a reason, at once or later. */
  readonly reasons: string[] = [];
  /** Attempts that were only counted, in the alert of a later one. */
  counted = 0;
  rows: TaskLog[] = [];
  #state: TaskState | undefined;

  look(fields: Partial<Task>, isUnreadable = false): void {
    const task = aTask(fields);
    const listed = { task, revision: revisionOf(task) };
    const from = this.#state?.log;
    const read: LogReading = { kind: 'read', log: logFrom(this.rows, from) };
    const reading = isUnreadable ? gone : read;
    const isNeeded = needsLog(this.#state, listed);
    const update = trackTask(
      this.#state,
      listed,
      isNeeded ? reading : { kind: 'not-needed' },
      1_000,
    );
    this.#state = update?.state ?? this.#state;
    for (const event of update?.events ?? []) {
      if (event.kind === 'failed') {
        this.attempts += event.failure.attempts;
        this.counted += event.failure.attempts - 1;
        this.reasons.push(...event.failure.rows.map(({ id }) => id));
      }
      if (event.kind === 'reason found') this.reasons.push(...event.rows.map(({ id }) => id));
      if (event.kind === 'completed') this.completions += 1;
    }
  }
}

type Lived = Readonly<{ watching: Watching; failed: readonly string[] }>;

/** A retry is marked by its count at least; no two starts are whole hours apart. */
function live(attempts: readonly Attempt[]): Lived {
  const watching = new Watching();
  const failed: string[] = [];
  let id = 1_000_000;
  let startTime = '';
  let last = { status: '', endTime: '', retriedTimes: 0 };
  watching.look({ status: 'INIT', startTime: '' });
  for (const [index, one] of attempts.entries()) {
    const started = index * 4_001 + 60;
    const isFirst = index === 0;
    if (one.idsAnew && !isFirst) {
      id = 1_000_000 - index * 1_000;
      watching.rows = [];
    }
    const write = (status: string, second: number): void => {
      id += 1;
      watching.rows.push(aRow(id, status, `row ${id}`, timeAt(second)));
    };
    if (isFirst || !one.keepsStart) startTime = timeAt(started);
    const running = { status: 'DATA_DOING', running: true, startTime, retriedTimes: index };
    if (one.doingRow || isFirst) write('DATA_DOING', started);
    watching.look(running, one.unreadable[0]);
    const end = started + 30;
    if (one.ends === 'failed') failed.push(String(id + 1));
    write(one.ends === 'failed' ? 'DATA_FAILED' : 'DONE', end);
    if (one.listedLate) watching.look(running, one.unreadable[1]);
    const ended = {
      status: one.ends === 'failed' ? 'DATA_FAILED' : 'DONE',
      startTime,
      endTime: one.endless ? '' : timeAt(end),
      retriedTimes: index,
    };
    last = ended;
    watching.look(ended, one.unreadable[1]);
    watching.look(ended, one.unreadable[2]);
    const off = (time: string): string =>
      time === '' ? '' : timeAt((Date.parse(`${time}Z`) - begin) / 1000 + one.hoursOff * 3600);
    watching.look(
      { ...ended, startTime: off(startTime), endTime: off(ended.endTime) },
      one.unreadable[2],
    );
  }
  const { status, endTime, retriedTimes } = last;
  for (const stopped of [true, false])
    watching.look({ status, startTime, endTime, retriedTimes, stopped });
  return { watching, failed };
}

const plain = { idsAnew: false, hoursOff: 0, endless: false };

describe('however the attempts of a task are met', () => {
  it('each failed one is told exactly once', () => {
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 1, maxLength: 5 }), (attempts) => {
        const readable = attempts.map((one, index) => ({
          ...one,
          unreadable: [false, false, false] as const,
          idsAnew: one.idsAnew && attempts[index - 1]?.ends === 'done',
        }));
        const { watching, failed } = live(readable);
        expect(watching.attempts).toBe(failed.length);
        expect(watching.reasons).toEqual(failed);
      }),
      { numRuns: 2_000 },
    );
  });

  it('each failed one is told exactly once where its log cannot be read, and each row once', () => {
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 1, maxLength: 5 }), (attempts) => {
        const { watching, failed } = live(attempts.map((one) => ({ ...one, ...plain })));
        expect(watching.attempts).toBe(failed.length);
        expect(new Set(watching.reasons).size).toBe(watching.reasons.length);
        expect(watching.reasons.length + watching.counted).toBe(failed.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
