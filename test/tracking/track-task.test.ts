import { describe, expect, it } from 'vitest';
import { revisionOf } from '../../functions/mms/revision.ts';
import type { Task } from '../../functions/mms/task.ts';
import type { LogReading, TaskLog } from '../../functions/mms/task-log.ts';
import type { TaskState } from '../../functions/tracking/task-state.ts';
import {
  needsLog,
  startFrom,
  startNeedsLog,
  trackTask,
  type FailedAttempts,
  type TaskEvent,
} from '../../functions/tracking/track-task.ts';
import { aLog, aRow, aTask } from '../support/builders.ts';
import { logFrom } from '../../rehearsal/simulation/memory-mms.ts';

const running = { status: 'DATA_DOING', running: true, startTime: '2026-11-22 14:00:00' } as const;
const failed = {
  status: 'DATA_FAILED',
  startTime: '2026-11-22 14:00:00',
  endTime: '2026-11-22 14:05:00',
} as const;

const hoursLater = (time: string, hours: number): string =>
  new Date(Date.parse(`${time}Z`) + hours * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** What one look brought. */
type News = Readonly<{
  failure: FailedAttempts | undefined;
  completed: boolean;
  /** Rows of the failure whose reason was found; of the first of several. */
  reason: readonly TaskLog[] | undefined;
  /** Which failures were explained, and by which row. */
  reasons: readonly string[];
  unknownStatuses: readonly string[];
}>;

function newsOf(events: readonly TaskEvent[]): News {
  const failure = events.find(({ kind }) => kind === 'failed');
  const reason = events.find(({ kind }) => kind === 'reason found');
  return {
    failure: failure?.kind === 'failed' ? failure.failure : undefined,
    completed: events.some(({ kind }) => kind === 'completed'),
    reason: reason?.kind === 'reason found' ? reason.rows : undefined,
    reasons: events.flatMap((event) =>
      event.kind === 'reason found' ? [`${event.ordinal}: ${event.rows[0]?.message.head}`] : [],
    ),
    unknownStatuses: events.flatMap((event) =>
      event.kind === 'unknown status' ? [event.status] : [],
    ),
  };
}

/** A task followed look by look, as one channel follows it. */
class Story {
  memory: TaskState | undefined;
  #rows: readonly TaskLog[] = [];

  baseline(fields: Partial<Task>, rows: readonly TaskLog[] | 'not-needed' = 'not-needed'): this {
    const task = aTask(fields);
    this.#rows = rows === 'not-needed' ? [] : rows;
    const reading: LogReading =
      rows === 'not-needed' ? { kind: rows } : { kind: 'read', log: aLog(rows) };
    this.memory = startFrom({ task, revision: revisionOf(task) }, reading, 0);
    return this;
  }

  /** The log is another one from now on, with ids of its own. */
  logIs(rows: readonly TaskLog[]): this {
    this.#rows = rows;
    return this;
  }

  /** The task as it is listed now; `newRows` were written since the last look. */
  look(
    fields: Partial<Task>,
    newRows: readonly TaskLog[] = [],
    unread?: LogReading,
  ): News | undefined {
    const task = aTask(fields);
    const listed = { task, revision: revisionOf(task) };
    this.#rows = [...this.#rows, ...newRows];
    const from = this.memory?.log;
    const reading: LogReading = needsLog(this.memory, listed)
      ? (unread ?? { kind: 'read', log: logFrom(this.#rows, from) })
      : { kind: 'not-needed' };
    const update = trackTask(this.memory, listed, reading, 1_000);
    this.memory = update?.state ?? this.memory;
    return update && newsOf(update.events);
  }
}

const twoRows = [
  aRow(11, 'DATA_DOING'),
  aRow(12, 'DATA_FAILED', 'no privilege'),
  aRow(13, 'DATA_FAILED', 'unexpected error'),
];

describe('a failure', () => {
  it('is told once, with both of its rows', () => {
    const story = new Story();
    expect(story.look(failed, twoRows)?.failure).toMatchObject({
      attempts: 1,
      ordinal: 1,
      status: 'DATA_FAILED',
      rows: [{ id: '12' }, { id: '13' }],
    });
    expect(story.look(failed)).toBeUndefined();
  });

  it('is not told again for a second row that comes later', () => {
    const story = new Story();
    story.look(running, [aRow(11, 'DATA_DOING'), aRow(12, 'DATA_FAILED')]);
    expect(
      story.look(failed, [aRow(13, 'DATA_FAILED', 'unexpected error')])?.failure,
    ).toBeUndefined();
  });

  it.each(['SCHEMA_FAILED', 'DATA_FAILED', 'VERIFICATION_FAILED', 'INDEX_FAILED'])(
    'is any status like %s',
    (status) => {
      expect(new Story().look({ ...failed, status }, [aRow(12, status)])?.failure?.status).toBe(
        status,
      );
    },
  );

  it('orders log ids as numbers', () => {
    const story = new Story();
    story.look(running, [aRow(9, 'DATA_DOING')]);
    expect(story.look(failed, [aRow(10, 'DATA_FAILED')])?.failure?.rows).toHaveLength(1);
    expect(story.memory?.log).toMatchObject({ after: '10' });
  });

  it('of several attempts in one look is one alert that says how many and shows the last', () => {
    const news = new Story().look({ ...failed, retriedTimes: 1 }, [
      ...twoRows,
      aRow(14, 'DATA_DOING'),
      aRow(15, 'DATA_FAILED', 'quota'),
    ]);
    expect(news?.failure).toMatchObject({ attempts: 2, ordinal: 2, rows: [{ id: '15' }] });
  });
});

describe('a new attempt', () => {
  it('begins with a *_DOING row', () => {
    const story = new Story();
    story.look(failed, twoRows);
    story.look(running, [aRow(14, 'DATA_DOING')]);
    expect(
      story.look({ ...failed, endTime: '2026-11-22 15:00:00' }, [aRow(15, 'DATA_FAILED')])?.failure,
    ).toMatchObject({ attempts: 1, ordinal: 2 });
  });

  it.each([
    { startTime: '2026-11-22 15:00:00' },
    { startTime: '2026-11-22 15:00:30', endTime: '' },
    { retriedTimes: 1 },
  ])('begins with a change of the listing: %o', (change) => {
    const story = new Story();
    story.look(failed, twoRows);
    expect(story.look({ ...failed, ...change }, [aRow(14, 'DATA_FAILED')])?.failure).toMatchObject({
      attempts: 1,
      ordinal: 2,
      rows: [{ id: '14' }],
    });
  });

  it('that the rows showed first is not taken for another one when the listing catches up', () => {
    const story = new Story();
    story.look(failed, twoRows);
    const early = story.look({ ...failed, endTime: '2026-11-22 14:06:00' }, [
      aRow(14, 'DATA_DOING'),
      aRow(15, 'DATA_FAILED', '', '2026-11-22 15:01:00'),
    ]);
    expect(early?.failure?.attempts).toBe(1);
    const retried = {
      ...failed,
      startTime: '2026-11-22 15:00:00',
      endTime: '2026-11-22 15:01:00',
      retriedTimes: 1,
    };
    expect(story.look(retried)?.failure).toBeUndefined();
    expect(story.look(retried)?.failure).toBeUndefined();
  });

  it('that is only queued is no failure, though its status still says so', () => {
    const story = new Story();
    story.look(failed, twoRows);
    const queued = { ...failed, startTime: '', endTime: '', retriedTimes: 1 };
    expect(story.look(queued)?.failure).toBeUndefined();
    // Nothing of it is read while it waits.
    for (let look = 0; look < 3; look += 1) expect(story.look(queued)).toBeUndefined();
    expect(
      story.look({ ...queued, startTime: '2026-11-22 16:00:00', running: true })?.failure,
    ).toBeUndefined();
    const again = { ...failed, startTime: '2026-11-22 16:00:00', retriedTimes: 1 };
    expect(story.look(again)?.failure).toBeUndefined();
    expect(story.look(again)?.failure).toMatchObject({ ordinal: 2, rows: [] });
  });

  it('that is counted a look before its row comes is told', () => {
    for (const between of [
      { ...failed, retriedTimes: 1 },
      { ...running, retriedTimes: 1 },
      { ...failed, retriedTimes: 1, running: true },
      { ...failed, startTime: '2026-11-22 14:04:00' },
    ]) {
      const story = new Story();
      story.look(failed, [aRow(12, 'DATA_FAILED', '', '2026-11-22 14:05:00')]);
      expect(story.look(between)?.failure).toBeUndefined();
      const { startTime, retriedTimes } = { ...failed, retriedTimes: 0, ...between };
      const again = { ...failed, startTime, retriedTimes, endTime: '2026-11-22 16:10:00' };
      expect(
        story.look(again, [aRow(14, 'SCHEMA_FAILED', '', '2026-11-22 16:10:00')])?.failure,
      ).toMatchObject({ ordinal: 2, rows: [{ id: '14' }] });
    }
  });

  it('that only the status shows to be under way is told when it fails', () => {
    const story = new Story();
    story.look(failed, twoRows);
    story.look(running);
    expect(
      story.look({ ...failed, endTime: '2026-11-22 16:10:00' }, [aRow(14, 'DATA_FAILED')])?.failure,
    ).toMatchObject({ ordinal: 2, rows: [{ id: '14' }] });
  });

  it.each([
    ['its end is still that of the failure', failed.endTime],
    ['it has no end yet', ''],
  ])(
    'whose start is listed before its status gives way is no failure while it runs: %s',
    (_, endTime) => {
      const story = new Story();
      story.look(failed, twoRows);
      const started = { startTime: '2026-11-22 16:00:00', retriedTimes: 1 };
      expect(story.look({ ...failed, ...started, endTime })?.failure).toBeUndefined();
      expect(
        story.look({ ...running, ...started }, [aRow(14, 'DATA_DOING')])?.failure,
      ).toBeUndefined();
      expect(
        story.look({ ...failed, ...started, endTime: '2026-11-22 16:10:00' }, [
          aRow(15, 'DATA_FAILED'),
        ])?.failure,
      ).toMatchObject({ ordinal: 2 });
    },
  );

  it('that has failed too, and whose row is still to come, is told with the next look', () => {
    const rows = [
      aRow(11, 'DATA_FAILED', '', '2026-11-22 14:05:00'),
      aRow(12, 'DATA_DOING', '', '2026-11-22 15:00:00'),
    ];
    const again = { ...failed, startTime: '2026-11-22 15:00:00', endTime: '2026-11-22 15:05:00' };
    for (const late of [[aRow(13, 'DATA_FAILED', '', '2026-11-22 15:05:00')], []]) {
      const story = new Story();
      story.look(running, [aRow(10, 'DATA_DOING', '', '2026-11-22 14:00:00')]);
      expect(story.look(again, rows)?.failure).toMatchObject({ ordinal: 1, rows: [{ id: '11' }] });
      expect(story.look(again, late)?.failure).toMatchObject({ ordinal: 2, rows: late });
      expect(story.look(again)?.failure).toBeUndefined();
    }
  });

  it('that only runs is told by a row written after the end of the failure', () => {
    const story = new Story();
    story.look(failed, [aRow(12, 'DATA_FAILED', '', '2026-11-22 14:05:00')]);
    const second = aRow(13, 'DATA_FAILED', '', '2026-11-22 14:05:00');
    const retry = aRow(14, 'DATA_FAILED', '', '2026-11-22 14:09:00');
    expect(story.look({ ...failed, running: true }, [second, retry])?.failure).toMatchObject({
      ordinal: 2,
      rows: [{ id: '14' }],
    });
  });

  it('that starts while the failure is read still is told when it fails', () => {
    const story = new Story();
    story.look(failed, [...twoRows, aRow(14, 'DATA_DOING')]);
    expect(
      story.look({ ...failed, startTime: '2026-11-22 15:00:00', retriedTimes: 1 }, [
        aRow(15, 'DATA_FAILED'),
      ])?.failure?.ordinal,
    ).toBe(2);
  });
});

describe('a retry that only its count shows', () => {
  const ended = aRow(12, 'DATA_FAILED', 'disk full', '2026-11-22 14:05:00');
  const again = aRow(13, 'DATA_FAILED', 'disk full', '2026-11-22 14:06:00');

  it.each([
    ['the row comes with it', { retriedTimes: 1 }],
    ['its end is listed too', { retriedTimes: 1, endTime: '2026-11-22 14:06:00' }],
  ])('is another attempt, and told when it fails: %s', (_, change) => {
    const story = new Story();
    story.look(running, [aRow(11, 'DATA_DOING', '', '2026-11-22 14:00:00')]);
    expect(story.look(failed, [ended])?.failure?.ordinal).toBe(1);
    expect(story.look({ ...failed, ...change }, [again])?.failure).toMatchObject({
      ordinal: 2,
      rows: [{ id: '13' }],
    });
    expect(story.look({ ...failed, ...change })?.failure).toBeUndefined();
  });

  it('is told when its row comes a look later, and nothing listed changes with it', () => {
    const story = new Story();
    story.look(failed, [ended]);
    const retried = { ...failed, retriedTimes: 1 };
    expect(story.look(retried)?.failure).toBeUndefined();
    expect(story.look(retried, [again])?.failure).toMatchObject({ ordinal: 2 });
    expect(story.look(retried)?.failure).toBeUndefined();
  });

  it('is told though the row of the first failure came before its listing', () => {
    const story = new Story();
    story.look(running, [aRow(11, 'DATA_DOING', '', '2026-11-22 14:00:00')]);
    expect(story.look(running, [ended])?.failure?.ordinal).toBe(1);
    expect(story.look({ ...failed, retriedTimes: 1 }, [again])?.failure).toMatchObject({
      ordinal: 2,
    });
  });
});

describe('a failure that only the status shows', () => {
  it('is told one look later', () => {
    const story = new Story();
    expect(story.look(failed, [aRow(11, 'DATA_DOING')])?.failure).toBeUndefined();
    expect(story.look(failed)?.failure).toMatchObject({
      status: 'DATA_FAILED',
      attempts: 1,
      rows: [],
    });
    expect(story.look(failed)?.failure).toBeUndefined();
  });

  it('is told from its row when that comes in time', () => {
    const story = new Story();
    story.look(failed, [aRow(11, 'DATA_DOING')]);
    expect(story.look(failed, [aRow(12, 'DATA_FAILED')])?.failure?.rows).toHaveLength(1);
    expect(story.look(failed)?.failure).toBeUndefined();
  });

  it('is not told again when its row comes late', () => {
    const story = new Story();
    story.look(failed, []);
    story.look(failed);
    const retried = { ...running, startTime: '2026-11-22 15:00:00', retriedTimes: 1 };
    expect(
      story.look(retried, [
        aRow(11, 'DATA_DOING'),
        aRow(12, 'DATA_FAILED'),
        aRow(13, 'DATA_DOING'),
        aRow(14, 'DATA_FAILED'),
      ])?.failure,
    ).toMatchObject({ attempts: 1, ordinal: 2, rows: [{ id: '14' }] });
  });

  it('is not told again when its row is first read together with that of the retry', () => {
    const story = new Story();
    story.look(failed, [aRow(11, 'DATA_DOING')]);
    story.look(failed);
    const retried = { ...running, startTime: '2026-11-22 15:00:00', retriedTimes: 1 };
    const rows = [
      aRow(12, 'DATA_FAILED', 'disk full', '2026-11-22 14:05:00'),
      aRow(13, 'DATA_DOING', '', '2026-11-22 15:00:00'),
    ];
    expect(story.look(retried, rows)?.failure).toBeUndefined();
  });

  it('does not take the row of a retry along', () => {
    const story = new Story();
    story.look(failed, []);
    story.look(failed);
    story.look({ ...failed, retriedTimes: 1 });
    expect(story.look({ ...failed, retriedTimes: 1 }, [])?.failure).toBeUndefined();
    expect(
      story.look({ ...failed, retriedTimes: 1, endTime: '2026-11-22 16:00:00' }, [
        aRow(14, 'DATA_FAILED'),
      ])?.failure,
    ).toMatchObject({ ordinal: 2 });
  });

  it('is told although the task runs again by then', () => {
    const story = new Story();
    story.look(failed, []);
    expect(story.look({ ...running, retriedTimes: 1 })?.failure).toMatchObject({
      status: 'DATA_FAILED',
    });
  });

  it('is told although it is done by then', () => {
    const story = new Story();
    story.look(failed, []);
    expect(story.look({ ...failed, status: 'DONE' })).toMatchObject({
      failure: { status: 'DATA_FAILED' },
      completed: true,
    });
  });
});

describe('a log that cannot be read', () => {
  const gone: LogReading = { kind: 'unreadable', reason: 'ListMmsTaskLogs answered 500' };

  it('leaves the failure to the status at the second look', () => {
    const story = new Story();
    expect(story.look(failed, [], gone)?.failure).toBeUndefined();
    expect(story.look(failed, [], gone)?.failure).toMatchObject({
      logUnread: 'ListMmsTaskLogs answered 500',
      rows: [],
    });
    expect(story.look(failed, [aRow(12, 'DATA_FAILED')])?.failure).toBeUndefined();
  });

  it('is not told again by the rows of that very attempt, its first one included', () => {
    const story = new Story();
    story.look({ status: 'DONE', endTime: '2026-11-22 13:00:00' }, [
      aRow(11, 'DONE', '', '2026-11-22 13:00:00'),
    ]);
    story.look(
      failed,
      [
        aRow(12, 'DATA_DOING', '', '2026-11-22 14:00:00'),
        aRow(13, 'DATA_FAILED', '', '2026-11-22 14:05:00'),
      ],
      gone,
    );
    expect(story.look(failed, [], gone)?.failure).toMatchObject({ ordinal: 1, rows: [] });
    expect(story.look(failed)?.failure).toBeUndefined();
  });

  it('is not told again by its row, though the listing shows a retry by then', () => {
    const story = new Story();
    story.look(
      failed,
      [
        aRow(12, 'DATA_DOING', '', '2026-11-22 14:00:00'),
        aRow(13, 'DATA_FAILED', '', '2026-11-22 14:05:00'),
      ],
      gone,
    );
    expect(story.look(failed, [], gone)?.failure).toMatchObject({ ordinal: 1, rows: [] });
    const queued = { ...failed, startTime: '', endTime: '', retriedTimes: 1 };
    expect(story.look(queued)?.failure).toBeUndefined();
    const retried = {
      status: 'DATA_FAILED',
      startTime: '2026-11-22 15:00:00',
      endTime: '2026-11-22 15:05:00',
      retriedTimes: 1,
    };
    const rows = [
      aRow(14, 'DATA_DOING', '', '2026-11-22 15:00:00'),
      aRow(15, 'DATA_FAILED', '', '2026-11-22 15:05:00'),
    ];
    expect(story.look(retried, rows)?.failure).toMatchObject({ ordinal: 2, rows: [{ id: '15' }] });
  });

  it('hides no attempt that began after the one that its status told', () => {
    const story = new Story();
    story.look(running, [aRow(11, 'DATA_DOING')]);
    story.look(failed, [], gone);
    expect(story.look(failed, [], gone)?.failure).toMatchObject({ ordinal: 1, rows: [] });
    const next = [
      aRow(12, 'DATA_DOING', '', '2026-11-22 14:06:00'),
      aRow(13, 'DATA_FAILED', '', '2026-11-22 14:07:00'),
    ];
    expect(story.look(failed, next)?.failure).toMatchObject({ ordinal: 2, rows: [{ id: '13' }] });
  });

  it('loses no row: it is told when the log is readable again', () => {
    const story = new Story();
    story.look({ ...failed, status: 'DONE' }, [aRow(12, 'DATA_FAILED'), aRow(13, 'DONE')], gone);
    expect(story.look({ ...failed, status: 'DONE' })).toMatchObject({
      failure: { rows: [{ id: '12' }] },
      completed: true,
    });
  });

  it('that was not reached leaves everything as it was', () => {
    const story = new Story();
    story.look(running, [aRow(11, 'DATA_DOING')]);
    const before = story.memory;
    expect(story.look(failed, [aRow(12, 'DATA_FAILED')], { kind: 'out-of-time' })).toBeUndefined();
    expect(story.memory).toBe(before);
    expect(story.look(failed)?.failure?.rows).toHaveLength(1);
  });
});

describe('completion', () => {
  it("is the task's own status, with or without a row", () => {
    expect(new Story().look({ status: 'DONE' })?.completed).toBe(true);
  });

  it.each(['DATA_DONE', 'DATA_DONG', 'SCHEMA_DONE', 'VERIFICATION_DONE'])('is not %s', (status) => {
    expect(new Story().look({ status }, [aRow(1, status)])).toMatchObject({
      completed: false,
      unknownStatuses: [],
    });
  });

  it('is told once, though the end is listed later', () => {
    const story = new Story();
    expect(story.look({ status: 'DONE' }, [aRow(1, 'DONE')])?.completed).toBe(true);
    expect(story.look({ status: 'DONE', endTime: '2026-11-22 15:00:00' })?.completed).toBe(false);
  });

  it('of a task that was done before and ran again is told anew', () => {
    const story = new Story();
    story.look({ status: 'DONE' }, [aRow(1, 'DONE')]);
    story.look(running, [aRow(2, 'DATA_DOING')]);
    expect(story.look({ status: 'DONE' }, [aRow(3, 'DONE')])?.completed).toBe(true);
  });

  it('after a failure in the same look brings both', () => {
    expect(
      new Story().look({ status: 'DONE' }, [...twoRows, aRow(14, 'DATA_DOING'), aRow(15, 'DONE')]),
    ).toMatchObject({ failure: { attempts: 1 }, completed: true });
  });

  it('is not a stop', () => {
    expect(
      new Story().look({ status: 'DATA_DOING', stopped: true }, [aRow(1, 'DATA_DOING')]),
    ).toMatchObject({ failure: undefined, completed: false });
  });
});

describe('a baseline', () => {
  it('takes the rows that are there for history', () => {
    const story = new Story().baseline(failed, twoRows);
    expect(story.look(failed)).toBeUndefined();
    expect(
      story.look({ ...running, startTime: '2026-11-22 16:00:00' }, [aRow(14, 'DATA_DOING')])
        ?.failure,
    ).toBeUndefined();
    expect(
      story.look({ ...failed, startTime: '2026-11-22 16:00:00' }, [aRow(15, 'DATA_FAILED')])
        ?.failure,
    ).toMatchObject({ ordinal: 1 });
  });

  it('does not read the log of a task that is done; rows up to its end are history when it moves', () => {
    const done = {
      status: 'DONE',
      startTime: '2026-11-22 14:00:00',
      endTime: '2026-11-22 14:30:00',
    };
    const story = new Story().baseline(done);
    const old = [
      aRow(1, 'DATA_FAILED', '', '2026-11-22 14:10:00'),
      aRow(2, 'DATA_DOING', '', '2026-11-22 14:20:00'),
      aRow(3, 'DONE', '', '2026-11-22 14:30:00'),
    ];
    const news = story.look({ ...failed, startTime: '2026-11-22 16:00:00' }, [
      ...old,
      aRow(4, 'DATA_DOING', '', '2026-11-22 16:00:00'),
      aRow(5, 'DATA_FAILED', '', '2026-11-22 16:01:00'),
    ]);
    expect(news?.failure).toMatchObject({ attempts: 1, rows: [{ id: '5' }] });
  });

  it('takes what led to its DONE for history though its rows are written in another zone', () => {
    const done = {
      status: 'DONE',
      startTime: '2026-11-22 14:00:00',
      endTime: '2026-11-22 14:30:00',
    };
    const old = [
      aRow(1, 'DATA_FAILED', 'old news', '2026-11-22 22:10:00'),
      aRow(2, 'DATA_DOING', '', '2026-11-22 22:20:00'),
      aRow(3, 'DONE', '', '2026-11-22 22:30:00'),
    ];
    const retry = [
      aRow(4, 'DATA_DOING', '', '2026-11-23 00:00:00'),
      aRow(5, 'DATA_FAILED', 'new', '2026-11-23 00:01:00'),
    ];
    const again = { ...failed, startTime: '2026-11-22 16:00:00', endTime: '2026-11-22 16:01:00' };
    expect(new Story().baseline(done).look(again, [...old, ...retry])?.failure).toMatchObject({
      attempts: 1,
      rows: [{ id: '5' }],
    });
    expect(new Story().baseline(done).look({ ...done, stopped: true }, old)).toMatchObject({
      failure: undefined,
      completed: false,
    });
    const doneAgain = { ...again, status: 'DONE', endTime: '2026-11-22 16:30:00' };
    const rows = [...old, ...retry, aRow(6, 'DONE', '', '2026-11-23 00:30:00')];
    expect(new Story().baseline(done).look(doneAgain, rows)).toMatchObject({
      failure: { attempts: 1, rows: [{ id: '5' }] },
      completed: true,
    });
  });

  it('takes what led to an earlier DONE for history where MMS gave no times', () => {
    const story = new Story().baseline({ status: 'DONE' });
    const old = [aRow(1, 'DATA_FAILED'), aRow(2, 'DATA_DOING'), aRow(3, 'DONE')];
    expect(
      story.look({ ...running, startTime: '' }, [...old, aRow(4, 'DATA_DOING')])?.failure,
    ).toBeUndefined();
    expect(
      story.look({ ...failed, startTime: '', endTime: '' }, [aRow(5, 'DATA_FAILED')])?.failure,
    ).toMatchObject({ attempts: 1 });
  });

  it('that read an empty log takes every row that comes for news, whatever its time', () => {
    const story = new Story().baseline({ ...running, startTime: '2026-11-23 06:00:00' }, []);
    expect(
      story.look(failed, [aRow(1, 'DATA_FAILED', '', '2024-12-17 15:44:00')])?.failure,
    ).toMatchObject({ rows: [{ id: '1' }] });
  });

  it('leaves a failure that the log knows before the listing does to the next look', () => {
    const story = new Story().baseline(running, [
      aRow(1, 'SCHEMA_DOING'),
      aRow(2, 'DATA_DOING'),
      aRow(3, 'DATA_FAILED'),
    ]);
    expect(story.memory?.log).toMatchObject({ after: '2' });
    expect(story.look(failed)?.failure).toMatchObject({ rows: [{ id: '3' }] });
  });

  it('that ran out of time reads on, and takes what was there for history', () => {
    const task = aTask(failed);
    const story = new Story();
    story.memory = startFrom({ task, revision: revisionOf(task) }, { kind: 'out-of-time' }, 0);
    expect(
      story.look(failed, [
        aRow(1, 'DATA_DOING', '', '2026-11-22 14:00:00'),
        aRow(2, 'DATA_FAILED', '', '2026-11-22 14:05:01'),
      ])?.failure,
    ).toBeUndefined();
    expect(story.memory).toMatchObject({ log: { after: '2' }, unread: false });
  });

  it('that ran out of time takes both rows of a failure for history, be one a second late', () => {
    const task = aTask(failed);
    const story = new Story();
    story.memory = startFrom({ task, revision: revisionOf(task) }, { kind: 'out-of-time' }, 0);
    const rows = [
      aRow(1, 'DATA_FAILED', '', '2026-11-22 14:05:00'),
      aRow(2, 'DATA_FAILED', '', '2026-11-22 14:05:01'),
    ];
    expect(story.look(failed, rows)).toMatchObject({ failure: undefined, reason: [{ id: '1' }] });
  });
});

describe('an undocumented status', () => {
  it('is named once a look, from the rows and from the task', () => {
    const news = new Story().look({ status: 'DATA_PAUSED' }, [
      aRow(1, 'DATA_PAUSED'),
      aRow(2, 'CLEANUP_DOING'),
    ]);
    expect(news?.unknownStatuses).toEqual(['DATA_PAUSED', 'CLEANUP_DOING']);
  });

  it('is never a failure or a completion', () => {
    expect(new Story().look({ status: 'FAILED_OVER' }, [])).toMatchObject({
      failure: undefined,
      completed: false,
    });
  });
});

describe('a listing that flaps', () => {
  it('and shows the failed attempt as it was begins no new one', () => {
    const story = new Story();
    expect(story.look(failed, twoRows)?.failure).toBeDefined();
    for (let flap = 0; flap < 3; flap += 1) {
      expect(story.look(running)?.failure).toBeUndefined();
      for (let look = 0; look < 2; look += 1) expect(story.look(failed)?.failure).toBeUndefined();
    }
  });

  it('and shows the start of a retry once, and then the failure as it was, begins no new one', () => {
    const story = new Story();
    story.look(failed, twoRows);
    const retried = { ...running, startTime: '2026-11-22 15:02:11' };
    expect(story.look(retried)?.failure).toBeUndefined();
    for (let look = 0; look < 3; look += 1) expect(story.look(failed)?.failure).toBeUndefined();
    expect(story.look(failed, [aRow(14, 'DATA_FAILED')])?.failure).toBeUndefined();
  });

  it.each([-8, 1, 8, 16])(
    'and gives its first times %i hours off begins no new attempt',
    (hours) => {
      const elsewhere = {
        startTime: hoursLater(failed.startTime, hours),
        endTime: hoursLater(failed.endTime, hours),
      };
      const rows = [aRow(12, 'DATA_FAILED', '', '2026-11-22 14:05:00')];
      for (const [before, after] of [
        // The row comes while the task is listed as running still.
        [running, { ...failed, ...elsewhere }],
        // The end is never listed.
        [
          { ...failed, endTime: '' },
          { ...failed, startTime: elsewhere.startTime, endTime: '' },
        ],
      ]) {
        const story = new Story();
        story.look(running, [aRow(11, 'DATA_DOING', '', '2026-11-22 14:00:00')]);
        expect(story.look(before ?? {}, rows)?.failure).toBeDefined();
        for (let look = 0; look < 3; look += 1) {
          expect(story.look(after ?? {})?.failure).toBeUndefined();
        }
        const retried = { ...running, startTime: '2026-11-22 15:02:11', retriedTimes: 1 };
        story.look(retried, [aRow(13, 'DATA_DOING', '', '2026-11-22 15:02:11')]);
        const again = [aRow(14, 'DATA_FAILED', '', '2026-11-22 15:03:00')];
        expect(story.look(retried, again)?.failure).toMatchObject({ ordinal: 2 });
      }
    },
  );

  it.each([-8, 1, 8])('and gives its times %i hours off begins no new attempt', (hours) => {
    const story = new Story();
    story.look(failed, twoRows);
    const elsewhere = {
      ...failed,
      startTime: hoursLater(failed.startTime, hours),
      endTime: hoursLater(failed.endTime, hours),
    };
    for (let look = 0; look < 6; look += 1) {
      expect(story.look(look % 2 === 0 ? elsewhere : failed)?.failure).toBeUndefined();
    }
  });

  it('and shows a task as running that is done tells its completion once', () => {
    const done = { ...failed, status: 'DONE' };
    const story = new Story();
    expect(story.look(done, [aRow(1, 'DONE')])?.completed).toBe(true);
    story.look({ ...done, status: 'DATA_DOING' });
    expect(story.look(done)?.completed).toBe(false);
  });

  it('and shows the failure before a completion tells neither again', () => {
    const done = { ...failed, status: 'DONE', startTime: '2026-11-22 15:00:00' };
    const story = new Story();
    story.look(failed, twoRows);
    expect(story.look(done, [aRow(14, 'DATA_DOING'), aRow(15, 'DONE')])?.completed).toBe(true);
    for (let look = 0; look < 3; look += 1) expect(story.look(failed)?.failure).toBeUndefined();
    expect(story.look(done)).toMatchObject({ failure: undefined, completed: false });
  });
});

describe('a log whose ids began anew', () => {
  const before = [aRow(810_005, 'DATA_DOING')];

  it('tells the failure in it at once, with its text', () => {
    const story = new Story();
    story.look(running, before);
    story.logIs([aRow(1, 'DATA_DOING'), aRow(2, 'DATA_FAILED', 'quota used up')]);
    expect(story.look(failed)?.failure?.rows).toMatchObject([{ id: '2' }]);
    expect(story.look(failed)).toBeUndefined();
  });

  it('tells nothing again that was told before', () => {
    const story = new Story();
    story.look(failed, [...before, aRow(810_006, 'DATA_FAILED')]);
    story.logIs([aRow(1, 'DATA_DOING'), aRow(2, 'DATA_FAILED')]);
    expect(story.look({ ...failed, stopped: true })?.failure).toBeUndefined();
  });

  it('of a task that was done tells the failure that comes after that', () => {
    const story = new Story();
    story.look({ ...failed, status: 'DONE' }, [...before, aRow(810_006, 'DONE')]);
    const rows = [
      aRow(1, 'DATA_FAILED', 'old news'),
      aRow(2, 'DATA_DOING'),
      aRow(3, 'DONE'),
      aRow(4, 'DATA_DOING'),
      aRow(5, 'DATA_FAILED', 'quota used up'),
    ];
    story.logIs(rows);
    const again = { ...failed, startTime: '2026-11-22 16:00:00', endTime: '2026-11-22 16:05:00' };
    expect(story.look(again)?.failure).toMatchObject({ attempts: 1, rows: [{ id: '5' }] });
    expect(story.look(again)?.failure).toBeUndefined();
  });

  it('tells only what its last attempt brought, and nothing that led to a DONE before', () => {
    const attempts = [
      aRow(1, 'DATA_DOING'),
      aRow(2, 'DATA_FAILED', 'old news'),
      aRow(3, 'DATA_DOING'),
      aRow(4, 'DATA_FAILED', 'quota used up'),
    ];
    const story = new Story();
    story.look(running, before);
    story.logIs(attempts);
    expect(story.look(failed)?.failure).toMatchObject({ attempts: 1, rows: [{ id: '4' }] });
    const done = new Story();
    done.look({ ...failed, status: 'DONE' }, [...before, aRow(810_006, 'DONE')]);
    done.logIs([...attempts, aRow(5, 'DONE'), aRow(6, 'DATA_DOING')]);
    expect(done.look({ ...running, startTime: '2026-11-22 16:00:00' })?.failure).toBeUndefined();
  });

  it('tells a failure that has recovered by then', () => {
    const story = new Story();
    story.look(running, before);
    story.logIs([aRow(1, 'DATA_FAILED'), aRow(2, 'DATA_DOING'), aRow(3, 'DONE')]);
    expect(story.look({ ...failed, status: 'DONE' })).toMatchObject({
      failure: { rows: [{ id: '1' }] },
      completed: true,
    });
  });

  it('gives the reason of a failure that was told without one', () => {
    const story = new Story();
    story.look(running, before);
    const gone: LogReading = { kind: 'unreadable', reason: 'ListMmsTaskLogs answered 500' };
    story.look(failed, [], gone);
    expect(story.look(failed, [], gone)?.failure).toMatchObject({ rows: [] });
    story.logIs([
      aRow(1, 'DATA_DOING', '', '2026-11-22 14:00:00'),
      aRow(2, 'DATA_FAILED', 'quota used up', '2026-11-22 14:05:00'),
    ]);
    expect(story.look(failed)).toMatchObject({
      failure: undefined,
      reasons: ['1: quota used up'],
    });
  });

  it('of a task that is done still tells nothing', () => {
    const story = new Story();
    story.look({ ...failed, status: 'DONE' }, [...before, aRow(810_006, 'DONE')]);
    story.logIs([aRow(1, 'DATA_FAILED'), aRow(2, 'DATA_DOING'), aRow(3, 'DONE')]);
    expect(story.look({ ...failed, status: 'DONE', stopped: true })).toMatchObject({
      failure: undefined,
      completed: false,
    });
  });

  it('is followed from its own end', () => {
    const story = new Story();
    story.look(running, before);
    story.logIs([aRow(1, 'DATA_DOING')]);
    story.look(running);
    expect(story.look(failed, [aRow(2, 'DATA_FAILED')])?.failure).toBeDefined();
  });
});

describe('a log whose ids begin anew during a retry', () => {
  const start = aRow(2, 'DATA_DOING', '', '2026-11-22 14:00:00');
  const known = aRow(3, 'DATA_FAILED', 'no privilege', '2026-11-22 14:05:00');
  const retried = { ...running, startTime: '2026-11-22 15:02:11', retriedTimes: 1 };
  const retry = aRow(4, 'DATA_DOING', '', '2026-11-22 15:02:11');
  const again = aRow(5, 'DATA_FAILED', 'no privilege', '2026-11-22 15:04:00');

  it.each([
    ['does not tell the failure before it again', [], undefined],
    ['tells the failure of the retry', [again], { attempts: 1, ordinal: 2, rows: [{ id: '5' }] }],
  ])('%s', (_, rows, failure) => {
    const story = new Story();
    story.look(failed, [
      aRow(1_011, 'DATA_DOING', '', '2026-11-22 14:00:00'),
      aRow(1_012, 'DATA_FAILED', 'no privilege', '2026-11-22 14:05:00'),
    ]);
    story.look(retried);
    const news = story.logIs([start, known, retry, ...rows]).look({ ...retried, retriedTimes: 2 });
    if (failure === undefined) expect(news?.failure).toBeUndefined();
    else expect(news?.failure).toMatchObject(failure);
  });
});

describe('a row that becomes visible late', () => {
  it('tells its failure although a later row was read before', () => {
    const story = new Story();
    story.look(running, [aRow(11, 'SCHEMA_DOING'), aRow(14, 'DATA_DOING')]);
    story.logIs([aRow(11, 'SCHEMA_DOING'), aRow(12, 'SCHEMA_FAILED'), aRow(14, 'DATA_DOING')]);
    const news = story.look({ ...running, startTime: '2026-11-22 14:01:00' });
    expect(news?.failure).toMatchObject({ attempts: 1, rows: [{ id: '12' }] });
    expect(story.look({ ...running, startTime: '2026-11-22 14:01:00' })?.failure).toBeUndefined();
  });

  it('and belongs to a failure that was told is no news', () => {
    const story = new Story();
    story.look(failed, [aRow(11, 'DATA_DOING'), aRow(13, 'DATA_FAILED')]);
    story.logIs([aRow(11, 'DATA_DOING'), aRow(12, 'DATA_FAILED'), aRow(13, 'DATA_FAILED')]);
    expect(story.look({ ...failed, stopped: true })?.failure).toBeUndefined();
  });

  it('and only says that work began is nothing', () => {
    const story = new Story();
    story.look(failed, [aRow(10, 'INIT'), aRow(13, 'DATA_FAILED')]);
    story.logIs([aRow(10, 'INIT'), aRow(12, 'DATA_DOING'), aRow(13, 'DATA_FAILED')]);
    story.look({ ...failed, stopped: true });
    story.logIs([aRow(10, 'INIT'), aRow(12, 'DATA_DOING'), aRow(13, 'DATA_FAILED')]);
    expect(story.look(failed, [aRow(14, 'DATA_FAILED')])?.failure).toBeUndefined();
  });
});

describe('a further row of a failure that was told', () => {
  const doing = aRow(11, 'DATA_DOING', '', '2026-11-22 14:00:00');
  const first = aRow(12, 'DATA_FAILED', 'no privilege', '2026-11-22 14:05:00');
  const second = aRow(13, 'DATA_FAILED', 'unexpected error', '2026-11-22 14:05:00');
  const retried = { ...running, startTime: '2026-11-22 15:02:11', retriedTimes: 1 };
  const retry = aRow(16, 'DATA_DOING', '', '2026-11-22 15:02:11');

  it.each([
    ['after it', [doing, first], second],
    ['before it', [doing, second], first],
  ])('that stands %s and comes once the retry is listed is no other one', (_, told, further) => {
    for (const rows of [[further, retry], [further]]) {
      const story = new Story();
      expect(story.look(failed, told)?.failure).toMatchObject({ ordinal: 1 });
      expect(story.look(retried, rows)?.failure).toBeUndefined();
      const again = aRow(20, 'DATA_FAILED', 'no privilege', '2026-11-22 15:05:00');
      expect(story.look(retried, [again])?.failure).toMatchObject({ attempts: 1, ordinal: 2 });
    }
  });

  it('is one of the retry where it was written after the end of the failure', () => {
    const story = new Story();
    story.look(failed, [doing, first]);
    const late = aRow(13, 'DATA_FAILED', '', '2026-11-22 15:02:40');
    expect(story.look(retried, [late])?.failure).toMatchObject({ ordinal: 2 });
  });
});

describe('the reason of a failure that was told without one', () => {
  const gone: LogReading = { kind: 'unreadable', reason: 'ListMmsTaskLogs answered 500' };

  it('is found once the log can be read', () => {
    const story = new Story();
    const rows = [
      aRow(11, 'DATA_DOING', '', '2026-11-22 14:00:00'),
      aRow(12, 'DATA_FAILED', 'no privilege', '2026-11-22 14:05:00'),
    ];
    story.look(failed, [], gone);
    expect(story.look(failed, [], gone)?.failure).toMatchObject({ rows: [] });
    expect(story.look(failed, rows)).toMatchObject({ failure: undefined, reason: [{ id: '12' }] });
    expect(story.look(failed)).toBeUndefined();
  });

  const first = [
    aRow(12, 'DATA_DOING', '', '2026-11-22 14:00:00'),
    aRow(13, 'DATA_FAILED', 'first reason', '2026-11-22 14:05:00'),
  ];
  const retry = aRow(14, 'DATA_DOING', '', '2026-11-22 15:00:00');
  const retried = { ...running, startTime: '2026-11-22 15:00:00', retriedTimes: 1 };
  const failedAgain = {
    ...failed,
    startTime: '2026-11-22 15:00:00',
    endTime: '2026-11-22 15:05:00',
    retriedTimes: 1,
  };
  const second = aRow(15, 'DATA_FAILED', 'second reason', '2026-11-22 15:05:00');
  const done = { ...failedAgain, status: 'DONE' };
  const end = aRow(15, 'DONE', '', '2026-11-22 15:05:00');

  /** Told from the status alone, while the log cannot be read. */
  const toldWithout = (): Story => {
    const story = new Story();
    story.look(failed, first, gone);
    expect(story.look(failed, [], gone)?.failure).toMatchObject({ ordinal: 1, rows: [] });
    return story;
  };

  it.each([
    ['the task runs again', retried, [retry], { failure: undefined, completed: false }],
    ['it is done', done, [retry, end], { failure: undefined, completed: true }],
    ['it has failed again', failedAgain, [retry, second], { failure: { ordinal: 2 } }],
  ] as const)('is found when %s by the look that can read the log', (_, listed, rows, news) => {
    expect(toldWithout().look(listed, rows)).toMatchObject({
      ...news,
      reasons: ['1: first reason'],
    });
  });

  it('is found after the task was seen to run again, or to be done', () => {
    for (const [listed, rows] of [
      [retried, [retry]],
      [done, [retry, end]],
    ] as const) {
      const story = toldWithout();
      expect(story.look(listed, rows, gone)?.failure).toBeUndefined();
      story.look(listed, [], gone);
      expect(story.look(listed)).toMatchObject({
        failure: undefined,
        completed: false,
        reasons: ['1: first reason'],
      });
    }
  });

  it('is found for each of several failures', () => {
    const story = toldWithout();
    story.look(retried, [retry], gone);
    expect(story.look(failedAgain, [second], gone)?.failure).toMatchObject({ ordinal: 2 });
    expect(story.look(failedAgain)).toMatchObject({
      failure: undefined,
      reasons: ['1: first reason', '2: second reason'],
    });
    expect(story.look(failedAgain)).toBeUndefined();
    const third = { ...failedAgain, endTime: '2026-11-22 16:05:00', retriedTimes: 2 };
    const rows = [aRow(16, 'DATA_DOING'), aRow(17, 'DATA_FAILED', 'third reason')];
    expect(story.look(third, rows)).toMatchObject({ failure: { ordinal: 3 }, reasons: [] });
  });

  it('is not taken from an attempt before it that failed unseen: that one is told', () => {
    const third = { ...running, startTime: '2026-11-22 16:00:00', retriedTimes: 2 };
    for (const listed of [failedAgain, third]) {
      const story = new Story();
      story.look(running, [aRow(12, 'DATA_DOING', '', '2026-11-22 14:00:00')]);
      story.look(failedAgain, [...first.slice(1), retry], gone);
      expect(story.look(failedAgain, [], gone)?.failure).toMatchObject({ ordinal: 1, rows: [] });
      expect(story.look(listed, [second])).toMatchObject({
        failure: { ordinal: 2, rows: [{ id: '13' }] },
        reasons: ['1: second reason'],
      });
    }
  });

  it('is not taken from a later failure that has its own', () => {
    const story = new Story();
    story.look(failed, []);
    expect(story.look(failed)?.failure).toMatchObject({ ordinal: 1, rows: [] });
    expect(story.look(done, [retry, end])?.completed).toBe(true);
    const later = { ...failed, startTime: '2026-11-22 16:00:30', endTime: '2026-11-22 16:05:30' };
    const rows = [
      aRow(16, 'DATA_DOING', '', '2026-11-22 16:00:30'),
      aRow(17, 'DATA_FAILED', 'disk full', '2026-11-22 16:05:30'),
    ];
    expect(story.look(later, rows)?.failure).toMatchObject({ ordinal: 1, rows: [{ id: '17' }] });
    const wrapped = aRow(18, 'DATA_FAILED', 'unexpected error', '2026-11-22 16:05:30');
    expect(story.look({ ...later, stopped: true }, [wrapped])).toMatchObject({
      failure: undefined,
      reasons: [],
    });
  });

  it('is still awaited when only the rows that lead up to it can be read', () => {
    const story = toldWithout();
    story.logIs(first.slice(0, 1));
    expect(story.look(failed)?.failure).toBeUndefined();
    story.logIs(first);
    expect(story.look({ ...failed, stopped: true })).toMatchObject({
      failure: undefined,
      reasons: ['1: first reason'],
    });
  });

  it('is found when its row becomes visible after the task was done', () => {
    const story = new Story();
    story.look(running, [aRow(11, 'SCHEMA_DOING'), aRow(12, 'DATA_DOING')]);
    story.look(failed);
    expect(story.look(failed)?.failure).toMatchObject({ rows: [] });
    expect(story.look(done, [retry, end])?.completed).toBe(true);
    const late = aRow(13, 'DATA_FAILED', 'late reason', '2026-11-22 14:05:01');
    story.logIs([aRow(11, 'SCHEMA_DOING'), aRow(12, 'DATA_DOING'), late, retry, end]);
    expect(story.look({ ...done, stopped: true })).toMatchObject({
      failure: undefined,
      completed: false,
      reasons: ['1: late reason'],
    });
  });

  it('is found where a baseline had no time to read the log', () => {
    const task = aTask(failed);
    const story = new Story();
    story.memory = startFrom({ task, revision: revisionOf(task) }, { kind: 'out-of-time' }, 0);
    const rows = [aRow(12, 'DATA_FAILED', 'no privilege', '2026-11-22 14:05:00')];
    expect(story.look(failed, rows)).toMatchObject({ failure: undefined, reason: [{ id: '12' }] });
  });
});

describe('a status that is spelt otherwise', () => {
  it.each(['data_failed', 'DATA FAILED', 'Data-Failed', 'FAILED', 'DATA_FAIL'])(
    '%s is a failure',
    (status) => {
      const story = new Story();
      expect(story.look({ ...failed, status }, [aRow(1, status)])?.failure).toBeDefined();
    },
  );

  it.each(['done', 'Done', 'SUCCESS'])('%s is completion', (status) => {
    expect(new Story().look({ status })?.completed).toBe(true);
  });
});

describe('a listing and rows of different moments', () => {
  it('show one failure, though its end is listed after its last row', () => {
    const story = new Story();
    const ended = { ...failed, endTime: '2026-11-22 14:05:02' };
    const rows = [
      aRow(11, 'DATA_DOING', '', '2026-11-22 14:00:00'),
      aRow(12, 'DATA_FAILED', '', '2026-11-22 14:05:00'),
    ];
    expect(story.look(ended, rows)?.failure?.ordinal).toBe(1);
    expect(story.look(ended)?.failure).toBeUndefined();
  });

  it('show no failure of a retry that the rows know of first, and that runs', () => {
    const story = new Story();
    story.look(running, [aRow(11, 'DATA_DOING', '', '2026-11-22 14:00:00')]);
    const rows = [
      aRow(12, 'DATA_FAILED', '', '2026-11-22 14:05:00'),
      aRow(13, 'DATA_DOING', '', '2026-11-22 15:00:00'),
    ];
    expect(story.look(failed, rows)?.failure?.ordinal).toBe(1);
    const retried = { ...running, startTime: '2026-11-22 15:00:00', retriedTimes: 1 };
    expect(story.look(retried)?.failure).toBeUndefined();
  });

  it('show one failure, though the listing is of a moment before its start was listed', () => {
    const story = new Story();
    const begun = { ...running, startTime: '', retriedTimes: 1 };
    const rows = [
      aRow(11, 'DATA_DOING', '', '2026-11-22 14:00:00'),
      aRow(12, 'DATA_FAILED', '', '2026-11-22 14:05:00'),
    ];
    expect(story.look(begun, rows)?.failure?.ordinal).toBe(1);
    for (let look = 0; look < 2; look += 1)
      expect(story.look({ ...failed, retriedTimes: 1 })?.failure).toBeUndefined();
  });

  it('show a retry that began after the rows of a failure that no listing had shown', () => {
    const story = new Story();
    story.look({ ...running, startTime: '', retriedTimes: 1 }, [
      aRow(11, 'DATA_DOING', '', '2026-11-22 14:00:00'),
      aRow(12, 'DATA_FAILED', '', '2026-11-22 14:05:00'),
    ]);
    const again = {
      ...failed,
      startTime: '2026-11-22 15:00:00',
      endTime: '2026-11-22 15:05:00',
      retriedTimes: 2,
    };
    expect(story.look(again)?.failure).toBeUndefined();
    expect(story.look(again)?.failure).toMatchObject({ ordinal: 2, rows: [] });
  });

  it('show a retry that failed, though the ids of the log began anew', () => {
    const story = new Story();
    story.look(failed, twoRows);
    story.logIs([
      aRow(1, 'DATA_DOING', '', '2026-11-22 15:00:30'),
      aRow(2, 'DATA_FAILED', '', '2026-11-22 15:05:00'),
    ]);
    const again = { startTime: '2026-11-22 15:00:30', endTime: '2026-11-22 15:05:00' };
    expect(story.look({ ...failed, ...again })?.failure).toMatchObject({
      ordinal: 2,
      rows: [{ id: '2' }],
    });
  });

  it('show nothing new by rows that were dealt with, and that another channel needs', () => {
    const story = new Story();
    const done = { status: 'DONE', endTime: '2026-11-22 16:00:00' };
    const rows = [...twoRows, aRow(15, 'DONE')];
    story.look(failed, twoRows);
    story.look(done, [aRow(15, 'DONE')]);
    const all: LogReading = { kind: 'read', log: aLog(rows) };
    expect(story.look({ ...done, stopped: true }, [], all)?.failure).toBeUndefined();
    // One that began an attempt, and became visible late, tells of no failure.
    story.logIs([...twoRows, aRow(14, 'DATA_DOING'), aRow(15, 'DONE')]);
    expect(story.look(done)?.failure).toBeUndefined();
  });

  it('keep the position where the newest rows are not shown for the moment', () => {
    const story = new Story();
    story.look(failed, [aRow(11, 'DATA_DOING'), aRow(12, 'DATA_FAILED')]);
    story.logIs([aRow(11, 'DATA_DOING')]);
    story.look({ ...failed, stopped: true });
    expect(story.memory?.log).toMatchObject({ after: '12' });
  });

  it('show a completion after a failure where the task was done before', () => {
    const story = new Story().baseline({ status: 'DONE', endTime: '2026-11-22 13:00:00' });
    const rows = [
      aRow(21, 'DATA_FAILED', '', '2026-11-22 15:05:00'),
      aRow(22, 'DONE', '', '2026-11-22 15:10:00'),
    ];
    expect(story.look({ status: 'DONE', endTime: '2026-11-22 15:10:00' }, rows)).toMatchObject({
      failure: { ordinal: 1 },
      completed: true,
    });
  });

  it('show another completion though it is listed as the first one was', () => {
    const done = { status: 'DONE', endTime: '2026-11-22 13:00:00' };
    const story = new Story().baseline(done);
    story.look(running);
    expect(story.look(done, [aRow(11, 'DATA_DOING'), aRow(12, 'DONE')])?.completed).toBe(true);
  });
});

describe('rows that were unreadable when their failure was told', () => {
  const gone: LogReading = { kind: 'unreadable', reason: 'ListMmsTaskLogs answered 500' };

  it.each([
    ['without the row that begins it', []],
    ['with the row that begins it', [aRow(10, 'DATA_DOING', '', '2026-11-22 14:00:00')]],
  ])('are told apart from those of the attempt before it, %s', (_, begins) => {
    const story = new Story();
    const second = { ...failed, startTime: '2026-11-22 15:00:00', endTime: '2026-11-22 15:05:00' };
    story.look(second, [], gone);
    expect(story.look(second, [], gone)?.failure).toMatchObject({ ordinal: 1, rows: [] });
    const rows = [
      ...begins,
      aRow(11, 'DATA_FAILED', 'quota', '2026-11-22 14:05:00'),
      aRow(12, 'DATA_DOING', '', '2026-11-22 15:00:00'),
      aRow(13, 'DATA_FAILED', 'disk full', '2026-11-22 15:05:00'),
    ];
    expect(story.look(second, rows)).toMatchObject({
      failure: { attempts: 1, rows: [{ id: '11' }] },
      reasons: ['1: disk full'],
    });
  });

  it('are its reason, and no news, once a retry is under way and MMS gives no times', () => {
    const story = new Story();
    const untimed = { status: 'DATA_FAILED', startTime: '', endTime: '' };
    story.look(untimed, [], gone);
    expect(story.look(untimed, [], gone)?.failure?.ordinal).toBe(1);
    const retried = { ...untimed, status: 'DATA_DOING', running: true, retriedTimes: 1 };
    story.look(retried, [], gone);
    const rows = [
      aRow(11, 'DATA_DOING', '', ''),
      aRow(12, 'DATA_FAILED', 'disk full', ''),
      aRow(13, 'DATA_DOING', '', ''),
    ];
    expect(story.look(retried, rows)).toMatchObject({
      failure: undefined,
      reasons: ['1: disk full'],
    });
  });
});

describe('what is remembered', () => {
  it('is when the first failure was told, and not when a baseline counted one', () => {
    const story = new Story().baseline(failed, [aRow(11, 'DATA_FAILED')]);
    story.look({ ...running, retriedTimes: 1 }, [aRow(12, 'DATA_DOING')]);
    story.look({ ...failed, retriedTimes: 1, endTime: '2026-11-22 16:00:00' }, [
      aRow(13, 'DATA_FAILED'),
    ]);
    expect(story.memory?.phase).toMatchObject({ failures: { count: 1, firstAt: 1_000 } });
  });

  it('is no longer that a task is missing, once it is listed as it was', () => {
    const story = new Story();
    story.look({ status: 'DONE' });
    if (story.memory) story.memory = { ...story.memory, missingSince: 5 };
    story.look({ status: 'DONE' });
    expect(story.memory).toMatchObject({ missingSince: undefined });
  });

  it('is an undocumented status that only the listing shows, once, and none that is empty', () => {
    const story = new Story();
    expect(story.look({ status: 'ON_HOLD' })?.unknownStatuses).toEqual(['ON_HOLD']);
    expect(story.look({ status: 'ON_HOLD', stopped: true })?.unknownStatuses).toEqual(['ON_HOLD']);
    expect(story.look({ status: 'ON_HOLD', stopped: true })).toBeUndefined();
    expect(story.look(running, [aRow(11, '')])?.unknownStatuses).toEqual([]);
  });
});

describe('a log', () => {
  const needs = (fields: Partial<Task>): boolean => {
    const task = aTask(fields);
    return needsLog(undefined, { task, revision: revisionOf(task) });
  };

  it('is read of every new task but one that waits for its first start', () => {
    expect(needs({ status: 'INIT', startTime: '' })).toBe(false);
    expect(needs({ status: 'INIT', startTime: '2026-11-22 14:00:00' })).toBe(true);
    expect(needs({ status: 'DONE', startTime: '' })).toBe(true);
  });

  it.each([
    [{ status: 'DONE' }, false],
    [{ status: 'INIT' }, false],
    [{ status: 'DATA_FAILED' }, true],
    [{ status: 'SCHEMA_DONE' }, true],
    [{ status: 'DONE', running: true }, true],
    [{ status: 'INIT', running: true }, true],
  ])('is read for a baseline where the task runs or stopped halfway: %o', (fields, isRead) => {
    expect(startNeedsLog(aTask(fields))).toBe(isRead);
  });
});
