import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pLimit from 'p-limit';
import { onTestFinished } from 'vitest';
import { createMmsReader, type MmsMemory } from '../../functions/mms-client/mms-reader.ts';
import { Secret } from '../../functions/settings/secret.ts';
import type { LogviewLinks } from '../../functions/untrusted-text/logview-links.ts';
import type { Listing, MmsReader } from '../../functions/ports.ts';
import { Keyring } from '../../rehearsal/world/keyring.ts';
import { Migration, type MigrationOptions } from '../../rehearsal/world/migration.ts';
import type { MigrationJob } from '../../rehearsal/world/migration-records.ts';
import { MmsServer } from '../../rehearsal/world/mms-server.ts';
import { HastyTime } from '../runtime/hasty-time.ts';

export const keys = {
  accessKeyId: 'STS.NUexampleKeyId',
  accessKeySecret: 'an-access-key-secret',
  securityToken: 'CAISexampleSecurityToken',
};

export type MmsOnLoopback = Readonly<{
  server: MmsServer;
  migration: Migration;
  job: MigrationJob;
  keyring: Keyring;
  reader: MmsReader;
  time: HastyTime;
}>;

/** A signed MMS with one source, 2000015, and one job, 87, in it; it is gone when the test is. */
export async function mmsOnLoopback(options: MigrationOptions = {}): Promise<MmsOnLoopback> {
  const keyring = new Keyring(keys);
  const migration = new Migration(() => Date.parse('2026-11-22T06:03:07Z'), options);
  const job = migration.addJob(migration.addSource('2000015', 'finance_dw'), 'nightly_full');
  const server = new MmsServer(migration, keyring);
  await server.start();
  onTestFinished(() => server.close());
  const time = new HastyTime();
  return { server, migration, job, keyring, reader: readerOf(server.url, time), time };
}

export function readerOf(
  url: string,
  time: HastyTime,
  {
    given = keys,
    logviewLinks,
    memory,
  }: Readonly<{ given?: typeof keys; logviewLinks?: LogviewLinks; memory?: MmsMemory }> = {},
): MmsReader {
  const secrets = {
    accessKeySecret: new Secret(given.accessKeySecret),
    securityToken: new Secret(given.securityToken),
  };
  const { clock, sleep, random } = time;
  return createMmsReader({
    endpoint: { protocol: 'http', host: new URL(url).host },
    credentials: { accessKeyId: given.accessKeyId, ...secrets },
    limit: pLimit(16),
    clock,
    sleep,
    random,
    logviewLinks,
    memory,
  });
}

export type Asked = Readonly<{
  path: string;
  /** As it came. */
  query: string;
  pageNum: number;
  pageSize: number;
}>;
export type Scripted = Readonly<{ status?: number; body: string }>;

/** An MMS of another mind, which answers what the test says; signatures are not looked at. */
export async function scriptedMms(
  answer: (asked: Asked) => Scripted,
): Promise<Readonly<{ reader: MmsReader; asked: Asked[]; time: HastyTime }>> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const question = read(request);
    asked.push(question);
    const { status = 200, body } = answer(question);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const time = new HastyTime();
  return {
    reader: readerOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, time),
    asked,
    time,
  };
}

/** An MMS whose every answer begins so, and goes on with the same piece for ever. */
export async function endlessMms(
  status: number,
  beginning: string,
  piece: string,
): Promise<Readonly<{ reader: MmsReader; time: HastyTime }>> {
  const pieces = piece.repeat(Math.ceil(65_536 / piece.length));
  const server = createServer((_, response) => {
    response.writeHead(status).write(beginning);
    const send = (): void => {
      while (!response.destroyed && response.write(pieces));
    };
    response.on('drain', send);
    send();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const time = new HastyTime();
  const { port } = server.address() as AddressInfo;
  return { reader: readerOf(`http://127.0.0.1:${port}`, time), time };
}

function read(request: IncomingMessage): Asked {
  const url = new URL(request.url ?? '/', 'http://mms');
  return {
    path: url.pathname,
    query: url.search.slice(1),
    pageNum: Number(url.searchParams.get('pageNum')),
    pageSize: Number(url.searchParams.get('pageSize')),
  };
}

/** A page as ListMmsTasks gives it. */
export const page = (data: unknown): Scripted => ({
  body: JSON.stringify({ requestId: 'A3AE', data }),
});

export const taskRows = (
  from: number,
  count: number,
): readonly Readonly<{ id: number; status: string }>[] =>
  Array.from({ length: count }, (_, index) => ({ id: from + index, status: 'DATA_DOING' }));

/** With task 4001 in it, which is done. */
export async function withOneTask(): Promise<MmsOnLoopback> {
  const mms = await mmsOnLoopback();
  mms.migration.completes(mms.migration.addTask(mms.job, 'orders'));
  return mms;
}

/** The error that the reading ends with. */
export async function failed(reading: Promise<unknown>): Promise<Error> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('the reading was expected to fail');
}

/** What could not be read, as the log says it. */
export const problemsOf = ({ problems }: Listing): readonly string[] =>
  problems.map(({ message }) => message);
