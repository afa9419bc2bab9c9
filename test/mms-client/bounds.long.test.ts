import { describe, expect, it } from 'vitest';
import { mostRows } from '../../functions/mms-client/pages.ts';
import type { JobId, SourceId, TaskId } from '../../functions/mms/id.ts';
import type { Target } from '../../functions/mms/target.ts';
import { id } from '../support/builders.ts';
import { endlessMms, failed, page, scriptedMms, taskRows, problemsOf } from './mms-on-loopback.ts';

const sourceId = id<SourceId>('2000015');
const taskId = id<TaskId>('4001');
const job: Target = { kind: 'job', sourceId, jobId: id<JobId>('87') };
const minute = 60_000;

describe('a list without an end', () => {
  it.each([
    ['counts a million million tasks', { total: 1e12 }],
    ['does not count them', {}],
  ])('that %s ends where more tasks than are supported were read', async (_, counted) => {
    const { reader, asked, time } = await scriptedMms(({ pageNum, pageSize }) =>
      page({ ...counted, objectList: taskRows((pageNum - 1) * pageSize + 1, pageSize) }),
    );
    const listing = await reader.listTasks(job, time.in(minute));
    expect(listing.tasks.length).toBeGreaterThanOrEqual(mostRows);
    expect(listing.tasks.length).toBeLessThan(mostRows + 20_000);
    expect(problemsOf(listing)).toEqual([
      'ListMmsTasks of job 2000015/jobs/87: it has more than 120000 tasks, which are all that is read; the others are not watched: name single jobs in MMS_WATCH, or watch them with another function',
    ]);
    expect(asked.length).toBeLessThan(1_400);
  });
});

it('a log of 200,000 rows takes no memory for its history', async () => {
  const history = Array.from(
    { length: 200_000 },
    (_, n) =>
      `{"id":${n + 1},"sourceId":2000015,"taskId":4001,"status":"DATA_DOING","action":"\\ninsert overwrite table t select * from t;","msg":"ok","createTime":"2026-11-22 14:00:00\\n"}`,
  );
  const body = `{"requestId":"R","data":[${history.join(',')}]}`;
  const { reader, time } = await scriptedMms(() => ({ body }));
  const from = { after: id<never>('199990'), recent: [] };
  const read = await reader.readTaskLog(sourceId, taskId, from, time.in(minute));
  expect(read.rows.map((row) => row.id)).toEqual(
    Array.from({ length: 10 }, (_, n) => String(199_991 + n)),
  );
  expect(read).toMatchObject({ newest: '200000' });
  const all = await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
  expect(all.rows).toHaveLength(2_000);
});

it('a log that goes on for ever is given up', async () => {
  const row = `{"id":1,"status":"DATA_DOING","msg":"${'x'.repeat(1_000)}"},`;
  const { reader, time } = await endlessMms(200, '{"data":[', row);
  const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)));
  expect(error.message).toContain(
    'too large: the answer is larger than 128 MB; the log has grown longer than can be read',
  );
});
