import pLimit from 'p-limit';
import { createMmsReader } from '../../functions/mms-client/mms-reader.ts';
import { parseId, type SourceId, type TaskId } from '../../functions/mms/id.ts';
import { sleep } from '../../functions/runtime/sleep.ts';
import { Secret } from '../../functions/settings/secret.ts';
import { sourceId } from './layouts.ts';
import type { Ready } from './world-orders.ts';

/**
 * The obvious poller: one ListMmsTaskLogs for each watched task, one after another, with the client
 * that the function uses. Gives milliseconds.
 */
export async function pollEachTask({ mmsPort, credentials, tasks }: Ready): Promise<number> {
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const keys = {
    accessKeyId,
    accessKeySecret: new Secret(accessKeySecret),
    securityToken: new Secret(securityToken),
  };
  const reader = createMmsReader({
    endpoint: { protocol: 'http', host: `127.0.0.1:${mmsPort}` },
    credentials: keys,
    limit: pLimit(1),
    clock: Date.now,
    sleep,
    random: Math.random,
  });
  const source = parseId<SourceId>(sourceId);
  const from = performance.now();
  for (const id of tasks) {
    const task = parseId<TaskId>(id);
    if (source === undefined || task === undefined) throw new Error(`${id} is no id`);
    await reader.readTaskLog(source, task, undefined, Date.now() + 10_000);
  }
  return performance.now() - from;
}
