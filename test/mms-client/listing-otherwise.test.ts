import { describe, expect, it } from 'vitest';
import type { SourceId } from '../../functions/mms/id.ts';
import type { Target } from '../../functions/mms/target.ts';
import type { Listing } from '../../functions/ports.ts';
import { id } from '../support/builders.ts';
import { mmsOnLoopback, page, scriptedMms, taskRows, problemsOf } from './mms-on-loopback.ts';

const source: Target = { kind: 'source', sourceId: id<SourceId>('2000015') };
const idsIn = (listing: Listing): string[] => listing.tasks.map((task) => String(task.id)).sort();
const minute = 60_000;

describe('a server that pages in its own way', () => {
  it.each([1, 7, 20, 99])(
    'is believed when it gives %i tasks a page although 100 were asked',
    async (cap) => {
      const { server, migration, job, reader, time } = await mmsOnLoopback();
      server.pageSizeCap = cap;
      for (let i = 0; i < 61; i += 1) migration.addTask(job, `table_${i}`);
      const pages = Math.ceil(61 / cap);
      // Where it gives fewer than were asked for, it is asked anew for as many as it gives: only
      // then is it certain where the next page begins.
      for (const calls of [cap < 61 ? pages + 1 : pages, pages]) {
        server.journal.clear();
        const listing = await reader.listTasks(source, time.in(minute));
        expect(idsIn(listing)).toHaveLength(61);
        expect(listing.complete).toBe(true);
        expect(server.journal.entries).toHaveLength(calls);
      }
    },
  );

  it('is asked once when it gives everything at once', async () => {
    const { reader, asked, time } = await scriptedMms(() =>
      page({ total: 250, objectList: taskRows(1, 250) }),
    );
    const listing = await reader.listTasks(source, time.in(minute));
    expect(idsIn(listing)).toHaveLength(250);
    expect(listing.complete).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('is read to its end when it tells no total', async () => {
    const { reader, asked, time } = await scriptedMms(({ pageNum }) =>
      page({
        objectList: taskRows((pageNum - 1) * 100 + 1, pageNum === 8 ? 30 : 100).filter(
          () => pageNum <= 8,
        ),
      }),
    );
    const listing = await reader.listTasks(source, time.in(minute));
    expect(idsIn(listing)).toHaveLength(730);
    expect(listing.complete).toBe(true);
    expect(asked.length).toBeLessThan(25);
  });

  it('is read to its end when it tells no total and gives everything on every page', async () => {
    const { reader, asked, time } = await scriptedMms(() => page({ objectList: taskRows(1, 250) }));
    const listing = await reader.listTasks(source, time.in(minute));
    expect(idsIn(listing)).toHaveLength(250);
    expect(listing).toMatchObject({ complete: true, problems: [] });
    expect(asked).toHaveLength(2);
  });

  it('may count more tasks than it shows, for ever', async () => {
    const { reader, asked, time } = await scriptedMms(({ pageNum }) =>
      page({ total: 160, objectList: taskRows((pageNum - 1) * 100 + 1, pageNum === 1 ? 100 : 50) }),
    );
    const listing = await reader.listTasks(source, time.in(minute));
    expect(idsIn(listing)).toHaveLength(150);
    expect(listing).toMatchObject({ complete: true, problems: [] });
    expect(asked).toHaveLength(4);
  });

  it('is not trusted when it shows the same page for each', async () => {
    const { reader, time } = await scriptedMms(() =>
      page({ total: 300, objectList: taskRows(1, 100) }),
    );
    const listing = await reader.listTasks(source, time.in(minute));
    expect(idsIn(listing)).toHaveLength(100);
    expect(listing.complete).toBe(false);
    expect(problemsOf(listing)).toEqual([
      expect.stringContaining(
        'MMS counts 300 tasks, but its pages repeat each other and show 100 of them',
      ),
    ]);
  });

  it('is read again when it repeated a page once', async () => {
    let calls = 0;
    const { reader, asked, time } = await scriptedMms(({ pageNum }) => {
      calls += 1;
      return page({
        total: 300,
        objectList: taskRows(((calls === 3 ? 1 : pageNum) - 1) * 100 + 1, 100),
      });
    });
    const listing = await reader.listTasks(source, time.in(minute));
    expect(idsIn(listing)).toHaveLength(300);
    expect(listing).toMatchObject({ complete: true, problems: [] });
    expect(asked).toHaveLength(6);
  });

  it.each([
    ['no data', {}, '`data`'],
    ['data that is null', { data: null }, '`data`'],
    ['no list and no total', { data: { pageNum: 1 } }, '`data.objectList`'],
  ])('is asked once more when it answers with %s, and cannot be read', async (_, body, missing) => {
    const { reader, asked, time } = await scriptedMms(() => ({
      body: JSON.stringify({ requestId: 'A3AE', ...body }),
    }));
    const listing = await reader.listTasks(source, time.in(minute));
    expect(listing).toMatchObject({ tasks: [], complete: false });
    expect(problemsOf(listing)).toEqual([
      `ListMmsTasks of source 2000015, page 1: empty answer (HTTP 200, request A3AE): there is no ${missing} in it; what answers may not be MMS: check MMS_ENDPOINT; the next tick tries again`,
    ]);
    expect(asked).toHaveLength(2);
    expect(await reader.listJobs(source.sourceId, time.in(minute))).toMatchObject({
      jobs: [],
      complete: false,
    });
  });

  it('is asked again when it says nothing once, and then has tasks', async () => {
    let calls = 0;
    const { reader, time } = await scriptedMms(() => {
      calls += 1;
      return calls === 1
        ? { body: '{"requestId":"A3AE"}' }
        : page({ total: 3, objectList: taskRows(1, 3) });
    });
    const listing = await reader.listTasks(source, time.in(minute));
    expect(idsIn(listing)).toHaveLength(3);
    expect(listing.complete).toBe(true);
  });

  it.each([
    ['a list that is none', { objectList: {} }, '`data.objectList` is not'],
    ['data that is a list', [], '`data` is not'],
    ['a total, but no list', { total: 12 }, 'MMS counts 12 tasks, but shows none of them'],
  ])('is a problem when it answers with %s', async (_, data, said) => {
    const { reader, time } = await scriptedMms(() => page(data));
    const listing = await reader.listTasks(source, time.in(minute));
    expect(listing.complete).toBe(false);
    expect(problemsOf(listing)).toEqual([expect.stringContaining(said)]);
  });

  it('may leave out the list where there is nothing to list', async () => {
    const { reader, time } = await scriptedMms(() => page({ total: 0 }));
    expect(await reader.listTasks(source, time.in(minute))).toMatchObject({
      tasks: [],
      complete: true,
      problems: [],
    });
  });

  it('names the tasks that have no usable id and gives the others', async () => {
    const objectList = [
      { id: 1 },
      { status: 'DONE' },
      { id: 'seven' },
      { id: 1.5 },
      null,
      { id: '12' },
    ];
    const { reader, asked, time } = await scriptedMms(() => page({ total: 6, objectList }));
    const listing = await reader.listTasks(source, time.in(minute));
    expect(idsIn(listing)).toEqual(['1', '12']);
    expect(listing.complete).toBe(false);
    expect(problemsOf(listing)).toEqual([
      'ListMmsTasks of source 2000015: 4 of its tasks have no usable `id` and are left out; expected whole numbers',
    ]);
    expect(asked).toHaveLength(1);
  });

  it('may send odd types and leave out every field but the id', async () => {
    const row = {
      id: 5,
      running: 'true',
      stopped: 0,
      retriedTimes: '3',
      status: ' DONE\n',
      jobId: null,
      srcTableName: 7,
    };
    const { reader, time } = await scriptedMms(() =>
      page({ total: '2', objectList: [row, { id: 6 }] }),
    );
    const { tasks } = await reader.listTasks(source, time.in(minute));
    expect(tasks[0]).toMatchObject({
      running: true,
      stopped: false,
      retriedTimes: 3,
      status: 'DONE',
      jobId: undefined,
      sourceTable: '7',
    });
    expect(tasks[1]).toEqual({
      id: '6',
      sourceId: '2000015',
      sourceName: '',
      jobId: undefined,
      jobName: '',
      sourceTable: '',
      destinationTable: '',
      status: '',
      startTime: '',
      endTime: '',
      retriedTimes: 0,
      running: false,
      stopped: false,
    });
  });
});
