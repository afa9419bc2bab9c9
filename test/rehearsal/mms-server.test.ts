import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Keyring, type Credentials } from '../../rehearsal/world/keyring.ts';
import { Migration } from '../../rehearsal/world/migration.ts';
import type { MigrationJob } from '../../rehearsal/world/migration-records.ts';
import { MmsServer } from '../../rehearsal/world/mms-server.ts';
import { acs3Signature } from '../../rehearsal/world/signatures.ts';
import { mmsClient, type MmsCall } from './mms-client.ts';

const credentials: Credentials = {
  accessKeyId: 'STS.One',
  accessKeySecret: 'secret one',
  securityToken: 'token one',
};

let keyring: Keyring;
let migration: Migration;
let job: MigrationJob;
let mms: MmsServer;
let call: MmsCall;

beforeEach(async () => {
  keyring = new Keyring(credentials);
  migration = new Migration(() => Date.UTC(2026, 10, 22, 6, 0, 0));
  job = migration.addJob(migration.addSource('2000015', 'finance_dw'), 'nightly_full');
  mms = new MmsServer(migration, keyring);
  await mms.start();
  call = mmsClient(mms.port, credentials);
});

afterEach(() => mms.close());

const read = async (...args: Parameters<MmsCall>): Promise<unknown> =>
  JSON.parse(await call(...args));
const listed = async (query: Record<string, string>): Promise<readonly number[]> => {
  const answer = await read('ListMmsTasks', '2000015/tasks', query);
  const { data } = answer as { data: { objectList: { id: number }[] } };
  return data.objectList.map(({ id }) => id);
};

const jobsPath = '/api/v1/mms/datasources/2000015/jobs';

function signedByHand(at: Date): Record<string, string> {
  const headers: Record<string, string> = {
    host: `127.0.0.1:${mms.port}`,
    'x-acs-action': 'ListMmsJobs',
    'x-acs-content-sha256': createHash('sha256').digest('hex'),
    'x-acs-date': at.toISOString(),
    'x-acs-security-token': 'token one',
    'x-acs-signature-nonce': at.toISOString(),
    'x-acs-version': '2022-01-04',
  };
  const names = Object.keys(headers);
  const signature = acs3Signature(
    { method: 'GET', path: jobsPath, query: '', headers },
    names,
    credentials.accessKeySecret,
  );
  return {
    ...headers,
    authorization: `ACS3-HMAC-SHA256 Credential=STS.One,SignedHeaders=${names.join(';')},Signature=${signature}`,
  };
}

describe('the MMS server', () => {
  it('gives a task with the documented fields, absent ones left out', async () => {
    const task = migration.addTask(job, 'orders_2024', { srcSchemaName: 'sales' });
    expect(await read('GetMmsTask', `2000015/tasks/${task.id}`)).toEqual({
      requestId: expect.any(String) as string,
      data: {
        id: 4001,
        jobId: 87,
        sourceId: 2_000_015,
        dbId: 196,
        tableId: 24_001,
        jobName: 'nightly_full',
        sourceName: 'finance_dw',
        srcDbName: 'finance_dw',
        srcSchemaName: 'sales',
        srcTableName: 'orders_2024',
        dstDbName: 'mms_prod',
        dstTableName: 'orders_2024',
        type: 'BIGQUERY',
        status: 'INIT',
        running: false,
        stopped: false,
        retriedTimes: 0,
        createTime: '2026-11-22 14:00:00',
      },
    });
    migration.start(task);
    expect(await read('GetMmsTask', `2000015/tasks/${task.id}`)).toMatchObject({
      data: { status: 'SCHEMA_DOING', running: true },
    });
  });

  it('gives a log as a bare list, newest first, with the newlines of MMS', async () => {
    const task = migration.addTask(job, 'orders_2024');
    migration.reaches(task, 'SCHEMA_DONE');
    const row = {
      sourceId: 2_000_015,
      taskId: 4001,
      msg: 'ok',
      createTime: '2026-11-22 14:00:00\n',
    };
    const action = '\ncreate table if not exists mms_prod.orders_2024 (...);';
    expect(await read('ListMmsTaskLogs', '2000015/tasks/4001/logs')).toMatchObject({
      data: [
        { ...row, id: 10_002, status: 'SCHEMA_DONE', action },
        { ...row, id: 10_001, status: 'SCHEMA_DOING', action },
      ],
    });
  });

  it.each([
    ['newest first', [5, 4, 3, 2, 1]],
    ['oldest first', [1, 2, 3, 4, 5]],
    ['mixed', [4, 5, 3, 2, 1]],
  ] as const)('gives a log %s when told so', async (order, ids) => {
    const task = migration.addTask(job, 'orders_2024');
    for (const id of ids) migration.addLogRow(task, { id: String(id), status: 'DATA_DOING' });
    mms.logOrder = order;
    expect(await read('ListMmsTaskLogs', '2000015/tasks/4001/logs')).toMatchObject({
      data: ids.map((id) => ({ id })),
    });
  });

  it.each([
    ['empty', []],
    ['null', null],
    ['absent', undefined],
  ] as const)('can say that there is nothing with `data` %s', async (nothing, data) => {
    migration.addTask(job, 'orders_2024');
    mms.nothing = nothing;
    const answer = await read('ListMmsTaskLogs', '2000015/tasks/4001/logs');
    expect(answer).toEqual({
      requestId: expect.any(String) as string,
      ...(data === undefined ? {} : { data }),
    });
  });

  it('sends ids beyond 2^53 digit by digit', async () => {
    const task = migration.addTask(job, 'huge', { id: '9007199254740993' });
    migration.addLogRow(task, { id: '18446744073709551615', status: 'DATA_DOING' });
    expect(await call('GetMmsTask', `2000015/tasks/${task.id}`)).toContain(
      '"id":9007199254740993,',
    );
    expect(await call('ListMmsTaskLogs', `2000015/tasks/${task.id}/logs`)).toContain(
      '"id":18446744073709551615,',
    );
  });

  it('lists page by page, newest first, and caps the page when told so', async () => {
    for (let table = 1; table <= 7; table += 1) migration.addTask(job, `t${table}`);
    expect(await listed({ pageSize: '3', pageNum: '1' })).toEqual([4007, 4006, 4005]);
    expect(await listed({ pageSize: '3', pageNum: '3' })).toEqual([4001]);
    expect(await listed({ pageSize: '3', pageNum: '4' })).toEqual([]);
    mms.pageSizeCap = 2;
    expect(await listed({ pageSize: '3', pageNum: '2' })).toEqual([4005, 4004]);
    expect(await listed({ pageSize: '3', pageNum: '4' })).toEqual([4001]);
    expect(mms.journal.operations.at(-1)).toBe('ListMmsTasks page 4');
  });

  it('lists the tasks of one job', async () => {
    const other = migration.addJob(job.source, 'weekly');
    migration.addTask(job, 'one');
    migration.addTask(other, 'two');
    migration.addTask(other, 'three');
    expect(await listed({ jobId: other.id })).toEqual([4003, 4002]);
    expect(await listed({ jobId: '999' })).toEqual([]);
  });

  it('gives jobs with their counts', async () => {
    migration.completes(migration.addTask(job, 'one'));
    migration.dataFails(migration.addTask(job, 'two'));
    const expected = {
      id: 87,
      name: 'nightly_full',
      status: 'FAILED',
      taskNum: 2,
      taskDone: 1,
      stopped: false,
    };
    expect(await read('ListMmsJobs', '2000015/jobs')).toMatchObject({
      data: { total: 1, objectList: [expected] },
    });
  });

  it('describes a source, with its credentials unless it is asked to leave them out', async () => {
    migration.changeSource(job.source, { errMsg: 'no route to host', agentIsOnline: false });
    const described = {
      id: 2_000_015,
      name: 'finance_dw',
      status: 'STARTED',
      agentIsOnline: false,
      errMsg: 'no route to host',
    };
    const asked = async (query: Record<string, string>): Promise<string> =>
      await call('GetMmsDataSource', '2000015', query);
    for (const query of [{}, { withConfig: 'true' }] as Record<string, string>[])
      expect(await asked(query)).toContain('a-password-of-the-source');
    const without = await asked({ withConfig: 'false' });
    expect(without).not.toContain('password');
    expect(JSON.parse(without)).toMatchObject({ data: described });
  });

  it('lists timers, what they wrote, and the jobs that they started', async () => {
    const timer = migration.addTimer(job.source, 'nightly', { value: '01:30' });
    migration.addTimer(job.source, 'idle', { stopped: true });
    const started = migration.addJob(job.source, 'nightly of today', { timer });
    for (let run = 0; run < 3; run += 1) migration.timerWrites(timer);
    expect(await read('ListMmsTimers', '2000015/timers')).toMatchObject({
      data: {
        total: 2,
        objectList: [
          { id: 19, name: 'idle', stopped: true },
          { id: 18, scheduleType: 'Daily', value: '01:30', stopped: false },
        ],
      },
    });
    expect(
      await read('ListMmsTimerLogs', '2000015/timers/18/logs', { pageSize: '2' }),
    ).toMatchObject({
      data: {
        total: 3,
        objectList: [
          { id: 1_003_478, status: 'DOING', createTime: '2026-11-22 14:00:00\n' },
          { id: 1_003_477, action: 'start job', msg: 'start job success' },
        ],
      },
    });
    expect(await read('ListMmsJobs', '2000015/jobs', { timerId: timer.id })).toMatchObject({
      data: { total: 1, objectList: [{ id: Number(started.id) }] },
    });
    expect(mms.journal.operations).toEqual([
      'ListMmsTimers page 1',
      'ListMmsTimerLogs 18',
      'ListMmsJobs page 1',
    ]);
  });

  it('refuses pages that are larger than it is told to give', async () => {
    mms.largestPageSize = 50;
    await expect(listed({ pageSize: '51' })).rejects.toThrow(
      'The parameter pageSize must be between 1 and 50.',
    );
    expect(await listed({ pageSize: '50' })).toEqual([]);
  });

  it.each([
    ['ListMmsTimerLogs', '2000015/timers/1/logs', 'MmsTimerNotFound'],
    ['ListMmsTimers', '2000015/timers/', 'InvalidApi.NotFound'],
    ['GetMmsDataSource', '2000015/', 'InvalidApi.NotFound'],
    ['GetMmsTask', '2000015/tasks/1', 'MmsTaskNotFound'],
    ['ListMmsTaskLogs', '2000015/tasks/1/logs', 'MmsTaskNotFound'],
    ['ListMmsTasks', '7/tasks', 'MmsDataSourceNotFound'],
  ])('answers %s of an unknown id with 404', async (action, path, code) => {
    await expect(call(action, path)).rejects.toMatchObject({ code, statusCode: 404 });
  });

  it('shows no task to the wrong data source', async () => {
    migration.addSource('7', 'elsewhere');
    const task = migration.addTask(job, 'orders_2024');
    await expect(call('GetMmsTask', `7/tasks/${task.id}`)).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('takes nothing but GET, whoever asks', async () => {
    await expect(call('DeleteMmsJob', '2000015/jobs/87', {}, 'POST')).rejects.toMatchObject({
      statusCode: 405,
    });
    expect(migration.job('2000015', '87')).toBe(job);
  });

  it.each([
    [
      'an unknown key',
      { ...credentials, accessKeyId: 'STS.Two' },
      404,
      'InvalidAccessKeyId.NotFound',
    ],
    ['a wrong secret', { ...credentials, accessKeySecret: 'wrong' }, 403, 'SignatureDoesNotMatch'],
    [
      'a wrong token',
      { ...credentials, securityToken: 'wrong' },
      400,
      'InvalidSecurityToken.MismatchWithAccessKey',
    ],
    [
      'no token',
      { accessKeyId: credentials.accessKeyId, accessKeySecret: credentials.accessKeySecret },
      400,
      'InvalidSecurityToken.MismatchWithAccessKey',
    ],
  ])('refuses %s', async (_what, used, statusCode, code) => {
    await expect(mmsClient(mms.port, used)('ListMmsJobs', '2000015/jobs')).rejects.toMatchObject({
      statusCode,
      code,
    });
  });

  it('refuses a request without a signature, in PascalCase', async () => {
    const answer = await fetch(`${mms.url}${jobsPath}`, {
      headers: { authorization: 'ACS3-HMAC-SHA256 nonsense' },
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      Code: 'MissingAuthorization',
      RequestId: expect.any(String) as string,
    });
  });

  it('refuses an action on the path of another', async () => {
    await expect(call('ListMmsTasks', '2000015/jobs')).rejects.toMatchObject({
      code: 'InvalidApi.NotFound',
    });
  });

  it('refuses a request that is replayed, and one whose time is over', async () => {
    const fresh = { headers: signedByHand(new Date()) };
    expect((await fetch(`${mms.url}${jobsPath}`, fresh)).status).toBe(200);
    expect(await (await fetch(`${mms.url}${jobsPath}`, fresh)).json()).toMatchObject({
      Code: 'SignatureNonceUsed',
    });
    const old = { headers: signedByHand(new Date(Date.now() - 16 * 60_000)) };
    expect(await (await fetch(`${mms.url}${jobsPath}`, old)).json()).toMatchObject({
      Code: 'InvalidTimeStamp.Expired',
    });
  });

  it('knows only the new keys after a rotation, and says when the time of one is over', async () => {
    const next = {
      accessKeyId: 'STS.Two',
      accessKeySecret: 'secret two',
      securityToken: 'token two',
    };
    keyring.rotate(next);
    await expect(call('ListMmsJobs', '2000015/jobs')).rejects.toMatchObject({
      code: 'InvalidAccessKeyId.NotFound',
    });
    await mmsClient(mms.port, next)('ListMmsJobs', '2000015/jobs');
    keyring.expired.add('STS.Two');
    await expect(mmsClient(mms.port, next)('ListMmsJobs', '2000015/jobs')).rejects.toMatchObject({
      code: 'InvalidSecurityToken.Expired',
    });
  });

  it('reads a source of 50,000 tasks to its end, each task once', async () => {
    for (let table = 0; table < 50_000; table += 1) migration.addTask(job, `t${table}`);
    mms.pageSizeCap = 5_000;
    const ids = new Set<number>();
    for (let page = 1; page <= 10; page += 1)
      for (const id of await listed({ pageNum: String(page), pageSize: '5000' })) ids.add(id);
    expect(ids.size).toBe(50_000);
  });
});
