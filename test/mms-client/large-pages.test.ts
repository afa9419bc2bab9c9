import { expect, it } from 'vitest';
import type { JobId, SourceId } from '../../functions/mms/id.ts';
import type { Target } from '../../functions/mms/target.ts';
import type { Listing } from '../../functions/ports.ts';
import { id } from '../support/builders.ts';
import {
  mmsOnLoopback,
  page,
  scriptedMms,
  taskRows,
  type Asked,
  type Scripted,
} from './mms-on-loopback.ts';

const sourceId = id<SourceId>('2000015');
const job: Target = { kind: 'job', sourceId, jobId: id<JobId>('87') };
const minute = 60_000;
const numbersIn = (listing: Listing): number[] =>
  listing.tasks.map((task) => Number(task.id)).sort((a, b) => a - b);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);
const sizes = (asked: readonly Asked[]): number[] => asked.map(({ pageSize }) => pageSize);

/** Gives so many rows a page at most, wherever it thinks that the page begins. */
const capped =
  (count: number, cap: number, begins: (asked: Asked) => number) =>
  (asked: Asked): Scripted => {
    const from = begins(asked);
    return page({
      total: count,
      objectList: taskRows(from + 1, Math.max(0, Math.min(cap, asked.pageSize, count - from))),
    });
  };

it('a job that is listed for safety comes in one page where the server lets it', async () => {
  const { server, migration, job: started, reader, time } = await mmsOnLoopback();
  const tasks = Array.from({ length: 610 }, (_, n) => migration.addTask(started, `table_${n}`));
  const listing = await reader.listTasks(job, time.in(minute), { tasks: 610, forSafety: true });
  expect(numbersIn(listing)).toEqual(tasks.map((task) => Number(task.id)).sort((a, b) => a - b));
  expect(listing.complete).toBe(true);
  expect(server.journal.entries).toHaveLength(1);
});

it('more than a large page holds is read in several', async () => {
  const { reader, asked, time } = await scriptedMms(
    capped(2_345, 1_000, ({ pageNum, pageSize }) => (pageNum - 1) * pageSize),
  );
  const listing = await reader.listTasks(job, time.in(minute), { tasks: 2_345, forSafety: true });
  expect(numbersIn(listing)).toEqual(upTo(2_345));
  expect(sizes(asked)).toEqual([1_000, 1_000, 1_000]);
});

it.each([
  ['as it was asked', ({ pageNum, pageSize }: Asked) => (pageNum - 1) * pageSize],
  ['as it was cut', ({ pageNum, pageSize }: Asked) => (pageNum - 1) * Math.min(pageSize, 100)],
])(
  'a server that cuts large pages and counts the next one %s loses no task, and is not asked for them again',
  async (_, begins) => {
    const { reader, asked, time } = await scriptedMms(capped(450, 100, begins));
    for (let sweep = 0; sweep < 2; sweep += 1) {
      const listing = await reader.listTasks(job, time.in(minute), { tasks: 450, forSafety: true });
      expect(numbersIn(listing)).toEqual(upTo(450));
      expect(listing).toMatchObject({ complete: true, problems: [] });
    }
    expect(sizes(asked)).toEqual([1_000, ...Array<number>(10).fill(100)]);
  },
);

it.each([
  [
    'refuses large pages',
    {
      status: 400,
      body: '{"Code":"InvalidParameter","Message":"pageSize must not exceed 200","RequestId":"A3AE"}',
    },
  ],
  ['breaks over them', { status: 500, body: '<html>Internal Server Error</html>' }],
  ['tells no total with them', page({ objectList: taskRows(1, 450) })],
])('a server that %s is read in the usual ones, and that is no problem', async (_, toLarge) => {
  const usual = capped(450, 100, ({ pageNum }) => (pageNum - 1) * 100);
  const { reader, asked, time } = await scriptedMms((question) =>
    question.pageSize > 100 ? toLarge : usual(question),
  );
  const listing = await reader.listTasks(job, time.in(minute), { tasks: 450, forSafety: true });
  expect(numbersIn(listing)).toEqual(upTo(450));
  expect(listing).toMatchObject({ complete: true, problems: [] });
  await reader.listTasks(job, time.in(minute), { tasks: 450, forSafety: true });
  expect(sizes(asked).slice(-10)).toEqual(Array<number>(10).fill(100));
});

it('a server that throttles large pages leaves time for the usual ones', async () => {
  const usual = capped(450, 100, ({ pageNum }) => (pageNum - 1) * 100);
  let large = 0;
  const { reader, time } = await scriptedMms((question) => {
    if (question.pageSize <= 100) return usual(question);
    large += 1;
    return { status: 429, body: '{"Code":"Throttling.User","RequestId":"A3AE"}' };
  });
  const listing = await reader.listTasks(job, time.in(3_000), { tasks: 450, forSafety: true });
  expect(listing).toMatchObject({ complete: true, problems: [] });
  expect(large).toBeGreaterThan(0);
});

it.each([
  [1_000, 'too many'],
  [101, 'too few'],
  [Number.MAX_SAFE_INTEGER, 'far too many'],
])('a job that is said to have %i tasks, %s, is listed whole', async (tasks) => {
  const { reader, asked, time } = await scriptedMms(
    capped(450, 100, ({ pageNum }) => (pageNum - 1) * 100),
  );
  const listing = await reader.listTasks(job, time.in(minute), { tasks });
  expect(numbersIn(listing)).toEqual(upTo(450));
  expect(listing).toMatchObject({ complete: true, problems: [] });
  expect(asked.length).toBeLessThanOrEqual(16);
});
