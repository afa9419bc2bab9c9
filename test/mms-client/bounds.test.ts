import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceId, TaskId } from '../../functions/mms/id.ts';
import type { Target } from '../../functions/mms/target.ts';
import type { MmsReader } from '../../functions/ports.ts';
import { id } from '../support/builders.ts';
import { HastyTime } from '../runtime/hasty-time.ts';
import { failed, page, readerOf, scriptedMms, taskRows } from './mms-on-loopback.ts';

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
    expect(listing.problems[0]).toMatch(/MMS counts 1000000000000 tasks, but .* 100 of them/);
    expect(asked.length).toBeLessThan(50);
  });
});

describe('a body without an end', () => {
  let server: Server;
  let answer: RequestListener;
  let reader: MmsReader;
  const time = new HastyTime();

  /** Begins so, and goes on with this for ever. */
  const endless =
    (status: number, beginning: string, piece: string): RequestListener =>
    (_, response) => {
      response.writeHead(status).write(beginning);
      const pieces = piece.repeat(Math.ceil(65_536 / piece.length));
      const send = (): void => {
        while (!response.destroyed && response.write(pieces));
      };
      response.on('drain', send);
      send();
    };

  beforeAll(async () => {
    server = createServer((request, response) => {
      answer(request, response);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    reader = readerOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, time);
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('of a list is given up', async () => {
    answer = endless(200, '{"data":{"total":300,"objectList":[', '{"id":1},');
    const { problems } = await reader.listTasks(source, time.in(minute));
    expect(problems).toEqual([
      expect.stringContaining('page 1: too large: the answer is larger than 4 MB; what answers'),
    ]);
  });

  it('of a log is given up, whatever it is made of', async () => {
    const row = `{"id":1,"status":"DATA_DOING","msg":"${'x'.repeat(1_000)}"},`;
    for (const [beginning, piece, said] of [
      ['{"data":[', row, 'too large: the answer is larger than 128 MB; the log has grown longer'],
      ['{"data":[{"id":1,"msg":"', 'x', 'unreadable answer'],
      ['{"data":"', 'x', 'unreadable answer'],
      ['', '[', 'unreadable answer'],
      ['', 'x', 'unreadable answer'],
    ] as const) {
      answer = endless(200, beginning, piece);
      const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)));
      expect(error.message).toContain(said);
    }
  });

  it('of a refusal is read as far as it says something', async () => {
    answer = endless(403, `{"Code":"Forbidden.RAM","Message":"${'no '.repeat(50)}`, 'no ');
    const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, time.in(minute)));
    expect(error.message).toContain('unreadable answer (HTTP 403)');
    expect(error.message.length).toBeLessThan(300);
  });
});
