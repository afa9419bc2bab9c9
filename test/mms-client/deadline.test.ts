import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SourceId, TaskId } from '../../functions/mms/id.ts';
import { badGateway } from '../../rehearsal/world/fault.ts';
import { id } from '../support/builders.ts';
import { HastyTime } from '../runtime/hasty-time.ts';
import { failed, readerOf, withOneTask } from './mms-on-loopback.ts';

const sourceId = id<SourceId>('2000015');
const taskId = id<TaskId>('4001');

describe('in time', () => {
  it('comes back by the deadline when nobody answers', async () => {
    const { server, reader } = await withOneTask();
    server.fault = () => ({ kind: 'hang' });
    const until = Date.now() + 600;
    const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, until));
    expect(Date.now()).toBeGreaterThanOrEqual(until - 100);
    expect(Date.now()).toBeLessThan(until + 2_000);
    expect(error.message).toMatch(
      /ListMmsTaskLogs of task 2000015\/tasks\/4001: .*the next tick tries again/,
    );
  });

  it('comes back by the deadline when the answer drips', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const time = new HastyTime();
    const until = Date.now() + 400;
    await failed(
      readerOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, time).readTaskLog(
        sourceId,
        taskId,
        undefined,
        until,
      ),
    );
    expect(Date.now()).toBeLessThan(until + 2_000);
  });

  it('comes back by the deadline when the queue is long', async () => {
    const { server, reader } = await withOneTask();
    server.fault = () => ({ kind: 'hang' });
    const until = Date.now() + 500;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 300 }, () => reader.readTaskLog(sourceId, taskId, undefined, until)),
    );
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(Date.now()).toBeLessThan(until + 2_000);
    expect(server.journal.peakInFlight).toBeLessThanOrEqual(16);
  });

  it('asks nothing any more when the deadline has passed', async () => {
    const { server, reader } = await withOneTask();
    await failed(reader.readTaskLog(sourceId, taskId, undefined, Date.now() - 1));
    expect(server.journal.entries).toEqual([]);
  });

  it('names what went wrong before the time was up', async () => {
    const { server, reader } = await withOneTask();
    server.fault = ({ attempt }) => (attempt === 1 ? badGateway : { kind: 'hang' });
    const error = await failed(reader.readTaskLog(sourceId, taskId, undefined, Date.now() + 900));
    expect(error.message).toMatch(/unreadable answer|timeout/);
  });
});

it('ends every attempt even where a server takes connections and never reads', async () => {
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => {
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const time = new HastyTime();
  const until = Date.now() + 400;
  const reader = readerOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, time);
  expect(await reader.listTasks({ kind: 'source', sourceId }, until)).toMatchObject({
    tasks: [],
    complete: false,
  });
  expect(Date.now()).toBeLessThan(until + 2_000);
});
