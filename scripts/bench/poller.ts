import { createMmsRequest } from '../../functions/mms-client/mms-request.ts';
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
  const request = createMmsRequest({ protocol: 'http', host: `127.0.0.1:${mmsPort}` }, keys);
  const from = performance.now();
  for (const id of tasks) {
    await request(
      {
        action: 'ListMmsTaskLogs',
        pathname: `/api/v1/mms/datasources/${sourceId}/tasks/${id}/logs`,
        query: {},
      },
      10_000,
    );
  }
  return performance.now() - from;
}
