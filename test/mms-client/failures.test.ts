import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { SourceId, TaskId } from '../../functions/mms/id.ts';
import { UnreadableError } from '../../functions/errors.ts';
import { answer, badGateway, throttled, type Fault } from '../../rehearsal/world/fault.ts';
import { id } from '../support/builders.ts';
import { HastyTime } from '../runtime/hasty-time.ts';
import { failed, keys, readerOf, scriptedMms, withOneTask } from './mms-on-loopback.ts';

const sourceId = id<SourceId>('2000015');
const taskId = id<TaskId>('4001');
const minute = 60_000;

const body = (code: string, message = 'no'): string =>
  JSON.stringify({ Code: code, Message: message, RequestId: '7C0F' });
const camel = (code: string): string => JSON.stringify({ code, message: 'no', requestId: '7C0F' });

describe('what passes is tried again', () => {
  it.each<[string, Fault]>([
    ['a reset', { kind: 'reset' }],
    ['a gateway page', badGateway],
    ['a gateway page that claims to be a 404', answer(404, '<html>not here</html>')],
    ['flow control', throttled],
    ['flow control in camelCase', answer(429, camel('Throttling.Api'))],
    ['flow control inside a 200', answer(200, body('Throttling'))],
    ['ServiceUnavailable', answer(503, body('ServiceUnavailable'))],
    ['InternalError', answer(500, camel('InternalError'))],
    ['an error whose body is null', answer(500, 'null')],
    ['a nonce that was used', answer(400, body('SignatureNonceUsed'))],
    ['an empty 200', answer(200, '')],
    ['a 200 that is a list', answer(200, '[]')],
    ['half an answer', { kind: 'truncated' }],
    ['a connection that breaks in the middle', { kind: 'broken-off' }],
  ])('%s', async (_, fault) => {
    const { server, reader, time } = await withOneTask();
    server.fault = ({ attempt }) => (attempt <= 2 ? fault : undefined);
    const { rows } = await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    expect(rows.length).toBeGreaterThan(0);
    expect(server.journal.entries).toHaveLength(3);
  });

  it('a connection that died while the instance was frozen costs one try and no wait', async () => {
    const { server, reader, time } = await withOneTask();
    await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    server.resetKeptConnectionsOnUse();
    await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    expect(time.slept).toEqual([]);
  });

  it('sixteen connections that died at once fail none of the calls', async () => {
    const { server, reader, time } = await withOneTask();
    server.latencyMs = 20;
    const readMany = (): Promise<unknown> =>
      Promise.all(
        Array.from({ length: 16 }, () =>
          reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)),
        ),
      );
    await readMany();
    server.resetKeptConnectionsOnUse();
    await readMany();
    expect(server.journal.count('ListMmsTaskLogs')).toBe(32);
  });

  it('one refusal to take more makes the other calls wait too', async () => {
    const { server, reader, time } = await withOneTask();
    server.fault = ({ ordinal }) => (ordinal === 1 ? throttled : undefined);
    await Promise.all(
      Array.from({ length: 40 }, () =>
        reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)),
      ),
    );
    expect(server.journal.entries).toHaveLength(41);
    expect(time.slept.length).toBeGreaterThan(0);
  });

  it.each([
    ['throttles', answer(429, body('Throttling'), { 'retry-after': '5' })],
    ['is in trouble', answer(503, '', { 'retry-after': '5' })],
  ])('nobody asks it again before the time that it names when it %s', async (_, fault) => {
    const { server, reader, time } = await withOneTask();
    server.fault = ({ ordinal }) => (ordinal === 1 ? fault : undefined);
    const from = time.clock();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)),
      ),
    );
    expect(time.clock() - from).toBeGreaterThanOrEqual(5_000);
    expect(server.journal.entries).toHaveLength(21);
  });

  it('a time beyond this tick leaves it to the next one to ask', async () => {
    const { server, reader, time } = await withOneTask();
    server.fault = () => answer(429, body('Throttling'), { 'retry-after': '1000' });
    const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)));
    expect(error.message).toContain('Throttling (HTTP 429');
    expect(server.journal.entries).toHaveLength(1);
    expect(time.slept).toEqual([]);
  });

  it('flow control is waited for as long as time is left, with growing pauses', async () => {
    const { server, reader, time } = await withOneTask();
    server.fault = () => throttled;
    const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)));
    expect(error.message).toMatch(
      /Throttling\.User \(HTTP 400, request .+\): Request was denied due to user flow control/,
    );
    expect(server.journal.entries.length).toBeGreaterThan(6);
    expect(server.journal.entries.length).toBeLessThan(30);
    expect(Math.max(...time.slept)).toBeGreaterThan(4_000);
  });
});

describe('what does not pass is told at once', () => {
  it.each<[string, Fault, string]>([
    [
      'a missing permission',
      answer(403, body('Forbidden.RAM')),
      "allow the function's role odps:ListMmsTaskLogs on acs:odps:*:*:mmsdatasource/2000015 (npm run doctor -- --policy prints the whole policy)",
    ],
    [
      'a missing permission as newer gateways word it',
      answer(403, camel('NoPermission')),
      'odps:ListMmsTaskLogs',
    ],
    [
      'a task that is not there',
      answer(404, body('MmsTaskNotFound')),
      'check that what MMS_WATCH names exists in this region',
    ],
    [
      'a key that is unknown',
      answer(404, body('InvalidAccessKeyId.NotFound')),
      'the credentials are unknown or have expired',
    ],
    [
      'a token that expired',
      answer(400, camel('InvalidSecurityToken.Expired')),
      'the credentials are unknown or have expired',
    ],
    [
      'a secret that does not fit',
      answer(403, body('SignatureDoesNotMatch')),
      'check ALIBABA_CLOUD_ACCESS_KEY_SECRET',
    ],
    [
      'a clock that is wrong',
      answer(400, body('InvalidTimeStamp.Expired')),
      "set the machine's clock",
    ],
    [
      'an endpoint without MMS',
      answer(404, body('InvalidApi.NotFound')),
      'check MMS_REGION and MMS_ENDPOINT',
    ],
    ['http where https is wanted', answer(404, body('InvalidProtocol.NeedSsl')), 'https://'],
    [
      'a key that is disabled',
      answer(400, body('InvalidAccessKeyId.Inactive', 'Specified access key is disabled.')),
      'the AccessKey is disabled: enable it in RAM',
    ],
    ['a service that was not opened', answer(403, body('NotOpened')), 'activate MaxCompute'],
    [
      'a service that is not activated',
      answer(400, body('Forbidden', 'The MaxCompute service has not been activated.')),
      'activate MaxCompute',
    ],
    [
      'a service that was not subscribed to',
      answer(403, body('Forbidden.Unsubscribed')),
      'activate MaxCompute',
    ],
    ['a debt', answer(403, body('Forbidden.Arrears')), 'settle what the account owes'],
    ['an empty purse', answer(400, camel('InsufficientBalance')), 'settle what the account owes'],
    [
      'an address that is not on the list',
      answer(403, body('Forbidden', 'The source IP is not in the white list.')),
      'an IP allow list refuses the address',
    ],
    ['risk control', answer(403, body('Forbidden.RiskControl')), "see the account's notices"],
    [
      'anything else',
      answer(400, body('SomethingNew')),
      'check MMS_WATCH, MMS_REGION and MMS_ENDPOINT',
    ],
    [
      'a redirect',
      answer(302, '', { location: 'http://127.0.0.1/' }),
      'what answers may not be MMS: check MMS_ENDPOINT',
    ],
  ])('%s', async (_, fault, advice) => {
    const { server, reader, time } = await withOneTask();
    server.fault = () => fault;
    const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)));
    expect(error).toBeInstanceOf(UnreadableError);
    expect(error.message).toContain('ListMmsTaskLogs of task 2000015/tasks/4001: ');
    expect(error.message).toContain(advice);
    expect(server.journal.entries).toHaveLength(1);
  });

  it("a proxy's page, once it came twice", async () => {
    const { server, reader, time } = await withOneTask();
    server.fault = () => answer(403, '<html>Blocked by the proxy of Example Inc.</html>');
    const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)));
    expect(error.message).toContain(
      'unreadable answer (HTTP 403): the answer is no JSON object; what answers may not be MMS: check MMS_ENDPOINT',
    );
    expect(server.journal.entries).toHaveLength(2);
  });

  it('a host that nobody knows', async () => {
    const time = new HastyTime();
    const error = await failed(
      readerOf('http://mms.invalid', time).readTaskLog(
        sourceId,
        taskId,
        undefined,
        time.in(minute),
      ),
    );
    expect(error.message).toMatch(/ENOTFOUND|EAI_AGAIN/);
    expect(error.message).toContain('check MMS_REGION and MMS_ENDPOINT');
  });
});

describe('an error inside an answer of 200', () => {
  const errors = [
    ['MaxCompute words it', { httpCode: 403, errorCode: 'NO_PERMISSION', errorMsg: 'Denied.' }],
    ['a code says it', { errorCode: 'NO_PERMISSION', errorMsg: 'Denied.', data: null }],
    ['a message says it', { errorMsg: 'NO_PERMISSION Denied.', data: {} }],
    ['it is beside data', { errorCode: 'NO_PERMISSION', errorMsg: 'Denied.', data: [] }],
    ['the gateway words it', { Code: 'NO_PERMISSION', Message: 'Denied.' }],
    [
      'it is spelt in PascalCase',
      { HttpCode: 403, ErrorCode: 'NO_PERMISSION', ErrorMsg: 'Denied.' },
    ],
    ['it is no success', { success: false, code: 'NO_PERMISSION', message: 'Denied.', data: [] }],
    ['its number is a text', { httpCode: '500', message: 'NO_PERMISSION Denied.', data: [] }],
    ['it is an error of few words', { error: 'NO_PERMISSION', err_msg: 'Denied.' }],
    ['it stands in data', { data: { errorCode: 'NO_PERMISSION', errorMsg: 'Denied.' } }],
    [
      'it stands beside an empty list',
      { data: { total: 0, errorCode: 'NO_PERMISSION', errorMsg: 'Denied.' } },
    ],
    [
      'a gateway says it before an empty list',
      { Code: 'NO_PERMISSION', Message: 'Denied.', data: { total: 0, objectList: [] } },
    ],
    ['it is only a message', { requestId: 'R', message: 'NO_PERMISSION Denied.' }],
  ] as const;

  it.each(errors)('is a failure of whatever was asked, as %s', async (_, error) => {
    const { reader, time } = await scriptedMms(() => ({
      body: JSON.stringify({ requestId: '7C0F', ...error }),
    }));
    const { problems, complete } = await reader.listTasks(
      { kind: 'source', sourceId },
      time.in(minute),
    );
    const jobs = await reader.listJobs(sourceId, time.in(minute));
    const task = await reader.listTasks({ kind: 'task', sourceId, taskId }, time.in(minute));
    const log = await failed(reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)));
    expect([complete, jobs.complete, task.complete]).toEqual([false, false, false]);
    for (const told of [problems[0]?.message, jobs.problem, task.problems[0]?.message, log.message])
      expect(told).toMatch(/NO_PERMISSION.*Denied\./);
  });

  it('is refused with what to do', async () => {
    const { reader, asked, time } = await scriptedMms(() => ({
      body: '{"requestId":"R","httpCode":403,"errorCode":"NO_PERMISSION","errorMsg":"You have no permission"}',
    }));
    const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)));
    expect(error.message).toBe(
      "ListMmsTaskLogs of task 2000015/tasks/4001: NO_PERMISSION (HTTP 403, request R): You have no permission; allow the function's role odps:ListMmsTaskLogs on acs:odps:*:*:mmsdatasource/2000015 (npm run doctor -- --policy prints the whole policy)",
    );
    expect(asked).toHaveLength(1);
  });

  it.each([{ Code: 'Throttling.User', Message: 'slow down' }, { code: 503 }])(
    'is seen in %j beside data, too',
    async (fields) => {
      const { reader, time } = await scriptedMms(() => ({
        body: JSON.stringify({ ...fields, data: { total: 1, objectList: [{ id: 4001 }] } }),
      }));
      const listing = await reader.listTasks({ kind: 'source', sourceId }, time.in(minute));
      expect(listing.complete).toBe(false);
    },
  );

  it.each([
    { httpCode: 200 },
    { code: '200', message: 'OK', success: true },
    { code: 0, errorCode: '', errorMsg: null },
    { errorCode: 0, errorMsg: 'success' },
    { code: 'MMS_FINE', message: 'as you wished' },
  ])('is not seen in %j beside data', async (fields) => {
    const { reader, time } = await scriptedMms(({ path }) => ({
      body: JSON.stringify({
        ...fields,
        data: path.endsWith('/logs') ? [{ id: 1 }] : { total: 1, objectList: [{ id: 4001 }] },
      }),
    }));
    const listing = await reader.listTasks({ kind: 'source', sourceId }, time.in(minute));
    expect(listing).toMatchObject({ complete: true, problems: [] });
    const { rows } = await reader.readTaskLog(sourceId, taskId, undefined, time.in(minute));
    expect(rows).toHaveLength(1);
  });
});

it('gives none of its keys away, not even when the server repeats them', async () => {
  const { reader, time } = await scriptedMms(() => ({
    status: 403,
    body: JSON.stringify({
      Code: 'SignatureDoesNotMatch',
      Message: `server string to sign is: x-acs-security-token:${keys.securityToken} of ${keys.accessKeyId} with ${keys.accessKeySecret}`,
      RequestId: '7C0F',
    }),
  }));
  const listing = await reader.listTasks({ kind: 'source', sourceId }, time.in(minute));
  const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)));
  for (const shown of [JSON.stringify(listing), error.message, inspect(error, { depth: 9 })]) {
    for (const secret of Object.values(keys)) expect(shown).not.toContain(secret);
  }
  expect(error.message).toContain('SignatureDoesNotMatch');
});
