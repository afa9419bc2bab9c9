import { describe, expect, it } from 'vitest';
import type { SourceId, TaskId } from '../../functions/mms/id.ts';
import type { Target } from '../../functions/mms/target.ts';
import { id } from '../support/builders.ts';
import { endlessMms, failed, page, scriptedMms, taskRows, problemsOf } from './mms-on-loopback.ts';

const sourceId = id<SourceId>('2000015');
const taskId = id<TaskId>('4001');
const source: Target = { kind: 'source', sourceId };
const minute = 60_000;

describe('a list without an end', () => {
  it.each([
    ['counts a million million tasks and repeats its page', 1e12, () => 1, 100],
    ['counts them and shows nothing beyond the first page', 1e12, (n: number) => n, 0],
  ])('that %s costs a few calls', async (_, total, place, later) => {
    const { reader, asked, time } = await scriptedMms(({ pageNum }) =>
      page({
        total,
        objectList: taskRows((place(pageNum) - 1) * 100 + 1, pageNum === 1 ? 100 : later),
      }),
    );
    const listing = await reader.listTasks(source, time.in(minute));
    expect(listing.tasks).toHaveLength(100);
    expect(listing.complete).toBe(false);
    expect(problemsOf(listing)[0]).toMatch(/MMS counts 1000000000000 tasks, but .* 100 of them/);
    expect(asked.length).toBeLessThan(50);
  });
});

describe('a body without an end', () => {
  it('of a list is given up', async () => {
    const { reader, time } = await endlessMms(
      200,
      '{"data":{"total":300,"objectList":[',
      '{"id":1},',
    );
    const listing = await reader.listTasks(source, time.in(minute));
    expect(problemsOf(listing)).toEqual([
      expect.stringContaining('page 1: too large: the answer is larger than 4 MB; what answers'),
    ]);
  });

  it.each([
    ['{"data":[{"id":1,"msg":"', 'x', 'too large: a row is larger than 2 MB'],
    ['{"data":"', 'x', 'unreadable answer'],
    ['', '[', 'unreadable answer'],
    ['', 'x', 'unreadable answer'],
  ])(
    'of a log that begins with %s and goes on with %s is given up',
    async (beginning, piece, said) => {
      const { reader, time } = await endlessMms(200, beginning, piece);
      const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)));
      expect(error.message).toContain(said);
    },
  );

  it('of a refusal is read as far as it says something', async () => {
    const { reader, time } = await endlessMms(403, '{"Code":"Forbidden.RAM","Message":"', 'no ');
    const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)));
    expect(error.message).toContain('unreadable answer (HTTP 403)');
    expect(error.message.length).toBeLessThan(300);
  });
});
