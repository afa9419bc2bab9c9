import { describe, expect, it } from 'vitest';
import { MmsMemory } from '../../functions/mms-client/mms-reader.ts';
import type { SourceId } from '../../functions/mms/id.ts';
import type { Target } from '../../functions/mms/target.ts';
import { id } from '../support/builders.ts';
import {
  mmsOnLoopback,
  page,
  readerOf,
  scriptedMms,
  taskRows,
  problemsOf,
} from './mms-on-loopback.ts';

const source: Target = { kind: 'source', sourceId: id<SourceId>('2000015') };
const minute = 60_000;

describe('a page size that MMS refuses', () => {
  it.each([
    [99, 50],
    [50, 50],
    [49, 20],
    [20, 20],
    [10, 10],
  ])('with a limit of %i is tried smaller at once, down to %i', async (limit, given) => {
    const { server, migration, job, time } = await mmsOnLoopback();
    for (let i = 0; i < 120; i += 1) migration.addTask(job, `table_${i}`);
    server.largestPageSize = limit;
    const memory = new MmsMemory();
    const tries = [100, 50, 20, 10].filter((size) => size > given).length;
    for (const refused of [tries, 0]) {
      server.journal.clear();
      const reader = readerOf(server.url, time, { memory });
      const listing = await reader.listTasks(source, time.in(minute));
      expect(listing).toMatchObject({ complete: true, problems: [] });
      expect(listing.tasks).toHaveLength(120);
      expect(server.journal.entries).toHaveLength(refused + Math.ceil(120 / given));
    }
    expect(time.slept).toEqual([]);
  });

  it.each([
    ['by a code', 400, { Code: 'InvalidPageSize', Message: 'no' }],
    ['in plain words', 400, { Code: 'BadRequest', Message: 'The page size is out of range.' }],
    ['by a code of any parameter', 400, { code: 'InvalidParameter', message: 'no' }],
    ['in an answer of 200', 200, { httpCode: 400, errorMsg: 'pageSize must be 1 to 50' }],
  ])('%s is tried smaller', async (_, status, refusal) => {
    const { reader, time } = await scriptedMms(({ pageNum, pageSize }) =>
      pageSize > 50
        ? { status, body: JSON.stringify(refusal) }
        : page({
            total: 60,
            objectList: taskRows((pageNum - 1) * 50 + 1, pageNum === 1 ? 50 : 10),
          }),
    );
    const { tasks, problems } = await reader.listTasks(source, time.in(minute));
    expect([tasks.length, problems]).toEqual([60, []]);
  });

  it('is refused whatever it is: that is told, and not remembered', async () => {
    const { reader, asked, time } = await scriptedMms(() => ({
      status: 400,
      body: '{"RequestId":"R","Code":"InvalidParameter","Message":"The parameter pageSize is bad."}',
    }));
    for (let tick = 0; tick < 2; tick += 1) {
      const listing = await reader.listTasks(source, time.in(minute));
      expect(problemsOf(listing)).toEqual([
        'ListMmsTasks of source 2000015, page 1: InvalidParameter (HTTP 400, request R): The parameter pageSize is bad.; MMS takes none of the page sizes that the function asks for: check MMS_ENDPOINT, and report it with this message',
      ]);
    }
    expect(asked.map(({ pageSize }) => pageSize)).toEqual([100, 50, 20, 10, 100, 50, 20, 10]);
  });

  it('may be one of jobs alone', async () => {
    const { reader, asked, time } = await scriptedMms(({ path, pageSize }) =>
      path.endsWith('/jobs') && pageSize > 20
        ? { status: 400, body: '{"Code":"InvalidParameter","Message":"pageSize"}' }
        : page({ total: 1, objectList: [{ id: 1 }] }),
    );
    expect(await reader.listJobs(source.sourceId, time.in(minute))).toMatchObject({
      complete: true,
    });
    asked.length = 0;
    await reader.listTasks(source, time.in(minute));
    await reader.listJobs(source.sourceId, time.in(minute));
    expect(asked.map(({ pageSize }) => pageSize)).toEqual([100, 20]);
  });
});

describe('a page that is too large to be read', () => {
  it('is asked for in smaller ones', async () => {
    const config = { tables: Array.from({ length: 4_000 }, (_, n) => `a_rather_long_table_${n}`) };
    const { reader, asked, time } = await scriptedMms(({ pageNum, pageSize }) =>
      page({
        total: 60,
        objectList: taskRows((pageNum - 1) * pageSize + 1, Math.min(pageSize, 60)).map((row) => ({
          ...row,
          config,
        })),
      }),
    );
    const { jobs, problem } = await reader.listJobs(source.sourceId, time.in(minute));
    expect([jobs.length, problem]).toEqual([60, undefined]);
    expect(asked.map(({ pageSize }) => pageSize)).toEqual([100, 50, 20, 20, 20]);
  });
});
