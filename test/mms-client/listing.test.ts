import { describe, expect, it } from 'vitest';
import type { JobId, SourceId, TaskId } from '../../functions/mms/id.ts';
import type { Target } from '../../functions/mms/target.ts';
import type { Listing } from '../../functions/ports.ts';
import { answer, badGateway, onOperation, throttled } from '../../rehearsal/world/fault.ts';
import { id } from '../support/builders.ts';
import { MmsMemory } from '../../functions/mms-client/mms-reader.ts';
import {
  mmsOnLoopback,
  page,
  readerOf,
  scriptedMms,
  taskRows,
  problemsOf,
} from './mms-on-loopback.ts';

const sourceId = id<SourceId>('2000015');
const source: Target = { kind: 'source', sourceId };
const idsIn = (listing: Listing): string[] => listing.tasks.map((task) => String(task.id)).sort();
const minute = 60_000;

describe('listing a source', () => {
  it('reads ten thousand tasks in exactly their hundred pages, sixteen at a time at most', async () => {
    const { server, migration, job, reader, time } = await mmsOnLoopback();
    for (let i = 0; i < 10_000; i += 1) migration.addTask(job, `table_${i}`);
    server.latencyMs = 20;
    const listing = await reader.listTasks(source, time.in(minute));
    expect(listing).toMatchObject({ complete: true, problems: [] });
    expect(new Set(idsIn(listing)).size).toBe(10_000);
    expect(server.journal.entries).toHaveLength(100);
    expect(server.journal.peakInFlight).toBeLessThanOrEqual(16);
    expect(server.journal.peakInFlight).toBeGreaterThan(1);
  });

  it('gives a task in the words of the domain', async () => {
    const { migration, job, reader, time } = await mmsOnLoopback();
    const task = migration.addTask(job, 'orders_2024', { srcSchemaName: 'dbo' });
    migration.start(task);
    const { tasks } = await reader.listTasks(source, time.in(minute));
    expect(tasks).toEqual([
      {
        id: task.id,
        sourceId: '2000015',
        sourceName: 'finance_dw',
        jobId: '87',
        jobName: 'nightly_full',
        sourceTable: 'finance_dw.dbo.orders_2024',
        destinationTable: 'mms_prod.orders_2024',
        status: 'SCHEMA_DOING',
        startTime: '2026-11-22 14:03:07',
        endTime: '',
        retriedTimes: 0,
        running: true,
        stopped: false,
      },
    ]);
  });

  it('asks for the tasks of a job alone when a job is watched', async () => {
    const { migration, job, reader, time } = await mmsOnLoopback();
    const other = migration.addJob(job.source, 'weekly');
    migration.addTask(job, 'orders');
    const wanted = migration.addTask(other, 'customers');
    const listing = await reader.listTasks(
      { kind: 'job', sourceId, jobId: id<JobId>(other.id) },
      time.in(minute),
    );
    expect(idsIn(listing)).toEqual([wanted.id]);
  });

  it('keeps ids exact that a JavaScript number cannot hold', async () => {
    const { migration, job, reader, time } = await mmsOnLoopback({
      firstTaskId: 9_007_199_254_740_991n,
    });
    for (let i = 0; i < 4; i += 1) migration.addTask(job, `table_${i}`);
    expect(idsIn(await reader.listTasks(source, time.in(minute)))).toEqual([
      '9007199254740991',
      '9007199254740992',
      '9007199254740993',
      '9007199254740994',
    ]);
  });

  it('finds nothing wrong with a source that has no tasks', async () => {
    const { reader, time } = await mmsOnLoopback();
    expect(await reader.listTasks(source, time.in(minute))).toMatchObject({
      tasks: [],
      complete: true,
      problems: [],
    });
  });
});

describe('pages that are as they were', () => {
  it('are not made anew, and others are', async () => {
    const { server, migration, job, time } = await mmsOnLoopback();
    const tasks = Array.from({ length: 250 }, (_, index) =>
      migration.addTask(job, `table_${index}`),
    );
    const memory = new MmsMemory();
    const list = async (): Promise<ReadonlyMap<string, unknown>> => {
      const { tasks: listed } = await readerOf(server.url, time, { memory }).listTasks(
        source,
        time.in(minute),
      );
      return new Map(listed.map((task) => [task.id, task]));
    };
    const first = await list();
    const moved = tasks[120];
    if (moved !== undefined) migration.start(moved);
    const second = await list();
    expect(second.get('4121')).toMatchObject({ status: 'SCHEMA_DOING' });
    const same = [...second].filter(([id, task]) => first.get(id) === task);
    expect(same).toHaveLength(150);
  });

  it('are told apart by what is asked, not by what is answered', async () => {
    const { server, migration, job, time } = await mmsOnLoopback();
    migration.addTask(job, 'orders');
    const other = migration.addJob(job.source, 'empty');
    const reader = readerOf(server.url, time, { memory: new MmsMemory() });
    const ofJob = (jobId: string): Promise<Listing> =>
      reader.listTasks({ kind: 'job', sourceId, jobId: id<JobId>(jobId) }, time.in(minute));
    expect((await ofJob(job.id)).tasks).toHaveLength(1);
    expect((await ofJob(other.id)).tasks).toEqual([]);
    expect((await ofJob(job.id)).tasks).toHaveLength(1);
  });
});

describe('tasks that come and go while the pages are read', () => {
  it('shows every task that was there all the time', async () => {
    const { server, migration, job, reader, time } = await mmsOnLoopback();
    const tasks = Array.from({ length: 450 }, (_, index) =>
      migration.addTask(job, `table_${index}`),
    );
    let calls = 0;
    server.fault = () => {
      calls += 1;
      const gone = tasks[200 + calls];
      if (calls <= 5 && calls % 2 === 1) migration.addTask(job, `late_${calls}`);
      if (calls <= 5 && calls % 2 === 0 && gone !== undefined) migration.remove(gone);
      return undefined;
    };
    const listing = await reader.listTasks(source, time.in(minute));
    const stayed = tasks.filter((_, index) => index < 201 || index > 205).map((task) => task.id);
    expect(idsIn(listing)).toEqual(expect.arrayContaining(stayed));
    expect(new Set(idsIn(listing)).size).toBe(listing.tasks.length);
    expect(listing.problems).toEqual([]);
    expect(server.journal.entries.length).toBeLessThanOrEqual(12);
  });

  it('reads on where more pages came into being', async () => {
    const { reader, time } = await scriptedMms(({ pageNum }) =>
      page({
        total: pageNum === 1 ? 200 : 300,
        objectList: taskRows((pageNum - 1) * 100 + 1, 100),
      }),
    );
    const listing = await reader.listTasks(source, time.in(minute));
    expect(idsIn(listing)).toHaveLength(300);
  });
});

describe('a page that cannot be read', () => {
  it('is named, and the others are used', async () => {
    const { server, migration, job, reader, time } = await mmsOnLoopback();
    for (let i = 0; i < 350; i += 1) migration.addTask(job, `table_${i}`);
    server.fault = onOperation(
      'ListMmsTasks page 3',
      answer(
        403,
        JSON.stringify({ Code: 'Forbidden.RAM', Message: 'not authorized', RequestId: '7C0F' }),
      ),
    );
    const listing = await reader.listTasks(source, time.in(minute));
    expect(idsIn(listing)).toHaveLength(250);
    expect(listing.complete).toBe(false);
    expect(problemsOf(listing)).toEqual([
      "ListMmsTasks of source 2000015, page 3: Forbidden.RAM (HTTP 403, request 7C0F): not authorized; allow the function's role odps:ListMmsTasks on acs:odps:*:*:mmsdatasource/2000015 (npm run doctor -- --policy prints the whole policy)",
    ]);
    expect(server.journal.entries).toHaveLength(4);
  });

  it('does not drown the others when they are many', async () => {
    const { server, migration, job, reader, time } = await mmsOnLoopback();
    for (let i = 0; i < 4_000; i += 1) migration.addTask(job, `table_${i}`);
    server.fault = ({ operation }) =>
      operation.endsWith('page 1') ? undefined : answer(403, '{"code":"Forbidden"}');
    const { problems, complete } = await reader.listTasks(source, time.in(minute));
    expect(complete).toBe(false);
    expect(problems).toHaveLength(4);
    expect(problems[3]?.message).toBe(
      'ListMmsTasks of source 2000015: 36 more of 40 pages could not be read: ' +
        '5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, …',
    );
  });

  it.each([
    ['throttling', throttled],
    ['a gateway in trouble', badGateway],
    ['a reset', { kind: 'reset' }],
    ['half an answer', { kind: 'truncated' }],
    ['a connection that breaks in the middle', { kind: 'broken-off' }],
    ['an empty answer', answer(200)],
  ] as const)('is read after %s', async (_, fault) => {
    const { server, migration, job, reader, time } = await mmsOnLoopback();
    for (let i = 0; i < 250; i += 1) migration.addTask(job, `table_${i}`);
    server.fault = ({ attempt }) => (attempt === 1 ? fault : undefined);
    const listing = await reader.listTasks(source, time.in(minute));
    expect(idsIn(listing)).toHaveLength(250);
    expect(listing).toMatchObject({ complete: true, problems: [] });
    expect(server.journal.entries).toHaveLength(6);
  });
});

describe('a task watched by its own id', () => {
  const taskId = id<TaskId>('4001');
  const target: Target = { kind: 'task', sourceId, taskId };

  it('is asked for alone', async () => {
    const { server, migration, job, reader, time } = await mmsOnLoopback();
    migration.addTask(job, 'orders');
    const listing = await reader.listTasks(target, time.in(minute));
    expect(idsIn(listing)).toEqual(['4001']);
    expect(listing).toMatchObject({ target, complete: true, problems: [] });
    expect(server.journal.operations).toEqual(['GetMmsTask 4001']);
  });

  it('is a problem when MMS does not know it', async () => {
    const { reader, time } = await mmsOnLoopback();
    const listing = await reader.listTasks(target, time.in(minute));
    expect(listing).toMatchObject({ tasks: [], complete: false });
    expect(problemsOf(listing)).toEqual([
      expect.stringMatching(
        /^GetMmsTask of task 2000015\/tasks\/4001: MmsTaskNotFound \(HTTP 404, request .+\): .*; check that what MMS_WATCH names exists in this region$/,
      ),
    ]);
  });

  it.each([
    ['another task', { data: { id: 4002 } }],
    ['no task', {}],
    ['a task without an id', { data: {} }],
  ])('is a problem when MMS answers with %s', async (_, body) => {
    const { reader, time } = await scriptedMms(() => ({ body: JSON.stringify(body) }));
    const listing = await reader.listTasks(target, time.in(minute));
    expect(listing).toMatchObject({ tasks: [], complete: false });
    expect(problemsOf(listing)).toEqual([
      expect.stringContaining('there is no task 2000015/tasks/4001 in it'),
    ]);
  });
});
