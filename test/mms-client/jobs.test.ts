import { describe, expect, it } from 'vitest';
import type { SourceId } from '../../functions/mms/id.ts';
import { answer } from '../../rehearsal/world/fault.ts';
import { id } from '../support/builders.ts';
import { mmsOnLoopback, page, scriptedMms } from './mms-on-loopback.ts';

const sourceId = id<SourceId>('2000015');
const minute = 60_000;

describe('listing the jobs of a source', () => {
  it('gives what each says of itself', async () => {
    const { migration, job, reader, time } = await mmsOnLoopback();
    migration.completes(migration.addTask(job, 'orders'));
    migration.dataFails(migration.addTask(job, 'customers'));
    expect(await reader.listJobs(sourceId, time.in(minute))).toEqual({
      jobs: [
        {
          id: '87',
          sourceId: '2000015',
          name: 'nightly_full',
          status: 'FAILED',
          stopped: false,
          taskNum: 2,
          taskDone: 1,
        },
      ],
      complete: true,
      problem: undefined,
      notAllowed: false,
    });
  });

  it('reads every page', async () => {
    const { server, migration, job, reader, time } = await mmsOnLoopback();
    for (let i = 0; i < 249; i += 1) migration.addJob(job.source, `job_${i}`);
    const { jobs, complete } = await reader.listJobs(sourceId, time.in(minute));
    expect(new Set(jobs.map((each) => each.id)).size).toBe(250);
    expect(complete).toBe(true);
    expect(server.journal.entries).toHaveLength(3);
  });

  it('says why when it is not allowed to', async () => {
    const { server, reader, time } = await mmsOnLoopback();
    server.fault = () => answer(403, '{"Code":"Forbidden.RAM","Message":"not authorized"}');
    const listing = await reader.listJobs(sourceId, time.in(minute));
    expect(listing).toMatchObject({ jobs: [], complete: false, notAllowed: true });
    expect(listing.problem).toBe(
      "ListMmsJobs of source 2000015, page 1: Forbidden.RAM (HTTP 403): not authorized; allow the function's role odps:ListMmsJobs on acs:odps:*:*:mmsdatasource/2000015 (npm run doctor -- --policy prints the whole policy)",
    );
  });

  it('leaves time to list the tasks themselves when nobody answers', async () => {
    const { server, reader } = await mmsOnLoopback();
    server.fault = () => ({ kind: 'hang' });
    const until = Date.now() + 3_000;
    expect(await reader.listJobs(sourceId, until)).toMatchObject({ complete: false });
    expect(Date.now()).toBeLessThan(until - 1_000);
  });

  it('tolerates jobs of which little is told', async () => {
    const { reader, time } = await scriptedMms(() =>
      page({ total: 1, objectList: [{ id: 5, stopped: 'true', taskNum: '12' }] }),
    );
    const { jobs } = await reader.listJobs(sourceId, time.in(minute));
    expect(jobs).toEqual([
      {
        id: '5',
        sourceId: '2000015',
        name: '',
        status: '',
        stopped: true,
        taskNum: 12,
        taskDone: 0,
      },
    ]);
  });
});
