import type { RetryDeps } from '../../functions/runtime/retry.ts';
import type { Credentials } from '../../functions/settings/credentials.ts';
import type { Endpoint } from '../../functions/settings/endpoint.ts';
import type { Deployer } from '../deployment/deployer.ts';
import { fail, ok, type Finding } from './finding.ts';

/** With what the services are asked. */
export type Services = Readonly<{
  credentials: Credentials | undefined;
  deployer: Deployer;
  deps: RetryDeps;
  /** Milliseconds since the epoch. */
  until: number;
}>;

/** What is asked from here, where the function's own endpoint answers inside Alibaba Cloud only. */
export function reachable(
  variable: string,
  endpoint: Endpoint,
  { region }: Deployer,
): Readonly<{ endpoint: Endpoint; findings: readonly Finding[] }> {
  const inside = insideOf(endpoint);
  if (inside === undefined) return { endpoint, findings: [] };
  const { host } = inside.publicly;
  const finding =
    inside.region === region
      ? ok(variable, `answers inside Alibaba Cloud only, so ${host} is asked from here`)
      : fail(
          variable,
          `answers in ${inside.region} only, and the function is deployed in ${region}`,
          `set ${variable} to ${host}, or FC_DEPLOY_REGION to ${inside.region}`,
        );
  return { endpoint: inside.publicly, findings: [finding] };
}

/** Where a service answers this machine too, and the region in which its own endpoint does. */
type InsideEndpoint = Readonly<{ publicly: Endpoint; region: string }>;

/** `undefined` for an endpoint that answers everywhere. */
function insideOf({ protocol, host }: Endpoint): InsideEndpoint | undefined {
  const oss = /^oss-([a-z0-9-]+)-internal\.aliyuncs\.com$/.exec(host)?.[1];
  if (oss !== undefined)
    return { publicly: { protocol, host: `oss-${oss}.aliyuncs.com` }, region: oss };
  const mms = /^maxcompute-vpc\.([a-z0-9-]+)\.aliyuncs\.com$/.exec(host)?.[1];
  return mms === undefined
    ? undefined
    : { publicly: { protocol, host: `maxcompute.${mms}.aliyuncs.com` }, region: mms };
}
