import type { RetryDeps } from '../../functions/runtime/retry.ts';
import type { Configuration } from '../../functions/settings/configuration.ts';
import type { Credentials } from '../../functions/settings/credentials.ts';
import type { Endpoint } from '../../functions/settings/endpoint.ts';
import { targetName } from '../../functions/mms/target.ts';
import type { Deployer } from '../deployment/deployer.ts';
import { channelsOf } from './check-configuration.ts';
import { checkFolderState } from './check-folder-state.ts';
import { checkOssState } from './check-oss-state.ts';
import { checkTarget } from './check-target.ts';
import { fail, ok, skip, type Finding } from './finding.ts';
import { createMmsProbe } from './mms-probe.ts';
import { insideOf } from './inside-endpoint.ts';

export type Check = Readonly<{ what: string; work: () => Promise<readonly Finding[]> }>;

/** With what the services are asked. */
export type Services = Readonly<{
  credentials: Credentials | undefined;
  deployer: Deployer;
  patience: RetryDeps;
  /** Milliseconds since the epoch. */
  until: number;
}>;

const known = (finding: Finding): Check => ({
  what: finding.check,
  work: () => Promise.resolve([finding]),
});

export function checksOfMms(
  { targets, mms, region }: Configuration,
  services: Services,
): readonly Check[] {
  const { credentials, deployer, patience, until } = services;
  const nameOf = (target: (typeof targets)[number]): string =>
    `${target.kind} ${targetName(target)}`;
  if (credentials === undefined)
    return targets.map((target) => known(skip(nameOf(target), 'there are no credentials')));
  const { endpoint, findings } = reachable('MMS_ENDPOINT', mms, deployer);
  const ask = createMmsProbe(endpoint, credentials, until, patience);
  const place = { region, account: deployer.account };
  return [
    ...findings.map(known),
    ...targets.map((target) => ({
      what: nameOf(target),
      work: () => checkTarget(target, ask, place),
    })),
  ];
}

export function checksOfState(configuration: Configuration, services: Services): readonly Check[] {
  const { state } = configuration;
  const { credentials, deployer, patience, until } = services;
  const channels = channelsOf(configuration);
  if (state.kind === 'folder')
    return [{ what: 'state', work: () => checkFolderState(state.folder, channels) }];
  if (credentials === undefined) return [known(skip('state', 'there are no credentials'))];
  const { endpoint, findings } = reachable('OSS_ENDPOINT', state.endpoint, deployer);
  return [
    ...findings.map(known),
    {
      what: 'state',
      work: () => checkOssState({ ...state, endpoint }, channels, credentials, until, patience),
    },
  ];
}

/** What is asked from here, where the function's own endpoint answers inside Alibaba Cloud only. */
function reachable(
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
