import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { SourceId, TimerId } from '../../functions/mms/id.ts';
import { answer, onOperation } from '../../rehearsal/world/fault.ts';
import { id } from '../support/builders.ts';
import { mmsOnLoopback, page, scriptedMms } from './mms-on-loopback.ts';

const sourceId = id<SourceId>('2000015');
const minute = 60_000;

describe('a data source', () => {
  it('is described without its configuration', async () => {
    const { server, migration, job, reader, time } = await mmsOnLoopback();
    migration.changeSource(job.source, {
      status: 'START_FAILED',
      agentIsOnline: false,
      errMsg: 'cannot log in with password=hunter2xyz\n\tat com.example.Agent',
    });
    const source = await reader.getDataSource(sourceId, time.in(minute));
    expect(source).toEqual({
      kind: 'answer',
      value: {
        id: '2000015',
        name: 'finance_dw',
        status: 'START_FAILED',
        agentIsOnline: false,
        errMsg: 'cannot log in with password=*** at com.example.Agent',
      },
    });
    expect(server.journal.operations).toEqual(['GetMmsDataSource 2000015']);
  });

  it('does not give away what MMS tells of its configuration unasked', async () => {
    const config = [{ key: 'password', type: 'password', value: 'a-password-of-the-source' }];
    const asked: string[] = [];
    const { reader, time } = await scriptedMms(({ query }) => {
      asked.push(query);
      return page({ id: 2_000_015, name: 'x', status: 'STARTED', config });
    });
    const source = await reader.getDataSource(sourceId, time.in(minute));
    expect(inspect(source, { depth: 9 })).not.toContain('a-password');
    expect(asked).toEqual(['withConfig=false']);
    const broken = await scriptedMms(() => ({
      body: `{"data":{"id":2000015,"config":[{"value":"a-password-of-the-source"}`,
    }));
    const unread = await broken.reader.getDataSource(sourceId, broken.time.in(minute));
    expect(unread.kind).toBe('unreadable');
    expect(inspect(unread, { depth: 9 })).not.toContain('a-password');
  });
});

describe('the timers of a source', () => {
  it('are listed, and the newest rows of their logs, newest first', async () => {
    const { server, migration, job, reader, time } = await mmsOnLoopback();
    const timer = migration.addTimer(job.source, 'nightly', { value: '01:30' });
    migration.addTimer(job.source, 'hourly', {
      scheduleType: 'Hourly',
      value: '15',
      stopped: true,
    });
    for (let day = 0; day < 25; day += 1) migration.timerWrites(timer, { msg: `run ${day}` });
    const timers = await reader.listTimers(sourceId, time.in(minute));
    expect(timers).toEqual({
      kind: 'answer',
      value: expect.arrayContaining([
        { id: timer.id, name: 'nightly', scheduleType: 'Daily', stopped: false },
        { id: '19', name: 'hourly', scheduleType: 'Hourly', stopped: true },
      ]) as unknown,
    });
    for (const order of ['newest first', 'oldest first'] as const) {
      server.logOrder = order;
      const log = await reader.listTimerLogs(sourceId, id<TimerId>(timer.id), time.in(minute));
      const rows = log.kind === 'answer' ? log.value : [];
      expect(rows.map(({ message }) => message)).toEqual(
        Array.from({ length: 10 }, (_, n) => `run ${24 - n}`),
      );
      expect(rows[0]).toEqual({
        id: '1003500',
        status: 'DOING',
        message: 'run 24',
        time: '2026-11-22 14:03:07',
      });
    }
  });

  it('name the jobs that they started', async () => {
    const { migration, job, reader, time } = await mmsOnLoopback();
    const timer = migration.addTimer(job.source, 'nightly');
    const started = migration.addJob(job.source, 'nightly of today', { timer });
    const { jobs } = await reader.listJobs(sourceId, time.in(minute), id<TimerId>(timer.id));
    expect(jobs.map((one) => one.id)).toEqual([started.id]);
  });

  it('may be none', async () => {
    const { reader, time } = await mmsOnLoopback();
    expect(await reader.listTimers(sourceId, time.in(minute))).toEqual({
      kind: 'answer',
      value: [],
    });
  });
});

describe('what the function can do without', () => {
  it.each([
    [
      'not allowed',
      answer(403, '{"Code":"Forbidden.RAM","Message":"no"}'),
      "allow the function's role odps:ListMmsTimers on acs:odps:*:*:mmsdatasource/2000015",
    ],
    ['not allowed', answer(200, '{"httpCode":403,"errorCode":"NO_PERMISSION"}'), 'NO_PERMISSION'],
    ['unknown API', answer(404, '{"Code":"InvalidApi.NotFound"}'), 'InvalidApi.NotFound'],
    ['unknown API', answer(404, '<html>404</html>'), 'HTTP 404'],
    ['unreadable', answer(404, '{"Code":"MmsDataSourceNotFound"}'), 'check that what MMS_WATCH'],
    ['unreadable', answer(403, '{"Code":"SignatureDoesNotMatch"}'), 'ACCESS_KEY_SECRET'],
    ['unreadable', answer(500, '{"Code":"InternalError"}'), 'the next tick tries again'],
    ['unreadable', answer(200, '{"requestId":"R"}'), 'there is no `data` in it'],
  ] as const)('is told to be %s', async (kind, fault, said) => {
    const { server, reader, time } = await mmsOnLoopback();
    server.fault = onOperation('ListMmsTimers', fault);
    const timers = await reader.listTimers(sourceId, time.in(minute));
    expect(timers).toEqual({ kind, problem: expect.stringContaining(said) as string });
  });

  it('is told so of the source and of a timer too', async () => {
    const { server, reader, time } = await mmsOnLoopback();
    server.fault = () => answer(403, '{"Code":"NoPermission"}');
    const source = await reader.getDataSource(sourceId, time.in(minute));
    const log = await reader.listTimerLogs(sourceId, id<TimerId>('18'), time.in(minute));
    expect([source.kind, log.kind]).toEqual(['not allowed', 'not allowed']);
  });
});
