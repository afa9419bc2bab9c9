import type { Endpoint } from '../../functions/settings/endpoint.ts';

/**
 * The place where a service answers this machine too, for an endpoint that answers inside Alibaba
 * Cloud only.
 */
export type InsideEndpoint = Readonly<{ publicly: Endpoint; region: string }>;

/** `undefined` for an endpoint that answers everywhere. */
export function insideOf({ protocol, host }: Endpoint): InsideEndpoint | undefined {
  const oss = /^oss-([a-z0-9-]+)-internal\.aliyuncs\.com$/.exec(host)?.[1];
  if (oss !== undefined)
    return { publicly: { protocol, host: `oss-${oss}.aliyuncs.com` }, region: oss };
  const mms = /^maxcompute-vpc\.([a-z0-9-]+)\.aliyuncs\.com$/.exec(host)?.[1];
  return mms === undefined
    ? undefined
    : { publicly: { protocol, host: `maxcompute.${mms}.aliyuncs.com` }, region: mms };
}
