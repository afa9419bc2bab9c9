import type { RetryDeps } from '../../functions/runtime/retry.ts';
import type { Credentials } from '../../functions/settings/credentials.ts';
import type { Endpoint } from '../../functions/settings/endpoint.ts';
import type { Deployer } from '../deployment/deployer.ts';
import { fail, ok, type Finding } from './finding.ts';

export type Services = Readonly<{
  credentials: Credentials | undefined;
  deployer: Deployer;
  deps: RetryDeps;
  until: number;
}>;

/** Where the function's endpoint answers inside Alibaba Cloud only, the public one is asked. */
export function reachable(
  variable: string,
  endpoint: Endpoint,
  { region }: Deployer,
): Readonly<{ endpoint: Endpoint; findings: readonly Finding[] }> {
  const [, oss, mms] =
    /^(?:oss-([a-z0-9-]+)-internal|maxcompute-vpc\.([a-z0-9-]+))\.aliyuncs\.com$/.exec(
      endpoint.host,
    ) ?? [];
  const inside = oss ?? mms;
  if (inside === undefined) return { endpoint, findings: [] };
  const host = `${oss === undefined ? 'maxcompute.' : 'oss-'}${inside}.aliyuncs.com`;
  const finding =
    inside === region
      ? ok(variable, `answers inside Alibaba Cloud only, so ${host} is asked from here`)
      : fail(
          variable,
          `answers in ${inside} only, and the function is deployed in ${region}`,
          `set ${variable} to ${host}, or FC_DEPLOY_REGION to ${inside}`,
        );
  return { endpoint: { ...endpoint, host }, findings: [finding] };
}
