import { describe, expect, it } from 'vitest';
import type { LogId, SourceId, TaskId } from '../../functions/mms/id.ts';
import type { LogPosition } from '../../functions/mms/log-position.ts';
import { UnreadableError } from '../../functions/errors.ts';
import { id } from '../support/builders.ts';
import { mmsOnLoopback, readerOf, scriptedMms } from './mms-on-loopback.ts';

const sourceId = id<SourceId>('2000015');
const taskId = id<TaskId>('4001');
const minute = 60_000;

const past = (after: string): LogPosition => ({ after: id<LogId>(after), recent: [] });

const logOf = (rows: unknown): { body: string } => ({
  body: JSON.stringify({ requestId: 'A3AE', data: rows }),
});

describe('reading the log of a task', () => {
  it.each(['newest first', 'oldest first', 'mixed'] as const)(
    'gives the rows oldest first when MMS gives them %s',
    async (order) => {
      const { server, migration, job, reader, time } = await mmsOnLoopback({ firstLogId: 97n });
      const task = migration.addTask(job, 'orders');
      migration.dataFails(task, { trace: 'java.lang.RuntimeException' });
      migration.retry(task);
      migration.completes(task);
      server.logOrder = order;
      const { rows } = await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
      expect(rows.map((row) => row.id)).toEqual(task.rows.map((row) => row.id));
      expect(rows.map((row) => row.status)).toEqual(task.rows.map((row) => row.status));
    },
  );

  it('gives what came late below the newest row seen, beside what is newer', async () => {
    const rows = [7, 5, 4, 3, 9, 2].map((row) => ({ id: row, status: 'DATA_DOING' }));
    const { reader, time } = await scriptedMms(() => logOf(rows));
    const from = { after: id<LogId>('7'), recent: ['3', '5', '7'].map((row) => id<LogId>(row)) };
    const read = await reader.readTaskLog(sourceId, taskId, from, time.in(minute));
    expect(read).toMatchObject({ newest: '9' });
    // 2 is older than all that is remembered: whether it is late, nobody knows.
    expect(read.rows.map((row) => row.id)).toEqual(['4', '9']);
    expect(read.ids).toEqual(['2', '3', '4', '5', '7', '9']);
  });

  it.each(['newest first', 'oldest first'] as const)(
    'gives everything where the ids began anew, %s',
    async (order) => {
      const rows = [
        { id: 1, status: 'DATA_DOING' },
        { id: 2, status: 'DATA_FAILED', msg: 'no quota' },
      ];
      if (order === 'newest first') rows.reverse();
      const { reader, time } = await scriptedMms(() => logOf(rows));
      const seen = ['810003', '810005'].map((row) => id<LogId>(row));
      const from = { after: id<LogId>('810005'), recent: seen };
      const read = await reader.readTaskLog(sourceId, taskId, from, time.in(minute));
      expect(read).toMatchObject({ newest: '2', ids: ['1', '2'] });
      expect(read.rows.map(({ status, message }) => [status, message.head])).toEqual([
        ['DATA_DOING', ''],
        ['DATA_FAILED', 'no quota'],
      ]);
    },
  );

  it('does not take a log for another one that lacks its newest row for the moment', async () => {
    const { reader, time } = await scriptedMms(() => logOf([{ id: 3 }, { id: 4 }]));
    const from = { after: id<LogId>('5'), recent: ['3', '4', '5'].map((row) => id<LogId>(row)) };
    const read = await reader.readTaskLog(sourceId, taskId, from, time.in(minute));
    expect(read).toMatchObject({ rows: [], newest: '4' });
  });

  it('remembers the last sixteen rows', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => ({ id: ((n * 7) % 40) + 1 }));
    const { reader, time } = await scriptedMms(() => logOf([...rows, ...rows]));
    const { ids } = await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    expect(ids).toEqual(Array.from({ length: 16 }, (_, n) => String(25 + n)));
  });

  it('gives only what came after the last row seen', async () => {
    const { migration, job, reader, time } = await mmsOnLoopback({ firstLogId: 9n });
    const task = migration.addTask(job, 'orders');
    migration.completes(task);
    const { rows } = await reader.readTaskLog(sourceId, taskId, past('10'), time.in(minute));
    expect(rows.map((row) => row.id)).toEqual(task.rows.slice(2).map((row) => row.id));
    expect(rows.length).toBeGreaterThan(2);
  });

  it('takes the newlines off that MMS puts around its texts', async () => {
    const { migration, job, reader, time } = await mmsOnLoopback();
    migration.start(migration.addTask(job, 'orders'));
    const { rows } = await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    expect(rows[0]).toEqual({
      id: '10001',
      status: 'SCHEMA_DOING',
      time: '2026-11-22 14:03:07',
      action: {
        head: 'create table if not exists mms_prod.orders (...);',
        tail: '',
        omitted: 0,
        omittedLines: 0,
      },
      message: { head: 'ok', tail: '', omitted: 0, omittedLines: 0 },
    });
  });

  it('keeps the head and the tail of a long message and counts what lies between', async () => {
    const { migration, job, reader, time } = await mmsOnLoopback();
    const lines = Array.from({ length: 2_000 }, (_, index) => `partition ${index} was not moved`);
    const trace = ['java.lang.RuntimeException: boom', ...lines, 'Caused by: no privilege'].join(
      '\n',
    );
    migration.dataFails(migration.addTask(job, 'orders'), { trace });
    const { rows } = await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    const { head, tail, omitted, omittedLines } = rows.at(-1)?.message ?? {
      head: '',
      tail: '',
      omitted: 0,
      omittedLines: 0,
    };
    expect(head).toMatch(/^java.lang.RuntimeException: boom\n/);
    expect(tail).toMatch(/Caused by: no privilege$/);
    expect(head.length + tail.length).toBeLessThanOrEqual(4_000);
    expect(omitted).toBeGreaterThan(40_000);
    expect(omittedLines).toBeGreaterThan(1_000);
  });

  it.each([
    [
      'is without its links to LogView',
      undefined,
      'see [LogView link removed, instance 20261122060307123gxyz1abc]',
    ],
    [
      'keeps its links to LogView where that is wanted',
      { kind: 'keep', language: 'en' } as const,
      'see http://logview.odps.aliyun.com/logview/?p=x&i=20261122060307123gxyz1abc&token=SFpVNmFU',
    ],
  ])('%s', async (_, logviewLinks, shown) => {
    const { server, migration, job, time } = await mmsOnLoopback();
    const text =
      'see http://logview.odps.aliyun.com/logview/?p=x&i=20261122060307123gxyz1abc&token=SFpVNmFU';
    migration.dataFails(migration.addTask(job, 'orders'), {
      message: `${text} password=hunter2`,
      action: text,
    });
    const given = logviewLinks && { logviewLinks };
    const reader = readerOf(server.url, time, given);
    const { rows } = await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    const row = rows.at(-1);
    expect([row?.action.head, row?.message.head.split('\n')[0]]).toEqual([
      shown,
      `${shown} password=***`,
    ]);
  });

  it('masks the credentials in a row', async () => {
    const { migration, job, reader, time } = await mmsOnLoopback();
    migration.dataFails(migration.addTask(job, 'orders'), {
      message: 'jdbc:mysql://db/x?user=etl&password=hunter2',
      action: 'set odps.access.key=LTAI5tExampleKeyId1234;',
    });
    const { rows } = await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    expect(JSON.stringify(rows)).not.toMatch(/hunter2|LTAI5t/);
  });

  it.each(['absent', 'null', 'empty'] as const)(
    'is empty when MMS has no rows and says so by data that is %s',
    async (nothing) => {
      const { server, migration, job, reader, time } = await mmsOnLoopback();
      migration.addTask(job, 'orders');
      server.nothing = nothing;
      expect(await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute))).toEqual({
        rows: [],
        leftOut: 0,
        newest: undefined,
        ids: [],
      });
    },
  );

  it('counts the rows that it leaves out of very many, the oldest', async () => {
    const rows = Array.from({ length: 4_500 }, (_, index) => ({ id: index + 1 }));
    const { reader, time } = await scriptedMms(() => logOf(rows));
    const log = await reader.readTaskLog(sourceId, taskId, past('1000'), time.in(minute));
    expect([log.rows.length, log.rows[0]?.id, log.leftOut]).toEqual([2_000, '2501', 1_500]);
  });

  it('keeps row ids exact beyond 2^53, whatever digits stand in the texts', async () => {
    const { migration, job, reader, time } = await mmsOnLoopback({
      firstLogId: 9_007_199_254_740_993n,
    });
    migration.dataFails(migration.addTask(job, 'orders'), {
      message: 'at "1234567890123456789" \\ 9999999999999999999',
    });
    const { rows } = await reader.readTaskLog(
      sourceId,
      taskId,
      past('9007199254740993'),
      time.in(minute),
    );
    expect(rows.map((row) => row.id)).toEqual([
      '9007199254740994',
      '9007199254740995',
      '9007199254740996',
    ]);
    expect(rows.at(-1)?.message.head).toBe('at "1234567890123456789" \\ 9999999999999999999');
  });

  it('finds the id wherever it stands in a row, and whatever stands around it', async () => {
    const rows = [
      { msg: 'an \\"id\\":7, and "id": 8,', status: 'DATA_DOING', id: 1 },
      { about: { id: 9, list: [{ id: 10 }] }, id: '2' },
      { taskId: 4001, id: 3 },
    ];
    const { reader, time } = await scriptedMms(() => logOf(rows));
    const read = await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    expect(read.rows.map((row) => row.id)).toEqual(['1', '2', '3']);
    expect(read.rows[0]?.message.head).toBe('an \\"id\\":7, and "id": 8,');
  });

  it('gives each id once', async () => {
    const { reader, time } = await scriptedMms(() =>
      logOf([{ id: 3, status: 'DONE' }, { id: 2 }, { id: 3, status: 'DONE' }]),
    );
    const { rows } = await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    expect(rows.map((row) => row.id)).toEqual(['2', '3']);
  });

  it('tolerates a row without status, and odd types', async () => {
    const { reader, time } = await scriptedMms(() =>
      logOf([{ id: '1' }, { id: 2, status: 7, msg: { why: 'no' }, action: null, createTime: 5 }]),
    );
    const { rows } = await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    expect(rows[0]).toMatchObject({ id: '1', status: '', time: '' });
    expect(rows[1]).toMatchObject({
      id: '2',
      status: '7',
      time: '5',
      message: { head: '{"why":"no"}' },
      action: { head: '' },
    });
  });

  it.each([
    ['a row without an id', [{ id: 1 }, { status: 'DATA_FAILED' }], '`data[1].id` is missing'],
    ['an id that is no number', [{ id: 'x1' }], '`data[0].id` is a string'],
    ['an id that goes on behind its digits', [{ id: '12,34' }], '`data[0].id` is a string'],
    ['an id that was rounded', [{ id: 1e21 }], '`data[0].id`'],
    ['a row that is none', [null], '`data[0]` is no object'],
    ['a row that is a list', [{ id: 1 }, [2]], '`data[1]` is no object'],
    ['a row that is a text', [{ id: 1 }, 'row'], '`data[1]` is no object'],
    ['an id within another one', [{ about: { id: 4 } }], '`data[0].id` is missing'],
    ['no list', { objectList: [] }, '`data` is an object'],
  ])('refuses %s rather than leaving it out', async (_, rows, said) => {
    const { reader, time } = await scriptedMms(() => logOf(rows));
    const reading = reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    await expect(reading).rejects.toThrow(UnreadableError);
    await expect(reading).rejects.toThrow(`ListMmsTaskLogs of task 2000015/tasks/4001: ${said}`);
  });
});
