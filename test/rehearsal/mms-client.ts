import Client, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import { RuntimeOptions } from '@alicloud/tea-util';
import type { Credentials } from '../../rehearsal/world/keyring.ts';

export type MmsCall = (
  action: string,
  path: string,
  query?: Record<string, string>,
  method?: string,
) => Promise<string>;

/** The official generic client, as the SDKs of MMS call it; it gives the body as it came. */
export function mmsClient(
  port: number,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
): MmsCall {
  const token = securityToken === undefined ? {} : { securityToken };
  const client = new Client(
    new Config({
      accessKeyId,
      accessKeySecret,
      ...token,
      endpoint: `127.0.0.1:${port}`,
      protocol: 'http',
    }),
  );
  return async (action, path, query = {}, method = 'GET') => {
    const params = new Params({
      action,
      version: '2022-01-04',
      protocol: 'HTTP',
      method,
      authType: 'AK',
      style: 'ROA',
      pathname: `/api/v1/mms/datasources/${path}`,
      reqBodyType: 'json',
      bodyType: 'string',
    });
    const { body } = await client.callApi(
      params,
      new OpenApiRequest({ query }),
      new RuntimeOptions({ readTimeout: 5_000 }),
    );
    return String(body);
  };
}
